"""Find what a page says twice: teasers that repeat the beginning, titles that stand again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongwen_clean.page.lines import Line

_SHORTEST_TEASER = 30
_SHORTEST_PREFIX = 60  # of one line: a title can begin the line below it


def find_teasers(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the index of each line that only repeats, run together, what the lines below it say.

    A teaser may repeat the title in front of it and break off at its end. Cost: O(lines) slices.
    """
    packed = ["".join(line.view.split()) for line in lines]
    for n, teaser in enumerate(packed):
        if len(teaser) >= _SHORTEST_TEASER and _repeats(teaser.removesuffix("..."), packed[n + 1 :]):
            yield n


def _repeats(teaser: str, below: Sequence[str]) -> bool:
    for start, line in enumerate(below):
        if not line or not teaser.startswith(line):
            if len(teaser) >= _SHORTEST_PREFIX and line.startswith(teaser):
                return True
            continue
        at, k = len(line), start + 1
        while at < len(teaser) and k < len(below):
            rest = teaser[at:]
            if not (rest.startswith(below[k]) or below[k].startswith(rest)):
                break
            at += len(below[k])
            k += 1
        if at >= len(teaser):
            return True
    return False


def find_repeated_titles(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the index of each line that repeats the line right above it."""
    for n in range(1, len(lines)):
        if lines[n].view == lines[n - 1].view:
            yield n
