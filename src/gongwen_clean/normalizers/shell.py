"""Strip what a scraped page puts around its text, and read the metadata that stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongwen_clean.document import Edit, Field
from gongwen_clean.page.analysis import EDGE_LINES, read_page
from gongwen_clean.page.patterns import shell_patterns
from gongwen_clean.page.screening import cue_weights, has_page_line, least_cues, page_triggers

_RULES = {
    "shell.table-row": "A row of the page's metadata table is metadata, not text.",
    "shell.byline": "A line of dates, labelled values and names tells about the text and is not part of it.",
    "shell.label-line": "A label whose value stands on the next line belongs to the page's metadata.",
    "shell.controls": "A line made only of buttons and menu words belongs to the page.",
    "shell.damaged-control": "Beside other buttons, a line is one of them though a character is wrong.",
    "shell.notice": "A line in which a page speaks of itself (rights, downloads, readers) is not its text.",
    "shell.link-list": "A list of titles of other pages, before or behind the text, is a list of links.",
    "shell.menu": "A short line before the title, among breadcrumb and controls, belongs to the page's menu.",
    "shell.teaser": "A line that only repeats the beginning of the text is the page's summary of it.",
    "shell.preview": "A portal's preview, with the facts of the file, repeats the beginning of the text.",
    "shell.repeated-title": "A title is written once.",
    "shell.after-text": "A line behind the mark that ends the text belongs to the page.",
    "shell.glued-title": "A title that the page names stands on a line of its own.",
}


def _show_page(lines: Sequence[str]) -> bool:
    """Whether a short line could belong to a page."""
    return has_page_line(lines, EDGE_LINES)


class StripBoilerplate:
    """Remove banners, breadcrumbs, by-lines, metadata tables, teasers and portal words.

    Leaves alone: every page on which no line shows by itself that it belongs to a page's shell; and
    always the title, 主送机关, numbered headings, 附件, and the date and name of signing.
    """

    name = "shell"
    least_weight = staticmethod(least_cues)
    line_looks = (_show_page,)

    @property
    def triggers(self) -> frozenset[str]:
        """What shows in prose that a page stands around it."""
        return page_triggers()

    @property
    def weights(self) -> Mapping[str, float]:
        """The words in which a page speaks of itself."""
        return cue_weights()

    @property
    def rules(self) -> Mapping[str, str]:
        """One sentence for each pattern of lexicons/shell and each rule of position."""
        return {**_RULES, **shell_patterns().rules}

    def edits(self, text: str) -> Sequence[Edit]:
        """Return one deletion for each line or stretch of the page that is not its text."""
        return read_page(text).edits


class ReadMetadata:
    """Note the metadata of the page: values as they stand there, trimmed, the 文号 in canonical form."""

    name = "metadata"
    kinds = (Field,)
    triggers: frozenset[str] = frozenset()
    rules: Mapping[str, str] = {}

    def read(self, text: str) -> Sequence[Field]:
        """Return the fields found, one for each key."""
        return read_page(text).fields
