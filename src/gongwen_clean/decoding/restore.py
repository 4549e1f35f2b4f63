"""Restore a spun text: find its possible originals, weigh them, and decide whether to trust them.

1. A first decoding with equal prices gives the evidence: how much likelier the best path is than the
   text as it stands. It also shows the dialect: the table whose substitutes the repairs undo.
2. A second decoding prices each pair by the dialect and by what the first one decided: within one
   document a spun word has one original nearly everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from gongwen_clean.decoding.lattice import Arc, Lattice, Model, Path
from gongwen_clean.decoding.prices import FIRST_PRICE, Prices, recognise_dialect
from gongwen_clean.decoding.spun_lexicon import Candidate, SpunLexicon, spun_lexicon
from gongwen_clean.matching.facts import find_facts, find_titles
from gongwen_clean.scoring import LanguageModel

_GAIN_NATS = 15.0


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
        arcs = [Arc(c.start, c.end, c.entry.canonical, FIRST_PRICE) for c in candidates]
        lattice = Lattice(self._model, text, arcs)
        first = lattice.best_paths()
        gain = sum(path.gain for path in first)
        rate = 1000 * gain / len(text)
        if rate < min_rate or gain < _GAIN_NATS:
            return Restoration([], rate, "")
        chosen = _taken(first, candidates)
        dialect = recognise_dialect(self._dialects, chosen)
        prices = Prices(chosen, dialect)
        titles = list(find_titles(text))
        costs = [prices.price(c.entry, in_title=_is_inside(c, titles)) for c in candidates]
        taken = _taken(lattice.best_paths(costs), candidates)
        return Restoration([Repair(c, _is_inside(c, titles)) for c in taken], rate, dialect)

    def _candidates(self, text: str) -> list[Candidate]:
        facts = _marked(find_facts(text), len(text))
        found = (c for c in self._lexicon.find(text) if not any(facts[c.start : c.end]))
        return sorted(found, key=lambda c: (c.start, c.end))


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
