"""Documents and edits as JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from gongwen_clean.document import Document


def document_line(document: Document) -> str:
    """Return a document as one JSON object on a line; offsets are code points of the source."""
    fields = {
        field.key: {k: v for k, v in field._asdict().items() if k != "key"} for field in document.fields
    }
    return _line(
        {
            "id": document.id,
            "text": document.text,
            "metadata": document.metadata,
            "metadata_spans": fields,
            "edits": [edit._asdict() for edit in document.edits],
            "findings": [finding._asdict() for finding in document.findings],
            "scores": document.scores,
        }
    )


def edit_lines(document: Document) -> Iterator[str]:
    """Yield each edit of a document as a JSON object on a line, with what stood there before."""
    for edit in document.edits:
        before = document.source[edit.start : edit.end]
        yield _line(
            {
                "id": document.id,
                "start": edit.start,
                "end": edit.end,
                "before": before,
                "after": edit.after,
                "rule": edit.rule,
            }
        )


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
    return [_printable(item) for item in value] if isinstance(value, list) else value
