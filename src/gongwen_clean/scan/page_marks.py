"""What a page carries besides its text: page numbers, running heads, form feeds."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gongwen_clean.matching.characters import is_han
from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.scan.lines import Line, count_columns, split_lines
from gongwen_clean.scan.openers import ends_sentence
from gongwen_clean.scan.page_width import find_page_width

# recognition reads the dashes of — 3 — as 一, as rules or as specks
_DASHED = lazy_pattern(
    r"(?=[^\d]*[-—–―一_=~·•－])[-—–―一_=~·•－.,，、\s]{0,8}(?:\d{1,3})[]|]?\s?[-—–―一_=~·•－.,，、\s]{0,8}"
    r"|[.,，、\s]{0,4}(?:\d{1,3})[]|]?\s?[-—–―一_=~·•－][-—–―一_=~·•－.,，、\s]{0,8}"
)
_NAMED = lazy_pattern(r"第\s?(?:\d{1,4})\s?页(?:[\s/,，]*共\s?\d{1,4}\s?页)?|(?:\d{1,3})\s?/\s?\d{1,3}")
_BARE = lazy_pattern(r"\d{1,3}")
_DASH_LIKE = frozenset("一二三了工-—–―_=~·•－.,，、。:：|<>“”‘’'\"")
# a short line that begins and ends as page numbers do
_NUMBER_LINE = lazy_pattern(
    r"[ \t\r\u3000]*[-—–―一_=~·•－.,，、\s\d第](?:[^\n]{0,28}[-—–―一_=~·•－.,，、\s\d\]|页])?"
)
_NUMBER_CHARS = 80  # of such a line, with the blanks before the number
_DIGIT = lazy_pattern(r"\d")
_MARK_CHARS = 24
_GARBAGE_CHARS = 6
_FEWEST_LINES = 5
_FEWEST_HEADS = 3
_HEAD_COLUMNS = 60
_FULL_LINE = 30  # columns


class PageMark(NamedTuple):
    """A stretch between two pieces of text that belongs to the page: its place and what is left of it."""

    start: int
    end: int
    after: str
    rule: str


class _Page(NamedTuple):
    start: int
    end: int
    lines: list[Line]  # those with words


def has_number_line(lines: Sequence[str]) -> bool:
    """Whether a line could be a page number. Cost: O(short lines)."""
    short = [line for line in lines if 0 < len(line) <= _NUMBER_CHARS]
    return any(map(_NUMBER_LINE.fullmatch, short))


def find_page_marks(text: str) -> list[PageMark]:
    """Return page numbers, running heads and form feeds with the blank lines around them, in order.

    Before a form feed, the last short line is a page number however it was read. Elsewhere a number is one
    where it stands between dashes and others count with it, or where the lines around it show that the
    text was wrapped. Leaves alone: numbers in lists and cells of tables. Cost: O(n).
    """
    pages = _split_pages(text)
    at_feeds = list(_marks_at_feeds(text, pages))
    return sorted([*at_feeds, *_marks_in_text(text, pages, at_feeds)])


def _split_pages(text: str) -> list[_Page]:
    pages, start = [], 0
    for piece in text.split("\f"):
        lines = [
            Line(start + line.start, start + line.end, line.words)
            for line in split_lines(piece)
            if line.words
        ]
        pages.append(_Page(start, start + len(piece), lines))
        start += len(piece) + 1
    return pages


def _marks_at_feeds(text: str, pages: Sequence[_Page]) -> Iterator[PageMark]:
    heads = _repeated([page.lines[0].words for page in pages[1:] if page.lines])
    for page, following in pairwise(pages):
        lines = list(page.lines)
        rule = "scan.form-feed"
        if lines and _is_number_at_foot(text, lines):
            lines.pop()
            rule = "scan.page-number"
        start = lines[-1].end if lines else page.start
        ahead = list(following.lines)
        if ahead and _fold_digits(ahead[0].words) in heads:
            ahead = ahead[1:]
            rule = "scan.running-head"
        end = _line_start(text, ahead[0].start) if ahead else following.end
        yield PageMark(start, end, "\n" if start > 0 and end < len(text) else "", rule)


def _repeated(words: Sequence[str]) -> frozenset[str]:
    """Lines that head most pages; digits may differ, as the page's number can stand in them."""
    heads = [w for w in words if count_columns(w) <= _HEAD_COLUMNS and not ends_sentence(w)]
    counts = Counter(map(_fold_digits, heads))
    return frozenset(w for w, times in counts.items() if times >= _FEWEST_HEADS and 2 * times > len(words))


def _fold_digits(words: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s", "", words))


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\f", 0, at)) + 1


def _is_number_at_foot(text: str, lines: Sequence[Line]) -> bool:
    words = lines[-1].words
    if _is_marked(words) or _BARE.fullmatch(words):
        return True
    chars = re.sub(r"\s", "", words)
    if len(lines) < _FEWEST_LINES or len(chars) > _GARBAGE_CHARS or words.startswith("附"):
        return False
    if len(chars) == 1:
        return True
    is_parted = text.count("\n", lines[-2].end, lines[-1].start) > 1
    odd = [char for char in chars if char not in _DASH_LIKE]
    return is_parted and len(odd) <= 2 and not (len(odd) > 1 and ends_sentence(words))


def _marks_in_text(text: str, pages: Sequence[_Page], marks: Sequence[PageMark]) -> Iterator[PageMark]:
    """Yield the numbers that stand on lines of their own with no form feed behind them."""
    lines = [line for page in pages for line in page.lines]
    ends = [mark.end for mark in marks]
    for n in _numbers_alone(lines):
        start = lines[n - 1].end if n else 0
        end = _line_start(text, lines[n + 1].start) if n + 1 < len(lines) else len(text)
        place = bisect_left(ends, start + 1)
        if place == len(marks) or end <= marks[place].start:
            yield PageMark(start, end, "\n" if n and n + 1 < len(lines) else "", "scan.page-number")


def _numbers_alone(lines: Sequence[Line]) -> list[int]:
    """The lines, by index, that are page numbers by their form and by what else the text shows."""
    short = [
        n for n, line in enumerate(lines) if len(line.words) <= _MARK_CHARS and _DIGIT.search(line.words)
    ]
    dashed = [n for n in short if _is_marked(lines[n].words)]
    bare = [n for n in short if _BARE.fullmatch(lines[n].words) and _stands_alone(lines, n)]
    if not dashed and not bare:
        return []
    if find_page_width(lines) is not None:
        return sorted({*dashed, *bare})
    return dashed if _counts_up([lines[n].words for n in dashed]) else []


def _is_marked(words: str) -> bool:
    return _DASHED.fullmatch(words) is not None or _NAMED.fullmatch(words) is not None


def _counts_up(words: Sequence[str]) -> bool:
    numbers = [int(re.sub(r"\D", "", re.split("[/共]", w)[0])) for w in words]
    return len(numbers) > 1 and all(one < two <= one + 3 for one, two in pairwise(numbers))


def _stands_alone(lines: Sequence[Line], n: int) -> bool:
    """Whether a bare number stands between full lines, or ends the text behind a line that is no cell."""
    before = lines[n - 1].words if n else ""
    behind = lines[n + 1].words if n + 1 < len(lines) else None
    if behind is None:
        return count_columns(before) >= 10 and any(map(is_han, before))
    return count_columns(before) >= _FULL_LINE and count_columns(behind) >= _FULL_LINE
