"""Read and write texts as files; never cleans."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from gongwen_clean.drafts import put_in_place
from gongwen_clean.errors import InputError
from gongwen_clean.html_files import extract_text, is_html
from gongwen_clean.places import check_writable

STANDARD_INPUT = Path("-")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL_BYTES = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_BINARY_SHARE = 0.02
_BINARY_BYTES = 8  # a text may hold a few stray control bytes
_CHINESE_SHARE = 0.95


def read_text(path: Path, encoding: str = "auto") -> str:
    """Return the text of a file, or of standard input for `-`. Line ends stay as they are.

    Of a file whose name ends as HTML does, the text that html_files takes out of it.

    Args: encoding: "auto" takes UTF-8, UTF-16 with a byte order mark, or GB18030 where that gives
    Chinese text; any other name is used strictly. An HTML page says itself how it is encoded.
    Raises: InputError for a folder, a missing or locked file, a binary file, or bytes that do not decode;
    the message names the first bad byte.
    """
    try:
        raw = sys.stdin.buffer.read() if path == STANDARD_INPUT else path.read_bytes()
    except IsADirectoryError:
        raise InputError(f"{path}: is a folder; give the files in it, such as {path}/*.txt") from None
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    return extract_text(raw, str(path)) if is_html(path) else decode(raw, str(path), encoding)


def decode(raw: bytes, name: str, encoding: str = "auto") -> str:
    """Return `raw` as text; `name` stands in messages. See read_text."""
    if encoding != "auto":
        return _decode_strictly(raw, name, encoding)
    if raw.startswith(_UTF16_MARKS):
        return _decode_strictly(raw, name, "utf-16")
    if _is_binary(raw):
        raise InputError(f"{name}: is a binary file, not text; convert it to text first")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _decode_chinese(raw)
        if text is None:
            raise InputError(
                f"{name}: is neither UTF-8 nor GB18030: the byte 0x{raw[error.start]:02x} at offset "
                f"{error.start} fits no character; repair the file or name its encoding with --encoding"
            ) from None
        return text


def _decode_strictly(raw: bytes, name: str, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except LookupError:
        raise InputError(f"{name}: no encoding {encoding!r}; try utf-8, gb18030 or big5") from None
    except UnicodeError as error:
        at = error.start if isinstance(error, UnicodeDecodeError) else len(raw)
        raise InputError(f"{name}: is not {encoding}: the byte at offset {at} fits no character") from None


def _decode_chinese(raw: bytes) -> str | None:
    """GB18030 accepts nearly any bytes: take it only when what comes out is common Chinese."""
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = [char for char in text if ord(char) > 127]
    common = sum(len(char.encode("gb2312", "ignore")) == 2 for char in foreign)
    return text if common >= _CHINESE_SHARE * len(foreign) else None


def _is_binary(raw: bytes) -> bool:
    head = raw[: 1 << 16]
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    return controls > max(_BINARY_BYTES, _BINARY_SHARE * len(head))


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 by open_whole; half of a surrogate pair becomes `?`. Raises: InputError."""
    with open_whole(path) as file:
        file.write(text.encode("utf-8", "replace"))


@contextlib.contextmanager
def open_whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file so that it holds either what it held or all that is written.

    A link stays a link: the file it points at is written. A device or pipe is written as it is. Until all is
    written, a draft that only its owner can read stands in the same folder.
    Raises: InputError when the folder is missing or cannot be written.
    """
    check_writable(path)
    path = path.resolve()
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as device:
                yield device
            return
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            put_in_place(Path(temporary), path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error
