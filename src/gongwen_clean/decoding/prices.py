"""What a repair costs, in nats, from what a first decoding of the document decided.

A repair is cheap when it is of a kind that the document shows often: of its dialect or not, of one
character or of more. It is cheap when its variant had this original elsewhere in the document, and dear
when it would turn a statement into its opposite or change a quoted title.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from gongwen_clean.decoding.spun_lexicon import Candidate, Entry

TITLE_PRICE = 2.0
"""What a repair inside a quoted title costs more."""

OPPOSITE_PRICE = 6.0
"""What a repair costs more that would turn a word into its opposite."""

DAMAGE_PRICES = {"homophone": 4.0, "slip": 12.0}
"""What it costs to restore a set phrase, by how it is damaged."""

_FIRST_PRICE = 1.5
_BASE_PRICE = 0.9
_SHARE_WEIGHT = 1.6
_ODDS_SEEN = 0.98  # of the repairs that a dialect explains, this share is its own

_Kind = tuple[str, bool]


def first_price(entry: Entry) -> float:
    """Return what a repair costs before anything is known of the document."""
    return DAMAGE_PRICES[entry.damage] if entry.damage else _FIRST_PRICE


def recognise_dialect(dialects: Sequence[str], chosen: Sequence[Candidate]) -> str:
    """Return the dialect that explains the chosen repairs best: the likeliest table to have made them."""
    own, other = math.log(_ODDS_SEEN), math.log(1 - _ODDS_SEEN)

    def likelihood(dialect: str) -> float:
        return sum(own if dialect in c.entry.dialects else other for c in chosen)

    return max(dialects, key=likelihood)


class Prices:
    """The prices of one document, learned from the repairs that a first decoding chose."""

    def __init__(self, chosen: Sequence[Candidate], dialect: str) -> None:
        self._dialect = dialect
        self._count = len(chosen)
        self._votes = Counter(c.entry for c in chosen)
        self._variants = Counter(c.entry.variant for c in chosen)
        self._kinds = Counter(self._kind(c.entry) for c in chosen)

    def price(self, entry: Entry) -> float:
        """Return what it costs to repair by `entry`."""
        if entry.damage:
            return DAMAGE_PRICES[entry.damage]
        common = (self._kinds[self._kind(entry)] + 0.3) / (self._count + 1)
        share = (self._votes[entry] + 0.5) / (self._variants[entry.variant] + 1)
        return _BASE_PRICE - _SHARE_WEIGHT * math.log(common) - math.log(2 * share)

    def _kind(self, entry: Entry) -> _Kind:
        """Repairs of one kind are equally likely: by who knows the pair, and the length of the variant."""
        if self._dialect in entry.dialects:
            known_to = "dialect"
        elif entry.is_curated:
            known_to = "curators"
        else:
            known_to = "another dialect" if entry.dialects else "no dialect"
        return known_to, len(entry.variant) == 1
