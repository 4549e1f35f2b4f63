"""Open files that may be compressed: by suffix, or by a name that the user gives for a pipe."""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from gongwen_clean.errors import InputError, MissingExtraError
from gongwen_clean.streaming.kinds import compression_of
from gongwen_clean.streaming.limits import FREE_BYTES, MOST_RATIO

BUFFER = 1 << 20
_ZST_LEVEL = 3
_GZ_LEVEL = 6
# unpacked at once: of zst, whose blocks of 4 bytes may stand for 128 kB, up to 32 MB come out
_PIECE = 1 << 10
_XZ_MEMORY = 1 << 28  # an archive names the window that it needs, up to 4 GB; `xz -9` needs 65 MB


@contextmanager
def unpack(raw: BinaryIO, name: str, compression: str, max_ratio: int = MOST_RATIO) -> Iterator[BinaryIO]:
    """Open the content of a binary stream, buffered by 1 MiB; `name` stands in messages.

    Args: max_ratio: how many times its size the stream may unpack to; 0 for any. The first 256 MiB are free.
    Raises: InputError, on reading, for a stream that is cut short, is no such archive or unpacks to more.
    """
    packed = _Counted(raw)
    content = _reader(packed, compression)
    if compression != "none" and max_ratio:
        content = _Bounded(content, packed, name, max_ratio)
    try:
        with io.BufferedReader(content, BUFFER) as buffered:
            yield cast(BinaryIO, buffered)
    except (EOFError, lzma.LZMAError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError(
            f"{name}: is damaged or cut short, or not {compression}: {error}; get it anew, or unpack by "
            "another program what can be read of it"
        ) from error


@contextmanager
def open_packed(path: Path) -> Iterator[IO[str]]:
    """Open a text file in UTF-8 that may be packed, as its suffix says.

    Raises: OSError; on reading also UnicodeDecodeError, and InputError as `unpack`.
    """
    with path.open("rb") as raw, unpack(raw, str(path), compression_of(path)) as content:
        yield io.TextIOWrapper(content, encoding="utf-8")


def too_large(what: str, max_ratio: int) -> str:
    """Return what is told of an archive, or a part of one, that unpacks to too much."""
    return (
        f"{what} unpack to more than {max_ratio} times as many: made to fill a disk, or one text over and "
        "over; if you trust it, unpack it by another program, or clean it with --max-ratio 0"
    )


def _reader(packed: _Counted, compression: str) -> io.RawIOBase:
    if compression == "gz":
        return cast(io.RawIOBase, gzip.GzipFile(fileobj=cast(BinaryIO, packed)))
    if compression == "xz":
        return _Members(packed, lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY), padding=b"\0")
    if compression == "zst":
        zstandard = _zstandard()
        return _Members(packed, lambda: zstandard.ZstdDecompressor().decompressobj(), zstandard.ZstdError)
    return packed


class _Counted(io.RawIOBase):
    """A stream, and how many bytes of it were read."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        # at most once, as a signal that comes between two reads of a pipe is only seen after the second
        count = cast(io.BufferedReader, self._raw).readinto1(buffer)
        self.count += count
        return count


class _Bounded(io.RawIOBase):
    """The content of an archive, as long as it is not too many times the size of what it came from."""

    def __init__(self, content: io.RawIOBase, packed: _Counted, name: str, max_ratio: int) -> None:
        self._content = content
        self._packed = packed
        self._name = name
        self._max_ratio = max_ratio
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._content.readinto(buffer) or 0
        self._count += count
        if self._count > max(FREE_BYTES, self._max_ratio * self._packed.count):
            name = f"{self._name}: {self._packed.count} bytes of it"
            raise InputError(too_large(name, self._max_ratio))
        return count


class _Members(io.RawIOBase):
    """The content of archives behind each other; Python's own reader of xz ends at what is none, in silence.

    Args: begin: makes what unpacks one archive. fault: what it raises. padding: what may follow an archive.
    """

    def __init__(
        self,
        packed: _Counted,
        begin: Callable[[], Any],
        fault: type[Exception] = lzma.LZMAError,
        padding: bytes = b"",
    ) -> None:
        self._source = packed
        self._begin = begin
        self._fault = fault
        self._padding = padding
        self._member: Any = None
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
        packed = self._packed or self._source.read(_PIECE)
        self._packed = b""
        if not packed:
            if self._member is not None:
                raise EOFError("the last part does not end")
            return False
        if self._member is None:
            packed = packed.lstrip(self._padding) if self._padding else packed
            self._member = self._begin() if packed else None
        if self._member is not None:
            self._add(packed)
        return True

    def _add(self, packed: bytes) -> None:
        try:
            self._content = memoryview(self._member.decompress(packed))
        except self._fault as error:
            raise EOFError(str(error)) from error
        if self._member.eof:
            self._packed, self._member = self._member.unused_data, None


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
