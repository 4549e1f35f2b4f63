"""The character language model in memory: how likely is a character after those before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongwen_clean.scoring.alphabet import BOUNDARY, Alphabet, Ids
from gongwen_clean.scoring.columns import read_column
from gongwen_clean.scoring.flat import LOG_SHIFT, WEIGHT_SHIFT, Records, flatten
from gongwen_clean.scoring.packing import Planes, read_planes
from gongwen_clean.scoring.search import BlockedFamilies, Families, Places, find_singles
from gongwen_clean.scoring.tree import read_shape
from gongwen_clean.scoring.walk import Walk

SHIPPED = Path(__file__).with_name("official.lm")

_BLOCK = 1 << 16
"""N-grams scored at a time: enough to drown numpy's overhead, few enough to stay near the processor."""


class LanguageModel:
    """Natural logarithms of P(character | the `order` - 1 before it), with backing off.

    `header` names the sources and the sizes; see `alphabet` for what counts as one symbol. Digits,
    Latin letters and unknown characters are classes: the model gives the probability of the class.
    `walk` scores symbol by symbol, `log_probs` many n-grams at once; they differ by rounding only.

        >>> model = LanguageModel.load()
        >>> model.order, model.text_log_probs("规模以上工业").shape
        (5, (6,))
        >>> bool(model.text_log_probs("规模以上工业").sum() > model.text_log_probs("范围以上产业").sum())
        True
    """

    def __init__(self, header: Mapping[str, Any], planes: Planes) -> None:
        self.header = header
        self.order: int = header["order"]
        self.alphabet = Alphabet(bytes(planes["alphabet"]).decode("utf-8", "surrogatepass"))
        branches = read_shape(planes, len(self.alphabet), self.order)
        self._contexts = [branch.contexts for branch in branches[:-1]]
        self._tree = flatten(branches, planes)
        books = [planes[f"prob_book.{length}"] for length in range(1, self.order + 1)]
        weight_books = [planes[f"backoff_book.{length}"] for length in range(1, self.order)]
        self._probs = [_Logs(self._tree.level_records(n), LOG_SHIFT, book) for n, book in enumerate(books, 1)]
        self._weights = [
            _Logs(self._tree.level_records(n), WEIGHT_SHIFT, book) for n, book in enumerate(weight_books, 1)
        ]
        self.walk = Walk(
            read_column(self._tree.records),
            read_column(self._tree.firsts),
            np.concatenate(books).tolist(),
            np.concatenate(weight_books).tolist(),
        )

    @cached_property
    def _find(self) -> list[Callable[[Places, Ids], tuple[Places, Places]]]:
        """How the rows of each level are found in batches."""
        families: list[type[Families]] = [BlockedFamilies] + [Families] * (self.order - 2)
        lengths = range(2, self.order + 1)
        levels = [(self._tree.level_symbols(length), self._tree.level_begins(length)) for length in lengths]
        return [find_singles, *(kind(*level).find for kind, level in zip(families, levels, strict=True))]

    @classmethod
    def load(cls, path: Path | str | None = None) -> LanguageModel:
        """The model of a file; without a path, the one that comes with the package.

        Raises: ModelError, if the file is missing, damaged or of another format.
        """
        return cls(*read_planes(SHIPPED if path is None else Path(path)))

    def encode(self, text: str) -> Ids:
        """The symbols of a text of n characters: uint16 (n,)."""
        return self.alphabet.encode(text)

    def text_log_probs(self, text: str) -> NDArray[np.float32]:
        """Natural log P of each character of a text after those before it: float32 (len(text),)."""
        if not text:
            return np.empty(0, np.float32)
        reach = self.order - 1
        row = np.concatenate((np.full(reach, BOUNDARY, np.uint16), self.encode(text)))
        return self.log_probs(np.lib.stride_tricks.sliding_window_view(row, self.order))

    def log_probs(self, ngrams: Ids) -> NDArray[np.float32]:
        """Natural log P(last symbol | the symbols before it) of m n-grams, uint16 (m, order): float32 (m,).

        Nothing before a boundary counts. Shorter n-grams have 0 (`OUTSIDE`) on the left.
        """
        scores = np.empty(len(ngrams), np.float32)
        for start in range(0, len(ngrams), _BLOCK):
            columns = np.ascontiguousarray(ngrams[start : start + _BLOCK].T)
            scores[start : start + _BLOCK] = self._score(columns)
        return scores

    def _score(self, columns: Ids) -> NDArray[np.float32]:
        """The same for the columns of m n-grams, uint16 (order, m).

        Ascends by length. `growing` are the n-grams of which the last `length` symbols are stored, at
        `rows`; `waiting` those of which fewer are, with the rows of their contexts of that length, whose
        weights are due.
        """
        growing, rows = np.arange(columns.shape[1]), columns[-1].astype(np.intp)
        waiting, contexts = growing[:0], rows[:0]
        scores = np.empty(columns.shape[1], np.float32)
        for length in range(1, self.order):
            column = columns[-length - 1]
            found, longer = self._find[length](rows, column.take(growing))
            missed = _list_others(found, len(growing))
            stopped, stopped_rows = growing.take(missed), rows.take(missed)
            scores[stopped] = self._probs[length - 1].read(stopped_rows)
            growing, rows = growing.take(found), longer
            waiting = np.concatenate((waiting, stopped))
            contexts = np.concatenate((contexts, self._contexts[length - 1].take(stopped_rows)))
            found, contexts = self._find[length - 1](contexts, column.take(waiting))
            waiting = waiting.take(found)
            scores[waiting] += self._weights[length - 1].read(contexts)
        scores[growing] = self._probs[-1].read(rows)
        return scores


@lru_cache(maxsize=2)
def shared_model(path: Path | None = None) -> LanguageModel:
    """Return the model of a file, loaded once per process; None: the one that comes with the package.

    Raises: ModelError, as LanguageModel.load does.
    """
    return LanguageModel.load(path)


def _list_others(chosen: Places, size: int) -> Places:
    """The indices below `size` that are not in `chosen`."""
    others = np.ones(size, np.bool_)
    others[chosen] = False
    return np.flatnonzero(others)


class _Logs:
    """The logarithms of the rows of one level: a byte of each record is the code of one."""

    def __init__(self, records: Records, shift: int, book: NDArray[np.float32]) -> None:
        self._records = records
        self._shift = np.uint32(shift)
        self._book = book

    def read(self, rows: Places) -> NDArray[np.float32]:
        """The logarithms of n rows: float32 (n,)."""
        codes = self._records.take(rows) >> self._shift & np.uint32(255)
        logs: NDArray[np.float32] = self._book.take(codes)
        return logs
