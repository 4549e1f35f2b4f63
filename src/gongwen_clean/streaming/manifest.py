"""What a run has finished: a file of JSON lines that survives whatever ends the run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gongwen_clean.drafts import create_draft
from gongwen_clean.errors import InputError
from gongwen_clean.streaming.books import KINDS
from gongwen_clean.streaming.corpora import shard_stem
from gongwen_clean.streaming.json_fields import dump, load
from gongwen_clean.streaming.tally import Tally

_NAME = "manifest.jsonl"


class Entry(NamedTuple):
    """A shard whose part files are written: what it was made from, its items and how many failed.

    There is one for each shard in memory, so that no more is in it than joining the parts needs.
    """

    digest: str
    lines: int
    failed: int


class Manifest:
    """The finished shards, by number, of a run in `folder` under some settings.

    Args: settings: what must be the same for parts to be joined.
    """

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        self._folder = folder
        self._path = folder / _NAME
        self._settings = dict(settings)
        self.finished: dict[int, Entry] = {}
        self.total = Tally()

    def begin(self, resume: bool) -> None:
        """Start anew, or with `resume` take up what is there. Lines and parts cut short do not count.

        Raises: InputError where the run was begun with other input or settings.
        """
        lines = list(_whole_records(self._path)) if resume and self._path.exists() else []
        if not lines:
            with create_draft(self._path) as file:
                file.write(dump(self._settings) + b"\n")
            return
        if lines[0][0] != load(dump(self._settings)):
            raise InputError(
                f"{self._folder}: was begun on other input or with other settings, tables or version; "
                "remove it to begin anew"
            )
        os.truncate(self._path, lines[-1][1])
        for record, _ in lines[1:]:
            if self._sizes(record["shard"]) == record["bytes"]:
                self._count(record["shard"], record["digest"], Tally.from_json(record["tally"]))

    def add(self, shard: int, digest: str, tally: Tally) -> None:
        """Note a shard whose part files lie on disk."""
        self._count(shard, digest, tally)
        record = {"shard": shard, "digest": digest, "bytes": self._sizes(shard), "tally": tally.as_json()}
        with self._path.open("ab") as file:
            file.write(dump(record) + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def _count(self, shard: int, digest: str, tally: Tally) -> None:
        if shard not in self.finished:
            self.finished[shard] = Entry(digest, tally.lines, tally.failed)
            self.total.add(tally)

    def _sizes(self, shard: int) -> list[int]:
        paths = [self._folder / f"{shard_stem(shard)}.{kind}" for kind in KINDS]
        return [path.stat().st_size if path.exists() else -1 for path in paths]


def _whole_records(path: Path) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield the records up to the first that was not written whole, each with the offset behind it."""
    end = 0
    with path.open("rb") as file:
        for line in file:
            end += len(line)
            try:
                record = load(line)
            except ValueError:
                return
            if not line.endswith(b"\n"):
                return
            yield record, end
