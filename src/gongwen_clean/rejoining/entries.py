"""What the fields of one record say: its document, its page, its text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from gongwen_clean.rejoining.page_numbers import (
    MarkedTitle,
    PageNumber,
    is_absent,
    read_page,
    read_page_mark,
    split_title,
)


class PageFields(NamedTuple):
    """The names of the fields that tell a record's document, its page and its text."""

    key: tuple[str, ...]
    page: str
    text: str = "text"


class Entry(NamedTuple):
    """A record with what its fields say.

    `place`: where it stood in the input. `names`: what names its document, in the order of the key. `label`:
    what the page was, or should have been, read from. `is_certain`: False for a number in brackets behind a
    title. `bare`: fields of the key that end in a page mark, without it. `problem`: why it can have no page.
    """

    place: Any
    record: dict[str, Any]
    names: tuple[str, ...]
    text: str
    page: PageNumber | None
    label: Any
    is_certain: bool
    bare: dict[str, str]
    problem: str | None

    @property
    def is_unreadable(self) -> bool:
        """Whether its page is stated, but is no number."""
        return self.page is None and self.label is not None

    def without_mark(self) -> Entry:
        """Return it as if its title's end said nothing."""
        return self._replace(page=None, label=None, bare={})


def read_entry(place: Any, record: dict[str, Any], fields: PageFields) -> Entry:
    """Return what a record says. The field of the page comes first, then the ends of the key's fields."""
    marks = _marks(record, fields)
    value = record.get(fields.page)
    if is_absent(value):
        name, mark = next(iter(marks.items()), ("", None))
        page, label = (mark.page, record[name]) if mark else (None, None)
        is_certain = mark is None or mark.is_certain
    else:
        page, label, is_certain = read_page(value), value, True
        # a number in brackets is a page mark only where the field of the page says the same
        marks = {n: m for n, m in marks.items() if m.is_certain or (page and m.page.number == page.number)}
    bare = {name: mark.bare for name, mark in marks.items()}
    text = record.get(fields.text)
    text = text if isinstance(text, str) else ""
    return Entry(
        place=place,
        record=record,
        names=tuple(bare.get(name) or _name(record.get(name)) for name in fields.key),
        text=text,
        page=_with_total(page, text) if page else None,
        label=label,
        is_certain=is_certain,
        bare=bare,
        problem=_problem(record, fields),
    )


def _marks(record: Mapping[str, Any], fields: PageFields) -> dict[str, MarkedTitle]:
    values = {name: record.get(name) for name in fields.key}
    marks = {name: split_title(value) for name, value in values.items() if isinstance(value, str)}
    return {name: mark for name, mark in marks.items() if mark}


def _with_total(page: PageNumber, text: str) -> PageNumber:
    """The count of pages can stand in the text, as 第3页/共12页 on its first or last line."""
    body = text.strip()
    for line in (body.partition("\n")[0], body.rpartition("\n")[2]):
        mark = read_page_mark(line) if page.total is None else None
        if mark and mark.number == page.number:
            page = mark
    return page


def _name(value: Any) -> str:
    return "" if is_absent(value) else str(value).strip()


def _problem(record: Mapping[str, Any], fields: PageFields) -> str | None:
    for name in fields.key:
        if is_absent(record.get(name)):
            return f"the field {name!r} is {'empty' if name in record else 'missing'}"
    if not isinstance(record.get(fields.text), str):
        return f"the field {fields.text!r} is {'no text' if fields.text in record else 'missing'}"
    return None
