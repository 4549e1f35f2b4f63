"""Find what stands behind the text of a page."""

from __future__ import annotations

from collections.abc import Iterator

from gongwen_clean.page.labels import DROPPED, label_table
from gongwen_clean.page.marks import MarkedLines
from gongwen_clean.page.notices import cue_table
from gongwen_clean.page.signature import find_signatures

_TAIL_ROLES = frozenset({"tail", "control", "portal", "notice", "links"})
_WEAK_ROLES = frozenset({"notice", "links"})  # which texts have as well: such a line opens no tail
_CLOSING_ROLES = _TAIL_ROLES | {"table", "byline"}
_TAIL_SHARE = 0.35  # more prose than this behind a tail mark, and the mark stands alone
_PAGE_LABELS = frozenset({DROPPED, "views", "date_published"})  # source and author can end a text
_CUE_WEIGHT = 2  # of a paragraph behind the text's end, to be taken for the page's


def tail_cuts(page: MarkedLines, body: int) -> Iterator[tuple[int, str]]:
    """Yield the lines behind the text that begins at `body`, each with its rule."""
    end = len(page.lines)
    cuts = dict(_cuts_behind(page, body, _closing_lines(page, end)))
    yield from cuts.items()
    while end - 1 in cuts:
        end -= 1
    # what then stands last closes the page in its turn
    for n in range(max(body + 1, _closing_lines(page, end)), end):
        yield n, page.rule(n)


def _cuts_behind(page: MarkedLines, body: int, closing: int) -> Iterator[tuple[int, str]]:
    prose = [len(line.view) if line.is_prose and not page.role(n) else 0 for n, line in enumerate(page.lines)]
    total = sum(prose) or 1
    signed = {n for pair in find_signatures(page.lines) for n in pair if not page.role(n)}
    inside = in_portal = False
    for n in range(body + 1, len(page.lines)):
        if n in signed:
            continue
        if n >= closing:
            yield n, page.rule(n)
        elif _is_mark(page, n) and (inside or page.role(n) not in _WEAK_ROLES):
            inside = sum(prose[n:]) <= _TAIL_SHARE * total
            in_portal = inside and (in_portal or page.role(n) == "portal")  # whose own words are prose
            yield n, page.rule(n)
        elif inside and not in_portal and prose[n] and not _speaks_of_page(page, n):
            inside = False  # a box of links stood inside the text, which goes on
        elif inside:
            yield n, page.rule(n) or "shell.after-text"


def _closing_lines(page: MarkedLines, end: int) -> int:
    """The first of the lines right before `end` that all show what they are.

    A by-line can be a text's own last line, but not below the page's metadata table.
    """
    n = end
    while n > 0 and page.role(n - 1) in _CLOSING_ROLES:
        n -= 1
    has_table = any(page.role(k) == "table" for k in range(n, end))
    while n < end and page.role(n) == "byline" and not has_table:
        n += 1
    return n


def _is_mark(page: MarkedLines, n: int) -> bool:
    """Whether a line can begin what follows the text; a by-line only with company: a text has labels too."""
    if page.role(n) != "byline":
        return page.role(n) in _TAIL_ROLES
    labels = label_table().find(page.lines[n].view)
    has_company = len(labels) > 1 or n + 1 == len(page.lines) or page.role(n + 1) != ""
    return has_company and any(label.key in _PAGE_LABELS for label in labels)


def _speaks_of_page(page: MarkedLines, n: int) -> bool:
    return cue_table().weigh(page.lines[n].view) >= _CUE_WEIGHT
