"""Say what a corpus was cleaned with: versions of tool and tables, and a hash of the settings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b, sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import orjson

from gongwen_clean.errors import InputError
from gongwen_clean.lexicon import lexicon_folder
from gongwen_clean.version import __version__

_HASH_BYTES = 8


def make_stamp(settings: Mapping[str, object]) -> dict[str, str]:
    """Return the stamp of a run: tool, version, config_hash, lexicon_version, opencc_version.

    Args: settings: all that the output depends on besides the versions, as JSON values.
    """
    return {
        "tool": "gongwen-clean",
        "version": __version__,
        "config_hash": settings_digest(settings),
        "lexicon_version": lexicon_version(),
        "opencc_version": _opencc_version(),
    }


def settings_digest(settings: Mapping[str, object]) -> str:
    """Return a hash of settings, as JSON values; the order of their keys does not count."""
    return _digest(orjson.dumps(settings, option=orjson.OPT_SORT_KEYS))


def source_digest(text: str) -> str:
    """Return the SHA-256 of a document's source, by which its raw text can be told."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def file_digest(path: Path) -> str:
    """Return a hash of a file that the output depends on. Raises: InputError."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "blake2b").hexdigest()[: 2 * _HASH_BYTES]
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


@cache
def lexicon_version() -> str:
    """Return a hash of all shipped tables."""
    folder = lexicon_folder()
    tables = sorted(path for path in folder.rglob("*") if path.suffix in (".tsv", ".toml"))
    return _digest(*(part for path in tables for part in (path.name.encode(), path.read_bytes())))


def _digest(*parts: bytes) -> str:
    digest = blake2b(digest_size=_HASH_BYTES)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little") + part)
    return digest.hexdigest()


def _opencc_version() -> str:
    try:
        return version("opencc")
    except PackageNotFoundError:
        return "unknown"
