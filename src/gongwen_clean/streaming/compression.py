"""Open files that may be compressed: by suffix, or by a name that the user gives for a pipe."""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from gongwen_clean.errors import InputError, MissingExtraError

BUFFER = 1 << 20
_ZST_LEVEL = 3
_GZ_LEVEL = 6
_ZST_PIECE = 1 << 14  # read at once: bounds what a piece unpacks to


@contextmanager
def unpack(raw: BinaryIO, name: str, compression: str) -> Iterator[BinaryIO]:
    """Open the content of a binary stream, buffered by 1 MiB; `name` stands in messages.

    Raises: InputError, on reading, for a stream that is cut short or no such archive.
    """
    try:
        with _reader(raw, compression) as content:
            yield content
    except (EOFError, lzma.LZMAError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError(f"{name}: is damaged or cut short, or not {compression}: {error}") from error


def _reader(raw: BinaryIO, compression: str) -> BinaryIO:
    if compression == "gz":
        return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=raw)), BUFFER))
    if compression == "xz":
        return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, lzma.LZMAFile(raw)), BUFFER))
    if compression == "zst":
        return cast(BinaryIO, io.BufferedReader(_ZstFrames(raw), BUFFER))
    return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, raw), BUFFER))


class _ZstFrames(io.RawIOBase):
    """The content of zst frames behind each other; zstandard's reader takes a cut frame for a whole one."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._zstandard = _zstandard()
        self._frame: Any = None
        self._packed = b""
        self._content = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._content and self._unpack():
            pass
        count = min(len(buffer), len(self._content))
        buffer[:count] = self._content[:count]
        self._content = self._content[count:]
        return count

    def _unpack(self) -> bool:
        """Unpack the next bytes; return whether there were any."""
        packed = self._packed or self._raw.read(_ZST_PIECE)
        self._packed = b""
        if not packed:
            if self._frame is not None:
                raise EOFError("the last frame does not end")
            return False
        if self._frame is None:
            self._frame = self._zstandard.ZstdDecompressor().decompressobj()
        try:
            self._content = memoryview(self._frame.decompress(packed))
        except self._zstandard.ZstdError as error:
            raise EOFError(str(error)) from error
        if self._frame.eof:
            self._packed, self._frame = self._frame.unused_data, None
        return True


def pack(content: bytes, compression: str) -> bytes:
    """Return `content` as one member of an archive; members behind each other are an archive again.

    Equal content gives equal bytes.
    """
    if compression == "gz":
        return gzip.compress(content, _GZ_LEVEL, mtime=0)
    if compression == "xz":
        return lzma.compress(content)
    if compression == "zst":
        packed: bytes = _zstandard().ZstdCompressor(level=_ZST_LEVEL).compress(content)
        return packed
    return content


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError:
        raise MissingExtraError("zst files need zstandard", "io") from None
    return zstandard
