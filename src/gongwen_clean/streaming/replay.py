"""Apply the edits of an earlier run to its source: the same result without running the chain again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import count, groupby
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO, NamedTuple

from gongwen_clean.document import Edit
from gongwen_clean.edits import apply_edits
from gongwen_clean.errors import InputError
from gongwen_clean.streaming import json_lines
from gongwen_clean.streaming.edit_records import NotedEdit, parse_edit, read_records
from gongwen_clean.streaming.json_fields import change_fields
from gongwen_clean.streaming.lines import pass_line, read_line


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
    edits: Sequence[NotedEdit]
    failed: bool


def read_line_edits(path: Path) -> Iterator[LineEdits]:
    """Yield what an edits file holds, line by line of its corpus.

    Raises: InputError, with the line of the edits file, for one that a corpus run did not write.
    """
    for line, records in groupby(read_records(path, "line"), key=attrgetter("line")):
        edits: list[NotedEdit] = []
        failed = False
        for record in records:
            if record.is_failure:
                failed = True
            else:
                edits.append(parse_edit(record, edits))
        yield LineEdits(line, edits, failed)


def replay_blocks(
    source: BinaryIO, notes: Iterator[LineEdits], text_field: str, choice: Choice, name: str
) -> Iterator[bytes]:
    """Yield a corpus with the chosen edits made, in blocks as long as its shards; failed lines are left out.

    Raises: InputError where the source is not the one that the edits were made on; `name` stands in it.
    """
    block: list[bytes] = []
    length, began = 0, False
    note = next(notes, None)
    for number in count(1):
        due = note if note and note.line == number else None
        # a line that failed may have been too long to be held
        read = pass_line(source) if due and due.failed else len(line := source.readline())
        if not read:
            break
        length += read
        if due is None or not due.failed:
            block.append(_replay_line(line, due, text_field, choice, f"{name}:{number}") if due else line)
        note = next(notes, None) if due else note
        if length >= json_lines.SHARD_BYTES:
            yield b"".join(block)
            block, length, began = [], 0, True
    if note is not None:
        raise InputError(f"{name}: ends before line {note.line}, which has edits; is it the same file?")
    if length or not began:
        yield b"".join(block)


def replay_edits(text: str, edits: Sequence[NotedEdit], choice: Choice, where: str) -> str:
    """Return a text with the chosen of its edits made, the same object for none.

    Raises: InputError where the text, of which `where` tells, is not the one that they were made on.
    """
    for edit, before in edits:
        if edit.end > len(text) or text[edit.start : edit.end] != before:
            raise InputError(f"{where}: does not hold what the edits were made on; is it the same file?")
    return apply_edits(text, [edit for edit, _ in edits if choice.keeps(edit)])


def _replay_line(line: bytes, note: LineEdits, text_field: str, choice: Choice, where: str) -> bytes:
    item = read_line(line, text_field)
    if isinstance(item, str) or item.text is None:
        raise InputError(f"{where}: {item if isinstance(item, str) else 'has no text'}; is it the same file?")
    text = replay_edits(item.text, note.edits, choice, where)
    return line if text == item.text else change_fields(line, text_field, text, {})
