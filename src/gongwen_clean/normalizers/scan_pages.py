"""Take off what belongs to the page and not to the text: page numbers, running heads, form feeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongwen_clean.document import Edit
from gongwen_clean.scan.page_marks import find_page_marks, has_number_line


class RemovePageFurniture:
    """Remove page numbers, the heads that pages repeat, and form feeds with the blank lines around them.

    Stands before the repair of line ends, as a form feed is the surest sign of where a page ends. Leaves
    alone: numbers in lists and tables, and a single number between dashes in a text that was not wrapped.
    """

    name = "scan-pages"
    triggers = frozenset("\f")
    line_looks = (has_number_line,)
    rules: Mapping[str, str] = {
        "scan.page-number": "The number at the foot of a page is no part of the text, however it was read.",
        "scan.running-head": "A line that heads most pages belongs to the pages.",
        "scan.form-feed": "A page's end is no paragraph's end: a form feed becomes one line break.",
    }

    def edits(self, text: str) -> Sequence[Edit]:
        """Return one edit for each page's end and each number. Cost: O(n)."""
        return [Edit(*mark) for mark in find_page_marks(text) if text[mark.start : mark.end] != mark.after]
