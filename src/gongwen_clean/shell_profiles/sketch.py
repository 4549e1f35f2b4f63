"""Bounded memories of a stream: frequent keys, an even sample, the last texts seen."""

from __future__ import annotations

import heapq
import re
from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar
from zlib import crc32

_T = TypeVar("_T")
_SENTENCE_ENDS = re.compile(r"[。！？；!?;\n]")
_SENTENCE_CHARS = 6
_SIGNATURE_SENTENCES = 16
_DUPLICATE_SHARE = 0.8  # of the sentences in two signatures


def hash_text(text: str) -> int:
    """Return 32 bits of a text, the same in every process."""
    return crc32(text.encode("utf-8", "surrogatepass"))


class FrequentKeys:
    """The most frequent keys of a stream, with an example of each; never more than twice `capacity`.

    When full, only the `capacity` most frequent stay. A count is never too high; a key that was dropped and
    came back counts from there, so a count is too low by `missed` at most.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._counts: dict[str, int] = {}
        self._examples: dict[str, str] = {}
        self.missed = 0

    def add(self, key: str, example: str) -> None:
        """Count a key once; `example` is kept from the second time on, as most keys come only once."""
        self._counts[key] = self._counts.get(key, 0) + 1
        if self._counts[key] == 2:
            self._examples[key] = example
        if len(self._counts) > 2 * self._capacity:
            self._prune()

    def count(self, key: str) -> int:
        """Return how often a key was seen since it is kept."""
        return self._counts.get(key, 0)

    def example(self, key: str) -> str:
        """Return what a key that was counted twice looked like."""
        return self._examples[key]

    def at_least(self, count: int) -> dict[str, int]:
        """Return the keys counted so often, in their own order."""
        return {key: seen for key, seen in sorted(self._counts.items()) if seen >= count}

    def __len__(self) -> int:
        return len(self._counts)

    def _prune(self) -> None:
        ranked = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        self.missed += ranked[self._capacity][1]
        self._counts = dict(ranked[: self._capacity])
        self._examples = {key: self._examples[key] for key, count in self._counts.items() if count > 1}


class EvenSample(Generic[_T]):
    """The items of a stream with the smallest ranks, at most `size`: with hashes as ranks, an even sample."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._heap: list[tuple[int, int, _T]] = []  # ranks negated: the largest is on top

    def wants(self, rank: int) -> bool:
        """Whether an item of this rank would be kept now."""
        return len(self._heap) < self._size or rank < -self._heap[0][0]

    def add(self, rank: int, number: int, item: _T) -> None:
        """Keep an item that is wanted; `number`, unlike all others, decides between equal ranks."""
        push = heapq.heappush if len(self._heap) < self._size else heapq.heappushpop
        push(self._heap, (-rank, -number, item))

    def __iter__(self) -> Iterator[_T]:
        return (item for _, _, item in sorted(self._heap, key=lambda kept: (-kept[0], -kept[1])))

    def __len__(self) -> int:
        return len(self._heap)


class RecentTexts:
    """Signatures of the last texts of a stream, to pass over what says again what one of them said.

    The few sentences with the smallest hashes are a text's signature. Texts of one site share its notices and
    differ in what they say; a text that came twice differs at most in a sentence here and there.
    """

    def __init__(self, size: int) -> None:
        self._last: deque[array[int]] = deque(maxlen=size)

    def add(self, views: Iterable[str]) -> bool:
        """Remember a text by its lines; return whether one like it was seen, and then forget it.

        Cost: its characters, and a comparison with each text that is remembered.
        """
        signature = _signature(views)
        known = set(signature)
        if any(_is_duplicate(known, other) for other in self._last):
            return True
        if signature:
            self._last.append(signature)
        return False


def _signature(views: Iterable[str]) -> array[int]:
    sentences = {s for view in views for s in _SENTENCE_ENDS.split(view) if len(s) >= _SENTENCE_CHARS}
    return array("I", heapq.nsmallest(_SIGNATURE_SENTENCES, {hash_text(s) for s in sentences}))


def _is_duplicate(known: set[int], other: Sequence[int]) -> bool:
    return len(known.intersection(other)) >= _DUPLICATE_SHARE * max(len(known), len(other), 1)
