"""How near the shapes of characters are: what one character could have been before it was read.

A shape is 48 coordinates of the character's drawing, each of 64 signs; see benchmarks.glyph_shapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gongwen_clean.lexicon import lexicon_folder, read_columns

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
REACH = 0.6  # coordinates from -REACH to REACH
_SLOPE = 1.5  # nats for each e-fold of the rank: of 937 measured slips 46 % lie beyond the 300 nearest shapes
_SEEN_PRICE = 1.0  # nats: a pair that was measured more than once

Prices: TypeAlias = NDArray[np.float32]


class Shapes:
    """Shapes of characters. Args: pairs of character and shape; pairs of what was read and what was meant."""

    def __init__(self, shapes: Iterable[Sequence[str]], seen: Iterable[Sequence[str]] = ()) -> None:
        chars, spelled = zip(*shapes, strict=True)
        signs = np.frombuffer("".join(spelled).encode("ascii"), np.uint8).reshape(len(chars), -1)
        values = np.zeros(128, np.float32)
        values[list(DIGITS.encode("ascii"))] = (np.arange(64, dtype=np.float32) / 31.5 - 1) * REACH
        points = values[signs]
        self._points = points / np.linalg.norm(points, axis=1, keepdims=True)
        self._rows = {char: row for row, char in enumerate(chars)}
        self._seen: dict[str, list[str]] = {}
        for read, true in seen:
            self._seen.setdefault(read, []).append(true)
        self._pick = lru_cache(maxsize=2)(self._list_points)  # the candidates are nearly always the same

    def __contains__(self, char: str) -> bool:
        return char in self._rows

    def _list_points(self, chars: str) -> NDArray[np.float32]:
        return np.asarray(self._points[[self._rows[char] for char in chars]])

    def price(self, read: str, candidates: str) -> Prices:
        """How unlikely it is, in nats, that each of n candidates was read as the character `read`: (n,).

        The price grows with the number of candidates whose shapes are nearer. Raises: KeyError where `read`
        or a candidate has no shape. Cost: O(n log n).
        """
        nearness = self._pick(candidates) @ self._points[self._rows[read]]
        order = np.argsort(-nearness, kind="stable")
        ranks = np.empty(len(candidates), np.float32)
        ranks[order] = np.arange(len(candidates))
        prices = (_SLOPE * np.log1p(ranks)).astype(np.float32)
        for true in self._seen.get(read, ()):
            if (at := candidates.find(true)) >= 0:
                prices[at] = min(prices[at], _SEEN_PRICE)
        return prices


@cache
def shared_shapes() -> Shapes:
    """Return the shapes of lexicons/scan, read once per process."""
    folder = lexicon_folder() / "scan"
    return Shapes(
        read_columns(folder / "shapes.tsv", ("char", "shape")),
        read_columns(folder / "confusions.tsv", ("variant", "canonical")),
    )
