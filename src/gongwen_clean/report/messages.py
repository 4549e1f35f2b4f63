"""What findings say, in the languages of a report."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from gongwen_clean.document import Finding
from gongwen_clean.lexicon import read_table
from gongwen_clean.report.assets import ASSETS

_ANY = "*"
_VALUE = re.compile(r"\{(\w+)\}")


class _Form(NamedTuple):
    """A form of English messages, with a group for each value, and the same in Chinese."""

    pattern: re.Pattern[str]
    chinese: str


def translate_message(finding: Finding) -> Mapping[str, str]:
    """Return what a finding says by language, "zh" and "en"; in English in both, where no form fits.

    Documents come with messages in English only, also from files, so that they are told by their forms.

        >>> translate_message(Finding("scan.lost-bracket", 0, 1, "《 is never closed"))["zh"]
        '《 没有后一半'

    Raises: LexiconError for a damaged table. Cost: linear in the message, for each of a few forms.
    """
    forms = chinese_messages()
    for pattern, chinese in (*forms.get(finding.kind, ()), *forms[_ANY]):
        if match := pattern.fullmatch(finding.message):
            return {"zh": chinese.format_map(match.groupdict()), "en": finding.message}
    return {"zh": finding.message, "en": finding.message}


@cache
def chinese_messages() -> Mapping[str, Sequence[_Form]]:
    """Return the table's forms by the kind of finding; those under `*` are of findings of any kind."""
    forms: defaultdict[str, list[_Form]] = defaultdict(list)
    for row in read_table(ASSETS / "messages.zh.tsv", ("kind", "message", "chinese")):
        forms[row.cells["kind"]].append(_Form(_as_pattern(row.cells["message"]), row.cells["chinese"]))
    return forms


def _as_pattern(message: str) -> re.Pattern[str]:
    parts = _VALUE.split(message)  # text and names of values in turn
    groups = (f"(?P<{part}>.*)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
    return re.compile("".join(groups), re.DOTALL)
