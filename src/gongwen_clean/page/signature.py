"""Find what an official document itself tells: its title, the office that signed it, the date of signing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongwen_clean.document import Field
from gongwen_clean.matching.dates import read_iso_date
from gongwen_clean.matching.doc_number import find_doc_numbers
from gongwen_clean.page.lines import Line
from gongwen_clean.page.regions import Regions

ORIGIN = "text"
_TITLE_CHARS = range(6, 90)
_SIGNED_WITHIN = 40  # lines behind 落款 that may be attachments
_OFFICES_ABOVE = 3  # lines of 落款: several offices can sign
_OFFICE = re.compile(r"\S{2,20}(?:委员会|人民政府|办公室|办公厅|局|厅|部|院|处|会|委)(?:文件)?")
_DATE_LINE = re.compile(
    r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[一二][〇○零Ｏ一二三四五六七八九]{3}年\S{1,2}月\S{1,3}日"
)


def read_text_fields(text: str, lines: Sequence[Line], regions: Regions) -> Iterator[Field]:
    """Yield title, issuer and date_issued as the text tells them, those that are seen."""
    cut = {n for n, _ in regions.cuts}
    if title := _title(text, lines, regions, cut):
        yield title
    yield from _signature(text, [line for n, line in enumerate(lines) if n not in cut])


def _title(text: str, lines: Sequence[Line], regions: Regions, cut: set[int]) -> Field | None:
    """The first line that is no sentence; the name of the office and the 文号 above it are no title."""
    for n in range(len(lines) if regions.title is not None else 0):
        if n in cut or n < (regions.title or 0):
            continue
        start, end = lines[n].start, lines[n].end
        number = next(find_doc_numbers(text[start:end]), None)
        if number:
            start += number.end
        if start == end or _OFFICE.fullmatch(text[start:end]):
            continue
        if end - start in _TITLE_CHARS and not lines[n].is_prose and not lines[n].is_structure:
            return Field("title", text[start:end], start, end, origin=ORIGIN)
        return None
    return None


def _signature(text: str, kept: Sequence[Line]) -> Iterator[Field]:
    """落款: a line that is only a date, below a line that is only the name of an office."""
    for n in range(len(kept) - 1, max(0, len(kept) - _SIGNED_WITHIN), -1):
        line = kept[n]
        if not _DATE_LINE.fullmatch(line.view) or read_iso_date(line.view) is None:
            continue
        offices = [one for one in kept[max(0, n - _OFFICES_ABOVE) : n] if _OFFICE.fullmatch(one.view)]
        if offices:
            yield Field("date_issued", text[line.start : line.end], line.start, line.end, origin=ORIGIN)
            last = offices[-1]
            yield Field("issuer", text[last.start : last.end], last.start, last.end, origin=ORIGIN)
            return
