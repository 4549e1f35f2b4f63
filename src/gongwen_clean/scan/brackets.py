"""Brackets of which recognition read one side, or both, as another kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gongwen_clean.matching.lazy_patterns import lazy_pattern

_KIND = dict.fromkeys("()（）", "round") | dict.fromkeys("〈〉", "angle") | dict.fromkeys("《》", "title")
_BRACKET = lazy_pattern(r"[()（）〈〉《》]")
_OPENING = frozenset("(（〈《")
_LONGEST = 60  # characters in brackets
_REMARK = lazy_pattern(
    r"(?:草案|试行|暂行|修订|修正|样式|样本|[征求意见审议送]稿|版)\Z"
)  # in brackets behind a title
_ONES = "一二三四五六七八九"
_ITEM = lazy_pattern(
    rf"(?P<before>^|[。；：:])(?P<open>[《〈“【\[]?)(?P<number>[{_ONES}]?十[{_ONES}]?|[{_ONES}])(?P<close>[)）])"
)
_NUMBERS = [*_ONES, *(f"{tens}十{ones}" for tens in ("", *_ONES) for ones in ("", *_ONES))]
_BEFORE_NUMBER = "\n。；：:《〈“【["
# Every repair needs an angle bracket, an item's number without its bracket, or a title in a title.
SIGNS_OF_BRACKETS = frozenset(
    [
        "〈",
        *(f"{before}{n}{close}" for before in _BEFORE_NUMBER for n in _NUMBERS for close in ")）"),
    ]
)
_NESTED = lazy_pattern(r"《[^》\n]*《")


class BracketRepair(NamedTuple):
    """One bracket to be put right: its place and what should stand there."""

    start: int
    end: int
    after: str


def has_nested_titles(text: str) -> bool:
    """Whether a title stands in a title. Cost: one scan for 《."""
    return _NESTED.search(text) is not None


def find_broken_brackets(text: str) -> list[BracketRepair]:
    """Return the brackets that their partners contradict, in order.

    〈…） and, inside a title, 《…） are （…）; 〈…》 inside a title is 〈…〉; an item's number with a closing
    bracket gets the opening one. Leaves alone: brackets without a partner, and 《》 inside 《》. Cost: O(n).
    """
    repairs: list[BracketRepair] = []
    at = 0
    for line in text.split("\n"):
        repairs += (r._replace(start=r.start + at, end=r.end + at) for r in _in_line(line))
        at += len(line) + 1
    return repairs


def _in_line(line: str) -> list[BracketRepair]:
    repairs: dict[int, BracketRepair] = {}
    for match in _ITEM.finditer(line):
        if not match["open"] and _is_open_before(line, match.start("close")):
            continue
        for group, sign in (("open", "（"), ("close", "）")):
            repairs[match.start(group)] = BracketRepair(match.start(group), match.end(group), sign)
    for start, end, pair in _mismatches(line):
        for place, sign in zip((start, end), pair, strict=True):
            repairs.setdefault(place, BracketRepair(place, place + 1, sign))
    return [repairs[place] for place in sorted(repairs)]


def _is_open_before(line: str, at: int) -> bool:
    opened = line.count("(", 0, at) + line.count("（", 0, at)
    return opened > line.count(")", 0, at) + line.count("）", 0, at)


def _mismatches(line: str) -> Iterator[tuple[int, int, str]]:
    """Yield where two brackets of different kinds close each other, with the pair that they should be."""
    stack: list[int] = []
    for match in _BRACKET.finditer(line):
        at, sign = match.start(), match.group()
        if sign in _OPENING:
            stack.append(at)
            continue
        kinds = [_KIND[line[place]] for place in stack]
        inside = line[stack[-1] + 1 : at] if stack and at - stack[-1] <= _LONGEST else None
        pair = None if inside is None else _true_pair(kinds, _KIND[sign], inside)
        if pair is not None:
            yield stack.pop(), at, pair
        elif _KIND[sign] in kinds:
            del stack[len(kinds) - 1 - kinds[::-1].index(_KIND[sign]) :]


def _true_pair(kinds: list[str], closing: str, inside: str) -> str | None:
    """The pair that the innermost bracket and a closing one of another kind should be, or None."""
    inner, is_in_title = kinds[-1], "title" in kinds[:-1]
    is_remark = inner == "title" and is_in_title and _REMARK.search(inside) is not None
    if closing == "round" and (inner == "angle" or is_remark) and "round" not in kinds:
        return "（）"
    return "〈〉" if closing == "title" and inner == "angle" and is_in_title else None
