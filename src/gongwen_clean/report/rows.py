"""Lay a document's source and text beside each other, paragraph by paragraph.

The left sides of all rows, one behind the other, are the source; the right sides are the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gongwen_clean.document import Document, Finding
from gongwen_clean.report.kinds import REMOVED, edit_kind

_LONG_CHARS = (
    3000  # beyond which a paragraph goes on in another row, so that a browser lays out little at a time
)
_MARK_CHARS = 8  # that a page's mark inside a paragraph may have, such as a number
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_BREAK = re.compile(r"[^。；！？\n]{0,200}[。；！？]?")


class Piece(NamedTuple):
    """A stretch of a row: `before` stands in the source, `after` in the text.

    `edit` is the number of the edit that made it so, `finding` that of a suspicious place; both None for
    plain text. `kind`: one of kinds.KINDS for an edit, "" else.
    """

    before: str
    after: str
    edit: int | None = None
    kind: str = ""
    finding: int | None = None


@dataclass(slots=True)
class Row:
    """A paragraph on both sides. `start`: its offset in the source, in code points.

    `number`: which paragraph of the text it begins; 0 where it goes on with one or has no text.
    `is_removed`: nothing of it is left in the text, so that a reader need not see it at once.
    """

    start: int
    number: int = 0
    is_removed: bool = False
    pieces: list[Piece] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Whether both sides are alike."""
        return all(piece.edit is None for piece in self.pieces)

    @property
    def removed_chars(self) -> int:
        """How many characters were removed that are no blanks."""
        return sum(len("".join(piece.before.split())) for piece in self.pieces)


def lay_rows(document: Document) -> list[Row]:
    """Return the rows of a document. Cost: linear in its length, edits and findings."""
    return _Layout().lay(_pieces(document))


class _Layout:
    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._row = Row(0)
        self._at = 0
        self._chars = 0
        self._paragraphs = 0
        self._is_new = True  # whether the next text begins a paragraph

    def lay(self, pieces: Iterator[Piece]) -> list[Row]:
        for piece in pieces:
            if self._stands_apart(piece):
                self._add_removed(piece)
            elif piece.edit is None and piece.finding is None:
                for part in _parts(piece.before):
                    self._add(Piece(part, part))
            else:
                self._add(piece)
        self._end()
        return self._rows

    def _add(self, piece: Piece) -> None:
        if self._is_new and piece.after.strip():
            self._is_new = False
            self._paragraphs += 1
            self._row.number = self._paragraphs
        self._row.pieces.append(piece)
        self._at += len(piece.before)
        self._chars += max(len(piece.before), len(piece.after))
        if "\n" in piece.after:
            self._is_new = True
            self._end()
        elif self._chars > _LONG_CHARS and (piece.after.endswith("。") or self._chars > 2 * _LONG_CHARS):
            self._end()

    def _add_removed(self, piece: Piece) -> None:
        self._end()
        last = self._rows[-1] if self._rows else None
        if last is None or not last.is_removed:
            last = Row(self._at, is_removed=True)
            self._rows.append(last)
        last.pieces.append(piece)
        self._at += len(piece.before)
        self._row.start = self._at

    def _stands_apart(self, piece: Piece) -> bool:
        """Whether a removal is more than a mark inside a paragraph: whole lines, or what stood before it."""
        if piece.kind != REMOVED:
            return False
        if "\n" in piece.before and len(piece.before.strip()) > _MARK_CHARS:
            return True
        return self._is_new and ("\n" in piece.before or len(piece.before) > _MARK_CHARS)

    def _end(self) -> None:
        if self._row.pieces:
            self._rows.append(self._row)
        self._row = Row(self._at)
        self._chars = 0


def _parts(text: str) -> Iterator[str]:
    """Divide plain text at its line ends; what is long, behind signs too."""
    for line in _LINE.findall(text):
        if len(line) <= _LONG_CHARS:
            yield line
        else:
            yield from (part for part in _BREAK.findall(line.removesuffix("\n")) if part)
            if line.endswith("\n"):
                yield "\n"


def _pieces(document: Document) -> Iterator[Piece]:
    at = 0
    findings = _Findings(document.findings)
    for number, edit in enumerate(document.edits):
        yield from findings.mark(document.source, at, edit.start)
        before = document.source[edit.start : edit.end]
        yield Piece(before, edit.after, number, edit_kind(before, edit.after))
        at = edit.end
    yield from findings.mark(document.source, at, len(document.source))


class _Findings:
    """Marks findings in what was not changed; those that touch an edit or one before stay unmarked."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._findings = findings
        self._next = 0

    def mark(self, source: str, at: int, end: int) -> Iterator[Piece]:
        while self._next < len(self._findings) and self._findings[self._next].start < end:
            number, finding = self._next, self._findings[self._next]
            self._next += 1
            if at <= finding.start < finding.end <= end and "\n" not in source[finding.start : finding.end]:
                if at < finding.start:
                    yield _plain(source[at : finding.start])
                found = source[finding.start : finding.end]
                yield Piece(found, found, finding=number)
                at = finding.end
        if at < end:
            yield _plain(source[at:end])


def _plain(text: str) -> Piece:
    return Piece(text, text)
