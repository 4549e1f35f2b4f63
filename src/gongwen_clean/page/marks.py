"""Say of each line of a page what it shows by itself: a breadcrumb, controls, a by-line, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gongwen_clean.document import Field
from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.page.bylines import Value, read_byline, read_table_row
from gongwen_clean.page.controls import control_words
from gongwen_clean.page.labels import label_table
from gongwen_clean.page.lines import Line
from gongwen_clean.page.links import find_link_lists
from gongwen_clean.page.notices import cue_table
from gongwen_clean.page.patterns import shell_patterns
from gongwen_clean.page.tables import find_tables

_ARROW = lazy_pattern(r" ?[>»→›]+ ?")


class Mark(NamedTuple):
    """What a line shows: its role, the rule that tells, the metadata in it."""

    role: str
    rule: str
    fields: tuple[Field, ...] = ()


class MarkedLines(NamedTuple):
    """The lines of a page with what each shows."""

    lines: Sequence[Line]
    marks: Sequence[Mark | None]

    def role(self, n: int) -> str:
        """The role of line `n`, or "" for one that shows nothing."""
        mark = self.marks[n]
        return mark.role if mark else ""

    def rule(self, n: int) -> str:
        """The rule that tells the role of line `n`, or ""."""
        mark = self.marks[n]
        return mark.rule if mark else ""

    def fields(self, n: int) -> tuple[Field, ...]:
        """The metadata in line `n`."""
        mark = self.marks[n]
        return mark.fields if mark else ()


_LEAST_MARKS = 2
_NOTICE = Mark("notice", "shell.notice")


def mark_lines(text: str, lines: Sequence[Line], edge: int) -> list[Mark | None]:
    """Return the mark of each line, or None for one that could be text.

    Args: edge: lines at either end of the page that are looked at. Cost: O(n).
    """
    tail = max(edge, len(lines) - edge)
    marks = [None if edge <= n < tail else mark_line(text, line) for n, line in enumerate(lines)]
    for first, part in ((0, lines[:edge]), (tail, lines[tail:])):
        for n, values in find_tables(text, part):
            if (mark := marks[first + n]) is None or mark.role != "table":
                marks[first + n] = Mark("table", "shell.table-row", _fields(text, part[n], values))
        for n in find_link_lists(part):
            marks[first + n] = marks[first + n] or Mark("links", "shell.link-list")
        _mark_damaged(part, marks, first)
    return marks


def _mark_damaged(lines: Sequence[Line], marks: list[Mark | None], first: int) -> None:
    """Mark controls with a wrong character, on a page that shows others; `first`: of `lines` among all."""
    if sum(mark is not None for mark in marks[first : first + len(lines)]) < _LEAST_MARKS:
        return
    for n, line in enumerate(lines):
        if marks[first + n] is None and control_words().is_damaged_control(line.view):
            marks[first + n] = Mark("control", "shell.damaged-control")


def mark_line(text: str, line: Line) -> Mark | None:
    """Return what `line` shows by itself, or None for a line that could be text.

    Roles: table, crumb, control, byline, portal, tail (begins what follows the text), notice (what a page
    says of itself), label (a label whose value stands on the next line). Cost: O(len(line)) for each pattern.
    """
    if (row := read_table_row(line.view)) is not None:
        return Mark("table", "shell.table-row", _fields(text, line, row))
    if line.is_structure and "|" not in line.view:
        return _NOTICE if line.view[0].isdigit() and cue_table().is_notice(line.view) else None
    if found := shell_patterns().match_line(line.view):
        pattern, match = found
        values = [Value(k, *match.span(k)) for k, v in match.groupdict().items() if v]
        if pattern.role == "crumb":
            values = _category(line.view)
        return Mark(pattern.role, pattern.id, _fields(text, line, values))
    if control_words().is_control_line(line.view):
        return Mark("control", "shell.controls")
    return _mark_byline(text, line) or (_NOTICE if cue_table().is_notice(line.view) else None)


def shows_mark(views: Sequence[str]) -> bool:
    """Whether `mark_line` would say something of a line; their words together tell of most."""
    together = "\n".join(views)
    if not (shell_patterns().has_literal(together) or cue_table().weigh(together)):
        views = [view for view in views if _may_be_marked(view)]
    return any(mark_line(view, Line(0, len(view), view)) for view in views)


def _may_be_marked(view: str) -> bool:
    """Whether a line without the literals of patterns and without cues may show something."""
    return ":" in view or "|" in view or "www." in view or control_words().is_control_line(view)


def _mark_byline(text: str, line: Line) -> Mark | None:
    labels = label_table().find(line.view) if ":" in line.view else ()
    if len(labels) == 1 and labels[0].start <= 2 and labels[0].value_start >= len(line.view) - 1:
        return Mark("label", "shell.label-line", (Field(labels[0].key, "", line.start, line.end),))
    if (values := read_byline(line.view)) is None:
        return None
    return Mark("byline", "shell.byline", _fields(text, line, values))


def _category(view: str) -> list[Value]:
    """The sections of a breadcrumb behind 首页, without 正文."""
    home = max(view.rfind("首页"), view.rfind("首頁"))
    start = home + 2 if home >= 0 else view.rfind(":") + 1
    trail = view[start:]
    parts = [p for p in _ARROW.split(trail) if p.strip() and p.strip() != "正文"]
    if not parts or not _ARROW.search(trail):
        return []
    first = start + trail.index(parts[0])
    end = start + trail.rindex(parts[-1]) + len(parts[-1])
    stripped = view[first:end].strip()
    return [Value("category", first, first + len(stripped))]


def _fields(text: str, line: Line, values: list[Value]) -> tuple[Field, ...]:
    spans = [(v.key, line.start + v.start, line.start + v.end) for v in values]
    return tuple(Field(key, text[start:end], start, end) for key, start, end in spans)
