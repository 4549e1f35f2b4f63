"""Try a user's pattern on text made to mislead it, before it meets any other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from time import thread_time
from typing import NamedTuple

TRIAL_S = 0.25
"""Seconds of the processor that a pattern may take on a text of at most `_LONGEST` characters."""

_SHORTEST, _LONGEST = 6, 2000
_GROWTH = 1.4  # so little that the trial which finds a pattern slow ends soon itself
_SMALL_STEPS = 60  # below so many characters, two at a time: there, what doubles with each shows
_OF_EACH_KIND = ("a", "1", "中", " ", "，", "(")
_MOST_SEEDS = 24
_STOP = "\uffff"  # fits nothing that a pattern means, so that what was begun fails
_META = frozenset("\\()[]{}?*+|^$.")


class SlowText(NamedTuple):
    """A text on which a pattern takes too long: `repeated` to the length of `chars` characters."""

    repeated: str
    chars: int


def find_slow_text(pattern: str) -> SlowText | None:
    r"""Return a text on which a pattern that compiles takes too long, None where none was found.

    What grows exponentially or with a cube is found; what grows with a square is not, as `\d+[号文]` does on
    digits: for that there is the time limit of a search (see protection). Cost: milliseconds for most
    patterns, some TRIAL_S for a slow one.
    """
    compiled = re.compile(pattern)
    for chars in _lengths():
        for seed in _seeds(pattern):
            if _seconds(compiled, (seed * (chars // len(seed) + 1))[:chars] + _STOP) > TRIAL_S:
                return SlowText(seed, chars)
    return None


def _lengths() -> Iterator[int]:
    chars = _SHORTEST
    while chars <= _LONGEST:
        yield chars
        chars = chars + 2 if chars < _SMALL_STEPS else int(chars * _GROWTH)


def _seeds(pattern: str) -> list[str]:
    """The words and signs of the pattern itself, and a character of each kind."""
    signs = [char for char in pattern if char not in _META]
    return list(dict.fromkeys([*_OF_EACH_KIND, *signs, *re.findall(r"\w{2,12}", pattern)]))[:_MOST_SEEDS]


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    start = thread_time()
    for _ in pattern.finditer(text):
        pass
    return thread_time() - start
