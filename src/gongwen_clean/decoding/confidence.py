"""How sure each repair is, and which repairs a budget of harm allows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from gongwen_clean.decoding.lattice import Model

# P(wrong | confidence) = 1 / (1 + exp(SLOPE * confidence - OFFSET)), fitted by benchmarks/tradeoff.py
_OFFSET = -1.318
_SLOPE = 0.286


class Change(NamedTuple):
    """Code points `start:end` of a text become `after`; `price` is the prior log odds against it, in nats."""

    start: int
    end: int
    after: str
    price: float


def measure_confidence(model: Model, text: str, changes: Sequence[Change]) -> list[float]:
    """Return for each change the log odds, in nats, of making it against leaving that place as it is.

    All other changes are taken as made. Args: changes sorted and disjoint. Cost: one call to the model
    for about 2 * order n-grams a change.
    """
    if not changes:
        return []
    rows: list[tuple[int, ...]] = []
    bounds: list[int] = [0]
    for made, left in _alternatives(model, text, changes):
        for ids in (made, left):
            rows += [tuple(ids[k : k + model.order]) for k in range(len(ids) - model.order + 1)]
            bounds.append(len(rows))
    scores = np.add.reduceat(model.log_probs(np.array(rows, dtype=np.uint16)), bounds[:-1])
    gains = (scores[0::2] - scores[1::2]).tolist()
    return [gain - change.price for gain, change in zip(gains, changes, strict=True)]


def _alternatives(
    model: Model, text: str, changes: Sequence[Change]
) -> Iterator[tuple[list[int], list[int]]]:
    """For each change the symbols around it with the change and without, as far as n-grams reach."""
    reach = model.order - 1
    shift = at = 0
    pieces: list[str] = []
    for change in changes:
        pieces += (text[at : change.start], change.after)
        at = change.end
    restored = "".join((*pieces, text[at:]))
    ids = [1] * reach + model.encode(restored).tolist()
    for change in changes:
        start = change.start + shift
        end = start + len(change.after)
        before, behind = ids[start : start + reach], ids[end + reach : end + 2 * reach]
        variant = model.encode(text[change.start : change.end]).tolist()
        yield ids[start : end + 2 * reach], [*before, *variant, *behind]
        shift += len(change.after) - (change.end - change.start)


def chance_of_harm(confidence: float) -> float:
    """Return how likely a repair of this confidence is to be wrong, between 0 and 1."""
    return 1 / (1 + math.exp(min(_SLOPE * confidence - _OFFSET, 700)))


def within_budget(confidences: Sequence[float], sizes: Sequence[int], max_wrong_chars: float) -> list[bool]:
    """Say which repairs to make so that at most `max_wrong_chars` are expected to come out wrong.

    The surest are made first. Args: sizes: characters that each repair writes.
    """
    allowed = [False] * len(confidences)
    expected = 0.0
    for n in sorted(range(len(confidences)), key=lambda k: -confidences[k]):
        expected += chance_of_harm(confidences[n]) * sizes[n]
        if expected > max_wrong_chars:
            break
        allowed[n] = True
    return allowed
