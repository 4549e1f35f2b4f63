"""Where on a page a site's shell can be: above the first line of text, and behind the last."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from gongwen_clean.page.labels import label_table
from gongwen_clean.page.lines import Line
from gongwen_clean.shell_profiles.forms import begins_attachment, find_form, speaks_of_page

_TITLE_LETTERS = 6
_LINK_FORMS = frozenset({"form.title", "form.date-in-figures", "form.figures"})
EDGE_LINES = 50  # lines at either end of a page that can be shell


class Kind(IntEnum):
    """What a line says of where it stands."""

    OTHER = 0
    TEXT = 1  # a sentence, a heading, 主送机关
    CLOSING = 2  # 成文日期, 版记, 特此通知: only text stands in front of it
    ATTACHMENT = 3  # what follows is text until the page shows itself again
    PAGE = 4  # speaks of the page


class Zones(NamedTuple):
    """The two zones of a list of lines that are no text's: `[0, head_end)` and `[tail_start, …)`.

    Between a line above `head_page`, or behind `tail_page`, and the text stands one that speaks of the page.
    """

    head_end: int
    head_page: int
    tail_start: int
    tail_page: int

    def holds(self, n: int) -> bool:
        """Whether a line stands in one of the zones."""
        return n < self.head_end or n >= self.tail_start

    def is_outer(self, n: int) -> bool:
        """Whether a line stands in a zone and is parted from the text by the page's own lines."""
        return n <= self.head_page or n >= self.tail_page


def line_kind(line: Line) -> Kind:
    """Return what a line shows by itself. Cost: a few patterns."""
    if begins_attachment(line.view):
        return Kind.ATTACHMENT
    form = find_form(line.view)
    ends_text = form is not None and form.ends_text
    if line.is_prose or ((line.is_structure or (ends_text and line.view[-1] == ":")) and not _is_label(line)):
        return Kind.TEXT
    if ends_text:
        return Kind.CLOSING
    return Kind.PAGE if form is None and speaks_of_page(line.view, is_sentence=False) else Kind.OTHER


def _is_label(line: Line) -> bool:
    """Whether a line ends on a page's own label, such as 发布机构:, which looks like a form of address."""
    return line.view[-1] == ":" and len(label_table().find(line.view)) == 1


def could_be_title(line: Line) -> bool:
    """Whether a line is long enough for a title, or has a title's form, and no sign of a breadcrumb."""
    form = find_form(line.view)
    if form is not None and form.id == "form.title":
        return True
    return sum(map(str.isalpha, line.view)) >= _TITLE_LETTERS and not any(
        sign in line.view for sign in ":|>_"
    )


def can_be_listed(line: Line) -> bool:
    """Whether a line can be one of a page's list of links: no sentence, no heading, no signature."""
    form = find_form(line.view)
    is_link = form is None or form.id in _LINK_FORMS
    return is_link and line_kind(line) in (Kind.OTHER, Kind.PAGE)


def edge_indices(count: int) -> list[int]:
    """Return the indices of the lines, of `count`, that are at either end."""
    if count <= 2 * EDGE_LINES:
        return list(range(count))
    return [*range(EDGE_LINES), *range(count - EDGE_LINES, count)]


def find_zones(kinds: Sequence[Kind], is_whole: bool) -> Zones:
    """Return the zones of the edge lines of a page; `is_whole`: no line of its middle was left out."""
    count = len(kinds)
    middle = count // 2
    texts = [n for n, kind in enumerate(kinds) if kind == Kind.TEXT]
    head_end = min([*texts, count if texts and is_whole else middle])
    closing = [n for n in range(head_end, count) if kinds[n] in (Kind.TEXT, Kind.CLOSING)]
    tail_start = max([n + 1 for n in closing] + [head_end if is_whole else middle])
    head_page = max((n for n in range(head_end) if kinds[n] == Kind.PAGE), default=-1)
    tail_page = next((n for n in range(tail_start, count) if kinds[n] == Kind.PAGE), count)
    if Kind.ATTACHMENT in kinds[head_end:tail_page]:
        tail_start = tail_page
    return Zones(head_end, head_page, tail_start, tail_page)
