"""Count the n-grams of a long row of symbols, all orders at once, by one sort.

Each position of the row is seen as the window that ends there, read from right to left. Sorted, the
windows are the tree of all n-grams: those of length k are the runs of windows with equal first k
symbols, and the run of the n-gram `bcd` lies inside the run of its suffix `cd`, its parent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gongwen_clean.scoring.alphabet import BOUNDARY, OUTSIDE, Ids

Rows: TypeAlias = NDArray[np.int32]
Counts: TypeAlias = NDArray[np.int64]

_PACKED = 4
"""Symbols of 16 bits in one 64-bit sort key."""


@dataclass(frozen=True, slots=True)
class Level:
    """All n-grams of one length: n rows, sorted by (parent, symbol).

    `symbols`: the leftmost symbol of each; `parents`: the row of its suffix (without the leftmost
    symbol) and `contexts`: the row of its prefix (without the rightmost symbol), both one level down;
    `counts`: how often it occurs. Rows of the first level are symbol ids.
    """

    symbols: Ids
    parents: Rows
    contexts: Rows
    counts: Counts

    def __len__(self) -> int:
        return len(self.symbols)

    def select(self, kept: NDArray[np.bool_]) -> Level:
        """The rows that are true in `kept`, in the same order."""
        return Level(self.symbols[kept], self.parents[kept], self.contexts[kept], self.counts[kept])


def join_boundaries(row: Ids) -> Ids:
    """The row with each run of boundaries made one: blank lines say nothing."""
    repeated = (row[1:] == BOUNDARY) & (row[:-1] == BOUNDARY)
    return row[np.concatenate(([True], ~repeated))]


def _list_windows(row: Ids, order: int) -> list[Ids]:
    """For each distance 0 .. order-1 to the left, the symbol there; nothing beyond a boundary.

    `order` arrays of the length of the row. A boundary ends the view to the left.
    """
    columns = [row]
    closed = np.zeros(len(row), np.bool_)
    for distance in range(1, order):
        column = np.zeros_like(row)
        column[distance:] = row[:-distance]
        column[closed] = OUTSIDE
        closed |= column == BOUNDARY
        columns.append(column)
    return columns


def _pack_keys(columns: list[Ids]) -> list[NDArray[np.uint64]]:
    """The columns as 64-bit keys of four symbols each, the most significant key first."""
    keys = []
    for start in range(0, len(columns), _PACKED):
        key = np.zeros(len(columns[0]), np.uint64)
        for column in columns[start : start + _PACKED]:
            key = (key << np.uint64(16)) | column
        keys.append(key)
    return keys


def count_ngrams(row: Ids, order: int, vocabulary: int) -> list[Level]:
    """The n-grams of lengths 1 .. order of a row of symbols that begins with a boundary.

    The row's first symbol is context only. Cost: one sort of the row's windows; about 60 bytes a symbol.
    """
    columns = _list_windows(row, order)
    ranked = np.lexsort(_pack_keys(columns)[::-1])
    ranked = ranked[ranked > 0]
    rows = columns[0][ranked].astype(np.int32)
    at_position = np.zeros(len(row), np.int32)
    at_position[ranked] = rows
    at_position[0] = BOUNDARY
    levels = [_count_symbols(rows, vocabulary)]
    differs = np.ones(len(ranked), np.bool_)
    differs[1:] = rows[1:] != rows[:-1]
    for column in columns[1:]:
        symbols = column[ranked]
        differs[1:] |= symbols[1:] != symbols[:-1]
        seen = symbols != OUTSIDE
        starts = np.flatnonzero(differs & seen)
        level_rows = (np.cumsum(differs & seen) - 1).astype(np.int32)
        counts = np.bincount(level_rows[seen], minlength=len(starts)).astype(np.int64)
        contexts = at_position[ranked[starts] - 1]
        levels.append(Level(symbols[starts], rows[starts], contexts, counts))
        rows = level_rows
        at_position = np.zeros(len(row), np.int32)
        at_position[ranked] = rows
    return levels


def _count_symbols(rows: Rows, vocabulary: int) -> Level:
    """The first level: a row for each symbol id, counted or not."""
    nowhere = np.zeros(vocabulary, np.int32)
    counts = np.bincount(rows, minlength=vocabulary).astype(np.int64)
    return Level(np.arange(vocabulary, dtype=np.uint16), nowhere, nowhere, counts)
