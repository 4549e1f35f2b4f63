"""Read tables and settings, which are UTF-8: what is not is told by its line."""

from __future__ import annotations

import re
from pathlib import Path

_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_STRAY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class BadFileError(Exception):
    """A file that cannot be read; the message names it, the line, and what to do."""


def read_utf8(path: Path) -> str:
    """Return the text of a file, its line ends as LF, without a byte order mark.

    Raises: BadFileError, also for control characters: no word has any, and what was cut or is binary does.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise BadFileError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = _MARKS.get(raw[:2], f"not UTF-8: the byte 0x{raw[error.start]:02x} fits no character")
        raise BadFileError(f"{path}:{line}: is {what}; save the file as UTF-8") from error
    if stray := _STRAY.search(text):
        line = text.count("\n", 0, stray.start()) + 1
        raise BadFileError(f"{path}:{line}: holds the control character U+{ord(stray[0]):04X}; take it out")
    return text
