"""Find n-grams in the tree, many at a time.

The children of a row lie side by side and ascend by symbol, so that each level is one array of symbols
and one of places. A search halves the families of all its n-grams at once. A hash table of 64-bit
entries, tried first with 3.4 million n-grams, took a second to fill when the model was loaded; this needs
nothing but running sums.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gongwen_clean.scoring.alphabet import Ids
from gongwen_clean.scoring.counting import Rows
from gongwen_clean.scoring.tree import sum_up

Places: TypeAlias = NDArray[np.intp]

_BLOCK_BITS = 3


class Families:
    """The rows of one level, found by the row of their suffix one level down and their leftmost symbol.

    `begins`: where the children of each lower row begin, and the end: int32 (lower rows + 1,).
    """

    def __init__(self, symbols: Ids, begins: Rows) -> None:
        self._symbols = symbols
        self._begins = begins

    def find(self, parents: Places, symbols: Ids) -> tuple[Places, Places]:
        """Which of n pairs are rows of this level, as ascending indices, and their rows."""
        first = self._begins.take(parents).astype(np.intp)
        sizes = self._begins.take(parents + 1) - first
        alive = np.flatnonzero(sizes)
        wanted = symbols.take(alive)
        rows = _narrow(self._symbols, first.take(alive), sizes.take(alive), wanted)
        hits = np.flatnonzero(self._symbols.take(rows) == wanted)
        return alive.take(hits), rows.take(hits)


def find_singles(parents: Places, symbols: Ids) -> tuple[Places, Places]:
    """The same for the first level, whose rows are the symbols."""
    return np.arange(len(parents)), symbols.astype(np.intp)


class BlockedFamilies(Families):
    """The same for the second level, where families are large: the symbols are divided into blocks."""

    def __init__(self, symbols: Ids, begins: Rows) -> None:
        vocabulary = len(begins) - 1
        self._blocks = (vocabulary >> _BLOCK_BITS) + 1
        parents = np.repeat(np.arange(vocabulary), np.diff(begins))
        sizes = np.bincount(self._locate(parents, symbols), minlength=vocabulary * self._blocks)
        super().__init__(symbols, sum_up(sizes))

    def find(self, parents: Places, symbols: Ids) -> tuple[Places, Places]:
        """Which of n pairs are rows of this level, as ascending indices, and their rows."""
        return super().find(self._locate(parents, symbols), symbols)

    def _locate(self, parents: Places, symbols: Ids) -> Places:
        blocks: Places = parents * self._blocks + (symbols >> _BLOCK_BITS)
        return blocks


def _narrow(row: Ids, low: Places, sizes: Places, wanted: Ids) -> Places:
    """Where each wanted symbol would be in its own ascending slice of `row`: `sizes` > 0 from `low`.

    Halves all slices until most are single places, then goes on with the others alone.
    """
    while True:
        rest = np.flatnonzero(sizes > 1)
        if not len(rest):
            return low
        if 2 * len(rest) < len(sizes):
            low[rest] = _narrow(row, low.take(rest), sizes.take(rest), wanted.take(rest))
            return low
        half = sizes >> 1
        low += half * (row.take(low + half) <= wanted)
        sizes -= half
