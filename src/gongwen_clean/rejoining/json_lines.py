"""Rejoin and clean the pages in files of JSON lines: one document a line comes out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from gongwen_clean.cleaner import Cleaner
from gongwen_clean.document import Document
from gongwen_clean.document_json import PARTS, document_parts
from gongwen_clean.errors import InputError, PatternTimeoutError
from gongwen_clean.places import is_device
from gongwen_clean.rejoining.documents import REPORT, rejoin_placed
from gongwen_clean.rejoining.entries import PageFields
from gongwen_clean.rejoining.reports import describe_faults
from gongwen_clean.text_files import STANDARD_INPUT, open_whole

RECEIPT = "cleaned"
_MOST_FAILURES_TOLD = 20  # a misspelt field is missing in every line

Tell = Callable[[str], None]


class PageFiles:
    """Rejoin the records of files into documents and clean them.

    A document comes out as `rejoin` gives it, its text cleaned, with a field "cleaned": the receipt as
    `document_json.document_parts` has it, and in each edit what stood there before, so that the joined text
    can be had again from the line alone.

    Args: fields: as of `rejoin`. cleaner: cleans the joined texts. tell: takes each line of the report.
    """

    def __init__(self, fields: PageFields, cleaner: Cleaner, tell: Tell) -> None:
        self._fields = fields
        self._cleaner = cleaner
        self._tell = tell
        self._failures = 0

    def rejoin(self, paths: Sequence[Path], output: Path | None, note: Tell) -> int:
        """Write the documents of all files to `output`, or to standard output for None.

        Args: note: takes a line for each document with missing or doubled pages, and one at the end.
        Returns: how many lines and records failed; each is told, a record without a place in a document
        comes out alone. Raises: InputError when no file can be read, or the output cannot be written.
        """
        self._failures = documents = 0
        with _open_output(output) as file:
            for document in rejoin_placed(self._read(paths), self._fields, _beside(output)):
                report = document[REPORT]
                if report["problem"]:
                    self._fail(f"{report['parts'][0]['record']}: {report['problem']}")
                elif faults := describe_faults(report):
                    note(faults)
                file.write(_json_line(self._clean(document)))
                documents += 1
        if self._failures > _MOST_FAILURES_TOLD:
            self._tell(f"{self._failures - _MOST_FAILURES_TOLD} more lines failed")
        note(f"{documents} documents")
        return self._failures

    def _fail(self, message: str) -> None:
        self._failures += 1
        if self._failures <= _MOST_FAILURES_TOLD:
            self._tell(message)

    def _read(self, paths: Sequence[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
        unreadable = 0
        for path in paths:
            try:
                for place, line in _numbered_lines(path):
                    record = self._parse(place, line)
                    if record is not None:
                        yield place, record
            except OSError as error:
                self._fail(f"{path}: cannot be read: {error.strerror}")
                unreadable += 1
        if unreadable == len(paths):
            raise InputError("no file could be read")

    def _parse(self, place: str, line: bytes) -> dict[str, Any] | None:
        try:
            # not orjson: it makes floats of long ids and refuses escaped lone surrogates
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            self._fail(f"{place}: is no JSON: {error}")
            return None
        if not isinstance(record, dict):
            self._fail(f"{place}: is no object but {type(record).__name__}; each line must be one record")
            return None
        for name in (REPORT, RECEIPT):
            if name in record:
                self._fail(f"{place}: has a field {name!r} already; rename or remove it")
                return None
        return record

    def _clean(self, record: dict[str, Any]) -> dict[str, Any]:
        text = record.get(self._fields.text)
        if not isinstance(text, str):
            return record
        try:
            document = self._cleaner.run(text)
        except PatternTimeoutError as error:
            self._fail(f"{record[REPORT]['parts'][0]['record']}: is joined but not cleaned: {error}")
            return record
        return {**record, self._fields.text: document.text, RECEIPT: _receipt(document)}


def _numbered_lines(path: Path) -> Iterator[tuple[str, bytes]]:
    if path == STANDARD_INPUT:
        yield from _with_places("-", sys.stdin.buffer)
    else:
        with path.open("rb") as file:
            yield from _with_places(str(path), file)


def _with_places(name: str, lines: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield f"{name}:{number}", line


def _receipt(document: Document) -> dict[str, Any]:
    receipt = document_parts(document, PARTS)
    for edit in receipt["edits"]:
        edit["before"] = document.source[edit["start"] : edit["end"]]
    return receipt


def _json_line(record: dict[str, Any]) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        # lone surrogates stand in JSON only as escapes
        return json.dumps(record).encode() + b"\n"


def _beside(output: Path | None) -> Path | None:
    """The folder of an output, where there is room for what it is made of; None without one."""
    return None if output is None or is_device(output) else output.resolve().parent


@contextmanager
def _open_output(path: Path | None) -> Iterator[BinaryIO]:
    """Open `path`, or standard output for None."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with open_whole(path) as file:
        yield file
