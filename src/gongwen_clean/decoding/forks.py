"""The forks of one document: where its words may have been others, what those are, and what they cost."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from gongwen_clean.decoding.confidence import Rival
from gongwen_clean.decoding.lattice import Choice, Fork, Option
from gongwen_clean.decoding.reading import spell
from gongwen_clean.decoding.spun_lexicon import Candidate, Entry, Match, Variant

if TYPE_CHECKING:
    from gongwen_clean.scoring import LanguageModel

_START = attrgetter("start")


class Forks:
    """A fork for each match, with an option for each entry; an entry has one price in all its places.

    Args: matches: sorted by start.
    """

    def __init__(self, model: LanguageModel, matches: Sequence[Match]) -> None:
        variants: dict[Variant, list[Option]] = {match[2]: [] for match in matches}
        self._entries: list[Entry] = [entry for variant in variants for entry in variant.entries]
        words = spell(model, [entry.canonical for entry in self._entries])
        self._options: list[Option] = [Option(words[n], 0.0, n) for n in range(len(words))]
        at = 0
        for variant in variants:
            variants[variant] = self._options[at : at + len(variant.entries)]
            at += len(variant.entries)
        self.forks: list[Fork] = [Fork(start, end, variants[variant]) for start, end, variant in matches]

    def price(self, price: Callable[[Entry], float]) -> None:
        """Let the options cost what their entries do, in nats."""
        for option in self._options:
            option.cost = price(self._entries[option.number])

    def charge(self, spans: Iterable[tuple[int, int]], nats: float) -> None:
        """Let all options of the forks that begin in one of some sorted spans cost more."""
        at = 0
        for start, end in spans:
            at = bisect_left(self.forks, start, at, key=_START)
            while at < len(self.forks) and self.forks[at].start < end:
                self.forks[at].surcharge = nats
                at += 1

    def rivals(self, choice: Choice) -> list[Rival]:
        """What else the choice's place may have been, at what it costs there."""
        if len(choice.fork.options) == 1:
            return []
        surcharge = choice.fork.surcharge
        return [
            Rival(self._entries[option.number].canonical, option.symbols, option.cost + surcharge)
            for option in choice.fork.options
            if option is not choice.option
        ]

    def candidate(self, choice: Choice) -> Candidate:
        """The entry that was chosen, and where."""
        return Candidate(choice.fork.start, choice.fork.end, self._entries[choice.option.number])
