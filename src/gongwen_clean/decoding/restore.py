"""Restore a spun text: find its possible originals, weigh them, and decide which to trust.

1. A first decoding with equal prices gives the evidence: how much likelier the best path is than the
   text as it stands, in all and paragraph by paragraph. It also shows the dialect: the table whose
   substitutes the repairs undo.
2. A second decoding prices each pair by the dialect and by what the first one decided: within one
   document a spun word has one original nearly everywhere.
3. Each repair is weighed alone against leaving its place as it is; what is less sure than asked, or more
   than the budget of harm allows, is left and reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path as FilePath
from typing import NamedTuple

from gongwen_clean.decoding.confidence import Change, measure_confidence, within_budget
from gongwen_clean.decoding.lattice import Arc, Lattice, Model, Path
from gongwen_clean.decoding.paragraphs import Paragraphs
from gongwen_clean.decoding.phrases import PhraseIndex, phrase_index
from gongwen_clean.decoding.prices import (
    OPPOSITE_PRICE,
    TITLE_PRICE,
    Prices,
    first_price,
    recognise_dialect,
)
from gongwen_clean.decoding.spun_lexicon import Candidate, SpunLexicon, spun_lexicon
from gongwen_clean.decoding.trust import Trust
from gongwen_clean.matching.facts import find_facts, find_titles
from gongwen_clean.scoring import LanguageModel


class Repair(NamedTuple):
    """A stretch of text that an entry of the lexicon repairs, and how sure that is, in nats."""

    candidate: Candidate
    confidence: float


class Restoration(NamedTuple):
    """The repairs of a text, those left undone as too doubtful, its evidence of being spun, its dialect.

    `rate`: nats per 1,000 characters.
    """

    repairs: list[Repair]
    doubtful: list[Repair]
    rate: float
    dialect: str


class Restorer:
    """Decide whether a text is spun, and undo it. Immutable; resources are shared by the process."""

    def __init__(self, model: Model, lexicon: SpunLexicon, phrases: PhraseIndex) -> None:
        self._model = model
        self._lexicon = lexicon
        self._phrases = phrases
        self._dialects = lexicon.dialects

    def restore(self, text: str, trust: Trust) -> Restoration:
        """Return the repairs for `text`: none when it shows too little evidence of being spun.

        Cost: O(n) times the candidates at a place.
        """
        candidates = self._candidates(text)
        arcs = [Arc(c.start, c.end, c.entry.canonical, first_price(c.entry)) for c in candidates]
        lattice = Lattice(self._model, text, arcs)
        first = lattice.best_paths()
        paragraphs = Paragraphs(text, first)
        spun = paragraphs.spun(trust.min_rate)
        chosen = [c for c in _taken(first, candidates) if spun[paragraphs.index(c.start)]]
        if not chosen:
            return Restoration([], [], paragraphs.rate, "")
        dialect = recognise_dialect(self._dialects, chosen)
        prices = Prices(chosen, dialect)
        titled = _marked(find_titles(text), len(text))
        opposite = {e: self._lexicon.are_opposites(e) for e in {c.entry for c in candidates}}
        costs = [
            prices.price(c.entry) + TITLE_PRICE * titled[c.start] + OPPOSITE_PRICE * opposite[c.entry]
            for c in candidates
        ]
        taken = [n for path in lattice.best_paths(costs) for n in path.arcs]
        taken = [n for n in taken if spun[paragraphs.index(candidates[n].start)]]
        repairs = self._weigh(text, [(candidates[n], costs[n]) for n in taken])
        made, doubtful = _trusted(repairs, trust, len(text))
        return Restoration(made, doubtful, paragraphs.rate, dialect)

    def _candidates(self, text: str) -> list[Candidate]:
        facts = _marked(find_facts(text), len(text))
        everything = chain(self._lexicon.find(text), self._phrases.find(text))
        found = {c for c in everything if not any(facts[c.start : c.end])}
        return sorted(found, key=lambda c: (c.start, c.end, c.entry.id))

    def _weigh(self, text: str, priced: Sequence[tuple[Candidate, float]]) -> list[Repair]:
        """Return a repair for each candidate, with its confidence."""
        changes = [Change(c.start, c.end, c.entry.canonical, price) for c, price in priced]
        confidences = measure_confidence(self._model, text, changes)
        return [Repair(c, round(odds, 2)) for (c, _), odds in zip(priced, confidences, strict=True)]


def _taken(paths: Iterable[Path], candidates: Sequence[Candidate]) -> list[Candidate]:
    return [candidates[n] for path in paths for n in path.arcs]


def _trusted(repairs: Sequence[Repair], trust: Trust, length: int) -> tuple[list[Repair], list[Repair]]:
    """Return the repairs that are sure enough, and the others."""
    sizes = [len(repair.candidate.entry.canonical) for repair in repairs]
    allowed = within_budget([r.confidence for r in repairs], sizes, trust.max_harm * length / 1e4)
    made: list[Repair] = []
    doubtful: list[Repair] = []
    for repair, is_allowed in zip(repairs, allowed, strict=True):
        (made if is_allowed and repair.confidence >= trust.min_confidence else doubtful).append(repair)
    return made, doubtful


def _marked(spans: Iterable[tuple[int, int]], length: int) -> bytearray:
    marks = bytearray(length)
    for start, end in spans:
        marks[start:end] = b"\x01" * (end - start)
    return marks


@lru_cache(maxsize=2)
def shared_restorer(model: FilePath | None = None) -> Restorer:
    """Return the restorer with the shipped lexicon and a model, made once per process; None: the shipped.

    Raises: ModelError for a file that is no model.
    """
    return Restorer(LanguageModel.load(model), spun_lexicon(), phrase_index())
