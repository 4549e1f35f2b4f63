"""What spun text may have said: pairs of variant and canonical word, with the dialects that use them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import NamedTuple

import daachorse

from gongwen_clean.decoding.spinner_tables import read_pairs
from gongwen_clean.lexicon import lexicon_folder, read_table


class Entry(NamedTuple):
    """A pair that the decoder may use; `id` is the rule of the edits that it makes.

    `dialects`: those that write just `variant` for `canonical`. `is_curated`: somebody checked the pair by
    hand. `is_opposite`: the two mean the opposite of each other.
    """

    id: str
    variant: str
    canonical: str
    dialects: frozenset[str] = frozenset()
    is_curated: bool = False
    is_opposite: bool = False


class Candidate(NamedTuple):
    """Code points `start:end` of a text are an entry's variant."""

    start: int
    end: int
    entry: Entry


class SpunLexicon:
    """Entries by variant, found in a text all at once."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_variant: dict[str, list[Entry]] = {}
        for entry in entries:
            self._by_variant.setdefault(entry.variant, []).append(entry)
        self._variants = list(self._by_variant)
        self._matcher = daachorse.CharwiseDoubleArrayAhoCorasick(self._variants)

    def find(self, text: str) -> Iterator[Candidate]:
        """Yield every entry whose variant stands in `text`, overlapping ones too. Cost: O(n + hits)."""
        for start, end, k in self._matcher.find_overlapping(text):
            for entry in self._by_variant[self._variants[k]]:
                yield Candidate(start, end, entry)

    @property
    def entries(self) -> Iterator[Entry]:
        """All entries."""
        return chain.from_iterable(self._by_variant.values())


@cache
def spun_lexicon() -> SpunLexicon:
    """Return the pairs of lexicons/spun, built once per process.

    A pair that stands in several tables is one entry: under its curated id, in all their dialects.
    """
    opposites = _opposite_characters()
    pairs: dict[tuple[str, str], Entry] = {}
    for entry in chain(_curated_entries(), _mined_entries("observed.tsv"), _mined_entries("mined.tsv")):
        pair = (entry.variant, entry.canonical)
        known = pairs.get(pair)
        if known is None:
            pairs[pair] = entry._replace(is_opposite=are_opposites(*pair, opposites))
        else:
            pairs[pair] = known._replace(dialects=known.dialects | entry.dialects)
    return SpunLexicon(pairs.values())


def _curated_entries() -> Iterator[Entry]:
    for row in read_table(lexicon_folder() / "spun" / "pairs.tsv", ("id", "variant", "canonical", "source")):
        yield Entry(row.cells["id"], row.cells["variant"], row.cells["canonical"], is_curated=True)


def _mined_entries(name: str) -> Iterator[Entry]:
    tier = name.removesuffix(".tsv")
    for pair in read_pairs(lexicon_folder() / "spun" / name):
        rule = f"{tier}:{pair.variant}>{pair.canonical}"
        yield Entry(rule, pair.variant, pair.canonical, frozenset(pair.dialects))


def are_opposites(one: str, other: str, characters: frozenset[tuple[str, str]]) -> bool:
    """Whether two words of several characters differ only in characters of opposite meaning."""
    if len(one) != len(other) or len(one) == 1:
        return False
    return all(pair in characters for pair in zip(one, other, strict=True) if pair[0] != pair[1])


def _opposite_characters() -> frozenset[tuple[str, str]]:
    rows = list(read_table(lexicon_folder() / "spun" / "opposites.tsv", ("id", "one", "other", "source")))
    pairs = {(row.cells["one"], row.cells["other"]) for row in rows}
    return frozenset(pairs | {(other, one) for one, other in pairs})
