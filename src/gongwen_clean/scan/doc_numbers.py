"""文号 as recognition leaves them: 〔2024〕 read as [2024], (2024], 【2024】, t2024, or without brackets.

Digits are never changed. Source of the form: GB/T 9704-2012, 7.2.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from gongwen_clean.matching.anchored import search_before
from gongwen_clean.matching.characters import DIGITS
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_YEAR = r"(?:19[5-9]|20[0-4])\d"
_AGENCY = r"[\u4e00-\u9fa5]{1,11}[\u4e00-\u9fa5]"
_OPENERS, _CLOSERS = "〔[［【〖﹝〈《（({「“", "〕]］】〗﹞〉》）)}」”"
_SQUARE = "[〔【［﹝〖]〕】］﹞〗"
SIGNS_OF_BROKEN_NUMBERS = frozenset(f"{before}号" for before in f"{DIGITS} \u3000\n\t")
_NUMBER_END = lazy_pattern(r"号(?<=\d号|\s号)")
_IN_ORDER = lazy_pattern(rf"〔(?<=[\u4e00-\u9fa5]〔){_YEAR}〕\d{{1,5}}号")  # as most are
_LONGEST = 40  # characters of a 文号
_ROUND = frozenset({"（）", "()", "（)", "(）"})
_CODE_ENDS = "发办函字文令规厅"  # what most agencies' codes end on


class BrokenYear(NamedTuple):
    """The year of a 文号 with the signs around it as they stand, and as they should."""

    start: int
    end: int
    after: str


@cache
def _bracketed() -> re.Pattern[str]:
    """A 文号 with what can be left of its brackets. Compiled on first use."""
    return re.compile(
        rf"(?P<agency>{_AGENCY})(?P<all>\s?(?P<open>[{re.escape(_OPENERS)}Ctlf1I|]{{1,2}})\s?(?P<year>{_YEAR})\s?"
        rf"(?P<close>[{re.escape(_CLOSERS)}jJlI|，,.]{{0,3}})\s?第?\s?(?=\d{{1,5}}\s?号))(?P<number>\d{{1,5}})(?P<gap>\s?)号"
    )


@cache
def _bare() -> re.Pattern[str]:
    """A line that is a 文号 whose brackets were lost."""
    return re.compile(
        rf"(?m)^[^\S\n]*(?P<agency>{_AGENCY})(?P<all>\s?(?P<year>{_YEAR})\s?)(?=\d{{1,4}}\s?号(?:\s|$))"
    )


def find_broken_years(text: str) -> Iterator[BrokenYear]:
    """Yield the years of 文号 whose brackets are not 〔 and 〕, in order.

    A pair of round brackets counts only behind a code that ends on 发, 函, 字 and the like, as the year
    of court cases stands in such; a letter or digit counts as an opening bracket only before a closing one
    or on a line of its own. Cost: O(n).
    """
    in_order = {m.end() for m in _IN_ORDER.finditer(text)}
    ends = [m.end() for m in _NUMBER_END.finditer(text) if m.end() not in in_order]
    found: dict[int, BrokenYear] = {}
    for match in search_before(_bracketed(), text, ends, _LONGEST):
        if _is_certain(text, match):
            found[match.start("all")] = _repair(match)
            if match["gap"]:
                end = match.end("number")
                found[end] = BrokenYear(end, end + len(match["gap"]), "")
    for match in _bare().finditer(text) if ends else ():
        if match["agency"][-1] in _CODE_ENDS and match.start("all") not in found:
            found[match.start("all")] = _repair(match)
    yield from (found[at] for at in sorted(found))


def _repair(match: re.Match[str]) -> BrokenYear:
    return BrokenYear(match.start("all"), match.end("all"), f"〔{match['year']}〕")


def _is_certain(text: str, match: re.Match[str]) -> bool:
    opener, closer = match["open"], match["close"]
    if opener in _SQUARE and closer and closer in _SQUARE:
        return False  # the step that writes 文号 in their canonical form sees to these
    seen = any(sign in _OPENERS for sign in opener) + any(sign in _CLOSERS for sign in closer)
    if opener + closer in _ROUND:
        return match["agency"][-1] in _CODE_ENDS
    if seen == 2:
        return True
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    opens_line = not line.strip(" |,，.·I")
    return closer != "" and (seen == 1 or opens_line) and (opens_line or match["agency"][-1] in _CODE_ENDS)
