"""How sure each repair is, and which repairs a budget of harm allows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from gongwen_clean.decoding.lattice import BEAM
from gongwen_clean.decoding.reading import Reading, spell

if TYPE_CHECKING:
    from gongwen_clean.scoring import LanguageModel

MOST_CANDIDATES = 5
"""Words that are told of a place beside the chosen one, at most."""

# P(wrong | confidence) = 1 / (1 + exp(SLOPE * confidence - OFFSET)), fitted by benchmarks/tradeoff.py
_OFFSET = -1.318
_SLOPE = 0.286


class Rival(NamedTuple):
    """A word that was weighed for a place and not chosen, as symbols too; `price` as that of a change."""

    word: str
    symbols: list[int]
    price: float


class Change(NamedTuple):
    """Code points `start:end` of a text become `after`; `price` is the prior log odds against it, in nats.

    `rivals`: what else they could have become.
    """

    start: int
    end: int
    after: str
    price: float
    rivals: Sequence[Rival] = ()


class Weight(NamedTuple):
    """The log odds of a change, in nats, and the words that it was preferred to, the likeliest first."""

    confidence: float
    candidates: tuple[str, ...]


def weigh_changes(model: LanguageModel, text: str, changes: Sequence[Change]) -> list[Weight]:
    """Return for each change the log odds of making it against leaving that place as it is, and candidates.

    Candidates are the word as it stood, always, and the likeliest rivals; last stand those that are so far
    behind that a search gives them up. All other changes are taken as made.

    Args: changes sorted and disjoint. Cost: O(n), plus that of reading each rival.
    """
    pieces: list[str] = []
    at = 0
    for change in changes:
        pieces += (text[at : change.start], change.after)
        at = change.end
    reading = Reading(model.walk, model.encode("".join((*pieces, text[at:]))).tolist())
    variants = spell(model, [text[change.start : change.end] for change in changes])
    weights: list[Weight] = []
    shift = 0
    for change, variant in zip(changes, variants, strict=True):
        start, end = change.start + shift, change.start + shift + len(change.after)
        odds = reading.gain_over(start, end, variant) - change.price
        stood = text[change.start : change.end]
        candidates = _rank(reading, (start, end), change, (odds, stood)) if change.rivals else (stood,)
        weights.append(Weight(odds, candidates))
        shift = end - change.end
    return weights


def _rank(
    reading: Reading, span: tuple[int, int], change: Change, stood: tuple[float, str]
) -> tuple[str, ...]:
    """The candidates of a change, which is a span of the reading, by how many nats they are behind it."""
    start, end = span
    ranked: list[tuple[bool, float, str]] = []
    for word, symbols, price in change.rivals:
        dearer = price - change.price
        behind = reading.gain_over(start, end, symbols, BEAM - dearer) + dearer
        ranked.append((behind > BEAM, behind, word))
    best = sorted(ranked)[: MOST_CANDIDATES - 1]
    return tuple([word for *_, word in sorted([*best, (False, *stood)])])


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
