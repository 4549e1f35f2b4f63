"""Clean one text of a corpus: within limits, and without ever failing."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any, Protocol

from gongwen_clean.cleaner import Cleaner
from gongwen_clean.document import Document
from gongwen_clean.document_json import document_parts
from gongwen_clean.errors import GongwenError
from gongwen_clean.streaming.stamp import source_digest

_MOST_BYTES_A_CHAR = 6  # of JSON that may stand for one character: \\u4e2d
_MOST_BYTES_BESIDE = 1 << 16  # that the other fields of a record may have before its line is refused unread


class DocumentTimeoutError(BaseException):
    """A document that took longer than it may; no Exception, so that no step catches it."""


@dataclass(frozen=True, slots=True)
class LineOptions:
    """How records are read and written.

    `added`: parts of the document that the output gets besides the text (see document_parts). `stamp`: what
    each record gets as `stamp` beside the hash of its source, or None. `max_chars` and `timeout_s`: what a
    document may have and take; 0 for no limit.
    """

    text_field: str = "text"
    id_field: str = "id"
    added: tuple[str, ...] = ()
    stamp: Mapping[str, str] | None = None
    with_edits: bool = False
    max_chars: int = 5_000_000
    timeout_s: float = 0.0

    @property
    def max_line_bytes(self) -> int:
        """The length beyond which a line is refused unread; -1 for no limit."""
        return _MOST_BYTES_A_CHAR * self.max_chars + _MOST_BYTES_BESIDE if self.max_chars else -1

    def added_fields(self, document: Document) -> dict[str, Any]:
        """Return what a record gets besides its text, as JSON values."""
        fields = document_parts(document, self.added)
        if self.stamp:
            fields["stamp"] = {**self.stamp, "source_sha256": source_digest(document.source)}
        return fields

    @property
    def added_names(self) -> tuple[str, ...]:
        """The names of the fields that records get."""
        spans = ("metadata_spans",) if "metadata" in self.added else ()
        return (*self.added, *spans, *(("stamp",) if self.stamp else ()))


class Collector(Protocol):
    """Takes in documents as they are cleaned; what several took in can be put together from their JSON."""

    def add(self, document: Document) -> None:
        """Take a cleaned document in."""

    def as_json(self) -> Mapping[str, Any]:
        """Return all that was taken in as JSON values."""
        ...


class TextCleaner:
    """Cleans texts within the limits of `options`.

    `make_collector`: makes, for each shard of a corpus, what its documents are shown to; must be picklable.
    """

    def __init__(
        self, cleaner: Cleaner, options: LineOptions, make_collector: Callable[[], Collector] | None = None
    ) -> None:
        self._cleaner = cleaner
        self.options = options
        self.make_collector = make_collector

    def prepare(self) -> None:
        """Load what cleaning needs. What is no model or table is left for the first text that needs it."""
        with suppress(GongwenError):
            self._cleaner.prepare()

    def clean(self, text: str, name: str | None) -> Document | str:
        """Return the document of a text, or why there is none. Never raises."""
        options = self.options
        if options.max_chars and len(text) > options.max_chars:
            return f"has {len(text)} characters; --max-doc-chars allows {options.max_chars}"
        try:
            if not options.timeout_s:
                return self._cleaner.run(text, name)
            with time_limit(options.timeout_s):
                return self._cleaner.run(text, name)
        except DocumentTimeoutError:
            return f"took longer than {options.timeout_s:g} s"
        except Exception as error:  # one document that fails must not end a run
            return f"failed: {type(error).__name__}: {error}"


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise DocumentTimeoutError in this, the main, thread when its block takes longer."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise DocumentTimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
