"""Find lists of links: titles of other pages below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.page.lines import Line

_LEAST_LINKS = 3
_BULLETED = lazy_pattern(r"[・·•▪◆»>] ?[^。;,]{6,60}[^。;,:.!?]")
_DATED = lazy_pattern(r".{6,60}?[(\[ ]{1,2}(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[)\]]?")


def find_link_lists(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the lines of each run of three or more that all begin with a bullet, or all end on a date.

    Whether such a list is the page's or the text's, its place decides. Cost: O(n).
    """
    for form in (_BULLETED, _DATED):
        run: list[int] = []
        for n, line in enumerate(lines):
            is_link = form.fullmatch(line.view) is not None
            if is_link:
                run.append(n)
            if not is_link or n == len(lines) - 1:
                if len(run) >= _LEAST_LINKS:
                    yield from run
                run = []
