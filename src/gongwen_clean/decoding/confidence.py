"""How sure each repair is, and which repairs a budget of harm allows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from gongwen_clean.decoding.reading import Reading, spell

if TYPE_CHECKING:
    from gongwen_clean.scoring import LanguageModel

# P(wrong | confidence) = 1 / (1 + exp(SLOPE * confidence - OFFSET)), fitted by benchmarks/tradeoff.py
_OFFSET = -1.318
_SLOPE = 0.286


class Change(NamedTuple):
    """Code points `start:end` of a text become `after`; `price` is the prior log odds against it, in nats."""

    start: int
    end: int
    after: str
    price: float


def measure_confidence(model: LanguageModel, text: str, changes: Sequence[Change]) -> list[float]:
    """Return for each change the log odds, in nats, of making it against leaving that place as it is.

    All other changes are taken as made. Args: changes sorted and disjoint. Cost: O(n).
    """
    pieces: list[str] = []
    at = 0
    for change in changes:
        pieces += (text[at : change.start], change.after)
        at = change.end
    reading = Reading(model.walk, model.encode("".join((*pieces, text[at:]))).tolist())
    variants = spell(model, [text[change.start : change.end] for change in changes])
    odds: list[float] = []
    shift = 0
    for change, variant in zip(changes, variants, strict=True):
        start, end = change.start + shift, change.start + shift + len(change.after)
        odds.append(reading.gain_over(start, end, variant) - change.price)
        shift = end - change.end
    return odds


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
