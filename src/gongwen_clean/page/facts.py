"""Gather the metadata that a page tells in its lines, its portal's words and its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gongwen_clean.document import Field
from gongwen_clean.matching.dates import read_iso_date
from gongwen_clean.matching.doc_number import find_doc_numbers
from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.page.lines import Line
from gongwen_clean.page.marks import Mark
from gongwen_clean.page.regions import Regions

_FILE_ENDING = lazy_pattern(r"(?:[(（]\d{6,8}[)）])?\.(?:docx?|pdf|pptx?|xlsx?|wps|txt|rtf)$")
# (right + 1) / (seen + 2) for the values of each origin, as benchmarks/quality.md counts them
_CONFIDENCE = {
    "table": 0.97,
    "byline": 0.97,
    "portal": 0.86,
    "text": 0.8,
    "crumb": 0.67,
    "banner": 0.67,
    "label": 0.67,
}
_UNSEEN = 0.5


def line_fields(
    text: str, lines: Sequence[Line], marks: Sequence[Mark | None], regions: Regions
) -> Iterator[Field]:
    """Yield what the lines that are no text tell; what the site's banner says comes last."""
    cut = {n for n, _ in regions.cuts}
    marked = [(n, mark) for n in sorted(cut) if (mark := marks[n])]
    for n, mark in marked:
        if mark.role == "label" and n + 1 in cut and marks[n + 1] is None:
            yield _next_line(text, mark.fields[0].key, lines[n + 1])
        elif mark.role not in ("label", "banner"):
            yield from (field._replace(origin=mark.role) for field in mark.fields)
    for _, mark in marked:
        if mark.role == "banner":
            yield from (field._replace(origin=mark.role) for field in mark.fields)


def _next_line(text: str, key: str, line: Line) -> Field:
    value = text[line.start : line.end].lstrip("-·• ")
    return Field(key, value, line.end - len(value), line.end, origin="label")


def first_of_each_key(fields: Iterable[Field]) -> list[Field]:
    """Return the first field of each key, tidied; a source that is only the section's name is none."""
    found: dict[str, Field] = {}
    for field in fields:
        section = found["category"].value.split(">")[-1].strip() if "category" in found else ""
        if field.key == "-" or (field.key == "source" and field.value == section):
            continue
        tidy = _tidy(field)
        if tidy.value:
            found.setdefault(field.key, tidy)
    return list(found.values())


def _tidy(field: Field) -> Field:
    """The field with its value trimmed, its value read where it can be, and how far to trust it."""
    value = field.value.strip()
    parsed: str | int | Mapping[str, str] | None = None
    if field.key == "title":
        value = _FILE_ENDING.sub("", value)
    elif field.key in ("views", "pages"):
        value = "".join(re.findall(r"^\D*(\d+)", value))
        parsed = int(value) if value else None
    elif field.key.startswith("date"):
        parsed = read_iso_date(value)
    elif field.key == "doc_number" and (number := next(find_doc_numbers(value), None)):
        value = number.canonical
        parsed = {"agency": number.agency, "year": number.year, "number": number.number}
    return field._replace(value=value, parsed=parsed, confidence=_CONFIDENCE.get(field.origin, _UNSEEN))
