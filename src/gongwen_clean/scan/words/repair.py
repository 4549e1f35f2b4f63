"""Decide whether a text was scanned, by its slips alone, and which of them to repair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.scan.words.slips import Bar, Places, Slip, SlipFinder

# of 215 clean texts none has three such slips in 1,000 characters each; of 60 scanned ones 25 have
_PROOF = Bar(margin=10.0, oddness=-25.0)
_FEWEST_SLIPS = 3  # different ones, as a rare name recurs
_CHARS_A_SLIP = 1000

_BAR = Bar(margin=8.5, oddness=-22.0)
_LOW_BAR = Bar(margin=7.0, oddness=-21.0)
_CHARS_A_SLIP_IF_BAD = 250

_DOUBLED_MARGIN = 8.0
_NEIGHBOURS = 4  # characters on each side whose n-grams a repair changes
_DOUBLED = lazy_pattern(r"([\u3400-\u9fff])(?<![一二三四五六七八九十百千万亿两零])(?<!\1\1)\1(?!\1)")


class WordRepair(NamedTuple):
    """A character read wrongly, or, where `after` is empty, read twice; `odds` in nats.

    `others`: what else was likely enough there, the likeliest first, and last the character as it stands.
    """

    start: int
    end: int
    after: str
    odds: float
    others: tuple[str, ...]


def find_word_repairs(text: str, finder: SlipFinder) -> list[WordRepair]:
    """Return the repairs of a scanned text, in order; none for a text without several certain slips.

    Cost: O(n), plus that of the places the language model finds odd.
    """
    proof = finder.find(text, _PROOF)
    kinds = len({(text[slip.start], slip.after) for slip in proof})
    if kinds < _FEWEST_SLIPS or kinds * _CHARS_A_SLIP < len(text):
        return []
    bar = _LOW_BAR if kinds * _CHARS_A_SLIP_IF_BAD >= len(text) else _BAR
    slips = _find_all(text, finder, bar)
    mended = _replace(text, slips)
    repairs = [
        WordRepair(slip.start, slip.start + 1, slip.after, slip.odds, (*slip.others, text[slip.start]))
        for slip in slips
    ]
    changed = {slip.start for slip in slips}
    repairs += (r for r in _find_doubled(mended, finder) if r.start not in changed)
    return sorted(repairs)


def _find_all(text: str, finder: SlipFinder, bar: Bar) -> list[Slip]:
    """All slips that pass a bar: beside each repair others may show, so its neighbours are read again."""
    slips: list[Slip] = []
    places: Places | None = None
    while found := finder.find(text, bar, places):
        slips += found
        text = _replace(text, found)
        places = np.zeros(len(text), np.bool_)
        for slip in found:
            places[max(0, slip.start - _NEIGHBOURS) : slip.start + _NEIGHBOURS + 1] = True
        places[[slip.start for slip in slips]] = False
    return slips


def _replace(text: str, slips: Sequence[Slip]) -> str:
    chars = list(text)
    for slip in slips:
        chars[slip.start] = slip.after
    return "".join(chars)


def _find_doubled(text: str, finder: SlipFinder) -> Iterator[WordRepair]:
    """Yield the second of two equal Han, but not of three, where the text is far likelier without it."""
    for match in _DOUBLED.finditer(text):
        place = match.end() - 1
        odds = finder.gain_of_removal(text, place)
        if odds >= _DOUBLED_MARGIN:
            yield WordRepair(place, place + 1, "", round(odds, 2), (match[1],))
