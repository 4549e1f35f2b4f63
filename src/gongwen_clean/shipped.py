"""Where the folders lie that are shipped beside the modules: the tables, and the sample pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def shipped_folder(name: str) -> Path:
    """Return a shipped folder: inside the package, or at the root of a checkout."""
    package = Path(__file__).parent
    packed = package / name
    return packed if packed.is_dir() else package.parents[1] / name


def seed_pages() -> Sequence[Path]:
    """Return the files of the five real pages, as they were scraped. No rule reads them."""
    return sorted(shipped_folder("seeds").glob("*/raw.txt"))
