"""Where files lie: whether two paths lead to the same one, and whether it can be written."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable
from pathlib import Path

from gongwen_clean.errors import GongwenError, InputError


def place_of(path: Path) -> Hashable:
    """Return what is equal for paths to the same file: by links of any kind, through `..`, in any spelling.

    Raises: InputError for a path that leads nowhere, such as round in a loop of links.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return path.resolve()
    except OSError as error:
        raise InputError(f"{path}: leads nowhere: {error.strerror}") from error
    return status.st_dev, status.st_ino


def check_targets(sources: Iterable[Path], targets: Iterable[tuple[str, Path]]) -> None:
    """Raise GongwenError where what is written would take the place of what is read, or of one another.

    Args: sources: those that are no files are passed over. targets: with the option that names each; a
    device or pipe may take several.
    """
    seen = {place_of(path): "the input" for path in sources if path.exists()}
    for option, path in targets:
        place = place_of(path)
        if is_device(path):
            continue
        if place in seen:
            raise GongwenError(f"{option} {path}: is {seen[place]} as well; name another file")
        seen[place] = f"that of {option}"


def is_device(path: Path) -> bool:
    """Whether a path leads to what is written as it is: a device or pipe."""
    return path.exists() and not path.is_file() and not path.is_dir()


def check_writable(path: Path) -> None:
    """Raise InputError where `path` cannot be written, as far as that can be told before it is tried.

    A file that is read-only stays as it is, although another could be put in its place.
    """
    place_of(path)
    if is_device(path):
        return
    target = path.resolve()
    if not target.parent.is_dir():
        raise InputError(f"{path}: cannot be written: there is no folder {target.parent}; make it first")
    for place in (target, target.parent):
        if place.exists() and not os.access(place, os.W_OK):
            raise InputError(f"{path}: cannot be written: {place} is read-only; name another place")
