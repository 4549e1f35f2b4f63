"""Keep the books of one shard while its items are cleaned: what became of each, and why it failed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from gongwen_clean.document import Document
from gongwen_clean.document_json import edit_record
from gongwen_clean.drafts import create_draft
from gongwen_clean.streaming.json_fields import dump
from gongwen_clean.streaming.tally import Tally
from gongwen_clean.streaming.texts import TextCleaner

OUTPUT, EDITS, ERRORS, COLLECTED = "out", "edits", "errors", "collected"
JOINED = (OUTPUT, EDITS, ERRORS)
KINDS = (*JOINED, COLLECTED)

Note = Callable[[int], None]


def ignore(_number: int) -> None:
    """Watch nothing."""


class Books:
    """Cleans the items (lines, rows, files) of one shard and writes down what became of each.

    Numbers of items count from 0 at the shard's first; what joins the parts adds those before.

    Args: texts: cleans. parts: files by kind: the output is for the corpus to write, the others are
    written here. skipped: items that are told as failed. note: is told each item before it is cleaned.
    """

    def __init__(
        self, texts: TextCleaner, parts: Mapping[str, BinaryIO], skipped: Collection[int], note: Note
    ) -> None:
        self.options = texts.options
        self.output = parts[OUTPUT]
        self.tally = Tally()
        self._texts = texts
        self._parts = parts
        self._skipped = skipped
        self._note = note
        self._collector = texts.make_collector() if texts.make_collector else None
        self._at = time.perf_counter()

    def begin(self) -> int:
        """Go on to the next item and return its number."""
        number = self.tally.lines
        self._note(number)
        self.tally.lines += 1
        return number

    def clean(
        self, text: str, name: str | None, place: Mapping[str, Any], content: object
    ) -> Document | None:
        """Return the document of the item's text, for `keep`; or None for one that failed, which is told.

        Args: place: what says in the side-cars where the item is. content: what of the item is told, should
        it fail: bytes or text.
        """
        if self.tally.lines - 1 in self._skipped:
            self.fail("its process died three times on it", place, content)
            return None
        self.lap("reading")
        document = self._texts.clean(text, name)
        self.lap("cleaning")
        if isinstance(document, str):
            self.fail(document, place, content)
            return None
        return document

    def keep(self, document: Document, place: Mapping[str, Any]) -> None:
        """Count a document that is written, and tell its edits."""
        self.tally.count(document)
        if self._collector:
            self._collector.add(document)
        if self.options.with_edits:
            for edit in document.edits:
                self._tell(EDITS, {**place, **edit_record(document, edit)})

    def fail(self, reason: str, place: Mapping[str, Any], content: object) -> None:
        """Tell an item that is left out."""
        self.tally.failed += 1
        if isinstance(content, bytes):
            content = content.rstrip(b"\r\n").decode("utf-8", "replace")
        self._tell(ERRORS, {**place, "reason": reason, "content": content})
        self._tell(EDITS, {**place, "failed": reason})

    def finish(self) -> None:
        """Write down what was collected from the documents of the shard."""
        if self._collector:
            self._parts[COLLECTED].write(dump(self._collector.as_json()))

    def lap(self, stage: str) -> None:
        """Count the time since the last lap to a stage."""
        now = time.perf_counter()
        self.tally.seconds[stage] = self.tally.seconds.get(stage, 0.0) + now - self._at
        self._at = now

    def _tell(self, kind: str, record: Mapping[str, Any]) -> None:
        self._parts[kind].write(dump(record) + b"\n")


@contextmanager
def open_parts(folder: Path, stem: str) -> Iterator[dict[str, BinaryIO]]:
    """Open the part files of a shard; they appear, durably, when the block has ended well.

    Only their owner can read them.
    """
    names = {kind: folder / f"{stem}.{kind}" for kind in KINDS}
    drafts = {kind: folder / f"{stem}.{kind}.{os.getpid()}" for kind in KINDS}
    with ExitStack() as stack:
        parts: dict[str, BinaryIO] = {kind: stack.enter_context(create_draft(drafts[kind])) for kind in KINDS}
        yield parts
        for part in parts.values():
            part.flush()
            os.fsync(part.fileno())
    for kind in KINDS:
        drafts[kind].replace(names[kind])
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
