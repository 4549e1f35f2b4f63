"""Divide a page: what stands before the text, the text, what stands after it.

Nothing is taken away without evidence: a page whose lines show no breadcrumb, controls, by-line,
metadata table or portal has no head and no tail, however its lines look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gongwen_clean.page.lines import Line
from gongwen_clean.page.marks import Mark
from gongwen_clean.page.repeats import find_page_titles, find_teasers

_TITLE_CHARS = 8
_HEAD_ROLES = frozenset({"crumb", "control", "byline", "table", "portal", "label", "notice"})
_ABOVE_TITLE = frozenset({"crumb", "control", "banner", "portal", "table"})
_TAIL_ROLES = frozenset({"tail", "control", "portal", "notice"})
_CLOSING_ROLES = _TAIL_ROLES | {"table", "byline"}
_TAIL_SHARE = 0.35  # more prose than this behind a tail mark, and the mark stands alone
_NOTICE = re.compile(r"版权|转载|声明|本网|本站|稿件|授权|免责|侵权|著作权|下载|文档|投资建议|客户端|联系")
_HEADLINE_CHARS = 45
_BYLINE_BELOW = 2
_MENU_RUN = 5
_MENU_CHARS = 6


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
    marks = _without_lone_notice(lines, marks)
    body = _body_start(lines, marks)
    teasers = [n for n in find_teasers(lines[: body + 12]) if n < body] if body else []
    head = dict(_head_cuts(lines, marks, body, set(teasers)))
    if not head:
        teasers = []
    tail = dict(_tail_cuts(lines, marks, body))
    cuts = {**dict.fromkeys(teasers, "shell.teaser"), **head, **tail}
    title = _find_title(lines, marks, cuts, body)
    cuts |= dict.fromkeys(_title_again(lines, cuts, title), "shell.repeated-title")
    if len(cuts) == len(lines):
        return Regions([], None)  # a page that is all shell tells nothing of what to keep
    return Regions([Cut(n, rule) for n, rule in sorted(cuts.items())], title)


def _without_lone_notice(lines: Sequence[Line], marks: Sequence[Mark | None]) -> Sequence[Mark | None]:
    """The marks, but for a notice that alone would make a page of a text: news can read like one."""
    shown = [n for n, mark in enumerate(marks) if mark]
    if len(shown) != 1 or (only := marks[shown[0]]) is None or only.role != "notice":
        return marks
    above, below = lines[: shown[0]], lines[shown[0] + 1 : shown[0] + 2]
    if any(line.view == title.view for title in below for line in above):
        return marks  # it parts the page's title from the text's
    return [None] * len(marks)


def _body_start(lines: Sequence[Line], marks: Sequence[Mark | None]) -> int:
    """The first line that is text for certain, and no teaser of lines below it."""
    teasers = set(find_teasers(lines[:60]))
    for n, line in enumerate(lines):
        is_text = marks[n] is None and (line.is_prose or line.is_structure)
        if is_text and n not in teasers and not _is_headline(lines, marks, n):
            return n
    return len(lines)


def _is_headline(lines: Sequence[Line], marks: Sequence[Mark | None], n: int) -> bool:
    """Whether a line that reads as a sentence is the title: short, exclaimed or asked, above a by-line."""
    view = lines[n].view
    below = marks[n + 1 : n + 1 + _BYLINE_BELOW]
    is_short = len(view) <= _HEADLINE_CHARS and view[-1] in "!?" and "。" not in view
    return is_short and any(mark is not None and mark.role == "byline" for mark in below)


def _head_cuts(
    lines: Sequence[Line], marks: Sequence[Mark | None], body: int, teasers: set[int]
) -> Iterator[tuple[int, str]]:
    marked = [n for n in range(body) if (mark := marks[n]) and mark.role in _HEAD_ROLES]
    menus = list(_menu_lines(lines, marks, body))
    if not marked and not menus:
        return
    for n in marked:
        mark = marks[n]
        assert mark is not None
        yield n, mark.rule
    kept = _title_lines(lines, marks, body, teasers | set(menus))
    kept -= _above_last_title(lines, marks, kept)
    for n in range(body):
        if marks[n] is None and n not in kept and n not in teasers:
            yield n, "shell.menu"
    for n in range(body):
        if (mark := marks[n]) is not None and mark.role in ("tail", "banner"):
            yield n, mark.rule


def _menu_lines(lines: Sequence[Line], marks: Sequence[Mark | None], body: int) -> Iterator[int]:
    """Lines of a menu: five short ones in a row."""
    run: list[int] = []
    for n in range(body + 1):
        if n < body and len(lines[n].view) <= _MENU_CHARS:
            run.append(n)
            continue
        if len(run) >= _MENU_RUN:
            yield from (k for k in run if marks[k] is None)
        run = []


def _title_lines(
    lines: Sequence[Line], marks: Sequence[Mark | None], body: int, others: set[int]
) -> set[int]:
    """The unmarked lines of the head that belong to the text: the title and what follows it."""
    where = [n for n in range(body) if (m := marks[n]) and m.role in _ABOVE_TITLE]
    bylines = [n for n in range(body) if (m := marks[n]) and m.role == "byline"]
    bylines = [n for n in bylines if (m := marks[n]) and m.fields] or bylines  # a menu can have labels too
    free = [n for n in range(body) if marks[n] is None and n not in others]
    above = max((n for n in where if not bylines or n < bylines[0]), default=-1)
    if bylines:
        between = [n for n in free if above < n < bylines[0]]
        after = [n for n in free if n > bylines[-1]]
        titles = [n for n in between if len(lines[n].view) >= _TITLE_CHARS] or between[-1:]
        if not titles and not after:
            titles = [n for n in free if n < bylines[0] and len(lines[n].view) >= _TITLE_CHARS][-1:]
        return {*titles, *after}
    below = [n for n in free if n > above]
    return set(below or [n for n in free if len(lines[n].view) >= _TITLE_CHARS][-1:])


def _above_last_title(lines: Sequence[Line], marks: Sequence[Mark | None], kept: set[int]) -> set[int]:
    """Of the lines that would be kept, those above the last title that a page puts under its own."""
    title = max(kept, default=0)
    pages = [n for n in find_page_titles(lines, title) if n in kept]
    shell = [n for n in range(pages[0], title) if marks[n] is not None] if pages else []
    return {n for n in kept if n in pages or pages[0] < n < shell[-1]} if shell else set()


def _tail_cuts(lines: Sequence[Line], marks: Sequence[Mark | None], body: int) -> Iterator[tuple[int, str]]:
    prose = [
        len(line.view) if line.is_prose and not mark else 0 for line, mark in zip(lines, marks, strict=True)
    ]
    total = sum(prose) or 1
    closing = _closing_marks(marks)
    inside = in_portal = False
    for n in range(body + 1, len(lines)):
        mark = marks[n]
        if n >= closing:
            yield n, _own_rule(mark)
        elif mark is not None and mark.role == "notice" and not inside:
            continue  # its words stand in news as well: it opens no tail
        elif mark is not None and _is_tail(mark, lines[n]):
            inside = sum(prose[n:]) <= _TAIL_SHARE * total
            in_portal = inside and (in_portal or mark.role == "portal")  # whose own words are prose
            yield n, mark.rule
        elif inside and not in_portal and prose[n] and not _NOTICE.search(lines[n].view):
            inside = False  # a box of links stood inside the text, which goes on
        elif inside:
            yield n, _own_rule(mark)


def _closing_marks(marks: Sequence[Mark | None]) -> int:
    """The first of the lines at the end of a page that all show what they are.

    A by-line can be a text's own last line, but not below the page's metadata table.
    """
    n = len(marks)
    while n > 0 and (mark := marks[n - 1]) is not None and mark.role in _CLOSING_ROLES:
        n -= 1
    has_table = any(mark is not None and mark.role == "table" for mark in marks[n:])
    while n < len(marks) and (mark := marks[n]) is not None and mark.role == "byline" and not has_table:
        n += 1
    return n


def _own_rule(mark: Mark | None) -> str:
    return mark.rule if mark else "shell.after-text"


def _is_tail(mark: Mark, line: Line) -> bool:
    if mark.role == "byline":
        return any(word in line.view for word in ("编辑", "责编", "发布日期", "浏览次数", "点击", "阅读"))
    return mark.role in _TAIL_ROLES


def _find_title(
    lines: Sequence[Line], marks: Sequence[Mark | None], cuts: dict[int, str], body: int
) -> int | None:
    for n in range(min(body + 1, len(lines))):
        if n not in cuts and marks[n] is None and not lines[n].is_prose and not lines[n].is_structure:
            return n
    return None


def _title_again(lines: Sequence[Line], cuts: dict[int, str], title: int | None) -> Iterator[int]:
    """Lines right below the title, but for what is cut, that say the title again."""
    if title is None or not cuts:
        return
    for n in range(title + 1, len(lines)):
        if n in cuts:
            continue
        if lines[n].view != lines[title].view:
            return
        yield n
