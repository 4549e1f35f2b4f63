"""Gather the metadata that a page tells in its lines, its portal's words and its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from gongwen_clean.document import Field
from gongwen_clean.matching.doc_number import find_doc_numbers
from gongwen_clean.page.lines import Line
from gongwen_clean.page.marks import Mark
from gongwen_clean.page.regions import Regions

_FILE_ENDING = re.compile(r"(?:[(（]\d{6,8}[)）])?\.(?:docx?|pdf|pptx?|xlsx?|wps|txt|rtf)$")
_TITLE_CHARS = range(6, 90)


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
            yield from mark.fields
    for _, mark in marked:
        if mark.role == "banner":
            yield from mark.fields


def _next_line(text: str, key: str, line: Line) -> Field:
    value = text[line.start : line.end].lstrip("-·• ")
    return Field(key, value, line.end - len(value), line.end)


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
    value = field.value.strip()
    if field.key == "title":
        value = _FILE_ENDING.sub("", value)
    if field.key in ("views", "pages"):
        value = "".join(re.findall(r"^\D*(\d+)", value))
    if field.key == "doc_number":
        value = next((n.canonical for n in find_doc_numbers(value)), value)
    return field._replace(value=value)


def title_of_text(text: str, lines: Sequence[Line], regions: Regions) -> Field | None:
    """Return the title that stands in the text: the first line that is no sentence.

    The name of the office and the 文号 above it are no title.
    """
    cut = {n for n, _ in regions.cuts}
    for n in range(len(lines) if regions.title is not None else 0):
        if n in cut or n < (regions.title or 0):
            continue
        start, end = lines[n].start, lines[n].end
        number = next(find_doc_numbers(text[start:end]), None)
        if number:
            start += number.end
        if _is_office(text[start:end]):
            continue
        if end - start in _TITLE_CHARS and not lines[n].is_prose and not lines[n].is_structure:
            return Field("title", text[start:end], start, end)
        return None
    return None


def _is_office(line: str) -> bool:
    return (
        not line
        or re.fullmatch(r"\S{2,20}(?:委员会|人民政府|办公室|办公厅|局|厅|部|院)(?:文件)?", line) is not None
    )
