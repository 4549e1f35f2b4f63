"""Drafts of files: nobody else can read them, and they take a file's place whole."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

BUFFER = 1 << 20
_OWN = 0o600
_HIDDEN = 0o077
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def create_draft(path: Path, buffering: int = BUFFER) -> BinaryIO:
    """Open a new file, to write and read, that only its owner can read; one that a dead run left goes.

    A link that stands there is not followed. Raises: OSError.
    """
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, _NEW, _OWN), "w+b", buffering=buffering)


def put_in_place(draft: Path, target: Path) -> None:
    """Let a draft that is written and closed become the target, with the rights that the target had.

    A target that is new gets those that the umask leaves. Raises: OSError.
    """
    draft.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
    draft.replace(target)


def _umask() -> int:
    mask = os.umask(_HIDDEN)  # it can only be read by being set
    os.umask(mask)
    return mask
