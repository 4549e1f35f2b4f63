"""Whether Han characters are written in one script only; the national character sets tell."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

_HAN = range(0x4E00, 0x9FA6)  # GB 2312 and Big5 hold no others


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
    han, traditional, simplified = _scripts()
    return ScriptCount(*(sum(map(kind.__contains__, text)) for kind in (han, traditional, simplified)))


@cache
def _scripts() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """All Han characters, those that are traditional only, those that are simplified only."""
    chars = [chr(code) for code in _HAN]
    mainland, island = frozenset(_writable(chars, "gb2312")), frozenset(_writable(chars, "big5"))
    return frozenset(chars), island - mainland, mainland - island


def _writable(chars: list[str], encoding: str) -> str:
    return "".join(chars).encode(encoding, "ignore").decode(encoding)
