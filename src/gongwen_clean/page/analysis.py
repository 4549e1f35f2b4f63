"""Read a whole page: which of it is not text, and the metadata it tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from gongwen_clean.document import Edit, Field
from gongwen_clean.edits import drop_overlaps
from gongwen_clean.matching.folding import fold_width
from gongwen_clean.page.facts import first_of_each_key, line_fields
from gongwen_clean.page.labels import DROPPED, label_table
from gongwen_clean.page.lines import Line, split_view
from gongwen_clean.page.marks import mark_lines
from gongwen_clean.page.patterns import shell_patterns
from gongwen_clean.page.regions import Cut, divide
from gongwen_clean.page.repeats import find_previews
from gongwen_clean.page.text_facts import read_text_fields

EDGE_LINES = 60  # lines at either end of a page in which anything but text is looked for


class Page(NamedTuple):
    """What is not text, as edits, and the metadata; all in code points of the page."""

    edits: list[Edit]
    fields: list[Field]


@lru_cache(maxsize=1)
def read_page(text: str) -> Page:
    """Return what of `text` is its page and not the text itself, and what the page tells of it.

    The last answer is kept, as the reader of metadata and the stripper ask for the same text.
    Cost: O(n); lines are classified only at either end of the page.
    """
    view = fold_width(text)
    spans, told = _read_spans(text, view)
    lines = split_view(_blank_out(view, spans))
    marks = mark_lines(text, lines, EDGE_LINES)
    regions = divide(lines, marks)
    told = first_of_each_key([*line_fields(text, lines, marks, regions), *told])
    stated = next((f for f in told if f.key == "title"), None)
    fields = first_of_each_key([*told, *read_text_fields(text, lines, regions)])
    keep = stated if stated and _stands_only_in_table(stated, regions.cuts, lines) else None
    cuts = list(_line_edits(text, lines, regions.cuts, keep))
    breaks = list(_break_behind_title(text, stated, cuts + spans))
    return Page(drop_overlaps([*cuts, *spans, *breaks]), fields)


def _line_edits(text: str, lines: Sequence[Line], cuts: Sequence[Cut], keep: Field | None) -> Iterator[Edit]:
    for n, rule in cuts:
        line = lines[n]
        end = text.find("\n", line.end) + 1 or len(text)
        if keep and line.start <= keep.start < line.end:
            yield Edit(line.start, keep.start, "", rule)
            yield Edit(keep.end, line.end, "", rule)
        else:
            yield Edit(line.start, end, "", rule)


def _read_spans(text: str, view: str) -> tuple[list[Edit], list[Field]]:
    edits: list[Edit] = []
    fields: list[Field] = []
    for start, end in find_previews(view):
        edits.append(Edit(start, end, "", "shell.preview"))
        labels = label_table().find(view[start:end])
        spans = [(v.key, start + v.value_start, start + v.value_end) for v in labels if v.key != DROPPED]
        fields += [Field(key, text[a:b], a, b, origin="portal") for key, a, b in spans]
    for pattern, match in shell_patterns().find_spans(view):
        edits.append(Edit(match.start(), match.end(), "", pattern.id))
        for key in match.groupdict():
            start, end = match.span(key)
            if text[start:end].strip() and start >= 0:
                fields.append(Field(key, text[start:end], start, end, origin="portal"))
    return edits, fields


def _blank_out(view: str, spans: Sequence[Edit]) -> str:
    """Return `view` with blanks for the spans: what is left is judged as it will stand without them."""
    pieces, at = list[str](), 0
    for span in drop_overlaps(spans):
        pieces += (view[at : span.start], " " * (span.end - span.start))
        at = span.end
    return "".join((*pieces, view[at:])) if pieces else view


def _stands_only_in_table(title: Field, cuts: Sequence[Cut], lines: Sequence[Line]) -> bool:
    """Whether the title would be lost with the metadata table: no other line of the page is it."""
    in_table = any(
        rule == "shell.table-row" and lines[n].start <= title.start < lines[n].end for n, rule in cuts
    )
    return in_table and sum(line.view == fold_width(title.value) for line in lines) == 0


def _break_behind_title(text: str, title: Field | None, cuts: Sequence[Edit]) -> Iterator[Edit]:
    """Set a title that a portal glued to the text's first words on its own line."""
    if title is None or not cuts:
        return
    at = text.find(title.value, max(edit.end for edit in cuts if edit.start <= title.end))
    end = at + len(title.value)
    before = text[text.rfind("\n", 0, at) + 1 : at]
    if at < 0 or text[end : end + 1] in ("", "\n") or before.strip(" 1、.．"):
        return
    yield Edit(end, end, "\n", "shell.glued-title")
