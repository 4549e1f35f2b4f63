"""Drop n-grams that the shorter ones predict well enough.

Source: Stolcke, "Entropy-based pruning of backoff language models" (1998), with the probability of a
context taken from its count: after Kneser-Ney smoothing the model's own would be wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gongwen_clean.scoring.counting import Level, Rows
from gongwen_clean.scoring.smoothing import Reals, measure_rest

Mask: TypeAlias = NDArray[np.bool_]


def select_ngrams(
    levels: list[Level], probs: list[Reals], cutoffs: Sequence[int], min_worth: float
) -> list[Mask]:
    """Which rows of each level stay: counted `cutoffs[k]` times and worth `min_worth` nats a symbol.

    An n-gram stays as well if a longer one needs it as suffix or as prefix.
    """
    kept = [np.ones(len(level), np.bool_) for level in levels]
    needed: Mask = np.zeros(len(levels[-1]), np.bool_)
    total = int(levels[0].counts.sum())
    for depth in range(len(levels) - 1, 0, -1):
        level = levels[depth]
        worth = _measure_worth(level, probs[depth], probs[depth - 1], levels[depth - 1].counts / total)
        kept[depth] = needed | ((level.counts >= cutoffs[depth]) & (worth >= min_worth))
        needed = _mark_needed(level.select(kept[depth]), len(levels[depth - 1]))
    return kept


def _measure_worth(level: Level, probs: Reals, shorter: Reals, weight: Reals) -> Reals:
    """The relative entropy, in nats a symbol, between the model with and without each n-gram alone.

    `weight`: the probability of each context.
    """
    left, shorter_left = measure_rest(level, probs, shorter)
    left, shorter_left = left[level.contexts], shorter_left[level.contexts]
    backed = shorter[level.parents]
    before = np.log(left / shorter_left)
    after = np.log((left + probs) / (shorter_left + backed))
    loss = probs * (np.log(backed) + after - np.log(probs)) + left * (after - before)
    worth: Reals = -weight[level.contexts] * loss
    return worth


def _mark_needed(level: Level, size: int) -> Mask:
    """Rows one level down that are suffix or prefix of an n-gram of this level: bool (size,)."""
    needed = np.zeros(size, np.bool_)
    needed[level.parents] = True
    needed[level.contexts] = True
    return needed


def prune(levels: list[Level], probs: list[Reals], kept: list[Mask]) -> tuple[list[Level], list[Reals]]:
    """The levels and probabilities of the rows that stay, with their parents and contexts renumbered."""
    smaller = [levels[0]]
    for depth in range(1, len(levels)):
        renumbered: Rows = (np.cumsum(kept[depth - 1]) - 1).astype(np.int32)
        level = levels[depth].select(kept[depth])
        parents, contexts = renumbered[level.parents], renumbered[level.contexts]
        smaller.append(Level(level.symbols, parents, contexts, level.counts))
    return smaller, [prob[mask] for prob, mask in zip(probs, kept, strict=True)]
