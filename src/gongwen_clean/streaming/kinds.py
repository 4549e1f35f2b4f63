"""Tell by its name what a file holds and how it is compressed; imports nothing that takes time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

PACKED: Mapping[str, str] = {".gz": "gz", ".zst": "zst", ".xz": "xz"}
PARQUET = ".parquet"
JSON_LINES = frozenset({".jsonl", ".ndjson", ".jl"})


def compression_of(path: Path) -> str:
    """Return how a file is compressed, as its suffix says: "none", "gz", "zst" or "xz"."""
    return PACKED.get(path.suffix.lower(), "none")


def is_parquet(path: Path) -> bool:
    """Whether a file's name says that it is Parquet."""
    return path.suffix.lower() == PARQUET


def is_corpus(path: Path) -> bool:
    """Whether a path is a corpus: a folder, Parquet or JSON lines, the latter also compressed."""
    inner = Path(path.stem) if compression_of(path) != "none" else path
    return is_parquet(path) or inner.suffix.lower() in JSON_LINES or path.is_dir()
