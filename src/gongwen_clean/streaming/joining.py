"""Join the part files of shards where the run's output belongs."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from gongwen_clean.drafts import create_draft, put_in_place
from gongwen_clean.errors import InputError
from gongwen_clean.places import check_writable
from gongwen_clean.streaming.books import EDITS, ERRORS, JOINED, OUTPUT, sync_folder
from gongwen_clean.streaming.compression import BUFFER
from gongwen_clean.streaming.corpora import Corpus, shard_stem
from gongwen_clean.streaming.kinds import compression_of
from gongwen_clean.streaming.manifest import Entry

_LINE_NUMBER = re.compile(rb'\{"line":(\d+)')


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a run writes: `output` (None for standard output), and side-cars where they are asked for.

    `is_folder`: the output is a folder, and what cleans a shard writes into it.
    """

    output: Path | None
    edits: Path | None = None
    errors: Path | None = None
    is_folder: bool = False

    @property
    def is_stream(self) -> bool:
        """Whether the output goes to a pipe or device, so that a run cannot be taken up."""
        if self.output is None or self.is_folder:
            return self.output is None
        return self.output.exists() and not self.output.is_file()

    @property
    def compression(self) -> str:
        """How the output is compressed, by its suffix."""
        return compression_of(self.output) if self.output else "none"

    @property
    def part_folder(self) -> Path:
        """Where the parts of a run stand until it is done: beside the output."""
        return self._beside("parts")

    @property
    def told_errors(self) -> Path | None:
        """Where failures are told: as asked, or beside the output; None for nowhere."""
        return self.errors or (None if self.is_stream else self._beside("errors.jsonl"))

    def _beside(self, suffix: str) -> Path:
        assert self.output is not None
        return self.output.with_name(f"{self.output.name}.{suffix}")


def join_parts(
    folder: Path, corpus: Corpus, to: Destination, finished: Mapping[int, Entry], done: Iterator[object]
) -> None:
    """Write the parts behind each other to where they belong, those of the output while others are made.

    Args: finished: the shards whose parts are there, by number. done: cleans another shard each time it is
    asked, until all are in `finished`.
    Raises: InputError, OSError, and what `done` does.
    """
    if to.is_folder:
        for _ in done:
            pass
        _join_side_cars(folder, to, finished)
        return
    with open_whole(to.output) as file:
        corpus.join(_as_they_come(folder, finished, done), file)
        _join_side_cars(folder, to, finished)


def _as_they_come(folder: Path, finished: Mapping[int, Entry], done: Iterator[object]) -> Iterator[Path]:
    """The parts of the output in order, each as soon as it is there."""
    following = 0
    for _ in chain([None], done):
        while following in finished:
            yield from _paths(folder, [following], OUTPUT)
            following += 1


def _join_side_cars(folder: Path, to: Destination, finished: Mapping[int, Entry]) -> None:
    numbers = sorted(finished)
    lines = [finished[number].lines for number in numbers]
    failed = any(finished[number].failed for number in numbers)
    errors = to.told_errors if failed else to.errors
    for target, kind in ((to.edits, EDITS), (errors, ERRORS)):
        if target:
            with open_whole(target) as file:
                copy_numbered(_paths(folder, numbers, kind), lines, file)


class PartStream:
    """Writes parts to an output that is a stream, each as soon as those before it are, and removes them.

    Args: files: where each kind of part goes; kinds that are not there are dropped.
    """

    def __init__(self, folder: Path, corpus: Corpus, files: Mapping[str, BinaryIO]) -> None:
        self._folder = folder
        self._corpus = corpus
        self._files = files
        self._waiting: dict[int, int] = {}
        self._following = self._line = 0

    def add(self, number: int, lines: int) -> None:
        """Take a finished shard; they may come in any order."""
        self._waiting[number] = lines
        while self._following in self._waiting:
            self._write(self._following)
            self._line += self._waiting.pop(self._following)
            self._following += 1

    def _write(self, number: int) -> None:
        for kind in JOINED:
            (path,) = paths = list(_paths(self._folder, [number], kind))
            if kind == OUTPUT:
                self._corpus.join(iter(paths), self._files[kind])
            elif kind in self._files:
                copy_numbered(iter(paths), [0], self._files[kind], self._line)
            path.unlink()
        self._files[OUTPUT].flush()


def write_stream(folder: Path, corpus: Corpus, to: Destination, done: Iterable[tuple[int, int]]) -> None:
    """Write to an output that is a stream what comes of shards, given by their number and lines, when done.

    Raises: InputError, and what `done` does.
    """
    paths = {EDITS: to.edits, ERRORS: to.errors}
    with ExitStack() as stack:
        files = {kind: stack.enter_context(open_whole(path)) for kind, path in paths.items() if path}
        files[OUTPUT] = stack.enter_context(open_whole(to.output))
        stream = PartStream(folder, corpus, files)
        for number, lines in done:
            stream.add(number, lines)


def copy_numbered(parts: Iterator[Path], lines: Sequence[int], file: BinaryIO, begin: int = 0) -> None:
    """Copy records whose lines count from 0 at their shard's first; the corpus's count from 1.

    Args: lines: of each shard. begin: those before the first. Records without a line are copied as they are.
    """
    for path, count in zip(parts, lines, strict=True):
        with path.open("rb", buffering=BUFFER) as records:
            for record in records:
                if match := _LINE_NUMBER.match(record):
                    record = b'{"line":%d' % (int(match[1]) + begin + 1) + record[match.end() :]
                file.write(record)
        begin += count


@contextmanager
def open_whole(target: Path | None) -> Iterator[BinaryIO]:
    """Open a file that appears under its name only when all of it is written; None: standard output.

    Its draft, beside it, only its owner can read. A link stays a link, a device or pipe is written as it is.
    Raises: InputError when it cannot be written.
    """
    if target is None:
        try:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:  # here, as the files of other outputs are open around it
            raise InputError(f"standard output: cannot be written: {error.strerror}") from error
        return
    check_writable(target)
    try:
        target = target.resolve()
        if target.exists() and not target.is_file():
            with target.open("wb") as device:
                yield device
            return
        with _drafted(target) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        sync_folder(target.parent)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"{target}: cannot be written: {error.strerror}") from error


@contextmanager
def _drafted(target: Path) -> Iterator[BinaryIO]:
    """Open a draft that becomes the target when the block ends well, and goes when it does not."""
    draft = target.with_name(f"{target.name}.part")
    try:
        with create_draft(draft) as file:
            yield file
        put_in_place(draft, target)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def _paths(folder: Path, numbers: Sequence[int], kind: str) -> Iterator[Path]:
    return (folder / f"{shard_stem(number)}.{kind}" for number in numbers)
