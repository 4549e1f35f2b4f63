"""Blanks that recognition put between characters, and how many of them there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongwen_clean.matching.characters import is_han
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff〇"
_NEVER_AFTER_BLANK = frozenset("，。、；：！？”’》〉）〕】…")
_NEVER_BEFORE_BLANK = frozenset("，。、；：！？“‘《〈（〔【…")
_TOUCHING = _NEVER_AFTER_BLANK | _NEVER_BEFORE_BLANK
_HAN_PAIR = lazy_pattern(rf"[{_HAN}](?=[{_HAN}])")
# both begin with the blank itself, which is rare, so that a search need not try every place
_IN_HAN = rf" (?<=[{_HAN}] )(?=[{_HAN}])"
_BESIDE_MARK = (
    rf" (?:(?<=[{_HAN}A-Za-z0-9%] ) *(?=[，。、；])|(?<=[{_HAN}][，；] )(?=[{_HAN}])"
    rf"|(?<=[{_HAN}] ) *(?=[;:!]))"
)
_HAN_GAP = lazy_pattern(_IN_HAN)
_STRAY = lazy_pattern(_BESIDE_MARK)
_ODD = lazy_pattern(f"{_IN_HAN}|{_BESIDE_MARK}")
_MARK = lazy_pattern("[，。、；]")
_RUN = lazy_pattern(r"(?<=\S)[ \u3000]+(?=\S)")
_NUMERIC_GAP = lazy_pattern(r"[\d%.] +[\d—-]")
_RIGHT_END = lazy_pattern(r"签 ?发 ?人 ?[:：]|\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日 ?印 ?发")
_COLUMN = 3  # blanks in a row that part columns
_RUNNING = 20  # characters: a line of running text is longer than a table's cells


class BlankNoise(NamedTuple):
    """Blanks beside ，。、； and between Han, with the number of those marks and of Han pairs without one."""

    stray: int
    marks: int
    gaps: int
    pairs: int

    @property
    def is_spaced(self) -> bool:
        """Whether a blank stands between most words, as in the output of some engines."""
        return self.gaps >= 10 and 5 * self.gaps >= self.pairs + self.gaps

    @property
    def is_noisy(self) -> bool:
        """Whether blanks stand where no writer puts them."""
        return self.is_spaced or (self.stray >= 2 and 30 * self.stray >= self.marks)


class BlankRun(NamedTuple):
    """Blanks inside a line that are to go: their place, and what takes their place."""

    start: int
    end: int
    after: str


def has_odd_blanks(text: str) -> bool:
    """Whether a blank stands between Han or before a mark. Cost: one scan for blanks."""
    return _ODD.search(text) is not None


def measure_blanks(text: str) -> BlankNoise:
    """Count the blanks of `text` that no writer puts. Cost: O(n)."""
    if not has_odd_blanks(text):
        return BlankNoise(0, 0, 0, 0)
    gaps, stray = len(_HAN_GAP.findall(text)), len(_STRAY.findall(text))
    pairs = len(_HAN_PAIR.findall(text)) if gaps else 0
    return BlankNoise(stray, len(_MARK.findall(text)) if stray else 0, gaps, pairs)


def find_noise_blanks(text: str) -> Iterator[BlankRun]:
    """Yield the blanks to delete in a text whose blanks are noise; none in any other text.

    Blanks that touch a full-width sign go, and single blanks that touch Han where the text is spaced
    throughout or the line is running text. Blanks between Latin words stay; three and more part columns
    and become one, as do the blanks of a row of figures.
    """
    noise = measure_blanks(text)
    if not noise.is_noisy:
        return
    at = 0
    for line in text.split("\n"):
        is_row = len(_NUMERIC_GAP.findall(line)) >= 2
        is_running = noise.is_spaced or len(line) >= _RUNNING
        for match in _RUN.finditer(line):
            is_two_ended = _RIGHT_END.match(line, match.end()) is not None
            after = " " if is_two_ended else _left_of(line, match, is_row, is_running)
            if after != match.group():
                yield BlankRun(at + match.start(), at + match.end(), after)
        at += len(line) + 1


def _left_of(line: str, match: re.Match[str], is_row: bool, is_running: bool) -> str:
    """What is left of blanks between two characters of a line."""
    before, behind, blanks = line[match.start() - 1], line[match.end()], match.group()
    if behind in _NEVER_AFTER_BLANK or before in _NEVER_BEFORE_BLANK or behind in ",;:":
        return ""
    if before in ",;:(" and (
        _is_wide(line[: match.start() - 1].rstrip()[-1:]) or _is_wide(behind) or before == "("
    ):
        return ""
    if len(blanks) >= _COLUMN:
        return " "
    if before in _TOUCHING or behind in _TOUCHING:
        return ""
    if not is_running or "\u3000" in blanks:
        return blanks
    sides = _is_wide(before) + _is_wide(behind)
    return "" if sides == 2 or (sides == 1 and not is_row) else blanks


def _is_wide(char: str) -> bool:
    return char != "" and (is_han(char) or char in _TOUCHING or char in "（《〈“‘〔【±×—%)")
