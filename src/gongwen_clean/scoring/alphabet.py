"""How text becomes symbols: one symbol per character, so that offsets never change.

Characters whose differences say nothing about the words around them share a symbol: the widths and
shapes of punctuation, all digits, all Latin letters, all blanks. Newlines, and whatever stands before
the first character of a text, are the boundary. Rare characters are one unknown symbol.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ids: TypeAlias = NDArray[np.uint16]
Points: TypeAlias = NDArray[np.uint32]

OUTSIDE = 0
"""No symbol: fills an n-gram of which less than `order` symbols are known. Never comes out of a text."""
BOUNDARY = 1
"""<s>: a newline, or the place before the first character of a text."""
UNKNOWN = 2
"""<unk>: any character that the alphabet does not hold."""
FIRST = 3
"""The id of the most frequent character; ids ascend as frequency falls."""

_CODE_POINTS = 0x110000
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CLASSES = {
    "\n": "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029",
    " ": "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    "0": "123456789",
    "a": _LATIN.replace("a", ""),
    '"': "“”„‟＂«»",
    "'": "‘’‚‛",
    "—": "–―─━‒",
    "-": "‐‑−",
    "·": "•・‧∙⋅",
    "…": "⋯",
    "(": "﹙",
    ")": "﹚",
}


def _list_folds() -> tuple[Points, Points]:
    """Code points that are read as another one, and those others: two arrays of equal length."""
    folds = {ord(variant): ord(form) for form, variants in _CLASSES.items() for variant in variants}
    for point in range(0x21, 0x7F):
        folds[point + 0xFEE0] = folds.get(point, point)
    return np.array(list(folds), np.uint32), np.array(list(folds.values()), np.uint32)


_VARIANTS, _FORMS = _list_folds()


def read_points(text: str) -> Points:
    """The code points of a text of n characters: uint32 (n,). Lone surrogates survive."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint32, copy=False)


class Alphabet:
    """The characters a model knows. `symbols[i]` has the id `FIRST + i`; `len()` counts all ids."""

    def __init__(self, symbols: str) -> None:
        self.symbols = symbols
        self._ids = np.full(_CODE_POINTS, UNKNOWN, np.uint16)
        self._ids[read_points(symbols)] = np.arange(FIRST, FIRST + len(symbols), dtype=np.uint16)
        self._ids[ord("\n")] = BOUNDARY
        self._ids[_VARIANTS] = self._ids[_FORMS]

    def __len__(self) -> int:
        return FIRST + len(self.symbols)

    def encode(self, text: str) -> Ids:
        """The symbols of a text of n characters: uint16 (n,), one for each character."""
        return self._ids[read_points(text)]

    def encode_points(self, points: Points) -> Ids:
        """The symbols of n code points: uint16 (n,)."""
        return self._ids[points]


def collect_points(texts: Iterable[str]) -> Points:
    """All texts in a row as code points, a newline before, between and after them."""
    return np.concatenate([read_points("\n"), *(read_points(text + "\n") for text in texts)])


def choose_alphabet(points: Points, min_count: int) -> Alphabet:
    """The alphabet of the characters that occur at least `min_count` times, the most frequent first."""
    counts = np.bincount(points, minlength=_CODE_POINTS)
    np.add.at(counts, _FORMS, counts[_VARIANTS])
    counts[_VARIANTS] = 0
    counts[ord("\n")] = 0
    known = np.flatnonzero(counts >= max(min_count, 1))
    ranked = known[np.lexsort((known, -counts[known]))][: np.iinfo(np.uint16).max - FIRST]
    return Alphabet(ranked.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass"))
