"""Score a text symbol by symbol.

A state is the longest stored n-gram that ends at a place and that others begin with: all that the model
can know of what stands before. Texts in the same state go on alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gongwen_clean.scoring.alphabet import BOUNDARY
from gongwen_clean.scoring.columns import Column
from gongwen_clean.scoring.native import mypyc_attr

if TYPE_CHECKING:
    from mypy_extensions import i64

_SLOTS: Final = 1 << 16  # an eighth of them makes two and a half times as many steps anew in spun text
_SPREAD: Final = 40_503  # odd, so that neighbouring rows get slots far apart


@mypyc_attr(acyclic=True)
class State:
    """A stored n-gram as context: its row, length, leftmost symbol, and weight of backing off from it.

    `shorter`: the state without the leftmost symbol; of the empty state, itself.
    """

    __slots__ = ("length", "row", "shorter", "symbol", "weight")

    def __init__(self, row: i64, length: i64, symbol: i64, weight: float, shorter: State | None) -> None:
        self.row = row
        self.length = length
        self.symbol = symbol
        self.weight = weight
        self.shorter: State = self if shorter is None else shorter


@mypyc_attr(acyclic=True)
class Step:
    """What comes of a symbol in a state: its natural log probability, and the state after it.

    `row`, `length`: the longest stored n-gram that ends with it. `key`: the state and the symbol.
    """

    __slots__ = ("key", "length", "log", "row", "state")

    def __init__(self, key: i64, log: float, row: i64, length: i64, state: State) -> None:
        self.key = key
        self.log = log
        self.row = row
        self.length = length
        self.state = state


class Walk:
    """Steps through the tree of a model, whose rows are numbered through all levels.

    `start`: the state at the begin of a text. Steps are remembered, each in a slot of its own until another
    needs it: official text repeats itself, and so do the paths through it.

    Args: records, firsts: as in `flat.FlatTree`. logs, weights: natural logarithms, 256 for each level, in
    the order of their codes.
    """

    def __init__(self, records: Column, firsts: Column, logs: list[float], weights: list[float]) -> None:
        self._records = records
        self._firsts = firsts
        self._logs = logs
        self._weights = weights
        self._root = State(0, 0, 0, 0.0, None)
        self._steps: list[Step] = [Step(-1, 0.0, 0, 0, self._root)] * _SLOTS
        self.start = self.step(self._root, BOUNDARY).state

    def step(self, state: State, symbol: i64) -> Step:
        """Read a symbol. Cost: O(order log n) the first time, then O(1)."""
        key = state.row << 16 | symbol
        slot = (state.row * _SPREAD + symbol) & (_SLOTS - 1)
        known = self._steps[slot]
        if known.key == key:
            return known
        step = self._find(state, symbol, key)
        self._steps[slot] = step
        return step

    def _find(self, state: State, symbol: i64, key: i64) -> Step:
        length = state.length
        if length == 0:
            return self._arrive(key, symbol, self._records[symbol], 0, state)
        shorter = self.step(state.shorter, symbol)
        if shorter.length == length:
            row = self._find_child(shorter.row, state.symbol)
            if row:
                return self._arrive(key, row, self._records[row], length, shorter.state)
        return Step(key, shorter.log + state.weight, shorter.row, shorter.length, shorter.state)

    def _arrive(self, key: i64, row: i64, record: i64, length: i64, shorter: State) -> Step:
        """The step that ends with the n-gram of a row, one longer than `length`, and in its state.

        If it is no context, the state is the next shorter one.
        """
        weight = record >> 24
        log = self._logs[length << 8 | record >> 16 & 255]
        if weight:
            shorter = State(row, length + 1, record & 0xFFFF, self._weights[length << 8 | weight], shorter)
        return Step(key, log, row, length + 1, shorter)

    def _find_child(self, row: i64, symbol: i64) -> i64:
        """The n-gram that has `symbol` before the row's, or 0."""
        records = self._records
        low = self._firsts[row]
        # siblings ascend, so that no more than `symbol` of them stand before the one sought
        high = min(self._firsts[row + 1], low + symbol + 1)
        while low < high:
            middle = (low + high) >> 1
            found = records[middle] & 0xFFFF
            if found == symbol:
                return middle
            if found < symbol:
                low = middle + 1
            else:
                high = middle
        return 0
