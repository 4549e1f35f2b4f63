"""What a corpus is to a run: it divides itself into shards, cleans one, and joins what became of them."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol

from gongwen_clean.streaming.books import Books


class Shard(NamedTuple):
    """A stretch of a corpus that is cleaned at once: units `start:end` of `path`.

    Units are bytes of lines, row groups of Parquet, files of a folder (which `files` names, each
    with where it goes). `is_own`: the file is the run's, to be deleted once the shard is cleaned. `digest`:
    of the content, where the file at `path` does not stand for it.
    """

    number: int
    path: Path
    start: int
    end: int
    is_own: bool = False
    digest: str = ""
    files: Sequence[tuple[str, str]] = ()


class Corpus(Protocol):
    """A corpus of one kind. Where its shards end depends on its content alone, not on jobs or interruptions.

    All methods raise InputError for input that is missing, locked, damaged or of another kind.
    """

    path: Path

    def identity(self) -> dict[str, Any]:
        """Return what changes when the corpus does, as JSON values."""

    def shards(self, folder: Path, finished: Mapping[int, str]) -> Generator[Shard, None, None]:
        """Yield the shards in order but for those finished: their digests by number, which are checked.

        Args: folder: for files that must be made on the way.
        """

    def clean(self, shard: Shard, books: Books) -> None:
        """Clean the items of a shard into `books`."""

    def join(self, parts: Iterator[Path], output: BinaryIO) -> None:
        """Write the parts of all shards, in order, behind each other."""


def shard_stem(number: int) -> str:
    """Return what the names of a shard's part files begin with."""
    return f"{number:06d}"
