"""Read a corpus as texts of sites."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple
from urllib.parse import urlsplit

from gongwen_clean.errors import InputError
from gongwen_clean.streaming.compression import open_packed
from gongwen_clean.text_files import read_text

_JSON_SUFFIXES = frozenset({".jsonl", ".json", ".ndjson"})


class SiteText(NamedTuple):
    """A text and the site it is of."""

    site: str
    text: str


def read_site_texts(paths: Iterable[Path], by: str) -> Iterator[SiteText]:
    """Yield the texts of files and folders, one after another, in an order that is always the same.

    JSON lines, plain or packed as .gz, .xz or .zst, have the text in the field `text` and the site in the
    field `by`; of a URL, the host is the site. Of a folder, the .txt files are of the site that the folder is
    named after, and those of its sub-folders of sites named after these.
    Raises: InputError, naming file and line.
    """
    for path in paths:
        if path.is_dir():
            yield from _read_folder(path)
        elif _JSON_SUFFIXES & set(path.suffixes):
            yield from _read_file(path, by)
        else:
            raise InputError(
                f"{path}: is neither a folder of .txt files nor a .jsonl file; give one of these"
            )


def site_of(value: str) -> str:
    """Return the host of a URL in small letters, or the value itself when it is none.

    >>> site_of("https://WWW.hexian.gov.cn:8080/art/1.html"), site_of("hexian.gov.cn")
    ('www.hexian.gov.cn', 'hexian.gov.cn')
    """
    value = value.strip()
    try:
        host = urlsplit(value).hostname if "//" in value else None
    except ValueError:
        host = None
    return host or value.lower()


def _read_folder(folder: Path) -> Iterator[SiteText]:
    files = sorted(folder.glob("*.txt")) + sorted(folder.glob("*/*.txt"))
    if not files:
        raise InputError(f"{folder}: no .txt file in this folder or its sub-folders; give one that has")
    for file in files:
        yield SiteText(file.resolve().parent.name, read_text(file))


def _read_file(path: Path, by: str) -> Iterator[SiteText]:
    try:
        with open_packed(path) as lines:
            yield from _read_records(path, lines, by)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}; give UTF-8 JSON lines") from error


def _read_records(path: Path, lines: IO[str], by: str) -> Iterator[SiteText]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise InputError(
                f"{path}:{number}: no JSON in this line: {error}; repair or remove it"
            ) from error
        yield SiteText(site_of(_field(record, by, path, number)), _field(record, "text", path, number))


def _field(record: Any, name: str, path: Path, number: int) -> str:
    value = record.get(name) if isinstance(record, dict) else None
    if isinstance(value, str):
        return value
    names = ", ".join(sorted(record)[:12]) if isinstance(record, dict) else "none"
    advice = "; name the site's field with --by" if name != "text" else ""
    raise InputError(f"{path}:{number}: no text in a field {name!r}; the fields are {names}{advice}")
