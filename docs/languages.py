"""The languages of the pages of steps: what their tables say, beside what the steps say themselves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gongwen_clean.cleaner import choose_steps
from gongwen_clean.lexicon import read_columns
from gongwen_clean.report.explanation import describe_step
from gongwen_clean.report.reasons import Reasons

_TABLES = Path(__file__).parent
SUFFIXES = {"en": "", "zh": ".zh"}
"""What stands behind a page's name in each language."""


class Language(NamedTuple):
    """What pages of steps say in one language.

    `words`: by key. `steps`: what each does, by name. `cases`: what each shows, by its English title; one
    that is not there is shown in English.
    """

    name: str
    words: Mapping[str, str]
    steps: Mapping[str, str]
    cases: Mapping[str, str]

    def reason(self, rule: str) -> str:
        """Return why a rule changes or notes something."""
        return _reasons().of(rule)[self.name]


@cache
def language(name: str) -> Language:
    """Return a language of SUFFIXES. Raises: LexiconError for a damaged table."""
    words = _read("words.tsv", "key", name)
    if name == "en":
        described = {step.name: describe_step(step) for step in choose_steps("standard", ())}
        return Language(name, words, described, {})
    steps, cases = _read("steps.zh.tsv", "step", "does"), _read("cases.zh.tsv", "title", "chinese")
    return Language(name, words, steps, cases)


def _read(table: str, key: str, value: str) -> Mapping[str, str]:
    return {row[0]: row[1] for row in read_columns(_TABLES / table, (key, value))}


@cache
def _reasons() -> Reasons:
    return Reasons()
