"""Find what stands before the text of a page, and the title among it."""

from __future__ import annotations

from collections.abc import Iterator, Set

from gongwen_clean.page.marks import MarkedLines
from gongwen_clean.page.repeats import find_page_titles, find_teasers

_HEAD_ROLES = frozenset({"crumb", "control", "byline", "table", "portal", "label", "notice"})
_ABOVE_TITLE = frozenset({"crumb", "control", "banner", "portal", "table"})
_ANYWHERE = frozenset({"tail", "banner"})  # cut in a head as well, but no evidence of one
_TITLE_CHARS = 8
_MENU_RUN = 5
_MENU_CHARS = 6
_HEADLINE_CHARS = 45
_BYLINE_BELOW = 2  # lines between a title that reads as a sentence and its by-line
_TEASER_LINES = 60


def find_body(page: MarkedLines) -> int:
    """Return the index of the first line that is text for certain, and no teaser of lines below it."""
    teasers = set(find_teasers(page.lines[:_TEASER_LINES]))
    for n, line in enumerate(page.lines):
        is_text = not page.role(n) and (line.is_prose or line.is_structure)
        if is_text and n not in teasers and not _is_headline(page, n):
            return n
    return len(page.lines)


def _is_headline(page: MarkedLines, n: int) -> bool:
    """Whether a line that reads as a sentence is the title: short, exclaimed or asked, above a by-line."""
    view = page.lines[n].view
    is_short = len(view) <= _HEADLINE_CHARS and view[-1] in "!?" and "。" not in view
    below = range(n + 1, min(n + 1 + _BYLINE_BELOW, len(page.lines)))
    return is_short and any(page.role(k) == "byline" for k in below)


def head_cuts(page: MarkedLines, body: int, teasers: Set[int]) -> Iterator[tuple[int, str]]:
    """Yield the lines above `body` that are no text, each with its rule; none where nothing shows a page."""
    if not any(page.role(n) in _HEAD_ROLES for n in range(body)):
        return
    menus = set(_menu_lines(page, body))
    kept = _title_lines(page, body, teasers | menus)
    kept -= _above_last_title(page, kept)
    first = min(kept, default=body)
    for n in range(body):
        role = page.role(n)
        if not role and n not in kept and n not in teasers:
            yield n, "shell.menu"
        elif role in _HEAD_ROLES or role in _ANYWHERE or (role == "links" and n < first):
            yield n, page.rule(n)


def _menu_lines(page: MarkedLines, body: int) -> Iterator[int]:
    """Lines of a menu: five short ones in a row."""
    run: list[int] = []
    for n in range(body + 1):
        if n < body and len(page.lines[n].view) <= _MENU_CHARS:
            run.append(n)
            continue
        if len(run) >= _MENU_RUN:
            yield from (k for k in run if not page.role(k))
        run = []


def _title_lines(page: MarkedLines, body: int, others: Set[int]) -> set[int]:
    """The unmarked lines of the head that belong to the text: the title and what follows it."""
    bylines = [n for n in range(body) if page.role(n) == "byline"]
    bylines = [n for n in bylines if page.fields(n)] or bylines  # a menu can have labels too
    first = bylines[0] if bylines else body
    free = [n for n in range(body) if not page.role(n) and n not in others]
    above = max((n for n in range(first) if page.role(n) in _ABOVE_TITLE), default=-1)
    after = [n for n in free if bylines and n > bylines[-1]]
    between = [n for n in free if above < n < first]
    if bylines:
        between = [n for n in between if _could_be_title(page, n)] or between[-1:]
    if not between and not after:
        between = [n for n in free if n < first and _could_be_title(page, n)][-1:]
    return {*between, *after}


def _could_be_title(page: MarkedLines, n: int) -> bool:
    return len(page.lines[n].view) >= _TITLE_CHARS


def _above_last_title(page: MarkedLines, kept: Set[int]) -> set[int]:
    """Of the lines that would be kept, those above the last title that a page puts under its own."""
    title = max(kept, default=0)
    pages = [n for n in find_page_titles(page.lines, title) if n in kept]
    shell = [n for n in range(pages[0], title) if page.role(n)] if pages else []
    return {n for n in kept if n in pages or pages[0] < n < shell[-1]} if shell else set()
