"""Read a line of JSON, and write it with its text cleaned: what is no record is told, not lost."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

import orjson

from gongwen_clean.document import Document
from gongwen_clean.errors import InputError
from gongwen_clean.streaming import json_fields
from gongwen_clean.streaming.compression import BUFFER
from gongwen_clean.streaming.texts import LineOptions

_TOLD_BYTES = 1000  # of a line that is too long to be read


class TextLine(NamedTuple):
    """A line with a text, None for null, and its record."""

    line: bytes
    text: str | None
    record: Mapping[str, Any]


class LongLine(NamedTuple):
    """A line that is longer than `limit` bytes, and was not read to its end: how it begins."""

    head: bytes
    limit: int


def read_line(line: bytes | LongLine, text_field: str) -> TextLine | str:
    """Return what a line holds, or why it cannot be cleaned. A blank line has no text."""
    if isinstance(line, LongLine):
        return f"has over {line.limit} bytes, more than --max-doc-chars allows; content is how it begins"
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        if line.isspace():
            return TextLine(line, None, {})
        try:
            record = json_fields.load(line)
        except UnicodeDecodeError as error:
            return f"is not UTF-8: the byte at offset {error.start} fits no character"
        except (ValueError, RecursionError) as error:
            return f"is not JSON: {error}"
    if not isinstance(record, dict):
        return f"is a JSON {type(record).__name__}, not an object"
    text = record.get(text_field)
    if text is None and text_field not in record:
        return f"has no field {text_field!r}; name it with --text-field"
    if text is not None and not isinstance(text, str):
        return f"has a {type(text).__name__} in {text_field!r}, not a text"
    return TextLine(line, text, record)


def write_line(item: TextLine, document: Document, options: LineOptions) -> bytes | str:
    """Return the line to write: the very same where nothing changed. Or why it cannot be written."""
    text = document.text if document.text != document.source else None
    if text is None and not options.added_names:
        return item.line
    if held := [name for name in options.added_names if name in item.record]:
        return f"has a field {held[0]!r} already; rename or remove it"
    try:
        return json_fields.change_fields(item.line, options.text_field, text, options.added_fields(document))
    except RecursionError:
        return "is nested too deeply"


def line_name(item: TextLine, field: str) -> str | None:
    """Return the id of a line's document, None where it has none."""
    name = item.record.get(field)
    if isinstance(name, float):  # also what orjson makes of long whole numbers
        name = json.loads(item.line.decode("utf-8-sig"), parse_float=str)[field]
    return None if name is None else str(name)


def read_lines(source: BinaryIO, left: int, limit: int) -> Iterator[bytes | LongLine]:
    """Yield the lines of the next `left` bytes with their ends; at most `limit` bytes of one are held."""
    while left > 0:
        line = source.readline(limit)
        if not line:
            raise InputError("the corpus became shorter while it was read; clean it again when it is whole")
        left -= len(line)
        if len(line) != limit or line.endswith(b"\n"):
            yield line
            continue
        left -= pass_line(source)
        yield LongLine(line[:_TOLD_BYTES], limit)


def pass_line(source: BinaryIO) -> int:
    """Read on to the end of a line and return how many bytes that were; few are held at a time."""
    length = 0
    while (piece := source.readline(BUFFER)) and not piece.endswith(b"\n"):
        length += len(piece)
    return length + len(piece)
