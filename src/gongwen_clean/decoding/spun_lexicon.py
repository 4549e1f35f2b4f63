"""What spun text may have said: pairs of variant and canonical word, with the dialects that use them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeAlias

import daachorse

from gongwen_clean.decoding.spinner_tables import dialects_in
from gongwen_clean.errors import LexiconError
from gongwen_clean.lexicon import lexicon_folder, read_columns, read_table


class Entry(NamedTuple):
    """A pair that the decoder may use; `id` is the rule of the edits that it makes.

    `dialects`: those that write just `variant` for `canonical`. `is_curated`: somebody checked the pair by
    hand. `damage`: for a set phrase, how its variant is damaged (see phrases); else empty.
    """

    id: str
    variant: str
    canonical: str
    dialects: frozenset[str] = frozenset()
    is_curated: bool = False
    damage: str = ""


class Candidate(NamedTuple):
    """Code points `start:end` of a text are an entry's variant."""

    start: int
    end: int
    entry: Entry


class Variant:
    """A spun word, by the entries that say for what it may stand. Each is equal to itself only."""

    __slots__ = ("entries",)

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries


MOST_ORIGINALS = 64
"""Of one word, in a user's tables: with LONGEST_WORD it bounds what is weighed at one character."""

LONGEST_WORD = 32
"""Characters of a word in a user's tables."""

_NO_WORD = ("", "-")

Match: TypeAlias = tuple[int, int, Variant]
"""Code points `start:end` of a text are a variant."""


class SpunLexicon:
    """Entries by variant, found in a text all at once."""

    def __init__(self, entries: Iterable[Entry], opposites: frozenset[tuple[str, str]] = frozenset()) -> None:
        """Take entries in the order of their authority: a pair given again only adds its dialects."""
        by_variant: dict[str, dict[str, Entry]] = {}
        for entry in entries:
            found = by_variant.setdefault(entry.variant, {})
            known = found.get(entry.canonical)
            found[entry.canonical] = (
                known._replace(dialects=known.dialects | entry.dialects) if known else entry
            )
        self._variants = [Variant(tuple(found.values())) for found in by_variant.values()]
        self._matcher = daachorse.CharwiseDoubleArrayAhoCorasick(list(by_variant))
        self._opposites = opposites

    def match(self, text: str) -> list[Match]:
        """Return every variant that stands in `text`, overlapping ones too. Cost: O(n + hits)."""
        variants = self._variants
        return [(start, end, variants[k]) for start, end, k in self._matcher.find_overlapping(text)]

    def find(self, text: str) -> Iterator[Candidate]:
        """Yield every entry whose variant stands in `text`, one by one."""
        for start, end, variant in self.match(text):
            for entry in variant.entries:
                yield Candidate(start, end, entry)

    def are_opposites(self, entry: Entry) -> bool:
        """Whether the two words of several characters differ only in characters of opposite meaning."""
        one, other = entry.variant, entry.canonical
        if len(one) != len(other) or len(one) == 1:
            return False
        return all(pair[0] == pair[1] or pair in self._opposites for pair in zip(one, other, strict=True))

    @cached_property
    def opposites(self) -> frozenset[str]:
        """The ids of the entries that are opposites."""
        return frozenset(entry.id for entry in self.entries if self.are_opposites(entry))

    @property
    def entries(self) -> Iterator[Entry]:
        """All entries."""
        return chain.from_iterable(variant.entries for variant in self._variants)

    @property
    def dialects(self) -> list[str]:
        """The names of all dialects, sorted."""
        return sorted(set().union(*{entry.dialects for entry in self.entries}))


@cache
def spun_lexicon(own: tuple[Path, ...] = ()) -> SpunLexicon:
    """Return the pairs of lexicons/spun, built once per process.

    A pair that stands in several tables is one entry: under its curated id, in all their dialects.

    Args: own: a user's tables, with at least the columns id, variant and canonical. They count as curated,
    and their ids before ours.
    Raises: LexiconError for a damaged table, or an id that the shipped tables have for another pair.
    """
    shipped = list(chain(_curated_entries(), _mined_entries("observed"), _mined_entries("mined")))
    return SpunLexicon([*_own_entries(own, shipped), *shipped], _opposite_characters())


def _curated_entries() -> Iterator[Entry]:
    path = lexicon_folder() / "spun" / "pairs.tsv"
    for rule, variant, canonical in read_columns(path, ("id", "variant", "canonical")):
        yield Entry(rule, variant, canonical, is_curated=True)


def _own_entries(paths: Iterable[Path], shipped: Iterable[Entry]) -> Iterator[Entry]:
    known = {entry.id: (entry.variant, entry.canonical) for entry in shipped} if paths else {}
    originals = defaultdict[str, set[str]](set)
    for path in paths:
        for cells, where in read_table(path, ("id", "variant", "canonical")):
            pair = cells["variant"], cells["canonical"]
            if cells["id"].strip() in _NO_WORD:
                raise LexiconError(f"{where}: has no id; give it one of its own, which its edits then name")
            if any(word.strip() in _NO_WORD for word in pair) or pair[0] == pair[1]:
                raise LexiconError(f"{where}: variant and canonical must be two different words")
            if len(max(pair, key=len)) > LONGEST_WORD:
                raise LexiconError(f"{where}: a word has more than {LONGEST_WORD} characters; shorten it")
            originals[pair[0]].add(pair[1])
            if len(originals[pair[0]]) > MOST_ORIGINALS:
                raise LexiconError(
                    f"{where}: {pair[0]!r} has more than {MOST_ORIGINALS} originals; keep the likely ones"
                )
            if known.setdefault(cells["id"], pair) != pair:
                raise LexiconError(f"{where}: the id {cells['id']} is that of another pair; give a new one")
            yield Entry(cells["id"], *pair, is_curated=True)


def _mined_entries(tier: str) -> Iterator[Entry]:
    path = lexicon_folder() / "spun" / f"{tier}.tsv"
    for rule, variant, canonical, source in read_columns(path, ("id", "variant", "canonical", "source")):
        yield Entry(rule, variant, canonical, _as_set(source))


@cache
def _as_set(source: str) -> frozenset[str]:
    return frozenset(dialects_in(source))


def _opposite_characters() -> frozenset[tuple[str, str]]:
    rows = read_columns(lexicon_folder() / "spun" / "opposites.tsv", ("one", "other"))
    return frozenset(pair for one, other in rows for pair in ((one, other), (other, one)))
