"""Folders of text and HTML files: a file is an item, some hundred of them a shard."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from gongwen_clean.drafts import create_draft, put_in_place
from gongwen_clean.errors import InputError
from gongwen_clean.html_files import SUFFIXES as HTML_SUFFIXES
from gongwen_clean.places import check_writable
from gongwen_clean.streaming.books import Books
from gongwen_clean.streaming.corpora import Shard
from gongwen_clean.text_files import read_text

_SHARD_FILES = 200
_SUFFIXES = frozenset({".txt", *HTML_SUFFIXES})


class Pair(NamedTuple):
    """A file and where it goes, both as paths below their folders."""

    source: str
    target: str


class TextFolder:
    """The text and HTML files under `path`, cleaned to files of the same names under `output`.

    HTML becomes `.txt`; `.html.txt` where the folder has that name already. Hidden files are left alone.
    """

    def __init__(self, path: Path, output: Path, encoding: str) -> None:
        self.path = path
        self._output = output
        self._encoding = encoding

    def identity(self) -> dict[str, Any]:
        """Return the folders; what the files hold is told shard by shard."""
        return {
            "path": str(self.path.resolve()),
            "output": str(self._output.resolve()),
            "encoding": self._encoding,
        }

    def shards(self, folder: Path, finished: Mapping[int, str]) -> Generator[Shard, None, None]:
        """Yield the files, some hundred at a time."""
        for number, pairs in enumerate(_groups(self.pairs(folder))):
            digest = self._digest(pairs)
            if number not in finished:
                yield Shard(number, self.path, 0, len(pairs), digest=digest, files=pairs)
            elif finished[number] != digest:
                raise InputError(f"{self.path}: is not what the run was begun on; remove {folder}")

    def clean(self, shard: Shard, books: Books) -> None:
        """Clean files and write each to its place."""
        for pair in shard.files:
            books.begin()
            path = self.path / pair[0]
            place = {"file": str(path)}
            try:
                text = read_text(path, self._encoding)
            except InputError as error:
                books.fail(str(error), place, None)
                continue
            document = books.clean(text, str(path), place, None)
            if document is not None:
                write_below(self._output, pair[1], document.text)
                books.keep(document, {})
                books.tally.source_bytes += path.stat().st_size
            books.lap("writing")
        if hasattr(os, "sync"):
            os.sync()  # once for all files: they must outlive a power cut that the note of them outlives

    def join(self, parts: Iterator[Path], output: BinaryIO) -> None:
        """Do nothing: the files stand where they belong."""

    def pairs(self, parts: Path | None = None) -> Iterator[Pair]:
        """Yield the files in an order of their own; neither what is hidden, nor output, nor parts."""
        skipped = {path.resolve() for path in (self._output, parts) if path}
        for name, folders, files in os.walk(self.path, onerror=_refuse):
            folder = Path(name)
            folders[:] = sorted(
                one for one in folders if not one.startswith(".") and (folder / one).resolve() not in skipped
            )
            below = folder.relative_to(self.path)
            taken = set(files)
            for file in sorted(files):
                if not file.startswith(".") and Path(file).suffix.lower() in _SUFFIXES:
                    yield Pair(str(below / file), str(below / _target(file, taken)))

    def _digest(self, pairs: Sequence[Pair]) -> str:
        digest = blake2b(digest_size=16)
        for pair in pairs:
            digest.update(f"{pair!r}{_version(self.path / pair.source)}\n".encode())
        return digest.hexdigest()


def write_below(folder: Path, name: str, text: str) -> None:
    """Write a text, and a line end that it may lack, below a folder, whole or not at all.

    The draft has a name of its own, so that a run that is taken up replaces what it left. Raises: InputError.
    """
    path = folder / name
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        check_writable(path)
        with create_draft(draft) as file:
            file.write(with_line_end(text).encode("utf-8", "replace"))
        put_in_place(draft, path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error


def with_line_end(text: str) -> str:
    """Return a text as it stands in a file of its own."""
    return text if not text or text.endswith("\n") else text + "\n"


def _version(path: Path) -> str:
    """What changes when a file does; a link may lead nowhere."""
    try:
        status = path.stat()
    except OSError:
        return "unreadable"
    return f"{status.st_size} {status.st_mtime_ns}"


def _groups(pairs: Iterator[Pair]) -> Iterator[list[Pair]]:
    group: list[Pair] = []
    for pair in pairs:
        group.append(pair)
        if len(group) == _SHARD_FILES:
            yield group
            group = []
    if group:
        yield group


def _target(file: str, taken: set[str]) -> str:
    path = Path(file)
    if path.suffix.lower() == ".txt":
        return file
    short = f"{path.stem}.txt"
    name = f"{file}.txt" if short in taken else short
    taken.add(name)
    return name


def _refuse(error: OSError) -> None:
    raise InputError(f"{error.filename}: cannot be read: {error.strerror}") from error
