"""What is said of a rejoined document: its pages, what is missing, and what stands where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypedDict

from gongwen_clean.rejoining.borders import Cut, Part
from gongwen_clean.rejoining.entries import Entry


class PartReport(TypedDict):
    """Where the code points `start:end` of a page's text stand in the document: at the offset `at`.

    `record`: the page's place in the input. `label`: what its number was read from; None where
    nothing said it.
    """

    page: int | None
    record: Any
    label: Any
    start: int
    end: int
    at: int


class CutReport(TypedDict):
    """What of a page, its code points `start:end`, does not stand in the document, and why."""

    page: int | None
    record: Any
    start: int
    end: int
    text: str
    why: str


class DoubleReport(TypedDict):
    """A record that came for a page already there; `fields` holds all of it where its text differs."""

    page: int | None
    record: Any
    is_same: bool
    fields: dict[str, Any] | None


class RejoinReport(TypedDict):
    """What a document was made of. `problem`: why a record stands alone; None for a document."""

    name: str
    pages: list[int]
    total: int | None
    missing: list[int]
    doubled: list[DoubleReport]
    cut: list[CutReport]
    parts: list[PartReport]
    problem: str | None


class ChosenPage(NamedTuple):
    """The record kept for a page, and the others that came for it."""

    number: int | None
    kept: Entry
    doubles: Sequence[Entry] = ()


def report_document(
    pages: Sequence[ChosenPage], parts: Sequence[Part], cuts: Sequence[Cut] = (), problem: str | None = None
) -> RejoinReport:
    """Return the report of a document, or with a `problem` of a record that stands alone."""
    numbers = [page.number for page in pages if page.number is not None]
    every = [entry.page for page in pages for entry in (page.kept, *page.doubles) if entry.page]
    total = max((page.total for page in every if page.total), default=None)
    return {
        "name": "/".join(pages[0].kept.names),
        "pages": numbers,
        "total": total,
        "missing": [] if problem else _missing(numbers, total),
        "doubled": [_double(page, entry) for page in pages for entry in page.doubles],
        "cut": [_cut(pages[cut.nth], cut) for cut in cuts],
        "parts": [_part(page, part) for page, part in zip(pages, parts, strict=True)],
        "problem": problem,
    }


def _missing(numbers: Sequence[int], total: int | None) -> list[int]:
    """The pages that are not there; a series with a page 0 counts from 0."""
    if not numbers:
        return []
    first = 0 if 0 in numbers else 1
    last = max(max(numbers), first + (total or 0) - 1)
    there = set(numbers)
    return [number for number in range(first, last + 1) if number not in there]


def _double(page: ChosenPage, entry: Entry) -> DoubleReport:
    is_same = not entry.text.strip() or entry.text == page.kept.text
    fields = None if is_same else entry.record
    return {"page": page.number, "record": entry.place, "is_same": is_same, "fields": fields}


def _cut(page: ChosenPage, cut: Cut) -> CutReport:
    return {
        "page": page.number,
        "record": page.kept.place,
        "start": cut.start,
        "end": cut.end,
        "text": page.kept.text[cut.start : cut.end],
        "why": cut.why,
    }


def _part(page: ChosenPage, part: Part) -> PartReport:
    return {
        "page": page.number,
        "record": page.kept.place,
        "label": page.kept.label,
        "start": part.start,
        "end": part.end,
        "at": part.at,
    }


def describe_faults(report: RejoinReport) -> str:
    """Return one line that says which pages are missing or doubled; empty where none is.

    >>> pages = [ChosenPage(n, Entry(n, {}, ("甲", "总结"), "", None, None, True, {}, None)) for n in (2, 5)]
    >>> describe_faults(report_document(pages, [Part(0, 0, 0)] * 2))
    '甲/总结: page 1, 3-4 of 5 missing'
    """
    faults = []
    if report["missing"]:
        last = max(*report["missing"], *report["pages"], report["total"] or 0)
        faults.append(f"page {_ranges(report['missing'])} of {last} missing")
    for double in report["doubled"]:
        page = "the text" if double["page"] is None else f"page {double['page']}"
        outcome = "is the same, left out" if double["is_same"] else 'differs, kept under "doubled"'
        faults.append(f"{page} came again: {double['record']} {outcome}")
    return f"{report['name']}: {'; '.join(faults)}" if faults else ""


def _ranges(numbers: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}-{last}" if first < last else str(first) for first, last in runs)
