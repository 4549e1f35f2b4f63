"""Restore a spun text: find its possible originals, weigh them, and decide which to trust.

1. A first decoding with equal prices gives the evidence: how much likelier the best path is than the
   text as it stands, in all and paragraph by paragraph. It also shows the dialect: the table whose
   substitutes the repairs undo.
2. A second decoding prices each pair by the dialect and by what the first one decided: within one
   document a spun word has one original nearly everywhere. A title that was not spun speaks for its words.
3. Each repair is weighed alone against leaving its place as it is; what is less sure than asked, or more
   than the budget of harm allows, is left and reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from pathlib import Path as FilePath
from typing import NamedTuple

from gongwen_clean.decoding.confidence import Change, weigh_changes, within_budget
from gongwen_clean.decoding.forks import Forks
from gongwen_clean.decoding.lattice import Choice, Lattice, Path
from gongwen_clean.decoding.paragraphs import Paragraphs
from gongwen_clean.decoding.phrases import PhraseIndex, phrase_index
from gongwen_clean.decoding.prices import (
    NAME_PRICE,
    TITLE_PRICE,
    Prices,
    first_price,
    recognise_dialect,
)
from gongwen_clean.decoding.reading import Reading
from gongwen_clean.decoding.spun_lexicon import Candidate, Match, SpunLexicon, spun_lexicon
from gongwen_clean.decoding.trust import Trust
from gongwen_clean.matching.facts import find_companies, find_facts, find_titles
from gongwen_clean.scoring.model import LanguageModel, shared_model

_START = itemgetter(0)

_BLOCK_CHARS = 50_000
_TITLE_CHARS = range(6, 60)


class Repair(NamedTuple):
    """A stretch of text that an entry of the lexicon repairs, and how sure that is, in nats.

    `others`: the words that the entry's was preferred to, the likeliest first, among them that of the text.
    """

    candidate: Candidate
    confidence: float
    others: tuple[str, ...] = ()


class Restoration(NamedTuple):
    """The repairs of a text, those left undone as too doubtful, its evidence of being spun, its dialect.

    `rate`: nats per 1,000 of the `length` characters.
    """

    repairs: list[Repair]
    doubtful: list[Repair]
    rate: float
    length: int
    dialect: str

    @property
    def dialect_share(self) -> float:
        """The share of the repairs that the dialect's own table explains; 0 without repairs."""
        own = sum(self.dialect in repair.candidate.entry.dialects for repair in self.repairs)
        return own / max(1, len(self.repairs))


