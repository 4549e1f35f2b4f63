"""Records of pages to documents: which pages belong together, which are missing or doubled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gongwen_clean.errors import InputError
from gongwen_clean.rejoining.borders import Page, Part, join_pages
from gongwen_clean.rejoining.entries import Entry, PageFields, read_entry
from gongwen_clean.rejoining.reports import ChosenPage, report_document
from gongwen_clean.rejoining.spill import Spill

REPORT = "rejoined"


def rejoin(
    records: Iterable[Mapping[str, Any]], key: Sequence[str] | str, page: str, text: str = "text"
) -> Iterator[dict[str, Any]]:
    """Join records of one page each into one record a document, in the order of their first pages.

    >>> pages = [
    ...     {"host": "a", "title": "总结_第2页", "text": "软件等领域发展。"},
    ...     {"host": "a", "title": "总结_第1页", "text": "推进集成电路、工业"},
    ... ]
    >>> [(d["title"], d["text"], d["rejoined"]["pages"]) for d in rejoin(pages, ("host", "title"), "page")]
    [('总结', '推进集成电路、工业软件等领域发展。', [1, 2])]

    Args: key: the fields that together name a document. page: the field of the page's number, in any form
    that `page_numbers.read_page` knows; where it is absent, the number is read from the end of a key's field.
    Yields: the fields of the lowest page, with the joined text (see `borders.join_pages`) and a RejoinReport
    under "rejoined": the pages found, missing and doubled, and which code points of which record stand where.
    A record that cannot be placed (no key, no text, no number among several pages) comes out alone and
    unchanged, with the reason as `problem`. Of doubles the first that is not blank is kept; one that differs
    stands whole in the report.
    Raises: InputError for no key, for a record that has a field "rejoined" already, or for a full disk.
    Cost: all records go through a temporary file (see TMPDIR); memory holds one document.
    """
    fields = PageFields((key,) if isinstance(key, str) else tuple(key), page, text)
    return rejoin_placed(enumerate(records), fields)


def rejoin_placed(
    records: Iterable[tuple[Any, Mapping[str, Any]]], fields: PageFields, folder: Path | None = None
) -> Iterator[dict[str, Any]]:
    """Rejoin records that each come with their place, such as file and line, which stands in the reports.

    Args: folder: where records wait on disk, None for where TMPDIR says.
    """
    if not fields.key:
        raise InputError("no key: name the fields that tell which document a page belongs to")
    return _rejoin(records, fields, folder)


def _rejoin(
    records: Iterable[tuple[Any, Mapping[str, Any]]], fields: PageFields, folder: Path | None
) -> Iterator[dict[str, Any]]:
    with Spill(folder) as spill:
        for place, record in records:
            if REPORT in record:
                raise InputError(f"record {place}: has a field {REPORT!r} already; rename or remove it first")
            entry = read_entry(place, dict(record), fields)
            spill.add(None if entry.problem else repr(entry.names), (place, entry.record))
        for group in spill.documents():
            yield from _documents([read_entry(place, record, fields) for place, record in group], fields)


def _documents(entries: Sequence[Entry], fields: PageFields) -> Iterator[dict[str, Any]]:
    """Yield the document that entries of one key make, then those that have no place in it."""
    if entries[0].problem:
        yield _alone(entries[0], entries[0].problem)
        return
    numbered: dict[int, list[Entry]] = defaultdict(list)
    unnumbered: list[Entry] = []
    for entry in _without_doubtful_marks(entries):
        if entry.page:
            numbered[entry.page.number].append(entry)
        else:
            unnumbered.append(entry)
    if not numbered and _are_one_text(unnumbered):
        yield _document([ChosenPage(None, unnumbered[0], unnumbered[1:])], fields)
        return
    rest = _place_unnumbered(numbered, unnumbered)
    if numbered:
        yield _document([_choose(number, numbered[number]) for number in sorted(numbered)], fields)
    for entry in rest:
        yield _alone(entry, _why_alone(entry, len(entries), fields))


def _without_doubtful_marks(entries: Sequence[Entry]) -> list[Entry]:
    """A number in brackets is a page's only beside other pages: a title can end in (2) by itself."""
    numbers = {entry.page.number for entry in entries if entry.page}
    unmarked = {entry.text for entry in entries if not entry.page}
    first_alone = len(unmarked) == 1 and len({entry.text for entry in entries}) > 1
    if len(numbers) > 1 or first_alone:
        return list(entries)
    return [entry if entry.is_certain else entry.without_mark() for entry in entries]


def _are_one_text(entries: Sequence[Entry]) -> bool:
    return len({entry.text for entry in entries}) == 1 and not any(entry.is_unreadable for entry in entries)


def _place_unnumbered(numbered: dict[int, list[Entry]], unnumbered: Sequence[Entry]) -> list[Entry]:
    """Put entries without a number to the numbered pages where that is certain; return the others.

    A text that a page already has is its double. The one text without a number is the first page where
    that is missing: sites number from the second page on.
    """
    pages = {entry.text: number for number, found in numbered.items() for entry in found}
    rest: list[Entry] = []
    for entry in unnumbered:
        if entry.text in pages:
            numbered[pages[entry.text]].append(entry)
        else:
            rest.append(entry)
    if numbered and min(numbered) > 1 and _are_one_text(rest):
        numbered[1] = rest
        return []
    return rest


def _choose(number: int, entries: Sequence[Entry]) -> ChosenPage:
    """Of several records for one page the first that is not blank: a failed download is no page."""
    kept = next((entry for entry in entries if entry.text.strip()), entries[0])
    return ChosenPage(number, kept, [entry for entry in entries if entry is not kept])


def _document(pages: Sequence[ChosenPage], fields: PageFields) -> dict[str, Any]:
    joined = join_pages([Page(page.number or 0, page.kept.text) for page in pages])
    first = pages[0].kept
    report = report_document(pages, joined.parts, joined.cuts)
    return {**first.record, **first.bare, fields.text: joined.text, REPORT: report}


def _alone(entry: Entry, problem: str) -> dict[str, Any]:
    page = ChosenPage(entry.page.number if entry.page else None, entry)
    report = report_document([page], [Part(0, len(entry.text), 0)], problem=problem)
    return {**entry.record, REPORT: report}


def _why_alone(entry: Entry, count: int, fields: PageFields) -> str:
    if entry.is_unreadable:
        return f"the field {fields.page!r} is no page number: {entry.label!r}"
    return f"no page number, and {count} records of this name"
