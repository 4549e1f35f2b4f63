"""Whether Han characters are written in one script only; the national character sets tell."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

_HAN = range(0x4E00, 0x9FA6)  # GB 2312 and Big5 hold no others
_NO_HAN, _EITHER, _TRADITIONAL, _SIMPLIFIED = "-", "e", "t", "s"


class ScriptCount(NamedTuple):
    """How many characters of a text are Han, and how many of these stand in one script only."""

    han: int
    traditional: int
    simplified: int

    @property
    def is_traditional(self) -> bool:
        """Whether nearly all characters that tell a script are traditional, as in a converted page.

        A fifth of all Han at least: half of running text is alike in both scripts.
        """
        return self.traditional >= max(1, self.han // 5) and self.traditional >= 5 * self.simplified


def count_scripts(text: str) -> ScriptCount:
    """Return the counts of `text`: a character of Big5 (1984) and not of GB/T 2312-1980 is traditional.

    >>> count_scripts("國务院")
    ScriptCount(han=3, traditional=1, simplified=1)

    Cost: O(n).
    """
    kinds = text.translate(_kinds())
    either, traditional, simplified = (kinds.count(kind) for kind in (_EITHER, _TRADITIONAL, _SIMPLIFIED))
    return ScriptCount(either + traditional + simplified, traditional, simplified)


@cache
def _kinds() -> list[str]:
    """Of each code point what its character is; a list is looked up faster than sets."""
    chars = [chr(code) for code in _HAN]
    mainland, island = frozenset(_writable(chars, "gb2312")), frozenset(_writable(chars, "big5"))
    only_island, only_mainland = island - mainland, mainland - island
    kinds = [_NO_HAN] * 0x10000
    for char in chars:
        is_traditional, is_simplified = char in only_island, char in only_mainland
        kinds[ord(char)] = _TRADITIONAL if is_traditional else _SIMPLIFIED if is_simplified else _EITHER
    return kinds


def _writable(chars: list[str], encoding: str) -> str:
    return "".join(chars).encode(encoding, "ignore").decode(encoding)
