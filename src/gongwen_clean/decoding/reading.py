"""A text as a language model reads it: symbol by symbol, with the state and the score at each place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from gongwen_clean.scoring.walk import State, Walk

_ANY: Final = math.inf

if TYPE_CHECKING:
    from mypy_extensions import i64

    from gongwen_clean.scoring import LanguageModel


class Reading:
    """What stands before each symbol of a text, and behind the last: the state, and the sum of logarithms.

    Args: symbols: those of the text, as the model's `encode` gives them.
    """

    def __init__(self, walk: Walk, symbols: list[int]) -> None:
        state = walk.start
        total = 0.0
        states = [state]
        sums = [total]
        for symbol in symbols:
            step = walk.step(state, symbol)
            total += step.log
            state = step.state
            states.append(state)
            sums.append(total)
        self.walk = walk
        self.symbols = symbols
        self.states: list[State] = states
        self.sums: list[float] = sums

    def gain_over(self, start: i64, end: i64, other: list[int], most: float = _ANY) -> float:
        """How many nats likelier the text is than with other symbols in the place of `start:end`.

        Where it comes to more than `most`, the rest is not read: then this is only about as many.
        """
        state = self.states[start]
        score = 0.0
        least = self.sums[end] - self.sums[start] - most
        for symbol in other:
            step = self.walk.step(state, symbol)
            score += step.log
            if score < least:
                break
            state = step.state
        while score >= least and end < len(self.symbols) and state.row != self.states[end].row:
            step = self.walk.step(state, self.symbols[end])
            score += step.log
            state = step.state
            end += 1
            least = self.sums[end] - self.sums[start] - most
        return self.sums[end] - self.sums[start] - score


def spell(model: LanguageModel, words: Sequence[str]) -> list[list[int]]:
    """The symbols of each word, by one call to the model."""
    symbols = model.encode("".join(words)).tolist()
    spelt: list[list[int]] = []
    at = 0
    for word in words:
        spelt.append(symbols[at : at + len(word)])
        at += len(word)
    return spelt
