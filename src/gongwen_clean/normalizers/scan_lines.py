"""Join the lines at which a page was wrapped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from gongwen_clean.document import Edit
from gongwen_clean.matching.characters import is_han
from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.scan.cells import find_rows
from gongwen_clean.scan.lines import Line, split_lines
from gongwen_clean.scan.page_width import is_wrapped
from gongwen_clean.scan.wrapping import Joint, find_joints, find_open_ends, measure_page

_SPECKS = lazy_pattern(r"[，。、；：,.·”’][ \u3000]*(?=[\u4e00-\u9fff（《“]|\d{4}年)")
_UNFINISHED = "，,、.·"


class JoinWrappedLines:
    """Join lines that end at the width of the page and not at the end of a paragraph.

    The text itself must show that it was wrapped: its lines crowd below one width and most end inside a
    sentence. Leaves alone: headings, list items, signatures, dates, rows of tables, verses, and every
    text with one paragraph a line.
    """

    name = "scan-lines"
    triggers: frozenset[str] = frozenset()
    line_looks = (is_wrapped,)
    rules: Mapping[str, str] = {
        "scan.wrap": "A line that reached the page's width goes on in the next one.",
        "scan.cell": "Cells of a table that were read as lines stand in one row.",
        "scan.line-speck": "No line begins with a comma or a full stop: the mark is a speck.",
        "scan.full-stop": "A paragraph of several lines that ends far from the margin ends on a full stop.",
    }

    def edits(self, text: str) -> Sequence[Edit]:
        """Return one edit for each line break to take out. Cost: O(n)."""
        lines = split_lines(text)
        page = measure_page(lines)
        if page is None:
            return []
        rows = list(find_rows(lines))
        joints = list(find_joints(lines, page, frozenset(n for row in rows for n in row)))
        is_print = page.indent > 0 and not page.shows_indent
        specks = {j.after: _count_specks(lines, j) for j in joints} if is_print else {}
        edits = [
            Edit(lines[j.before].end, lines[j.after].start + specks.get(j.after, 0), j.blank, "scan.wrap")
            for j in joints
        ]
        edits += [
            Edit(lines[a].end, lines[b].start, " ", "scan.cell") for row in rows for a, b in pairwise(row)
        ]
        if is_print:
            edits += [_full_stop(text, lines[n].end) for n in find_open_ends(lines, joints, page)]
            edits += [Edit(*span, "", "scan.line-speck") for span in _specks_at_openings(lines, joints)]
        return sorted(edits)


def _full_stop(text: str, end: int) -> Edit:
    return Edit(end - 1 if text[end - 1] in _UNFINISHED else end, end, "。", "scan.full-stop")


def _specks_at_openings(lines: Sequence[Line], joints: Sequence[Joint]) -> Iterator[tuple[int, int]]:
    """Marks at the start of a line that opens a paragraph, where none can stand."""
    inner = {joint.after for joint in joints}
    for n, line in enumerate(lines):
        if n not in inner and (match := _SPECKS.match(line.words)):
            yield line.start, line.start + match.end()


def _count_specks(lines: Sequence[Line], joint: Joint) -> int:
    """How many signs at the start of a line can only be specks, as no line begins with them."""
    match = _SPECKS.match(lines[joint.after].words)
    return match.end() if match and is_han(lines[joint.before].words[-1]) else 0
