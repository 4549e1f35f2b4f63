"""Rejoin a text that a document portal cut into numbered pieces of equal length."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from gongwen_clean.document import Edit
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_MARKER = lazy_pattern(r"(?:^|(?<=[\s\u3000]))(\d{1,3})、")
_SENTENCE_ENDS = "。！？；：!?;:"
_KNOWN_SIZES = (250, 300)  # characters a piece, as portals are seen to cut
_SMALLEST_PIECE = 38  # the items of a genuine list can be of one length: of up to 34 characters, as seen
_SLACK = 2
_BLANKS = 20  # blanks that may stand at the edges of a piece and are not counted
_LINES_ABOVE = 3
_FIRST_FEW = 24  # markers of one number that are tried, so that a page of lists stays cheap


class _Marker(NamedTuple):
    number: int
    start: int  # of the blanks before the number
    end: int


class JoinFragments:
    """Remove the numbers and line breaks at which a portal cut the text.

    A chain of numbers 1、2、3、 is a chain of cuts when the pieces between them, the first and the last
    aside, have equal lengths and most cuts fall inside a sentence. Leaves alone: genuine lists, whose
    items differ in length and end on punctuation. Cost: O(n + numbers).
    """

    name = "fragments"
    triggers = frozenset({"1、", "１、"})
    rules: Mapping[str, str] = {
        "fragments.join": "A portal cut the text every few hundred characters and numbered the pieces."
    }

    def edits(self, text: str) -> Sequence[Edit]:
        """Return a deletion for each piece's number with the blanks before it."""
        return [Edit(m.start, m.end, "", "fragments.join") for m in find_cuts(text)]


def find_cuts(text: str) -> list[_Marker]:
    """Return the longest chain of cuts that the text shows, or an empty list."""
    markers = [_marker(text, m) for m in _MARKER.finditer(text)]
    by_number: dict[int, list[_Marker]] = {}
    for marker in markers:
        by_number.setdefault(marker.number, []).append(marker)
    best: list[_Marker] = []
    for first in by_number.get(1, [])[:_FIRST_FEW]:
        if text.count("\n", 0, first.start) > _LINES_ABOVE:
            break
        for chain in _chains(text, first, by_number):
            if len(chain) > len(best) and _are_cuts(text, chain):
                best = chain
    return best


def _marker(text: str, match: re.Match[str]) -> _Marker:
    start = match.start()
    while start > 0 and text[start - 1].isspace():
        start -= 1
    return _Marker(int(match.group(1)), start, match.end())


def _chains(text: str, first: _Marker, by_number: Mapping[int, Sequence[_Marker]]) -> Iterator[list[_Marker]]:
    """Yield a chain for each marker 2 that could follow: from 3 on, the spacing decides."""
    for second in by_number.get(2, [])[:_FIRST_FEW]:
        if second.start <= first.end:
            continue
        yield [first, second]
        for third in by_number.get(3, [])[:_FIRST_FEW]:
            if third.start > second.end:
                chain = [first, second, third]
                _follow(text, chain, by_number)
                yield chain


def _follow(text: str, chain: list[_Marker], by_number: Mapping[int, Sequence[_Marker]]) -> None:
    size = _gap(text, chain[-2], chain[-1])
    while True:
        last = chain[-1]
        following = by_number.get(last.number + 1, [])
        first = bisect_left(following, last.end + size - _SLACK, key=_start)
        near = following[first : bisect_right(following, last.end + size + _SLACK + _BLANKS, key=_start)]
        fitting = [m for m in near if abs(_gap(text, last, m) - size) <= _SLACK]
        if not fitting:
            return
        chain.append(fitting[0])


def _start(marker: _Marker) -> int:
    return marker.start


def _gap(text: str, one: _Marker, two: _Marker) -> int:
    return len(text[one.end : two.start].strip())


def _are_cuts(text: str, chain: Sequence[_Marker]) -> bool:
    gaps = [_gap(text, a, b) for a, b in pairwise(chain)]
    inside = sum(text[m.start - 1] not in _SENTENCE_ENDS for m in chain[1:])
    last = len(text[chain[-1].end :].strip())
    if 2 * inside <= len(gaps) or min(gaps) < _SMALLEST_PIECE or last > max(gaps) + _SLACK:
        return False
    if len(gaps) == 1:
        return _is_known_size(gaps[0])
    if len(gaps) == 2:
        return abs(gaps[0] - gaps[1]) <= _SLACK or _is_known_size(gaps[1])
    return max(gaps[1:]) - min(gaps[1:]) <= 2 * _SLACK


def _is_known_size(gap: int) -> bool:
    return any(abs(gap - size) <= _SLACK for size in _KNOWN_SIZES)
