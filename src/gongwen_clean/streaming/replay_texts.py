"""Apply the edits of an earlier run to text files again, one by one or all of a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from gongwen_clean.errors import InputError
from gongwen_clean.streaming.edit_records import NotedEdit, parse_edit, read_records
from gongwen_clean.streaming.folders import TextFolder
from gongwen_clean.streaming.replay import Choice, replay_edits
from gongwen_clean.text_files import read_text

FileEdits = Mapping[str, Sequence[NotedEdit]]


class Replayed(NamedTuple):
    """A file, the name that it gets, and its text with the edits made."""

    source: Path
    target: str
    text: str


def read_file_edits(path: Path) -> FileEdits:
    """Return the edits of each file, by the path that it had. Raises: InputError, with the wrong line."""
    edits: dict[str, list[NotedEdit]] = {}
    for record in read_records(path, "id"):
        if not record.is_failure:
            known = edits.setdefault(str(record.values.get("id")), [])
            known.append(parse_edit(record, known))
    return edits


def replay_files(
    paths: Sequence[Path], output: Path | None, edits: FileEdits, choice: Choice, encoding: str
) -> Iterator[Replayed | InputError]:
    """Yield each file's text with its edits made, or why there is none: files and those in folders."""
    for path in paths:
        for source, target in _files(path, output, encoding):
            try:
                text = read_text(source, encoding)
                text = replay_edits(text, edits.get(str(source), ()), choice, str(source))
            except InputError as error:
                yield error
            else:
                yield Replayed(source, target, text)


def _files(path: Path, output: Path | None, encoding: str) -> Iterator[tuple[Path, str]]:
    if not path.is_dir():
        yield path, path.name
        return
    for pair in TextFolder(path, output or path, encoding).pairs():
        yield path / pair.source, pair.target
