"""Join the texts of pages: what stands at a border of two, and whether it cut a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.page.lines import Line, split_lines
from gongwen_clean.rejoining.page_numbers import read_page_mark

_SHORTEST_OVERLAP = 20  # letters, digits and Han characters; signs and blanks of a table's row do not count
_RUNNING_LINES = 5  # lines at the top and at the foot of a page that may run through a document
_RUNNING_PAGES = 3  # pages that a line must stand on to be a running line
_KNOWN_SIZES = (250, 300)  # characters a page, as portals are seen to cut
_SMALLEST_SIZE = 38
_SLACK = 2
_HEADING_CHARS = 40
_SENTENCE_END = lazy_pattern(r"[。！？：!?:…][”’」』）)》]*\Z")
_INNER_SIGN = lazy_pattern(r"[，。、；：！？,;!?]")
_INDENT = lazy_pattern(r"(?:\u3000{2}|[ \u00a0]{4})\Z")
_WORD = lazy_pattern(r"\w")
_DIGITS = lazy_pattern(r"\d+")


class Page(NamedTuple):
    """The text of one page under its number."""

    number: int
    text: str


class Part(NamedTuple):
    """What of a page stands in the joined text: its code points `start:end`, at the offset `at`."""

    start: int
    end: int
    at: int


class Cut(NamedTuple):
    """What of the nth page, counted from 0, stands in the joined text no more, and why."""

    nth: int
    start: int
    end: int
    why: str


class Joined(NamedTuple):
    """Pages in one text; one part for each page, and what was cut at the borders."""

    text: str
    parts: list[Part]
    cuts: list[Cut]


class _Span(NamedTuple):
    start: int
    end: int


def join_pages(pages: Sequence[Page]) -> Joined:
    r"""Join pages, sorted by number, into one text.

    >>> join_pages([Page(1, "推进集成电路、数字物流、工业\n第1页"), Page(2, "软件等领域发展。")]).text
    '推进集成电路、数字物流、工业软件等领域发展。'

    At the borders inside the document are cut: lines that stand at the same end of every page, of three
    pages or more; a line that only states the page's own number; the beginning of a page that repeats,
    over 20 characters and more, the end of the page before. Blanks at a border are dropped; a line break
    stands where a sentence, a heading or a row ended or a page is missing, else nothing. Nothing else
    changes, and one page alone stays as it is. Cost: O(n).
    """
    cuts = _margins(pages)
    spans = [_body(page.text, index, cuts, len(pages)) for index, page in enumerate(pages)]
    starts = [span.start for span in spans]
    for index, (one, two) in enumerate(pairwise(range(len(pages)))):
        if pages[two].number != pages[one].number + 1:
            continue
        size = _overlap(_slice(pages[one], spans[one]), _slice(pages[two], spans[two]))
        if size:
            starts[two] += size
            cuts.append(Cut(index + 1, spans[two].start, starts[two], "overlap"))
    bodies = [_Span(start, span.end) for start, span in zip(starts, spans, strict=True)]
    text, parts = _lay_out(pages, bodies, {cut.nth for cut in cuts if cut.why == "overlap"})
    return Joined(text, parts, sorted(cuts))


def _lay_out(pages: Sequence[Page], spans: Sequence[_Span], overlapping: set[int]) -> tuple[str, list[Part]]:
    breaks = _Breaks(pages, spans)
    pieces: list[str] = []
    parts: list[Part] = []
    at = 0
    last: int | None = None  # the last page that has any text
    for index, span in enumerate(spans):
        if span.start < span.end and last is not None:
            # what repeats the page before runs on from it, whatever its last sign
            between = "" if index in overlapping else breaks.between(last, index)
            pieces.append(between)
            at += len(between)
        parts.append(Part(span.start, span.end, at))
        pieces.append(_slice(pages[index], span))
        at += span.end - span.start
        last = index if span.start < span.end else last
    return "".join(pieces), parts


def _slice(page: Page, span: _Span) -> str:
    return page.text[span.start : span.end]


def _body(text: str, index: int, cuts: Sequence[Cut], count: int) -> _Span:
    """The span between the margins, without blanks at borders inside the document."""
    own = [cut for cut in cuts if cut.nth == index]
    start = max((cut.end for cut in own if cut.start == 0), default=0)
    end = min((cut.start for cut in own if cut.start > 0), default=len(text))
    if index > 0:
        start = end - len(text[start:end].lstrip())
    if index < count - 1:
        end = start + len(text[start:end].rstrip())
    return _Span(start, end)


def _margins(pages: Sequence[Page]) -> list[Cut]:
    """Running lines and page marks at the borders inside the document."""
    lines = [split_lines(page.text) for page in pages]
    views = [[line.view for line in page_lines] for page_lines in lines]
    tops = _running(views)
    feet = _running([page_views[tops:][::-1] for page_views in views])
    cuts: list[Cut] = []
    for index, (page, own) in enumerate(zip(pages, lines, strict=True)):
        first, last, why = tops, len(own) - feet, ["running line"] * 2
        if index > 0 and first < last - 1 and _states(own[first].view, page.number):
            first, why[0] = first + 1, "page mark" if not tops else "running line and page mark"
        if index < len(pages) - 1 and first < last - 1 and _states(own[last - 1].view, page.number):
            last, why[1] = last - 1, "page mark" if not feet else "running line and page mark"
        if index > 0 and first:
            cuts.append(Cut(index, 0, own[first - 1].end, why[0]))
        if index < len(pages) - 1 and last < len(own):
            cuts.append(Cut(index, own[last].start, len(page.text), why[1]))
    return cuts


def _states(view: str, number: int) -> bool:
    mark = read_page_mark(view)
    return mark is not None and mark.number == number


def _running(views: Sequence[Sequence[str]]) -> int:
    """How many first lines all pages share, so that each page keeps a line of its own."""
    if len(views) < _RUNNING_PAGES:
        return 0
    depth = 0
    most = min(_RUNNING_LINES, min(map(len, views)) - 1)
    while depth < most and len({_masked(page[depth]) for page in views}) == 1:
        depth += 1
    return depth


def _masked(view: str) -> str:
    """A line whose numbers differ from page to page is the same line when it speaks of pages."""
    return _DIGITS.sub("#", view) if "页" in view else view


def _overlap(one: str, two: str) -> int:
    """How many code points at the start of `two` repeat the end of `one`; 0 in doubt.

    What begins with words that `one` has twice is a phrase or a row of its own: both are kept.
    """
    anchor = two[:_SHORTEST_OVERLAP]
    at = one.find(anchor) if len(anchor) == _SHORTEST_OVERLAP else -1
    if at < 0 or one.find(anchor, at + 1) >= 0:
        return 0
    tail = one[at:]
    is_long = len(_WORD.findall(tail)) >= _SHORTEST_OVERLAP
    return len(tail) if is_long and two.startswith(tail) else 0


class _Breaks:
    """What to set between two pages of one document."""

    def __init__(self, pages: Sequence[Page], spans: Sequence[_Span]) -> None:
        self._pages = pages
        self._spans = spans
        self._is_counted = _are_cut_by_count([span.end - span.start for span in spans])
        # what stands on every border comes from the files, not from the text
        self._blanks_tell = not all(
            _break_paragraphs(*self._blanks(one, two)) for one, two in pairwise(range(len(pages)))
        )

    def between(self, one: int, two: int) -> str:
        """Return a line break, a blank or nothing. Neither page is blank."""
        if self._pages[two].number != self._pages[one].number + 1:
            return "\n"
        before, after = (_slice(self._pages[index], self._spans[index]) for index in (one, two))
        foot, head = self._blanks(one, two)
        if self._is_counted:
            is_break = self._blanks_tell and _break_paragraphs(foot, head)
        else:
            is_break = _INDENT.search(head) is not None or _ends_paragraph(before)
        if is_break or _begins_item(after):
            return "\n"
        return " " if foot + head and _are_ascii_words(before[-1], after[0]) else ""

    def _blanks(self, one: int, two: int) -> tuple[str, str]:
        """The blanks behind the text of one page and before that of the next."""
        foot = self._pages[one].text[self._spans[one].end :]
        head = self._pages[two].text[: self._spans[two].start]
        return foot[: len(foot) - len(foot.lstrip())], head[len(head.rstrip()) :]


def _are_cut_by_count(sizes: Sequence[int]) -> bool:
    """Whether all pages but the last are of one size: the cuts then say nothing about the text."""
    *full, last = sizes
    if not full or min(full) < _SMALLEST_SIZE or last > max(full) + _SLACK:
        return False
    if len(full) == 1:
        return any(abs(full[0] - size) <= _SLACK for size in _KNOWN_SIZES)
    return max(full) - min(full) <= 2 * _SLACK


def _break_paragraphs(foot: str, head: str) -> bool:
    return "\n" in foot + head or _INDENT.search(head) is not None


def _begins_item(text: str) -> bool:
    """Whether a page begins with a numbered item or a table's row."""
    first = _line(text.partition("\n")[0])
    return first is not None and (first.is_structure or "|" in first.view)


def _ends_paragraph(text: str) -> bool:
    """Whether a page ends with a sentence, a heading or a table's row."""
    last = _line(text.rpartition("\n")[2])
    if last is None or "|" in last.view or _SENTENCE_END.search(last.view):
        return True
    return len(last.view) < _HEADING_CHARS and not _INNER_SIGN.search(last.view)


def _line(text: str) -> Line | None:
    return next(iter(split_lines(text)), None)


def _are_ascii_words(one: str, two: str) -> bool:
    return one.isascii() and two.isascii() and one.isalnum() and two.isalnum()
