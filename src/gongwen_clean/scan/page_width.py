"""The width at which a text was wrapped, as its own lines show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, islice

from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.scan.lines import Line, count_columns, is_row, trim_lines
from gongwen_clean.scan.openers import ends_sentence, halts

_NARROWEST, _WIDEST = 30, 160  # columns: verses and captions are narrower
_MARGIN = 5  # columns by which full lines differ: an indent is more, a sign pushed over is less
_FULL = 2 * _MARGIN  # columns that a full line may have less
_FEWEST_CUTS = 3
_RARE = 10  # a width that fewer than one full line in so many has is an accident of narrow letters
_OVERLONG = 12  # no more than one line in so many is longer than the page is wide
_STOP = lazy_pattern(r"[。；！？;!]|\D\.(?!\w)")
_RUNNING = lazy_pattern("[，。、；,;]")
_HANGING = lazy_pattern(r"[，。、；：！？”’》〉）〕】,.;:!?)]\Z")
_SHORTEST_CUT = 10  # characters of a line that may be cut
_STOPS = "。！？!?"
_ENDS = f"{_STOPS}；;：:…"
_CLOSERS = "”’」』）)》"


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether the lines of a text were wrapped at one width; their ends tell of most texts. Cost: O(n)."""
    return _may_be_wrapped(lines) and find_page_width(trim_lines(lines)) is not None


def _may_be_wrapped(lines: Sequence[str]) -> bool:
    """Whether enough lines end as if they were cut, at one width, and few are longer.

    Half of the cut lines must be running text; headings are not.
    """
    if _OVERLONG * len([line for line in lines if len(line) > _WIDEST + _MARGIN]) > len(lines):
        return False
    cut = [
        line
        for line in lines[:-1]
        if len(line) >= _SHORTEST_CUT
        and line[-1] not in _ENDS
        and not (line[-1] in _CLOSERS and line[-2] in _STOPS)
    ]
    if len(cut) < _FEWEST_CUTS or 2 * sum(map(bool, map(_RUNNING.search, cut))) < _FEWEST_CUTS:
        return False
    columns = sorted(count_columns(line.strip()) for line in cut)
    crowds = zip(columns, columns[_FEWEST_CUTS - 1 :], strict=False)
    if not any(last - first <= _FULL + _MARGIN for first, last in crowds):
        return False
    widest = columns[-1] + _FULL + _MARGIN
    beyond = (line for line in lines if 2 * len(line) > widest and count_columns(line.strip()) > widest)
    most = len(lines) // _OVERLONG
    return len(list(islice(beyond, most + 1))) <= most


def find_page_width(lines: Sequence[Line]) -> int | None:
    """Return the columns at which the text was wrapped, or None where its lines end of themselves.

    Wrapped lines crowd below one width, most of them end inside a sentence, and the next line goes on.
    A text with one paragraph a line has neither: its lines differ, and end on 。; verses and lists of
    names have no commas inside, and lists of addresses no full stops. Cost: O(n).
    """
    wide = [line for line in lines if line.words and not is_row(line.words)]
    columns = [min(count_columns(line.words), _WIDEST + _MARGIN + 1) for line in wide]
    hanging = [_HANGING.search(line.words) is not None for line in wide]
    width = _crowded_width(columns, [n for n, hangs in zip(columns, hanging, strict=True) if not hangs])
    if width is None:
        return None
    beyond = sum(n > width + _MARGIN for n in columns)
    full = [
        line for line, n in zip(wide[:-1], columns, strict=False) if width - _FULL <= n <= width + _MARGIN
    ]
    cuts = [line for line in full if not ends_sentence(line.words) and not halts(line.words)]
    ends = sum(_STOP.search(line.words) is not None for line in wide)
    running = sum(_RUNNING.search(line.words) is not None for line in cuts)
    shows_width = (
        len(cuts) >= _FEWEST_CUTS
        and 10 * len(cuts) >= 6 * len(full)
        and 2 * running >= len(cuts)
        and 30 * ends >= len(cuts)
        and 10 * len(full) >= 3 * len(wide)
        and _OVERLONG * beyond <= len(wide)
    )
    return width if shows_width else None


def _crowded_width(columns: Sequence[int], standing: Sequence[int]) -> int | None:
    """The width below which most lines end; lines on which no mark hangs tell its last columns."""
    if len(columns) <= _FEWEST_CUTS:
        return None
    lines_of = [0] * (_WIDEST + _MARGIN + 2)
    for n in columns:
        lines_of[n] += 1
    below = list(accumulate(lines_of, initial=0))
    crowds = {end: below[end + 1] - below[end - _MARGIN] for end in range(_NARROWEST, _WIDEST + 1)}
    best = max(crowds, key=lambda end: (crowds[end], lines_of[end], -end))
    if crowds[best] < _FEWEST_CUTS:
        return None
    counts = Counter(n for n in standing if best - _MARGIN <= n <= best)
    common = [n for n, times in counts.items() if _RARE * times >= counts.total()]
    return max(common, default=best)
