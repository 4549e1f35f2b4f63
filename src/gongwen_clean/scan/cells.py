"""Tables of which every cell was read as a line of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.scan.lines import Line, count_columns
from gongwen_clean.scan.openers import is_imprint_date

_CELL_COLUMNS = 26
_COLUMNS = range(3, 9)
_FEWEST_ROWS = 2  # of full length
_FEWEST_FIGURES = 4
_FIGURE = lazy_pattern(r"(?:[A-Z]\d-)?[-+]?\d[\d,.%‰:]*|[—一–/-]|[A-Z]{1,3}\d*[-.]\d+")
_NO_CELL = lazy_pattern(r"[，。；：！？]\Z|[：:]|\A(?:附件|抄送)")


def find_rows(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Yield the rows of such tables, each as the indices of its lines; rows can lack cells.

    In a run of short lines a row begins where words follow figures, or with the number that counts the
    rows; most rows must be of one length, and the head, as long, has no figures. Cost: O(n).
    """
    run: list[int] = []
    for n, line in enumerate(lines):
        if not line.words:
            continue
        if _is_cell(line.words):
            run.append(n)
            continue
        yield from _rows_of(lines, run)
        run = []
    yield from _rows_of(lines, run)


def _is_cell(words: str) -> bool:
    return count_columns(words) <= _CELL_COLUMNS and not _NO_CELL.search(words) and not is_imprint_date(words)


def _rows_of(lines: Sequence[Line], run: Sequence[int]) -> list[list[int]]:
    words = [lines[n].words for n in run]
    is_figure = [_FIGURE.fullmatch(word) is not None for word in words]
    if sum(is_figure) < _FEWEST_FIGURES:
        return []
    starts = _row_starts(words, is_figure)
    bounds = list(pairwise([*starts[1:], len(words)]))
    sizes = [end - start for start, end in bounds]
    period = max(sizes, default=0)
    nearly_full = sum(size >= period - 1 for size in sizes)
    if period not in _COLUMNS or sizes.count(period) < _FEWEST_ROWS or 3 * nearly_full < 2 * len(sizes):
        return []
    return _with_head(run, words, is_figure, bounds)


def _row_starts(words: Sequence[str], is_figure: Sequence[bool]) -> list[int]:
    """Where words follow figures, or where the number before those words counts the rows."""
    starts = [0]
    for place in range(1, len(words)):
        if is_figure[place] or not is_figure[place - 1]:
            continue
        counts = words[place - 1].isdecimal() and int(words[place - 1]) in (len(starts), len(starts) + 1)
        starts.append(place - 1 if counts else place)
    return starts


def _with_head(
    run: Sequence[int], words: Sequence[str], is_figure: Sequence[bool], bounds: Sequence[tuple[int, int]]
) -> list[list[int]]:
    """The rows as lines; before the first figure stand a caption, the head, and the first row's own words."""
    start, end = max(bounds, key=lambda bound: bound[1] - bound[0])
    is_counted = is_figure[start] and words[is_figure.index(True)] != "1"  # the first row lost its number
    own = next((n for n, figure in enumerate(is_figure[start + is_counted : end]) if figure), 0)
    first = is_figure.index(True) - own
    head = first - (end - start)
    if head < 0:
        return []
    rows = [(head, first), (first, bounds[0][0]), *bounds]
    return [list(run[a:b]) for a, b in rows if a < b]
