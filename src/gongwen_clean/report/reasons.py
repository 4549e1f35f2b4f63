"""Why rules change or note something, in the languages of a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from gongwen_clean.cleaner import choose_steps
from gongwen_clean.lexicon import read_table
from gongwen_clean.normalizer import Step
from gongwen_clean.report.assets import ASSETS

_ANY = "*"


class Reasons:
    """The reasons of rules: in English as the steps give them, in Chinese by a table.

    A rule that no step explains has an empty reason; one that the table lacks has the English in both.

    Args: steps: whose rules are asked for; None for those of the standard preset.
    """

    def __init__(self, steps: Iterable[Step] | None = None) -> None:
        self._english: dict[str, str] = {}
        for step in choose_steps("standard", ()) if steps is None else steps:
            self._english.update(step.rules)

    def of(self, rule: str) -> Mapping[str, str]:
        """Return the reason of one rule by language, "zh" and "en". Cost: O(1)."""
        english = self._english.get(rule, "")
        return {"zh": _chinese(rule) or english, "en": english}


def _chinese(rule: str) -> str:
    exact, families = chinese_reasons()
    return exact.get(rule) or next((why for head, why in families.items() if rule.startswith(head)), "")


@cache
def chinese_reasons() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the table's reasons by rule, and by the beginning of rules that end in `*`.

    Raises: LexiconError for a damaged table.
    """
    table = read_table(ASSETS / "reasons.zh.tsv", ("rule", "reason"))
    rows = {row.cells["rule"]: row.cells["reason"] for row in table}
    families = {rule.removesuffix(_ANY): why for rule, why in rows.items() if rule.endswith(_ANY)}
    return {rule: why for rule, why in rows.items() if not rule.endswith(_ANY)}, families
