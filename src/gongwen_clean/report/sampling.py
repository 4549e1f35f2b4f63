"""Draw a random sample that depends neither on the order of things nor on how they are divided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from heapq import heappush, heapreplace
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")
_WORD = (1 << 64) - 1


def document_key(id: str | None, source: str, seed: int) -> int:
    """Return a number of 64 bits for a document, evenly spread over documents. Cost: O(n)."""
    digest = blake2b(digest_size=8, salt=seed.to_bytes(8, "big"))
    digest.update(f"{id or ''}\0".encode("utf-8", "surrogatepass"))
    digest.update(source.encode("utf-8", "surrogatepass"))
    return int.from_bytes(digest.digest(), "big")


def nth_key(key: int, number: int) -> int:
    """Return the key of the n-th thing in a document: the finalizer of SplitMix64, so O(1)."""
    mixed = (key + (number + 1) * 0x9E3779B97F4A7C15) & _WORD
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _WORD
    return mixed ^ (mixed >> 31)


class Sample(Generic[_T]):
    """The `size` things with the smallest keys: where keys are hashes, a random sample without repeats.

    The smallest of all are among the smallest of every part, so that samples of parts make up that of the
    whole, in any order. The same key is the same thing, and counts once.
    """

    def __init__(self, size: int, things: Mapping[int, _T] | None = None) -> None:
        self.size = size
        self._things: dict[int, _T] = {}
        self._heap: list[int] = []  # of -key: the largest key first
        for key, thing in (things or {}).items():
            self.add(key, thing)

    def wants(self, key: int) -> bool:
        """Whether a thing with this key would be kept. Cost: O(1)."""
        return (len(self._heap) < self.size or key < -self._heap[0]) and key not in self._things

    def add(self, key: int, thing: _T) -> None:
        """Take a thing in, where it is wanted. Cost: O(log size)."""
        if not self.wants(key):
            return
        self._things[key] = thing
        if len(self._heap) < self.size:
            heappush(self._heap, -key)
        else:
            del self._things[-heapreplace(self._heap, -key)]

    def merge(self, other: Sample[_T]) -> None:
        """Take in what another sample of the same size holds."""
        for key, thing in other.items():
            self.add(key, thing)

    def items(self) -> Iterator[tuple[int, _T]]:
        """Yield keys and things by key: a random order, but always the same."""
        for key in sorted(self._things):
            yield key, self._things[key]

    def values(self) -> Iterator[_T]:
        """Yield the things in the order of `items`."""
        return (thing for _, thing in self.items())

    def as_json(self) -> list[list[Any]]:
        """Return the keys, as text since they may have more than 64 bits, each with its thing."""
        return [[str(key), thing] for key, thing in self.items()]

    def __len__(self) -> int:
        return len(self._heap)
