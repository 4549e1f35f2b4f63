"""Apply the edits of an earlier run to its source: the same result without running the chain again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from gongwen_clean.document import Edit
from gongwen_clean.edits import apply_edits
from gongwen_clean.errors import InputError
from gongwen_clean.streaming import json_lines
from gongwen_clean.streaming.compression import unpack
from gongwen_clean.streaming.json_fields import change_fields, load
from gongwen_clean.streaming.json_lines import open_raw
from gongwen_clean.streaming.kinds import compression_of
from gongwen_clean.streaming.lines import read_line

_PARTS: Mapping[str, type] = {"start": int, "end": int, "after": str, "rule": str, "before": str}
_ADVICE = "give the file that --edits wrote"


class Choice(NamedTuple):
    """Which edits are made again: none whose rule matches `without`, none less sure than asked."""

    without: Sequence[str] = ()
    min_confidence: float | None = None

    def keeps(self, edit: Edit) -> bool:
        """Whether an edit is made; one that several rules made together stands or falls with each of them."""
        if any(fnmatchcase(rule, pattern) for rule in edit.rule.split("+") for pattern in self.without):
            return False
        unsure = self.min_confidence is not None and edit.confidence is not None
        return not (unsure and (edit.confidence or 0) < (self.min_confidence or 0))


class LineEdits(NamedTuple):
    """What a run noted of one line, counted from 1: its edits with what stood there, or that it failed."""

    line: int
    edits: Sequence[tuple[Edit, str]]
    failed: bool


def read_line_edits(path: Path) -> Iterator[LineEdits]:
    """Yield what an edits file holds, line by line of its corpus.

    Raises: InputError for a file that a corpus run did not write.
    """
    for line, group in groupby(read_records(path, "line"), key=_line_number):
        notes = list(group)
        edits = [parse_edit(note) for note in notes if "rule" in note]
        yield LineEdits(line, edits, failed=any("failed" in note for note in notes))


def read_records(path: Path, key: str) -> Iterator[dict[str, Any]]:
    """Yield the records of an edits file, which all have a `key`, or tell of failures. Raises: InputError."""
    with open_raw(path) as raw, unpack(raw, str(path), compression_of(path)) as file:
        for number, line in enumerate(file, 1):
            try:
                record = load(line)
            except (ValueError, RecursionError) as error:
                raise InputError(f"{path}:{number}: is not JSON: {error}") from error
            if not isinstance(record, dict) or not (key in record or "failed" in record):
                raise InputError(
                    f"{path}:{number}: is no edit of such a source; give what --edits wrote of it"
                )
            yield record


def parse_edit(record: Mapping[str, Any]) -> tuple[Edit, str]:
    """Return the edit of a record, and what stood there before. Raises: InputError for one that is none."""
    for name, kind in _PARTS.items():
        if name not in record:
            raise InputError(f"an edit has no {name!r}; {_ADVICE}")
        if not isinstance(record[name], kind) or isinstance(record[name], bool):
            raise InputError(f"an edit has {record[name]!r} as {name!r}; {_ADVICE}")
    confidence = record.get("confidence")
    if isinstance(confidence, bool) or not isinstance(confidence, int | float | None):
        raise InputError(f"an edit has {confidence!r} as 'confidence'; {_ADVICE}")
    edit = Edit(record["start"], record["end"], record["after"], record["rule"], confidence)
    return edit, record["before"]


def _line_number(record: Mapping[str, Any]) -> int:
    line = record.get("line")
    if not isinstance(line, int) or isinstance(line, bool):
        raise InputError(f"an edit has {line!r} as 'line', not the number of a line; {_ADVICE}")
    return line


def replay_blocks(
    source: BinaryIO, notes: Iterator[LineEdits], text_field: str, choice: Choice, name: str
) -> Iterator[bytes]:
    """Yield a corpus with the chosen edits made, in blocks as long as its shards; failed lines are left out.

    Raises: InputError where the source is not the one that the edits were made on; `name` stands in it.
    """
    block: list[bytes] = []
    length, began = 0, False
    note = next(notes, None)
    for number, line in enumerate(source, 1):
        length += len(line)
        if note is None or note.line != number:
            block.append(line)
        else:
            if not note.failed:
                block.append(_replay_line(line, note, text_field, choice, f"{name}:{number}"))
            note = next(notes, None)
        if length >= json_lines.SHARD_BYTES:
            yield b"".join(block)
            block, length, began = [], 0, True
    if note is not None:
        raise InputError(f"{name}: ends before line {note.line}, which has edits; is it the same file?")
    if length or not began:
        yield b"".join(block)


def replay_edits(text: str, edits: Sequence[tuple[Edit, str]], choice: Choice, where: str) -> str:
    """Return a text with the chosen of its edits made, the same object for none.

    Raises: InputError where the text, of which `where` tells, is not the one that they were made on.
    """
    for edit, before in edits:
        if text[edit.start : edit.end] != before:
            raise InputError(f"{where}: does not hold what the edits were made on; is it the same file?")
    return apply_edits(text, [edit for edit, _ in edits if choice.keeps(edit)])


def _replay_line(line: bytes, note: LineEdits, text_field: str, choice: Choice, where: str) -> bytes:
    item = read_line(line, text_field)
    if isinstance(item, str) or item.text is None:
        raise InputError(f"{where}: {item if isinstance(item, str) else 'has no text'}; is it the same file?")
    text = replay_edits(item.text, note.edits, choice, where)
    return line if text == item.text else change_fields(line, text_field, text, {})
