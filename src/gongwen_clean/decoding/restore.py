"""Restore a spun text: find its possible originals, weigh them, and decide whether to trust them.

1. A first decoding with equal prices gives the evidence: how much likelier the best path is than the
   text as it stands. It also shows the dialect: the table whose substitutes the repairs undo.
2. A second decoding prices each pair by the dialect and by what the first one decided: within one
   document a spun word has one original nearly everywhere.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from gongwen_clean.decoding.lattice import Arc, Lattice, Model, Path
from gongwen_clean.decoding.spun_lexicon import Candidate, Entry, SpunLexicon, spun_lexicon
from gongwen_clean.matching.facts import find_facts, find_titles
from gongwen_clean.scoring import LanguageModel

_GAIN_NATS = 15.0
_FIRST_PRICE = 1.5
_BASE_PRICE = 0.9
_SHARE_WEIGHT = 1.6
_TITLE_PRICE = 2.0
_OPPOSITE_PRICE = 6.0
_ODDS_SEEN = 0.98  # of the repairs that a dialect explains, this share is its own


class Repair(NamedTuple):
    """A stretch of text and what it said, by which entry of the lexicon; `in_title`: inside 《》."""

    candidate: Candidate
    in_title: bool


class Restoration(NamedTuple):
    """The repairs of a text, and its evidence of being spun in nats per 1,000 characters."""

    repairs: list[Repair]
    rate: float
    dialect: str


class Restorer:
    """Decide whether a text is spun, and undo it. Immutable; resources are shared by the process."""

    def __init__(self, model: Model, lexicon: SpunLexicon) -> None:
        self._model = model
        self._lexicon = lexicon
        self._dialects = sorted(set().union(*(entry.dialects for entry in lexicon.entries)))

    def restore(self, text: str, min_rate: float) -> Restoration:
        """Return the repairs for `text`: none when it shows too little evidence of being spun.

        Cost: O(n) times the candidates at a place.

        Args: min_rate: the least evidence, in nats per 1,000 characters.
        """
        candidates = self._candidates(text)
        arcs = [Arc(c.start, c.end, c.entry.canonical, _FIRST_PRICE) for c in candidates]
        lattice = Lattice(self._model, text, arcs)
        first = lattice.best_paths()
        gain = sum(path.gain for path in first)
        rate = 1000 * gain / len(text)
        if rate < min_rate or gain < _GAIN_NATS:
            return Restoration([], rate, "")
        chosen = _taken(first, candidates)
        dialect = self._recognise(chosen)
        titles = list(find_titles(text))
        prices = _prices(candidates, chosen, dialect, titles)
        taken = _taken(lattice.best_paths(prices), candidates)
        return Restoration([Repair(c, _is_inside(c, titles)) for c in taken], rate, dialect)

    def _candidates(self, text: str) -> list[Candidate]:
        facts = _marked(find_facts(text), len(text))
        found = (c for c in self._lexicon.find(text) if not any(facts[c.start : c.end]))
        return sorted(found, key=lambda c: (c.start, c.end))

    def _recognise(self, chosen: Sequence[Candidate]) -> str:
        """The dialect that explains the repairs best: the likeliest table to have made them."""
        own, other = math.log(_ODDS_SEEN), math.log(1 - _ODDS_SEEN)

        def likelihood(dialect: str) -> float:
            return sum(own if dialect in c.entry.dialects else other for c in chosen)

        return max(self._dialects, key=likelihood)


def _prices(
    candidates: Sequence[Candidate],
    chosen: Sequence[Candidate],
    dialect: str,
    titles: Sequence[tuple[int, int]],
) -> list[float]:
    """Return the price of each candidate in nats, from what the first pass decided.

    A repair is cheap when it is of a kind that the document shows often (of the dialect or not, of one
    character or more), and when its variant had this original elsewhere in the document.
    """
    votes = Counter(c.entry for c in chosen)
    totals = Counter(c.entry.variant for c in chosen)
    kinds = Counter(_kind(c.entry, dialect) for c in chosen)
    prices: list[float] = []
    for candidate in candidates:
        entry = candidate.entry
        common = (kinds[_kind(entry, dialect)] + 0.3) / (len(chosen) + 1)
        share = (votes[entry] + 0.5) / (totals[entry.variant] + 1)
        price = _BASE_PRICE - _SHARE_WEIGHT * math.log(common) - math.log(2 * share)
        price += _OPPOSITE_PRICE if entry.is_opposite else 0.0
        prices.append(price + (_TITLE_PRICE if _is_inside(candidate, titles) else 0.0))
    return prices


def _kind(entry: Entry, dialect: str) -> tuple[bool, bool]:
    """Repairs of one kind are equally likely: those of the dialect, and those of single characters."""
    return dialect in entry.dialects, len(entry.variant) == 1


def _taken(paths: Iterable[Path], candidates: Sequence[Candidate]) -> list[Candidate]:
    return [candidates[n] for path in paths for n in path.arcs]


def _is_inside(candidate: Candidate, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= candidate.start and candidate.end <= end for start, end in spans)


def _marked(spans: Iterable[tuple[int, int]], length: int) -> bytearray:
    marks = bytearray(length)
    for start, end in spans:
        marks[start:end] = b"\x01" * (end - start)
    return marks


@lru_cache(maxsize=1)
def shared_restorer() -> Restorer:
    """Return the restorer with the shipped model and lexicon, made once per process."""
    return Restorer(LanguageModel.load(), spun_lexicon())
