"""Find in one scan which of many sets of literals a text contains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import daachorse

_Weights = tuple[tuple[str, float], ...]


class Hits(NamedTuple):
    """What a scan found: a bit for each set that has a literal in the text, and the summed weights."""

    present: int
    weights: list[float]


class TriggerScan:
    """Tells which of `sets` have a literal in a text, and how much the literals of `weighted` weigh there.

    A line break in a literal also stands for the text's beginning or end. Every place counts, also inside
    another literal. A literal has no half of a surrogate pair. Immutable; the automaton is built once per
    process for equal sets and left out when pickled.
    """

    def __init__(self, sets: Sequence[frozenset[str]], weighted: Sequence[Mapping[str, float]] = ()) -> None:
        self._sets = tuple(sets)
        self._weighted: tuple[_Weights, ...] = tuple(tuple(weights.items()) for weights in weighted)
        self._all = (1 << len(self._sets)) - 1

    def find(self, text: str) -> int:
        """Return a bit for each set of which `text` has a literal. Cost: O(n) for any number of sets."""
        return self.scan(text).present

    def scan(self, text: str) -> Hits:
        """Return the sets that are present and the weights. Cost: as `find`.

        A text with half of a surrogate pair, which the matcher cannot read, counts as having everything.
        """
        automaton = self._automaton
        sums = [0.0] * len(self._weighted)
        try:
            hits = automaton.find(text)
        except UnicodeEncodeError:
            return Hits(self._all, [float("inf")] * len(sums))
        present, sets_of, weights_of = 0, automaton.sets_of, automaton.weights_of
        for _, _, literal in hits:
            present |= sets_of[literal]
            for n, weight in weights_of[literal]:
                sums[n] += weight
        return Hits(present, sums)

    @cached_property
    def _automaton(self) -> _Automaton:
        return _build(self._sets, self._weighted)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_automaton"}


class _Automaton(NamedTuple):
    """The matcher of all literals; for each the bits of the sets that it is in, and its weights.

    `heads`, `tails`: up to two characters of what stands behind or before a line break that begins or ends a
    literal; `reach`: characters of the longest of these literals.
    """

    matcher: daachorse.CharwiseDoubleArrayAhoCorasick
    sets_of: list[int]
    weights_of: list[tuple[tuple[int, float], ...]]
    heads: frozenset[str]
    tails: frozenset[str]
    reach: int

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """The matches in `text` as it stands between two line breaks; of each only the literal tells."""
        find = self.matcher.find_overlapping
        if len(text) < self.reach:
            return find(f"\n{text}\n")
        # the text itself and not a copy: its UTF-8 is then kept for whoever writes it next
        found = find(text)
        if not (
            self.heads.isdisjoint(("", text[:1], text[:2]))
            and self.tails.isdisjoint(("", text[-1:], text[-2:]))
        ):
            # the text's end, a line break, its beginning
            edges = find(f"{text[-self.reach :]}\n{text[: self.reach]}")
            found += [match for match in edges if match[0] == self.reach]
            found += [match for match in edges if match[1] == self.reach + 1]
        return found


@lru_cache(maxsize=8)
def _build(sets: tuple[frozenset[str], ...], weighted: tuple[_Weights, ...]) -> _Automaton:
    bits: dict[str, int] = {}
    for n, literals in enumerate(sets):
        for literal in literals:
            bits[literal] = bits.get(literal, 0) | 1 << n
    weights: dict[str, list[tuple[int, float]]] = {}
    for n, pairs in enumerate(weighted):
        for literal, weight in pairs:
            weights.setdefault(literal, []).append((n, weight))
    ordered = sorted({*bits, *weights}) or ["\0"]
    return _Automaton(
        daachorse.CharwiseDoubleArrayAhoCorasick(ordered),
        [bits.get(literal, 0) for literal in ordered],
        [tuple(weights.get(literal, ())) for literal in ordered],
        frozenset(literal[1:3] for literal in ordered if literal[0] == "\n"),
        frozenset(literal[:-1][-2:] for literal in ordered if literal[-1] == "\n"),
        max((len(literal) for literal in ordered if "\n" in (literal[0], literal[-1])), default=0),
    )
