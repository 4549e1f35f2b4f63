"""Corpora of JSON lines: plain or compressed, from a file or standard input."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import nullcontext
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from gongwen_clean.document import Document
from gongwen_clean.drafts import create_draft
from gongwen_clean.errors import InputError
from gongwen_clean.streaming.books import Books
from gongwen_clean.streaming.compression import BUFFER, pack, unpack
from gongwen_clean.streaming.corpora import Shard, shard_stem
from gongwen_clean.streaming.kinds import compression_of
from gongwen_clean.streaming.limits import MOST_RATIO
from gongwen_clean.streaming.lines import LongLine, TextLine, line_name, read_line, read_lines, write_line
from gongwen_clean.text_files import STANDARD_INPUT

SHARD_BYTES = 4 << 20


class Bounds(NamedTuple):
    """What keeps a compressed or piped corpus from filling the disk on which it is laid aside.

    `line_bytes`: of a line, more are not kept; -1 for all. `ratio`: see compression.unpack.
    """

    line_bytes: int = -1
    ratio: int = MOST_RATIO


_WIDE = Bounds()


class JsonLines:
    """JSON lines in `path`; `compression` of the input by name, `packed` that of the output."""

    def __init__(self, path: Path, compression: str, packed: str, bounds: Bounds = _WIDE) -> None:
        self.path = path
        self._compression = compression
        self._packed = packed
        self._bounds = bounds

    def identity(self) -> dict[str, Any]:
        """Return path, size and time of the file; of what is unpacked or piped, shards tell the content.

        So a run on an archive that was cut short can be taken up when it is there as a whole.
        """
        known = {"path": str(self.path), "compression": self._compression, "output": self._packed}
        if self._compression != "none" or self._is_stream():
            return {**known, "shard_bytes": SHARD_BYTES, "line_bytes": self._bounds.line_bytes}
        return {**known, "shard_bytes": SHARD_BYTES, **file_identity(self.path)}

    def shards(self, folder: Path, finished: Mapping[int, str]) -> Generator[Shard, None, None]:
        """Yield stretches of whole lines; what is compressed or piped is unpacked into `folder`."""
        if self._compression == "none" and not self._is_stream():
            yield from (shard for shard in self._ranges() if shard.number not in finished)
            return
        number = 0
        begun_on = None if self._is_stream() else file_identity(self.path)
        limit, ratio = self._bounds
        with open_raw(self.path) as raw, unpack(raw, str(self.path), self._compression, ratio) as content:
            while block := _read_block(content, _aside(folder, number, finished), limit):
                if number not in finished:
                    yield Shard(number, block.path, 0, block.size, is_own=True, digest=block.digest)
                elif finished[number] != block.digest:
                    raise InputError(f"{self.path}: is not what the run was begun on; remove {folder}")
                number += 1
        if begun_on and begun_on != file_identity(self.path):
            raise InputError(f"{self.path}: was changed while it was cleaned; remove {folder}, begin anew")

    def clean(self, shard: Shard, books: Books) -> None:
        """Clean the lines of a shard."""
        options = books.options
        with shard.path.open("rb", buffering=BUFFER) as source:
            source.seek(shard.start)
            for line in read_lines(source, shard.end - shard.start, options.max_line_bytes):
                place = {"line": books.begin()}
                item = read_line(line, options.text_field)
                if isinstance(item, str):
                    books.fail(item, place, line.head if isinstance(line, LongLine) else line)
                elif item.text is None:
                    books.output.write(item.line)
                else:
                    document = books.clean(item.text, line_name(item, options.id_field), place, item.line)
                    if document is not None:
                        _write(item, document, books, place)
                books.lap("writing")
        books.tally.source_bytes = shard.end - shard.start
        if self._packed != "none":
            _pack(books.output, self._packed)

    def join(self, parts: Iterator[Path], output: BinaryIO) -> None:
        """Write the parts behind each other; members of an archive behind each other are an archive."""
        empty = True
        for path in parts:
            empty = False
            with path.open("rb") as part:
                shutil.copyfileobj(part, output, BUFFER)
        if empty:
            output.write(pack(b"", self._packed))

    def _is_stream(self) -> bool:
        return self.path == STANDARD_INPUT or not self.path.is_file()

    def _ranges(self) -> Iterator[Shard]:
        with open_raw(self.path) as file:
            size = self.path.stat().st_size
            start = number = 0
            while start < size:
                file.seek(start + SHARD_BYTES - 1)
                while (piece := file.readline(BUFFER)) and not piece.endswith(b"\n"):
                    pass
                end = min(file.tell(), size)
                yield Shard(number, self.path, start, end)
                start, number = end, number + 1


def file_identity(path: Path) -> dict[str, Any]:
    """Return what of a file changes when its content does, short of reading it. Raises: InputError."""
    try:
        status = path.stat()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    return {"path": str(path.resolve()), "bytes": status.st_size, "mtime_ns": status.st_mtime_ns}


def open_raw(path: Path) -> BinaryIO:
    """Open a file, or standard input for `-`, as it lies on disk. Raises: InputError."""
    try:
        return sys.stdin.buffer if path == STANDARD_INPUT else path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def input_compression(path: Path, asked: str) -> str:
    """Return how the input is compressed: as asked, or for "auto" as its suffix says."""
    return compression_of(path) if asked == "auto" else asked


def _write(item: TextLine, document: Document, books: Books, place: Mapping[str, Any]) -> None:
    line = write_line(item, document, books.options)
    if isinstance(line, str):
        books.fail(line, place, item.line)
    else:
        books.output.write(line)
        books.keep(document, place)


class _Block(NamedTuple):
    path: Path
    size: int
    digest: str


def _aside(folder: Path, number: int, finished: Collection[int]) -> Path | None:
    """Where a shard is laid aside; None for one that is not needed again."""
    return None if number in finished else folder / f"{shard_stem(number)}.in"


def _read_block(content: BinaryIO, path: Path | None, limit: int) -> _Block | None:
    """Copy whole lines, as long as a range of a plain file, to `path`, if any; None at the end.

    Of a line that is longer than `limit`, so many bytes are copied: whoever reads it finds it too long.
    """
    digest = blake2b(digest_size=16)
    size = read = in_line = 0
    with create_draft(path, buffering=BUFFER) if path else nullcontext() as file:
        while (read < SHARD_BYTES or in_line) and (piece := content.readline(BUFFER)):
            digest.update(piece)
            read += len(piece)
            kept = piece if limit < 0 else _cut(piece, limit - in_line)
            in_line = 0 if piece.endswith(b"\n") else in_line + len(piece)
            size += len(kept)
            if file:
                file.write(kept)
    if path and not read:
        path.unlink()
    return _Block(path or Path(), size, digest.hexdigest()) if read else None


def _cut(piece: bytes, left: int) -> bytes:
    """What is kept of a piece of a line of which `left` bytes may still be: its line end in any case."""
    if len(piece) <= left:
        return piece
    return piece[: max(0, left)] + (b"\n" if piece.endswith(b"\n") else b"")


def _pack(part: BinaryIO, compression: str) -> None:
    part.seek(0)
    packed = pack(part.read(), compression)
    part.seek(0)
    part.truncate()
    part.write(packed)
