"""The n-gram tree with its rows numbered through all levels, as bytes that arrays and inner loops share."""

from __future__ import annotations

from io import BytesIO
from itertools import accumulate
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gongwen_clean.scoring.alphabet import Ids
from gongwen_clean.scoring.counting import Rows
from gongwen_clean.scoring.packing import Planes
from gongwen_clean.scoring.tree import Branches

Records: TypeAlias = NDArray[np.uint32]

LOG_SHIFT = 16
WEIGHT_SHIFT = 24


class FlatTree(NamedTuple):
    """`starts`: the first row of each level, and the end.

    `records`: of each row, uint32: its leftmost symbol, and in the two upper bytes the codes of its
    logarithm and of its weight as a context; a row that is no context has the code 0.
    `firsts`: the first child of each row that can have one, and the end, uint32: children lie side by side.
    """

    starts: list[int]
    records: bytes
    firsts: bytes

    def level_records(self, length: int) -> Records:
        """The records of the n-grams of a length."""
        start, end = self.starts[length - 1 : length + 1]
        return np.frombuffer(self.records, np.uint32)[start:end]

    def level_symbols(self, length: int) -> Ids:
        """The leftmost symbols of the n-grams of a length: uint16."""
        return self.level_records(length).astype(np.uint16)

    def level_begins(self, length: int) -> Rows:
        """Where in its level the children of each shorter n-gram begin, and the end: int32 (rows + 1,)."""
        start, end = self.starts[length - 2 : length]
        return (np.frombuffer(self.firsts, np.uint32)[start : end + 1] - np.uint32(end)).astype(np.int32)


def flatten(branches: list[Branches], planes: Planes) -> FlatTree:
    """Number the rows of the levels 1, 2, 3, … through; takes levels and codes out of its arguments."""
    starts = [0, *accumulate(len(branch.symbols) for branch in branches)]
    records, firsts = _reserve(4 * starts[-1]), _reserve(4 * (starts[-2] + 1))
    # level by level, so that memory is used again: the peak is what a process keeps
    for length, start in enumerate(starts[:-1], 1):
        branch = branches.pop(0)
        if length > 1:
            firsts.write((branch.begins[:-1] + np.int32(start)).data)
        record = np.zeros((len(branch.symbols), 2), np.uint16)
        record[:, 0] = branch.symbols
        codes = record.view(np.uint8)
        codes[:, 2] = planes.pop(f"probs.{length}")
        if branches:
            codes[:, 3] = planes.pop(f"backoffs.{length}")
        records.write(record.data)
    firsts.write(np.array(starts[-1:], np.int32).data)
    return FlatTree(starts, records.getvalue(), firsts.getvalue())


def _reserve(size: int) -> BytesIO:
    """A buffer that is as long from the start as it will be: growing would leave copies behind."""
    buffer = BytesIO()
    buffer.seek(size - 1)
    buffer.write(b"\0")
    buffer.seek(0)
    return buffer
