"""Divide a page: what stands before the text, the text, what stands after it.

Nothing is taken away without evidence: a page on which no breadcrumb, controls or portal shows, nor two
other signs of a page, has no head and no tail, however its lines look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gongwen_clean.page.head import find_body, head_cuts
from gongwen_clean.page.lines import Line
from gongwen_clean.page.marks import Mark, MarkedLines
from gongwen_clean.page.repeats import find_teasers
from gongwen_clean.page.tail import tail_cuts

_LEAST_EVIDENCE = 2
_EVIDENCE = {"crumb": 2, "portal": 2, "control": 2, "tail": 1, "notice": 1}
_TEASED_LINES = 12  # of the text, that a teaser above it can repeat


class Cut(NamedTuple):
    """Lines that are no text: their index, and the rule that says so."""

    line: int
    rule: str


class Regions(NamedTuple):
    """The lines that are no text, and the index of the line that is the title, if one is seen."""

    cuts: list[Cut]
    title: int | None


def divide(lines: Sequence[Line], marks: Sequence[Mark | None]) -> Regions:
    """Return what of a page is not its text. Cost: O(lines), and the teasers' comparisons."""
    page = MarkedLines(lines, marks)
    if not _shows_page(page):
        return Regions([], _find_title(page, {}, find_body(page)))
    body = find_body(page)
    teasers = {n for n in find_teasers(lines[: body + _TEASED_LINES]) if n < body} if body else set()
    head = dict(head_cuts(page, body, teasers))
    if not head:
        teasers = set()
    cuts = {**dict.fromkeys(teasers, "shell.teaser"), **head, **dict(tail_cuts(page, body))}
    title = _find_title(page, cuts, body)
    cuts |= dict.fromkeys(_title_again(lines, cuts, title), "shell.repeated-title")
    if len(cuts) == len(lines):
        return Regions([], None)  # a page that is all shell tells nothing of what to keep
    return Regions([Cut(n, rule) for n, rule in sorted(cuts.items())], title)


def _shows_page(page: MarkedLines) -> bool:
    """Whether the marks together are more than a text can show: a label, a list, a line like a notice."""
    evidence = sum(_weigh(page, n) for n in range(len(page.lines)))
    return evidence >= _LEAST_EVIDENCE


def _weigh(page: MarkedLines, n: int) -> int:
    """How much a line tells that there is a page: 2 for what no text has."""
    role = page.role(n)
    if role in ("table", "byline"):
        has_clock = any(field.key == "date_published" and ":" in field.value for field in page.fields(n))
        return max(1, len(page.fields(n)) + has_clock)
    if role == "notice" and any(_same(page, n + 1, k) for k in range(n)):
        return 2  # it parts the page's title from the text's
    return _EVIDENCE.get(role, 0)


def _same(page: MarkedLines, n: int, k: int) -> bool:
    return n < len(page.lines) and page.lines[n].view == page.lines[k].view


def _find_title(page: MarkedLines, cuts: Mapping[int, str], body: int) -> int | None:
    for n, line in enumerate(page.lines[: body + 1]):
        if n not in cuts and not page.role(n) and not line.is_prose and not line.is_structure:
            return n
    return None


def _title_again(lines: Sequence[Line], cuts: Mapping[int, str], title: int | None) -> Iterator[int]:
    """Lines right below the title, but for what is cut, that say the title again."""
    if title is None or not cuts:
        return
    for n in range(title + 1, len(lines)):
        if n in cuts:
            continue
        if lines[n].view != lines[title].view:
            return
        yield n
