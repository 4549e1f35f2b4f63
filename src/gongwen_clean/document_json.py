"""Documents and edits as JSON lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from gongwen_clean.document import Document, Edit, Field, Finding, Note, Score

PARTS = ("metadata", "edits", "findings", "scores")
"""What a record can get besides its text."""


def document_line(document: Document) -> str:
    """Return a document as one JSON object on a line; offsets are code points of the source."""
    return _line({"id": document.id, "text": document.text, **document_parts(document, PARTS)})


def document_parts(document: Document, names: Iterable[str]) -> dict[str, Any]:
    """Return the named PARTS of a document as JSON values; with metadata come metadata_spans."""
    parts: dict[str, Any] = {}
    for name in names:
        if name == "metadata":
            parts["metadata"] = document.metadata
            parts["metadata_spans"] = {field.key: _without_key(field._asdict()) for field in document.fields}
        elif name == "scores":
            parts["scores"] = document.scores
        else:
            parts[name] = [_as_values(note) for note in getattr(document, name)]
    return parts


def note_kinds(names: Iterable[str]) -> list[type[Note]]:
    """Return the kinds of notes that the named PARTS are made of."""
    kinds: dict[str, type[Note]] = {"metadata": Field, "findings": Finding, "scores": Score}
    return [kinds[name] for name in names if name in kinds]


def _without_key(field: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in field.items() if name != "key"}


def edit_lines(document: Document) -> Iterator[str]:
    """Yield each edit of a document as a JSON object on a line, with what stood there before."""
    for edit in document.edits:
        yield _line(edit_record(document, edit))


def edit_record(document: Document, edit: Edit) -> dict[str, Any]:
    """Return an edit as JSON values, with the document's id and what stood there before."""
    return {"id": document.id, "before": document.source[edit.start : edit.end], **_as_values(edit)}


def _as_values(note: Edit | Finding) -> dict[str, Any]:
    """An edit or finding as JSON values; of an edit without candidates it is not said that it has none."""
    values = note._asdict()
    if isinstance(note, Edit) and not note.candidates:
        del values["candidates"]
    return values


def _line(value: dict[str, Any]) -> str:
    try:
        return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE).decode()
    except TypeError:
        # lone surrogates are no JSON text: the receipt shows them as the replacement character
        return orjson.dumps(_printable(value), option=orjson.OPT_APPEND_NEWLINE).decode()


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return [_printable(item) for item in value] if isinstance(value, list | tuple) else value
