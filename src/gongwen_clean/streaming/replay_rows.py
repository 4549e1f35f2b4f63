"""Make the edits of an earlier run on a Parquet file again: its rows are read and written as when cleaned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, cast

from gongwen_clean.document import Document
from gongwen_clean.errors import InputError
from gongwen_clean.streaming.books import Books
from gongwen_clean.streaming.joining import open_whole
from gongwen_clean.streaming.parquet import ParquetRows
from gongwen_clean.streaming.replay import Choice, LineEdits, replay_edits
from gongwen_clean.streaming.tally import Tally


def replay_rows(rows: ParquetRows, output: Path, notes: Iterator[LineEdits], choice: Choice) -> None:
    """Write a Parquet file with the chosen edits made; rows that failed are left out.

    Raises: InputError where `rows` are not those that the edits were made on, or cannot be read.
    """
    books = _Replaying(notes, choice, str(rows.path))
    with TemporaryDirectory(dir=output.resolve().parent, prefix=f".{output.name}.") as name:
        parts = []
        for shard in rows.shards(Path(name), {}):
            parts.append(Path(name) / str(shard.number))
            with parts[-1].open("w+b") as books.output:
                rows.clean(shard, cast(Books, books))
        books.check_end()
        with open_whole(output) as file:
            rows.join(iter(parts), file)


class _Replaying:
    """Does for rows what Books does, by the edits that were noted."""

    output: BinaryIO

    def __init__(self, notes: Iterator[LineEdits], choice: Choice, name: str) -> None:
        self.tally = Tally()
        self._notes = notes
        self._note = next(notes, None)
        self._choice = choice
        self._name = name
        self._row = 0

    def begin(self) -> int:
        """Go on to the next row."""
        self._row += 1
        return self._row

    def clean(
        self, text: str, name: str | None, place: Mapping[str, Any], _content: object
    ) -> Document | None:
        """Return the row's text with its edits made; None for one that failed."""
        note = self._note
        if note is None or note.line != place["line"]:
            return Document(name, text, text)
        self._note = next(self._notes, None)
        if note.failed:
            return None
        return Document(name, text, replay_edits(text, note.edits, self._choice, f"{self._name}:{note.line}"))

    def keep(self, document: Document, place: Mapping[str, Any]) -> None:
        """Nothing is counted."""

    def fail(self, _reason: str, place: Mapping[str, Any], _content: object) -> None:
        """A row that cannot be read had failed before, too."""
        if self._note is not None and self._note.line == place["line"]:
            self._note = next(self._notes, None)

    def lap(self, _stage: str) -> None:
        """Nothing is timed."""

    def check_end(self) -> None:
        """Raise InputError for edits of rows that there are not."""
        if self._note is not None:
            raise InputError(
                f"{self._name}: ends before row {self._note.line}, which has edits; is it the same file?"
            )
