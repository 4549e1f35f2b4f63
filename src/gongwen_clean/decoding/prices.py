"""What a repair costs, in nats, from what a first decoding of the document decided.

A repair is cheap when it is of a kind that the document shows often: of its dialect or not, of one
character or of more. It is cheap when its variant had this original elsewhere in the document, and dear
when it would turn a statement into its opposite or change a quoted title.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from gongwen_clean.decoding.spun_lexicon import Candidate, Entry, SpunLexicon

TITLE_PRICE = 2.0
"""What a repair inside a quoted title costs more."""

NAME_PRICE = 5.0
"""What a repair inside a company's name costs more."""

OPPOSITE_PRICE = 8.0
"""What a repair costs more that would turn a word into its opposite."""

DAMAGE_PRICES = {"homophone": 4.0, "slip": 12.0}
"""What it costs to restore a set phrase, by how it is damaged."""

_FIRST_PRICE = 1.5
_PROOF = 1.0  # how much less it costs to restore a word that stands in the text's own title
_BASE_PRICE = 0.9
_SHARE_WEIGHT = 1.6

_OF_DIALECT, _OF_CURATORS, _OF_ANOTHER, _OF_NONE = range(4)
_Kind = tuple[int, bool]


def first_price(entry: Entry) -> float:
    """Return what a repair costs before anything is known of the document."""
    return DAMAGE_PRICES[entry.damage] if entry.damage else _FIRST_PRICE


def recognise_dialect(dialects: Sequence[str], chosen: Sequence[Candidate]) -> str:
    """Return the dialect that explains most of the chosen repairs: the likeliest table to have made them."""
    explained = Counter(chain.from_iterable(c.entry.dialects for c in chosen))
    return max(dialects, key=explained.__getitem__)


class Prices:
    """The prices of one document, learned from the repairs that a first decoding chose.

    Args: title: of the text, where it was not spun; empty for none.
    """

    def __init__(
        self, chosen: Sequence[Candidate], dialect: str, title: str = "", *, lexicon: SpunLexicon
    ) -> None:
        self._lexicon = lexicon
        self._opposites: frozenset[str] = lexicon.opposites
        self._dialect = dialect
        self._title = title
        self._votes = Counter(c.entry.id for c in chosen)
        self._variants = Counter(c.entry.variant for c in chosen)
        kinds = Counter(self._kind(c.entry) for c in chosen)
        self._unseen = self._price_of_kind(0, len(chosen))
        self._kinds = {kind: self._price_of_kind(count, len(chosen)) for kind, count in kinds.items()}

    def price(self, entry: Entry) -> float:
        """Return what it costs to repair by `entry`."""
        if entry.damage:  # of a phrase, which the lexicon has not
            return DAMAGE_PRICES[entry.damage] + OPPOSITE_PRICE * self._lexicon.are_opposites(entry)
        price: float = self._kinds.get(self._kind(entry), self._unseen)
        if entry.id in self._opposites:
            price += OPPOSITE_PRICE
        if self._title and len(entry.canonical) > 1 and entry.canonical in self._title:
            price -= _PROOF
        seen = self._variants.get(entry.variant)
        return price if seen is None else price - math.log(2 * (self._votes[entry.id] + 0.5) / (seen + 1))

    @staticmethod
    def _price_of_kind(count: int, total: int) -> float:
        return _BASE_PRICE - _SHARE_WEIGHT * math.log((count + 0.3) / (total + 1))

    def _kind(self, entry: Entry) -> _Kind:
        """Repairs of one kind are equally likely: by who knows the pair, and the length of the variant."""
        if self._dialect in entry.dialects:
            known_to = _OF_DIALECT
        elif entry.is_curated:
            known_to = _OF_CURATORS
        else:
            known_to = _OF_ANOTHER if entry.dialects else _OF_NONE
        return known_to, len(entry.variant) == 1
