"""Change fields of a JSON object in its text: all else stays byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

_BLANKS = re.compile(r"[\ufeff \t\r\n]*")  # a byte order mark stands before the first line of some files
_DECODER = json.JSONDecoder()


class Place(NamedTuple):
    """Where the value of a field stands in the text of an object, and where the object's closing brace."""

    start: int
    end: int
    close: int


def load(line: bytes) -> Any:
    """Return the value of a JSON text; also NaN, lone surrogates and a byte order mark, which orjson refuses.

    Raises: ValueError (UnicodeDecodeError among them), RecursionError for what is no JSON.
    """
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return json.loads(line.decode("utf-8-sig"))


def dump(value: Any) -> bytes:
    """Return a value as JSON; lone surrogates as escapes."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, separators=(",", ":")).encode()


def change_fields(line: bytes, field: str, text: str | None, added: Mapping[str, Any]) -> bytes:
    """Return the line of an object with another text in `field`, None for the same, and with fields added.

    Numbers, escapes, spacing and order of all other fields stay as they came; the new text is escaped as the
    old one was.

    >>> change_fields(b'{"id": 1.50, "text": "a"}', "text", "b", {"n": 1})
    b'{"id": 1.50, "text": "b","n":1}'
    """
    source = line.decode("utf-8")
    place = _find_value(source, field)
    head, middle, tail = source[: place.start], source[place.start : place.end], source[place.end :]
    if text is not None:
        middle = json.dumps(text) if middle.isascii() and "\\u" in middle else dump(text).decode()
    at = place.close - place.end
    new = "".join(f",{json.dumps(name)}:{dump(value).decode()}" for name, value in added.items())
    return f"{head}{middle}{tail[:at]}{new}{tail[at:]}".encode()


def _find_value(line: str, field: str) -> Place:
    """The place of a field that the object in `line` has; of doubled ones the last, which counts."""
    start = end = 0
    at = _skip(line, 0) + 1
    while True:
        name, at = _DECODER.raw_decode(line, _skip(line, at))
        value_at = _skip(line, _skip(line, at) + 1)
        _, at = _DECODER.raw_decode(line, value_at)
        if name == field:
            start, end = value_at, at
        at = _skip(line, at)
        if line[at] == "}":
            return Place(start, end, at)
        at += 1


def _skip(line: str, at: int) -> int:
    match = _BLANKS.match(line, at)
    return match.end() if match else at
