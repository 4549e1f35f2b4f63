"""From counts to probabilities: interpolated modified Kneser-Ney, or Witten-Bell.

Sources: Chen and Goodman, "An empirical study of smoothing techniques for language modeling" (1998);
Heafield et al., "Scalable modified Kneser-Ney language model estimation" (2013).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gongwen_clean.scoring.alphabet import BOUNDARY, OUTSIDE
from gongwen_clean.scoring.counting import Counts, Level

Reals: TypeAlias = NDArray[np.float64]
Smoother: TypeAlias = Callable[[list[Level]], list[Reals]]

_COMMON_DISCOUNTS = (0.5, 1.0, 1.5)
"""Used where a corpus is too small to estimate discounts."""


def _interpolate(levels: list[Level], counts: list[Counts], discounts: list[Reals]) -> list[Reals]:
    """P(last symbol | the symbols before it) for each n-gram of each level.

    A context's discounts go to the next shorter context; those of single symbols go to all symbols
    that can stand in a text, alike.
    """
    alike = 1 / (len(levels[0]) - 1)
    probs = [_spread(counts[0] - discounts[0], float(discounts[0].sum()) * alike)]
    probs[0][OUTSIDE] = 0.0
    for depth in range(1, len(levels)):
        level = levels[depth]
        size = len(levels[depth - 1])
        total = np.bincount(level.contexts, counts[depth], size)[level.contexts]
        freed = np.bincount(level.contexts, discounts[depth], size)[level.contexts]
        shorter = probs[-1][level.parents]
        probs.append((counts[depth] - discounts[depth] + freed * shorter) / total)
    return probs


def _spread(kept: Reals, share: float) -> Reals:
    """Single symbols: `kept` counts plus an equal share for each, made to sum to one."""
    mass = kept + share
    mass[OUTSIDE] = 0.0
    spread: Reals = mass / mass.sum()
    return spread


def smooth_witten_bell(levels: list[Level]) -> list[Reals]:
    """Witten-Bell: a context gives T/(C+T) of its mass away, T = distinct followers, C = its count.

    Returns, for each level of n rows, float64 (n,).
    """
    counts = [level.counts for level in levels]
    discounts: list[Reals] = []
    for depth, level in enumerate(levels):
        size = len(levels[depth - 1]) if depth else 1
        followers = np.bincount(level.contexts, level.counts > 0, size)
        total = np.bincount(level.contexts, level.counts, size)
        rate = np.divide(followers, total + followers, out=np.zeros(size), where=total > 0)
        discounts.append(np.asarray(level.counts * rate[level.contexts], np.float64))
    return _interpolate(levels, counts, discounts)


def smooth_kneser_ney(levels: list[Level]) -> list[Reals]:
    """Modified Kneser-Ney: shorter n-grams count by how many symbols they follow.

    Returns, for each level of n rows, float64 (n,).
    """
    counts = [_count_continuations(levels, depth) for depth in range(len(levels))]
    discounts = [_discount(count) for count in counts]
    return _interpolate(levels, counts, discounts)


def _count_continuations(levels: list[Level], depth: int) -> Counts:
    """Distinct symbols seen to the left; the plain count where nothing can stand there."""
    level = levels[depth]
    if depth == len(levels) - 1:
        return level.counts
    continuations = np.bincount(levels[depth + 1].parents, minlength=len(level)).astype(np.int64)
    if depth == 0:
        return continuations
    return np.where(level.symbols == BOUNDARY, level.counts, continuations)


def _discount(counts: Counts) -> Reals:
    """How much each count gives away: one amount for 1, one for 2, one for 3 and more."""
    ones, twos, threes, fours = (int(np.count_nonzero(counts == count)) for count in (1, 2, 3, 4))
    amounts = np.array([0.0, *_COMMON_DISCOUNTS])
    if min(ones, twos, threes, fours):
        unit = ones / (ones + 2 * twos)
        estimate = [1 - 2 * unit * twos / ones, 2 - 3 * unit * threes / twos, 3 - 4 * unit * fours / threes]
        amounts[1:] = np.clip(estimate, 0.1, [0.99, 1.99, 2.99])
    return amounts[np.minimum(counts, 3)]


def weigh_backoffs(levels: list[Level], probs: list[Reals]) -> list[Reals]:
    """For each n-gram but the longest, the log weight of its backing off as a context; 0 where none.

    The mass that the stored followers leave, divided by what they leave to the shorter context.
    """
    weights = []
    for depth in range(1, len(levels)):
        level = levels[depth]
        left, shorter_left = measure_rest(level, probs[depth], probs[depth - 1])
        is_context = np.bincount(level.contexts, minlength=len(levels[depth - 1])) > 0
        weights.append(np.where(is_context, np.log(left / shorter_left), 0.0))
    return weights


def measure_rest(level: Level, probs: Reals, shorter: Reals) -> tuple[Reals, Reals]:
    """What the followers of each context leave of its mass, and of the mass of the shorter context.

    `probs` are those of the level, `shorter` those of the level below; two float64 arrays of its size.
    """
    size = len(shorter)
    left = 1 - np.bincount(level.contexts, probs, size)
    shorter_left = 1 - np.bincount(level.contexts, shorter[level.parents], size)
    return np.maximum(left, 1e-9), np.maximum(shorter_left, 1e-9)


SMOOTHERS: dict[str, Smoother] = {"kneser-ney": smooth_kneser_ney, "witten-bell": smooth_witten_bell}
