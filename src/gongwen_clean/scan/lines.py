"""The lines of a page and how wide they look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gongwen_clean.matching.lazy_patterns import lazy_pattern

_ASCII_SIGN = lazy_pattern(r"(?<=[^\x00-\x7f])[,;:!?().]|[,;:!?()](?=[^\x00-\x7f])")
_UNIT = lazy_pattern(
    r"[“‘《〈（〔【(]*(?:[A-Za-z0-9.,:/@&%+_~-]+|.)[，。、；：！？”’》〉）〕】…—,.;:!?)]*", re.DOTALL
)
_BLANKS = " \t\r\u3000"
_LONGEST_UNIT = 24  # columns: an address of the web can be cut anywhere


class Line(NamedTuple):
    """The words of one line, without the blanks around them, and where they stand in the text.

    `is_indented`: the line begins with a full-width blank, as a paragraph's first line does.
    """

    start: int
    end: int
    words: str
    is_indented: bool = False


def split_lines(text: str) -> list[Line]:
    """Return the lines of `text`, blank ones too. Cost: O(n)."""
    return trim_lines(text.split("\n"))


def trim_lines(lines: Iterable[str]) -> list[Line]:
    """Return the lines of a text, without blanks at their ends. Cost: O(n)."""
    return list(_trimmed(lines))


def _trimmed(lines: Iterable[str]) -> Iterator[Line]:
    start = 0
    for words in lines:
        core = words.strip(_BLANKS)
        begin = start + len(words) - len(words.lstrip(_BLANKS)) if core else start
        yield Line(begin, begin + len(core), core, words.startswith("\u3000"))
        start += len(words) + 1


def count_columns(words: str) -> int:
    """Return how many columns words fill: two a Han character or full-width sign, one a Latin letter.

    >>> count_columns("共12项"), count_columns("规定(试行)")
    (6, 12)

    A half-width sign that touches Han counts two, as recognition writes full-width signs so.
    """
    ascii_chars = len(words.encode("ascii", "ignore"))
    return 2 * len(words) - ascii_chars + len(_ASCII_SIGN.findall(words))


def count_first_unit(words: str) -> int:
    """Return the columns of the shortest start that can stand at a line's end.

    >>> count_first_unit("《办法》的"), count_first_unit("产，"), count_first_unit("2024年")
    (4, 4, 4)

    That is one character or one Latin word, with the opening marks before and the closing marks behind it.
    """
    match = _UNIT.match(words)
    return min(count_columns(match.group()), _LONGEST_UNIT) if match else 0


def is_row(words: str) -> bool:
    """Whether a line shows the bars, tabs or gaps that part the cells of a table."""
    return " | " in words or words.count("|") > 2 or "\t" in words or "   " in words
