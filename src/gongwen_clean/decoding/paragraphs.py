"""Decide paragraph by paragraph whether a text is spun, by what its best path gains there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from gongwen_clean.decoding.lattice import Path

_LEAST_GAIN = 15.0  # nats, in all
_CLEAN_RATE = 30.0  # nats per 1,000 characters; below, a long paragraph of a spun text was left as it was
_LONG_CHARS = 120
_ALONE_FACTOR = 2.5  # a spun paragraph in a clean text must show this much more than a spun text
_ALONE_GAIN = 40.0


class Paragraphs:
    """The paragraphs of a text with the gain of each, in nats."""

    def __init__(self, text: str, paths: Iterable[Path]) -> None:
        self._sizes = [len(line) + 1 for line in text.split("\n")]
        self._starts = [0, *accumulate(self._sizes[:-1])]
        self._gains = [0.0] * len(self._starts)
        for path in paths:
            self._gains[self.index(path.start)] += path.gain
        self.rate = 1000 * sum(self._gains) / max(1, len(text))

    def index(self, at: int) -> int:
        """Return the number of the paragraph in which the code point `at` stands."""
        return bisect_right(self._starts, at) - 1

    def spun(self, min_rate: float) -> list[bool]:
        """Say of each paragraph whether it is spun; `min_rate` in nats per 1,000 characters."""
        whole = self.rate >= min_rate and sum(self._gains) >= _LEAST_GAIN
        return [self._is_spun(n, min_rate, whole) for n in range(len(self._starts))]

    def _is_spun(self, n: int, min_rate: float, whole: bool) -> bool:
        rate = 1000 * self._gains[n] / self._sizes[n]
        if whole:
            return rate >= _CLEAN_RATE or self._sizes[n] < _LONG_CHARS
        return rate >= _ALONE_FACTOR * min_rate and self._gains[n] >= _ALONE_GAIN
