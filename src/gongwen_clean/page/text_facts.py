"""Find what an official document itself tells: its title, the office that signed it, the date of signing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongwen_clean.document import Field
from gongwen_clean.matching.doc_number import find_doc_numbers
from gongwen_clean.page.lines import Line
from gongwen_clean.page.regions import Regions
from gongwen_clean.page.signature import find_signatures, is_office

_ORIGIN = "text"
_TITLE_CHARS = range(6, 90)
_SIGNED_WITHIN = 40  # lines at the end: attachments can stand behind 落款


def read_text_fields(text: str, lines: Sequence[Line], regions: Regions) -> Iterator[Field]:
    """Yield title, issuer and date_issued as the text tells them, those that are seen."""
    cut = {n for n, _ in regions.cuts}
    if title := _title(text, lines, regions, cut):
        yield title
    kept = [line for n, line in enumerate(lines) if n not in cut][-_SIGNED_WITHIN:]
    for office, date in list(find_signatures(kept))[-1:]:
        yield _as_field("issuer", text, kept[office])
        yield _as_field("date_issued", text, kept[date])


def _as_field(key: str, text: str, line: Line) -> Field:
    return Field(key, text[line.start : line.end], line.start, line.end, origin=_ORIGIN)


def _title(text: str, lines: Sequence[Line], regions: Regions, cut: set[int]) -> Field | None:
    """The first line that is no sentence; the name of the office and the 文号 above it are no title."""
    for n in range(len(lines) if regions.title is not None else 0):
        if n in cut or n < (regions.title or 0):
            continue
        start, end = lines[n].start, lines[n].end
        number = next(find_doc_numbers(text[start:end]), None)
        if number:
            start += number.end
        if start == end or is_office(text[start:end]):
            continue
        if end - start in _TITLE_CHARS and not lines[n].is_prose and not lines[n].is_structure:
            return Field("title", text[start:end], start, end, origin=_ORIGIN)
        return None
    return None
