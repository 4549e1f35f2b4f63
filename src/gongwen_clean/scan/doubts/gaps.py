"""Find where text seems to be lost: numbering that jumps, words that break off, rows of unequal length."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from gongwen_clean.document import Finding
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_DIGITS = "〇一二三四五六七八九"
_ITEM = lazy_pattern(
    r"^[ \u3000]*(?:(?P<han>[一二三四五六七八九十]{1,3})、"
    r"|[（(](?P<bracketed>[一二三四五六七八九十]{1,3})[)）]"
    r"|第(?P<article>[一二三四五六七八九十百]{1,5})条|(?P<digit>\d{1,2})[.．、](?!\d)|[（(](?P<round>\d{1,2})[)）])",
    re.MULTILINE,
)
_MOST_LOST = 2  # items: a longer jump is another list
_FEWEST_ITEMS = 2  # in order before a jump
_BROKEN_OFF = lazy_pattern(
    r"[。；][^\n|。；]{12,}(?P<end>[\u4e00-\u9fff，、])(?=\n)"
)  # headings have no full stop
_CELL_MARK = " | "


def read_han_number(word: str) -> int:
    """The value of a Han numeral below 1,000, written with its units.

    >>> read_han_number("一百二十三"), read_han_number("十")
    (123, 10)
    """
    value, digit = 0, 0
    for char in word:
        if char in "十百":
            value += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.index(char)
    return value + digit


def find_lost_items(text: str) -> Iterator[Finding]:
    """Yield items of numbered lists that are not the next ones: 一、 and then 三、. Cost: O(n).

    Each form of number is one level; a number of an outer level begins the inner ones anew.
    """
    levels: dict[str, list[int]] = {}
    for match in _ITEM.finditer(text):
        form = match.lastgroup or ""
        number = int(match[form]) if form in ("digit", "round") else read_han_number(match[form])
        for inner in list(levels)[list(levels).index(form) + 1 :] if form in levels else ():
            del levels[inner]
        seen = levels.setdefault(form, [])
        if number == 1:
            seen.clear()
        elif len(seen) >= _FEWEST_ITEMS and 1 < number - seen[-1] <= 1 + _MOST_LOST and form != "article":
            message = f"item {number} follows item {seen[-1]}: text may be lost before it"
            yield Finding("scan.lost-item", match.start(form), match.end(form), message)
        seen.append(number)


def find_broken_rows(text: str) -> Iterator[Finding]:
    """Yield rows of `a | b | c` tables that have more or fewer cells than the others. Cost: O(n)."""
    at, rows = 0, list[tuple[int, int, int]]()
    for line in [*text.split("\n"), ""]:
        if _CELL_MARK in line:
            rows.append((line.count(_CELL_MARK) + 1, at, at + len(line)))
        else:
            yield from _uneven(rows)
            rows = []
        at += len(line) + 1


def _uneven(rows: list[tuple[int, int, int]]) -> Iterator[Finding]:
    counts = Counter(cells for cells, _, _ in rows)
    usual, times = counts.most_common(1)[0] if rows else (0, 0)
    if times < 3 or times * 4 < len(rows) * 3:
        return
    for cells, start, end in rows:
        if cells != usual:
            yield Finding("scan.row", start, end, f"a row of {cells} cells in a table of {usual}")


def find_broken_ends(text: str) -> Iterator[Finding]:
    """Yield where a long sentence breaks off at the end of a line, and another line follows. Cost: O(n)."""
    for match in _BROKEN_OFF.finditer(text):
        yield Finding("scan.broken-off", match.start("end"), match.end("end"), "the sentence breaks off here")
