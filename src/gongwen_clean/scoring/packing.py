"""The model file: named arrays behind a header that can be read with a text viewer.

    magic (8 bytes) | header length (4) | header checksum (16) | header (JSON) | payload

The payload is the arrays, one compressed stream each, in the order of the header's `planes`. Numbers of
16 bits take one byte each: nearly all are small, and the few that are not follow behind.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gongwen_clean.errors import ModelError

Planes: TypeAlias = dict[str, NDArray[Any]]

MAGIC = b"GWCHARLM"
FORMAT = 1
_WIDE = 255
_START = struct.Struct("<8sI16s")


def write_planes(path: Path, header: Mapping[str, object], planes: Planes) -> None:
    """Write arrays of uint8, uint16 or float32 under a header; equal input gives equal bytes."""
    streams = [_compress(_split_bytes(plane)) for plane in planes.values()]
    payload = b"".join(streams)
    listed = [
        {"name": name, "type": plane.dtype.name, "count": len(plane), "bytes": len(stream)}
        for (name, plane), stream in zip(planes.items(), streams, strict=True)
    ]
    full = {"format": FORMAT, **header, "planes": listed, "payload_bytes": len(payload)}
    full["payload_blake2b"] = blake2b(payload, digest_size=32).hexdigest()
    text = json.dumps(full, ensure_ascii=False, indent=1).encode()
    path.write_bytes(_START.pack(MAGIC, len(text), _digest(text)) + text + payload)


def read_planes(path: Path) -> tuple[dict[str, Any], Planes]:
    """The header and the arrays of a model file.

    Raises: ModelError, if it is no model file, of another format, cut short or damaged.
    """
    try:
        content = memoryview(path.read_bytes())
    except OSError as error:
        raise ModelError(f"{path}: cannot read the model ({error.strerror}): check the path") from error
    header, payload = _read_header(path, content)
    if blake2b(payload, digest_size=32).hexdigest() != header["payload_blake2b"]:
        raise ModelError(f"{path}: the payload does not match its checksum: {_ADVICE}")
    listed = header["planes"]
    ends = list(accumulate(plane["bytes"] for plane in listed))
    streams = [payload[end - plane["bytes"] : end] for plane, end in zip(listed, ends, strict=True)]
    with ThreadPoolExecutor(2) as pool:
        planes = list(pool.map(_read_plane, listed, streams))
    return header, {plane["name"]: numbers for plane, numbers in zip(listed, planes, strict=True)}


def _read_plane(plane: Mapping[str, Any], stream: memoryview) -> NDArray[Any]:
    """The numbers of one plane; zlib lets other threads work meanwhile."""
    content = zlib.decompress(stream, bufsize=plane["count"] + 16)
    return _join_bytes(content, plane["type"], plane["count"])


_ADVICE = "the file is damaged; install the package again or build the model again"


def _read_header(path: Path, content: memoryview) -> tuple[dict[str, Any], memoryview]:
    """The header and the payload, both of the length they should have."""
    if bytes(content[: len(MAGIC)]) != MAGIC:
        found = bytes(content[: len(MAGIC)])
        raise ModelError(f"{path}: begins with {found!r}, not {MAGIC!r}: this is no model; give another file")
    if len(content) < _START.size:
        raise ModelError(f"{path}: ends after {len(content)} bytes, inside its header: {_ADVICE}")
    _, length, digest = _START.unpack_from(content)
    text = bytes(content[_START.size : _START.size + length])
    if _digest(text) != digest:
        raise ModelError(f"{path}: the header of {length} bytes does not match its checksum: {_ADVICE}")
    try:
        header: dict[str, Any] = json.loads(text)
        version, wanted = header["format"], header["payload_bytes"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ModelError(f"{path}: has a header that no version wrote ({error}): {_ADVICE}") from error
    if version != FORMAT:
        raise ModelError(f"{path}: has format {version}: this version reads {FORMAT}; build the model again")
    payload = content[_START.size + length :]
    if len(payload) != wanted:
        raise ModelError(f"{path}: has a payload of {len(payload)} bytes instead of {wanted}: {_ADVICE}")
    return header, payload


def _digest(header: bytes) -> bytes:
    return blake2b(header, digest_size=16).digest()


def _compress(content: bytes) -> bytes:
    """The shorter of two: with repetitions sought, or single bytes only (faster to read)."""
    streams = []
    for strategy in (zlib.Z_HUFFMAN_ONLY, zlib.Z_DEFAULT_STRATEGY):
        packer = zlib.compressobj(9, zlib.DEFLATED, 15, 9, strategy)
        streams.append(packer.compress(content) + packer.flush())
    return min(streams, key=len)


def _split_bytes(plane: NDArray[Any]) -> bytes:
    """One byte a number; those of 16 bits from 255 upwards are 255 there and follow in full at the end."""
    if plane.dtype != np.uint16:
        content: bytes = plane.astype(plane.dtype.newbyteorder("<")).tobytes()
        return content
    wide = plane[plane >= _WIDE].astype("<u2")
    return bytes(np.minimum(plane, _WIDE).astype(np.uint8)) + bytes(wide)


def _join_bytes(content: bytes, kind: str, count: int) -> NDArray[Any]:
    """The inverse of `_split_bytes` for `count` numbers of type `kind`."""
    if kind != "uint16":
        return np.frombuffer(content, np.dtype(kind).newbyteorder("<")).astype(kind, copy=False)
    narrow = np.frombuffer(content, np.uint8, count)
    plane = narrow.astype(np.uint16)
    plane[narrow == _WIDE] = np.frombuffer(content, "<u2", offset=count)
    return plane
