"""Find characters in whose place a look-alike was far likelier: what recognition made of Han.

The gain of a repair is the language model's log odds for the five n-grams that the character is part of;
its price is how little the two shapes look alike. Figures, dates and codes are never looked at.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, starmap
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gongwen_clean.decoding.phrases import PhraseIndex, phrase_index
from gongwen_clean.matching.characters import is_han
from gongwen_clean.matching.facts import find_facts
from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.scan.words.shapes import Prices, Shapes, shared_shapes
from gongwen_clean.scoring.model import LanguageModel, shared_model

_COMMON = 2600  # the characters that a slip may have been: 99.7 % of official text
_NUMERALS = frozenset("〇一二三四五六七八九十百千万亿两")
_PHRASE_PRICE = 3.0  # nats: all other characters of a set phrase are there
_LIKELIEST = 2.0  # nats: five n-grams are hardly ever surer than this
_MOST_ODD = 0.6  # of the characters: where more are odd, the model does not know the language
_BOUNDARY = "\n"
_BESIDE_FIGURES = lazy_pattern(r"(?<=[0-9A-Za-z%.])[\u4e00-\u9fff]|[\u4e00-\u9fff](?=[0-9A-Za-z])")  # units
_LONE_SURROGATE = lazy_pattern("[\ud800-\udfff]")  # matchers read UTF-8, which has none
_BLOCK = 256  # places weighed at a time: at most 700,000 candidates

Places: TypeAlias = NDArray[np.bool_]


class Bar(NamedTuple):
    """What a slip must pass: log odds of `margin` nats, at a place less likely than `oddness`.

    `oddness`: log probability of the five n-grams of a character, in nats; it only saves time.
    """

    margin: float
    oddness: float


class Slip(NamedTuple):
    """A character to be put right, at `start` of a text, and how sure that is, in nats.

    `others`: what else passes the bar there, the likeliest first.
    """

    start: int
    after: str
    odds: float
    others: tuple[str, ...] = ()


class Hopes(NamedTuple):
    """Candidates at places, each with the nats left of what it may cost: three arrays (m,)."""

    places: NDArray[np.intp]
    candidates: NDArray[np.intp]
    left: NDArray[np.float64]


class SlipFinder:
    """Find slips by a language model, the shapes of characters, and set phrases. Immutable."""

    def __init__(self, model: LanguageModel, shapes: Shapes, phrases: PhraseIndex) -> None:
        self._model = model
        self._shapes = shapes
        self._phrases = phrases
        symbols = model.alphabet.symbols
        self._candidates = "".join([c for c in symbols if is_han(c) and c in shapes][:_COMMON])
        self._ids = model.encode(self._candidates)
        self._places = {char: place for place, char in enumerate(self._candidates)}
        self._numerals = np.array([char in _NUMERALS for char in self._candidates])
        self._price = lru_cache(maxsize=4096)(self._price_all)

    def find(self, text: str, bar: Bar, places: Places | None = None) -> list[Slip]:
        """Return the slips of `text` that pass a bar, the likeliest for each place, in order.

        Two slips are five characters apart or more, as each is weighed with its neighbours as they stand.
        Args: places: where to look, bool (n,); None for everywhere. Cost: O(n), plus the candidates at places
        that the model finds odd.
        """
        if not text:
            return []
        reach = self._model.order - 1
        edge = self._model.encode(_BOUNDARY * reach)
        row = np.concatenate((edge, self._model.encode(text), edge))
        own = self._own(row)
        odd = (own < bar.oddness) & _free(text)
        if odd.sum() > _MOST_ODD * len(text):
            return []
        if places is not None:
            odd &= places
        windows = np.lib.stride_tricks.sliding_window_view(row, 2 * reach + 1)
        in_phrase = self._in_phrases(text)
        alike = _group(windows, np.flatnonzero(odd).tolist(), in_phrase)
        found: dict[int, list[tuple[float, str]]] = {}
        for hopes in self._hope(text, alike, in_phrase, -own - bar.margin):
            live = self._weigh(windows, hopes)
            for first, candidate, left in zip(live.places, live.candidates, live.left, strict=True):
                odds = round(float(left) + bar.margin, 2)
                for place in alike[int(first)]:
                    found.setdefault(place, []).append((odds, self._candidates[candidate]))
        return _apart(starmap(_likeliest, found.items()), reach + 1)

    def _own(self, row: NDArray[np.uint16]) -> NDArray[np.float64]:
        """The log probabilities of the n-grams that each character is part of, as they stand, summed."""
        order = self._model.order
        logs = self._model.log_probs(np.lib.stride_tricks.sliding_window_view(row, order))
        totals = np.concatenate(([0.0], np.cumsum(logs, dtype=np.float64)))
        return np.asarray(totals[order:] - totals[:-order])

    def gain_of_removal(self, text: str, place: int) -> float:
        """How much likelier, in nats, a text is without the character at `place`."""
        reach = self._model.order - 1
        start, end = max(0, place - reach), place + 1 + reach
        before = ("" if start else _BOUNDARY) + text[start:place]
        behind = text[place + 1 : end] + ("" if end <= len(text) else _BOUNDARY)
        one, two = before + text[place] + behind, before + behind
        return self._log_prob(two, len(before)) - self._log_prob(one, len(before))

    def _log_prob(self, text: str, start: int) -> float:
        return float(self._model.text_log_probs(text)[start:].sum())

    def _hope(
        self, text: str, odd: Iterable[int], in_phrase: Mapping[int, Sequence[int]], room: NDArray[np.float64]
    ) -> Iterator[Hopes]:
        """Yield what may stand at odd places. Args: room: nats that it may cost, by character."""
        known = (place for place in odd if text[place] in self._shapes)
        while block := list(islice(known, _BLOCK)):
            places, candidates, left = list[NDArray[np.intp]](), list[NDArray[np.intp]](), list[Any]()
            for place in block:
                order, prices = self._price(text[place])
                near = int(np.searchsorted(prices, room[place] - _LIKELIEST))
                whole = np.array(in_phrase.get(place, ()), np.intp)
                candidates += (order[:near], whole)
                places.append(np.full(near + len(whole), place))
                left += (room[place] - prices[:near], np.full(len(whole), room[place] - _PHRASE_PRICE))
            yield Hopes(np.concatenate(places), np.concatenate(candidates), np.concatenate(left))

    def _price_all(self, read: str) -> tuple[NDArray[np.intp], Prices]:
        """The candidates in the place of `read`, the nearest first, with prices; no numeral for another."""
        prices = self._shapes.price(read, self._candidates)
        if read in _NUMERALS:
            prices[self._numerals] = np.inf
        if read in self._places:
            prices[self._places[read]] = np.inf
        order = np.argsort(prices, kind="stable")
        return order, prices[order]

    def _in_phrases(self, text: str) -> dict[int, list[int]]:
        """The candidates, by place, that would make a set phrase whole."""
        found: dict[int, list[int]] = {}
        for start, _, variant in self._phrases.match(_LONE_SURROGATE.sub("\ufffd", text)):
            for entry in variant.entries:
                for offset, (here, there) in enumerate(zip(entry.variant, entry.canonical, strict=True)):
                    if here != there in self._places and not {here, there} <= _NUMERALS:
                        found.setdefault(start + offset, []).append(self._places[there])
        return found

    def _weigh(self, windows: NDArray[np.uint16], hopes: Hopes) -> Hopes:
        """What is left of hopes when their n-grams are paid, one after the other. Args: windows: by place."""
        middle = windows.shape[1] // 2
        for first in range(middle + 1):
            ngrams = windows[hopes.places, first : first + middle + 1]
            ngrams[:, middle - first] = self._ids[hopes.candidates]
            left = hopes.left + self._model.log_probs(ngrams)
            live = np.flatnonzero(left >= 0)
            hopes = Hopes(hopes.places[live], hopes.candidates[live], left[live])
        return hopes


def _group(windows: NDArray[np.uint16], places: Iterable[int], apart: Container[int]) -> dict[int, list[int]]:
    """Return the places that have the same characters around them, by the first of them, in order.

    What repeats is weighed once: else a page of one line over and over takes minutes.
    Args: windows: by place. apart: places that are looked at for what lies farther away, each by itself.
    """
    groups: dict[int, list[int]] = {}
    first_of: dict[bytes, int] = {}
    for place in places:
        first = place if place in apart else first_of.setdefault(windows[place].tobytes(), place)
        groups.setdefault(first, []).append(place)
    return groups


def _likeliest(place: int, readings: Iterable[tuple[float, str]]) -> Slip:
    """The slip of a place that may be read in several ways; of equal ones it is the first."""
    (odds, best), *others = sorted(readings, key=itemgetter(0), reverse=True)
    told = dict.fromkeys(char for _, char in others if char != best)  # a set phrase may offer it once more
    return Slip(place, best, odds, tuple(told))


def _free(text: str) -> Places:
    """Which characters may be touched: all but figures, dates and codes, and what stands beside one."""
    free = np.ones(len(text), np.bool_)
    for start, end in find_facts(text):
        is_bare = text[end - 1] in _NUMERALS  # its unit follows
        free[start : end + is_bare] = False
    for match in _BESIDE_FIGURES.finditer(text):
        free[match.start()] = False
    return free


def _apart(slips: Iterable[Slip], distance: int) -> list[Slip]:
    """The surest slips that stand at least `distance` apart, in order."""
    kept: dict[int, Slip] = {}
    for slip in sorted(slips, key=lambda s: (-s.odds, s.start)):
        if kept.keys().isdisjoint(range(slip.start - distance + 1, slip.start + distance)):
            kept[slip.start] = slip
    return sorted(kept.values())


@lru_cache(maxsize=2)
def shared_finder(model: Path | None = None) -> SlipFinder:
    """Return the finder with the shipped tables and a model, made once per process; None: the shipped one.

    Raises: ModelError for a file that is no model.
    """
    return SlipFinder(shared_model(model), shared_shapes(), phrase_index())
