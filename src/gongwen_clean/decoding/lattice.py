"""The best path through a text and its possible originals, by a character model and arc costs.

The text as it stands is one path; each candidate is an arc beside it. Paths that agree on the last
`order - 1` characters are one path from there on, so only the surroundings of candidates are scored:
an island is a stretch in which candidates stand closer than that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Context = tuple[int, ...]


class Model(Protocol):
    """What is asked of a language model: symbols of a text, and log probabilities of n-grams."""

    @property
    def order(self) -> int:
        """The length of the n-grams that it scores."""
        ...

    def encode(self, text: str) -> NDArray[np.uint16]:
        """The symbols of a text of n characters: uint16 (n,)."""
        ...

    def log_probs(self, ngrams: NDArray[np.uint16]) -> NDArray[np.float32]:
        """The log probability of the last symbol of each n-gram, (m, order): float32 (m,)."""
        ...


class Arc(NamedTuple):
    """Code points `start:end` of the text may have been `after`; taking the arc costs `cost` nats."""

    start: int
    end: int
    after: str
    cost: float


class Island(NamedTuple):
    """Arcs that stand near each other: their indices, and the stretch of text that they can touch."""

    start: int
    end: int
    arcs: list[int]


class Path(NamedTuple):
    """The arcs of an island's best path, by index, and its gain over the text as it stands, in nats."""

    island: Island
    arcs: list[int]
    gain: float


def find_islands(arcs: Sequence[Arc], text: str, reach: int) -> Iterator[Island]:
    """Yield the islands of arcs sorted by start; a newline ends one, as nothing is scored across it."""
    members: list[int] = []
    end = limit = 0  # of the arcs so far, and of what can be scored with them
    for n, arc in enumerate(arcs):
        if members and arc.start >= limit:
            yield Island(arcs[members[0]].start, limit, members)
            members = []
        end = max(end, arc.end) if members else arc.end
        newline = text.find("\n", end, end + reach)
        limit = newline + 1 if newline >= 0 else min(end + reach, len(text))
        members.append(n)
    if members:
        yield Island(arcs[members[0]].start, limit, members)


class Lattice:
    """A text with the arcs that could change it. `arcs` are sorted by start."""

    def __init__(self, model: Model, text: str, arcs: Sequence[Arc]) -> None:
        self._model = model
        self._reach = model.order - 1
        self._arcs = arcs
        self._ids: list[int] = [1] * self._reach + model.encode(text).tolist()
        after = {arc.after for arc in arcs}
        self._after: dict[str, list[int]] = {word: model.encode(word).tolist() for word in after}
        self._islands = list(find_islands(arcs, text, self._reach))
        self._scores = self._score_ngrams()

    def best_paths(self, costs: Sequence[float] | None = None) -> list[Path]:
        """Return the best path of each island; `costs`, one for each arc, replace the arcs' own."""
        prices = costs if costs is not None else [arc.cost for arc in self._arcs]
        return [self._best_path(island, prices) for island in self._islands]

    def _context(self, at: int) -> Context:
        return tuple(self._ids[at : at + self._reach])

    def _arcs_from(self, island: Island) -> dict[int, list[int]]:
        starts: dict[int, list[int]] = {}
        for n in island.arcs:
            starts.setdefault(self._arcs[n].start, []).append(n)
        return starts

    def _score_ngrams(self) -> dict[Context, float]:
        """Score all n-grams that any path needs, in one call to the model."""
        needed: set[Context] = set()
        for island in self._islands:
            self._collect(island, needed)
        ngrams = list(needed)
        if not ngrams:
            return {}
        scores = self._model.log_probs(np.array(ngrams, dtype=np.uint16)).tolist()
        return dict(zip(ngrams, scores, strict=True))

    def _collect(self, island: Island, needed: set[Context]) -> None:
        starts = self._arcs_from(island)
        live: dict[int, set[Context]] = {island.start: {self._context(island.start)}}
        for at in range(island.start, island.end):
            contexts = live.pop(at, set())
            symbol = self._ids[at + self._reach]
            following = live.setdefault(at + 1, set())
            for context in contexts:
                ngram = (*context, symbol)
                needed.add(ngram)
                following.add(ngram[1:])
            for n in starts.get(at, ()):
                arc = self._arcs[n]
                landing = live.setdefault(arc.end, set())
                for context in contexts:
                    landing.add(self._collect_word(context, self._after[arc.after], needed))

    @staticmethod
    def _collect_word(context: Context, word: Sequence[int], needed: set[Context]) -> Context:
        for symbol in word:
            ngram = (*context, symbol)
            needed.add(ngram)
            context = ngram[1:]
        return context

    def _best_path(self, island: Island, prices: Sequence[float]) -> Path:
        starts = self._arcs_from(island)
        first = self._context(island.start)
        # for each place and context: the best score, and the place, context and arc it came from
        live: list[dict[Context, tuple[float, int, Context, int]]] = [
            {} for _ in range(island.start, island.end + 1)
        ]
        live[0][first] = (0.0, 0, first, -1)
        scores = self._scores
        for place in range(island.end - island.start):
            at = island.start + place
            symbol = self._ids[at + self._reach]
            for context, (score, *_) in live[place].items():
                ngram = (*context, symbol)
                _offer(live[place + 1], ngram[1:], (score + scores[ngram], place, context, -1))
                for n in starts.get(at, ()):
                    arc = self._arcs[n]
                    total, end = score - prices[n], context
                    for letter in self._after[arc.after]:
                        ngram = (*end, letter)
                        total += scores[ngram]
                        end = ngram[1:]
                    _offer(live[arc.end - island.start], end, (total, place, context, n))
        return self._trace(island, live)

    def _trace(self, island: Island, live: Sequence[dict[Context, tuple[float, int, Context, int]]]) -> Path:
        place = len(live) - 1
        context = max(live[place], key=lambda c: live[place][c][0])
        best = live[place][context][0]
        taken: list[int] = []
        while place > 0:
            _, place, context, n = live[place][context]
            if n >= 0:
                taken.append(n)
        return Path(island, taken[::-1], best - self._stands_at(island))

    def _stands_at(self, island: Island) -> float:
        """The score of the text as it stands."""
        spans = range(island.start, island.end)
        return sum(self._scores[tuple(self._ids[at : at + self._reach + 1])] for at in spans)


def _offer(
    live: dict[Context, tuple[float, int, Context, int]],
    context: Context,
    step: tuple[float, int, Context, int],
) -> None:
    known = live.get(context)
    if known is None or known[0] < step[0]:
        live[context] = step
