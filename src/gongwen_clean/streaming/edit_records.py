"""Read the records of an edits file: each fault is told with the file and line on which it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gongwen_clean.document import Edit
from gongwen_clean.errors import InputError
from gongwen_clean.streaming.compression import unpack
from gongwen_clean.streaming.json_fields import load
from gongwen_clean.streaming.json_lines import open_raw
from gongwen_clean.streaming.kinds import compression_of

NotedEdit = tuple[Edit, str]
"""An edit, and what stood there before."""

_KINDS: Mapping[type, str] = {int: "a whole number", str: "text"}
_PARTS: Mapping[str, type] = {"start": int, "end": int, "after": str, "rule": str, "before": str}
_ADVICE = "give the file as --edits wrote it"


class Record(NamedTuple):
    """A line of an edits file, counted from 1, as JSON values: an edit, or that an item failed."""

    values: Mapping[str, Any]
    path: Path
    number: int

    @property
    def is_failure(self) -> bool:
        """Whether it tells that an item failed, not an edit."""
        return "failed" in self.values

    @property
    def line(self) -> int:
        """The number of the line or row that it is about. Raises: InputError for none."""
        line = self.values.get("line")
        if not isinstance(line, int) or isinstance(line, bool):
            raise self.error(f"'line' is {line!r}, not a whole number")
        return line

    def error(self, fault: str) -> InputError:
        """Return the error that tells a fault of this record."""
        return InputError(f"{self.path}:{self.number}: {fault}; {_ADVICE}")


def read_records(path: Path, key: str) -> Iterator[Record]:
    """Yield the records of an edits file, which all have a `key`, or tell of failures. Raises: InputError."""
    with open_raw(path) as raw, unpack(raw, str(path), compression_of(path)) as file:
        for number, line in enumerate(file, 1):
            try:
                values = load(line)
            except (ValueError, RecursionError) as error:
                raise InputError(f"{path}:{number}: is not JSON: {error}") from error
            if not isinstance(values, dict) or not (key in values or "failed" in values):
                raise InputError(
                    f"{path}:{number}: is no edit of such a source; give what --edits wrote of it"
                )
            yield Record(values, path, number)


def parse_edit(record: Record, before: Sequence[NotedEdit] = ()) -> NotedEdit:
    """Return the edit of a record.

    Args: before: those of the same text that the file has before it.
    Raises: InputError for a record that is no edit, or cannot follow those before it.
    """
    values = record.values
    for name, kind in _PARTS.items():
        if name not in values:
            raise record.error(f"the edit has no {name!r}")
        if not _is_a(kind, values[name]):
            raise record.error(f"{name!r} is {values[name]!r}, not {_KINDS[kind]}")
    edit = Edit(values["start"], values["end"], values["after"], values["rule"], *_judgement(record))
    if not 0 <= edit.start <= edit.end:
        raise record.error(f"there are no characters {edit.start}:{edit.end}")
    if before and edit.start < (last := before[-1][0]).end:
        raise record.error(f"the edit begins at {edit.start}, but the one before it ends at {last.end}")
    return edit, values["before"]


def _judgement(record: Record) -> tuple[float | None, tuple[str, ...]]:
    """How sure an edit is, and what else was weighed."""
    confidence, candidates = record.values.get("confidence"), record.values.get("candidates", [])
    if not (confidence is None or _is_a(int | float, confidence)):
        raise record.error(f"'confidence' is {confidence!r}, neither a number nor null")
    if not isinstance(candidates, list) or not all(isinstance(word, str) for word in candidates):
        raise record.error(f"'candidates' is {candidates!r}, not a list of texts")
    return confidence, tuple(candidates)


def _is_a(kind: Any, value: object) -> bool:
    """Whether a JSON value is of a kind; true and false are no numbers."""
    return isinstance(value, kind) and not isinstance(value, bool)
