"""Divide a page: what stands before the text, the text, what stands after it.

Nothing is taken away without evidence: a page whose lines show no breadcrumb, controls, by-line,
metadata table or portal has no head and no tail, however its lines look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gongwen_clean.page.head import find_body, head_cuts
from gongwen_clean.page.lines import Line
from gongwen_clean.page.marks import Mark, MarkedLines
from gongwen_clean.page.repeats import find_teasers
from gongwen_clean.page.tail import tail_cuts

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
    page = MarkedLines(lines, _without_weak_marks(lines, marks))
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


def _without_weak_marks(lines: Sequence[Line], marks: Sequence[Mark | None]) -> Sequence[Mark | None]:
    """The marks, but for what alone would make a page of a text: a list, or one line like a notice."""
    shown = [n for n, mark in enumerate(marks) if mark and mark.role != "links"]
    if not shown:
        return [None] * len(marks)
    only = marks[shown[0]]
    if len(shown) > 1 or only is None or only.role != "notice":
        return marks
    above, below = lines[: shown[0]], lines[shown[0] + 1 : shown[0] + 2]
    parts_titles = any(line.view == title.view for title in below for line in above)
    return marks if parts_titles else [None] * len(marks)


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
