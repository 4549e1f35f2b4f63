"""Lay records aside on disk and give them back one document at a time."""

from __future__ import annotations

import pickle
import sqlite3
import tempfile
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any

from gongwen_clean.drafts import create_draft
from gongwen_clean.errors import InputError

_CACHE_KIB = 8192
_SCHEMA = f"""
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA temp_store = FILE; PRAGMA cache_size = -{_CACHE_KIB};
    CREATE TABLE document (id INTEGER PRIMARY KEY, key TEXT UNIQUE);
    CREATE TABLE record (id INTEGER PRIMARY KEY, document INTEGER NOT NULL, content BLOB NOT NULL);
"""


class Spill:
    """Records on disk, grouped by key, in a folder that only this user can read; a context manager.

    Args: folder: where that lies; None for where TMPDIR says. It is removed at the end. What is laid aside
    comes back as it was (pickled, so that dates and arrays survive). Memory: a fixed cache, plus the records
    of one document.
    Raises: InputError where the disk is full or a record holds what cannot be pickled.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._above = folder

    def __enter__(self) -> Spill:
        try:
            self._folder = tempfile.TemporaryDirectory(
                prefix=".gongwen-rejoin-", dir=self._above, ignore_cleanup_errors=True
            )
        except OSError as error:
            raise InputError(f"no temporary folder: {error}; set TMPDIR to a folder that exists") from error
        path = Path(self._folder.name) / "records.sqlite"
        create_draft(path).close()  # for its owner alone, as are those that sqlite puts beside it
        # a generator may be read on by another thread, though never by two at once
        self._disk = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._disk.executescript(_SCHEMA)
        self._disk.execute("BEGIN")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._disk.close()
        self._folder.cleanup()

    def add(self, key: str | None, record: Any) -> None:
        """Lay `record` aside under `key`; under None it is a document of its own. Cost: O(log records)."""
        try:
            content = pickle.dumps(record, protocol=5)
        except (pickle.PicklingError, TypeError, AttributeError) as error:
            raise InputError(f"a record holds what cannot be laid aside on disk: {error}") from error
        try:
            self._disk.execute("INSERT INTO record VALUES (NULL, ?, ?)", (self._document(key), content))
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _document(self, key: str | None) -> int:
        row = None
        if key is not None:
            row = self._disk.execute("SELECT id FROM document WHERE key = ?", (key,)).fetchone()
        if row is not None:
            return int(row[0])
        return self._disk.execute("INSERT INTO document VALUES (NULL, ?)", (key,)).lastrowid or 0

    def documents(self) -> Iterator[list[Any]]:
        """Yield the records of each document in the order they came, documents by their first record."""
        try:
            # an index made at the end is sorted once; kept up meanwhile it would be written all over
            self._disk.execute("CREATE INDEX by_document ON record (document, id)")
            rows = self._disk.execute("SELECT document, content FROM record ORDER BY document, id")
            for _, group in groupby(rows, key=itemgetter(0)):
                yield [pickle.loads(content) for _, content in group]
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _failure(self, error: sqlite3.Error) -> InputError:
        return InputError(
            f"{self._folder.name}: the records cannot be laid aside: {error}; make room for all of them "
            "there, or set TMPDIR where no output is named"
        )