class Restorer:
    """Decide whether a text is spun, and undo it. Immutable; resources are shared by the process."""

    def __init__(self, model: LanguageModel, lexicon: SpunLexicon, phrases: PhraseIndex) -> None:
        self._model = model
        self._lexicon = lexicon
        self._phrases = phrases
        self._dialects = lexicon.dialects

    def restore(self, text: str, trust: Trust) -> Restoration:
        """Return the repairs for `text`: none when it shows too little evidence of being spun.

        A long text is restored block by block, each by its own evidence, to bound the memory it takes.
        Cost: O(n) times the candidates at a place.
        """
        blocks = [self._restore(text[start:end], start, trust) for start, end in _blocks(text)]
        return blocks[0] if len(blocks) == 1 else _combine(blocks, len(text))

    def _restore(self, text: str, offset: int, trust: Trust) -> Restoration:
        """The same for a block that begins at `offset` of its text."""
        reading = Reading(self._model.walk, self._model.encode(text).tolist())
        forks = Forks(self._model, self._find(text))
        forks.price(first_price)
        lattice = Lattice(reading, forks.forks)
        first = lattice.best_paths()
        paragraphs = Paragraphs(text, first)
        spun = paragraphs.spun(trust.min_rate)
        seen = [forks.candidate(c) for c in _choices(first) if spun[paragraphs.index(c.fork.start)]]
        if not seen:
            return Restoration([], [], paragraphs.rate, len(text), "")
        dialect = recognise_dialect(self._dialects, seen)
        forks.price(Prices(seen, dialect, _unspun_title(text, seen), lexicon=self._lexicon).price)
        forks.charge(find_titles(text), TITLE_PRICE)
        forks.charge(find_companies(text), NAME_PRICE)
        chosen = [c for c in _choices(lattice.best_paths()) if spun[paragraphs.index(c.fork.start)]]
        repairs = self._weigh(text, forks, chosen)
        if offset:
            repairs = [_moved(repair, offset) for repair in repairs]
        made, doubtful = _trusted(repairs, trust, len(text))
        return Restoration(made, doubtful, paragraphs.rate, len(text), dialect)

    def _find(self, text: str) -> list[Match]:
        """The words of a text that may have been others, by place; none that touches a fact."""
        facts = bytearray(len(text))
        for start, end in find_facts(text):
            facts[start:end] = b"\x01" * (end - start)
        matches = [*self._lexicon.match(text), *self._phrases.match(text)]
        matches.sort(key=_START)
        return [match for match in matches if facts.find(1, match[0], match[1]) < 0]

    def _weigh(self, text: str, forks: Forks, chosen: Sequence[Choice]) -> list[Repair]:
        """Return a repair for each choice, with its confidence and what else was there to choose."""
        places = [forks.candidate(choice) for choice in chosen]
        changes = [
            Change(place.start, place.end, place.entry.canonical, choice.cost, forks.rivals(choice))
            for place, choice in zip(places, chosen, strict=True)
        ]
        weights = weigh_changes(self._model, text, changes)
        return [Repair(p, round(w.confidence, 2), w.candidates) for p, w in zip(places, weights, strict=True)]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """The spans of whole lines into which a text is cut, of about _BLOCK_CHARS; one for most texts."""
    start = 0
    while len(text) - start > 2 * _BLOCK_CHARS:
        end = text.find("\n", start + _BLOCK_CHARS) + 1
        if not end or end - start > 2 * _BLOCK_CHARS:
            end = start + _BLOCK_CHARS
        yield start, end
        start = end
    yield start, len(text)


def _combine(blocks: Sequence[Restoration], length: int) -> Restoration:
    """What was found in the blocks of a long text, as one; its dialect is that of most repairs."""
    dialects = Counter[str]()
    for block in blocks:
        dialects[block.dialect] += len(block.repairs)
    return Restoration(
        list(chain.from_iterable(block.repairs for block in blocks)),
        list(chain.from_iterable(block.doubtful for block in blocks)),
        sum(block.rate * block.length for block in blocks) / length,
        length,
        max(dialects, key=dialects.__getitem__),
    )


def _moved(repair: Repair, offset: int) -> Repair:
    place = repair.candidate
    return repair._replace(candidate=place._replace(start=place.start + offset, end=place.end + offset))


def _unspun_title(text: str, seen: Sequence[Candidate]) -> str:
    """The first line, where it can be a title and no word of it was to be restored; else nothing."""
    title = text.lstrip().partition("\n")[0].strip()
    end = text.find(title) + len(title)
    is_title = len(title) in _TITLE_CHARS and not any(sign in title for sign in "。：；")
    return title if is_title and not any(candidate.start < end for candidate in seen) else ""


def _choices(paths: Iterable[Path]) -> Iterator[Choice]:
    return chain.from_iterable(path.choices for path in paths)


def _trusted(repairs: Sequence[Repair], trust: Trust, length: int) -> tuple[list[Repair], list[Repair]]:
    """Return the repairs that are sure enough, and the others."""
    sizes = [len(repair.candidate.entry.canonical) for repair in repairs]
    allowed = within_budget([r.confidence for r in repairs], sizes, trust.max_harm * length / 1e4)
    made: list[Repair] = []
    doubtful: list[Repair] = []
    for repair, is_allowed in zip(repairs, allowed, strict=True):
        (made if is_allowed and repair.confidence >= trust.min_confidence else doubtful).append(repair)
    return made, doubtful


@lru_cache(maxsize=2)
def shared_restorer(model: FilePath | None = None, lexicons: tuple[FilePath, ...] = ()) -> Restorer:
    """Return the restorer with the shipped lexicon and a model, made once per process; None: the shipped.

    Args: lexicons: a user's tables, beside the shipped.
    Raises: ModelError for a file that is no model, LexiconError for one that is no table.
    """
    return Restorer(shared_model(model), spun_lexicon(lexicons), phrase_index())
