"""The n-gram tree as small numbers that compress well, and back.

Symbols are never stored beyond the first level. The prefix of the n-gram `abcd` is `abc`, a child of `bc`
in the tree: so `abcd` is named by which child of `bc` that is, a number below ten in most cases.
Siblings ascend, so the number is stored as its distance from the one before.
Source: the context-based remapping of Pibiri and Venturini, "Efficient data structures for massive
n-gram datasets" (2017).
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gongwen_clean.scoring.alphabet import Ids
from gongwen_clean.scoring.counting import Level, Rows
from gongwen_clean.scoring.packing import Planes
from gongwen_clean.scoring.smoothing import Reals

Codes: TypeAlias = NDArray[np.uint8]
Codebook: TypeAlias = NDArray[np.float32]

MAX_CODES = 256


class Branches(NamedTuple):
    """One level of a tree, n rows: the leftmost symbol and the prefix of each, as in `counting.Level`.

    `begins`: where the children of each row one level down begin, and the end.
    """

    symbols: Ids
    contexts: Rows
    begins: Rows


def plan_shape(levels: list[Level]) -> Planes:
    """The planes `children.k` (of each row of level k-1) and `gaps.k` for the levels k = 2, 3, …"""
    planes: Planes = {}
    firsts: Rows = np.zeros(1, np.int32)
    for depth in range(1, len(levels)):
        level, lower = levels[depth], levels[depth - 1]
        sizes = np.bincount(level.parents, minlength=len(lower))
        ranks = level.contexts - firsts[lower.contexts[level.parents]]
        gaps = np.diff(ranks, prepend=-1) - 1
        starts = (np.cumsum(sizes) - sizes)[sizes > 0]
        gaps[starts] = ranks[starts]
        planes[f"children.{depth + 1}"] = sizes.astype(np.uint16)
        planes[f"gaps.{depth + 1}"] = gaps.astype(np.uint16)
        firsts = (np.cumsum(sizes) - sizes).astype(np.int32)
    return planes


def read_shape(planes: Planes, vocabulary: int, order: int) -> list[Branches]:
    """The levels 1 .. order of a tree that was packed by `plan_shape`; takes its planes out of `planes`."""
    symbols = np.arange(vocabulary, dtype=np.uint16)
    contexts: Rows = np.zeros(vocabulary, np.int32)
    lower_begins = np.array([0, vocabulary], np.int32)
    branches = [Branches(symbols, contexts, lower_begins)]
    for length in range(2, order + 1):
        sizes = planes.pop(f"children.{length}")
        begins = sum_up(sizes)
        steps = sum_up(planes.pop(f"gaps.{length}") + np.int32(1))
        owners = np.flatnonzero(sizes > 0)
        base = lower_begins.take(contexts.take(owners)) - steps.take(begins.take(owners)) - np.int32(1)
        contexts = np.repeat(base, sizes.take(owners))
        contexts += steps[1:]
        symbols = symbols.take(contexts)
        branches.append(Branches(symbols, contexts, begins))
        lower_begins = begins
    return branches


def sum_up(sizes: NDArray[np.integer]) -> Rows:
    """0 and the running sums of n numbers: int32 (n + 1,)."""
    sums = np.zeros(len(sizes) + 1, np.int32)
    np.cumsum(sizes, out=sums[1:], dtype=np.int32)
    return sums


def quantise(logs: Reals, step: float) -> tuple[Codes, Codebook]:
    """Codes of n logarithms, and what each of the 256 codes stands for.

    Zeros and what is not finite have the code 0, which stands for 0. Up to 255 distinct values are kept
    as they are; more are put into bins `step` nats wide (wider, if 255 would not do) and become their mean.
    """
    codes = np.zeros(len(logs), np.uint8)
    filled = np.isfinite(logs) & (logs != 0)
    distinct, bins = np.unique(logs[filled], return_inverse=True)
    if len(distinct) >= MAX_CODES:
        width = max(step, float(distinct[-1] - distinct[0]) / (MAX_CODES - 2))
        bins = np.floor((logs[filled] - distinct[0]) / width).astype(np.int64)
    codes[filled] = bins + 1
    sums = np.bincount(codes, np.where(filled, logs, 0.0), MAX_CODES)
    return codes, (sums / np.maximum(np.bincount(codes, minlength=MAX_CODES), 1)).astype(np.float32)
