"""Read the substitution tables of spinning tools and keep the pairs that a corpus bears out.

A spinner replaces each word that stands in its table by the first partner the table gives for it. Most
use their table in both directions at once, some only from left to right: one table is two dialects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gongwen_clean.errors import LexiconError
from gongwen_clean.lexicon import read_columns
from gongwen_clean.matching.counting import count_words
from gongwen_clean.matching.lazy_patterns import lazy_pattern

# the blanks before a sign are tried from the first of them only: from each would cost their number squared
_SEPARATOR = lazy_pattern(r"(?:(?<!\s)\s+)?(?:\t|→|->|=>|=|,|，|\|)\s*")
_HAN_WORD = lazy_pattern(r"[\u4e00-\u9fff]{1,8}")


_COLUMNS = ("id", "variant", "canonical", "source", "count", "variant_count")
_HEADER = """\
# Word pairs of spinning tools (伪原创) whose originals occur in clean official and business text.
# columns: id  variant (in spun text)  canonical (in the original)  source (dialects that write just this
#   variant for this word; - = an alternative of a table)  count (of the canonical, at any place, in the
#   corpus)  variant_count (of the variant there)
# dialects: each is one spinner's table; X> reads it from left to right only, X in both directions
# licence: Apache-2.0. tier: mined. order: by variant, canonical.
# reader: gongwen_clean.decoding.spinner_tables
# made by: gongwen-lexicon import NAME=TABLE... --corpus CORPUS... -o FOLDER
"""


class Pair(NamedTuple):
    """What a spun text shows and what the original may have said.

    `dialects`: those in which `variant` is just what stands for `canonical`. The counts are
    occurrences in the corpus, at any place.
    """

    variant: str
    canonical: str
    dialects: tuple[str, ...]
    canonical_count: int
    variant_count: int


def read_spinner_table(path: Path) -> list[tuple[str, str]]:
    """Return the word pairs of a table: two words a line, parted by a tab, comma, = or arrow.

    UTF-8 or GB18030. Lines of any other form, such as headings, are passed over.
    Raises: LexiconError when the file cannot be read or no line is a pair.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read as a spinner's table: {error}") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    rows = (_SEPARATOR.split(line.strip()) for line in text.splitlines())
    pairs = [(row[0], row[1]) for row in rows if len(row) >= 2 and row[0] and row[1] and row[0] != row[1]]
    if not pairs:
        raise LexiconError(f"{path}: no line has two words parted by a tab, comma, = or →; is this a table?")
    return pairs


def replacements(pairs: Iterable[tuple[str, str]], both_ways: Sequence[bool]) -> dict[str, str]:
    """Return what a spinner with this table writes for each word: the first partner that it finds."""
    found: dict[str, str] = {}
    for left, right in pairs:
        for backwards in both_ways:
            word, partner = (right, left) if backwards else (left, right)
            found.setdefault(word, partner)
    return found


def dialects_of(tables: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, dict[str, str]]:
    """Return word → substitute for each table, read in both directions (A) and in one (A>)."""
    found: dict[str, dict[str, str]] = {}
    for name, pairs in tables.items():
        found[name] = replacements(pairs, (False, True))
        found[f"{name}>"] = replacements(pairs, (False,))
    return found


def check_pairs(
    tables: Mapping[str, Sequence[tuple[str, str]]], texts: Iterable[str], min_count: int
) -> Iterator[Pair]:
    """Yield the pairs whose original occurs at least `min_count` times in `texts`, sorted.

    Only words of up to eight Han characters are kept. A substitute of one character is kept where
    some dialect uses it for its word first: else it could mean anything.
    """
    dialects = dialects_of(tables)
    both = {pair for pairs in tables.values() for a, b in pairs for pair in ((a, b), (b, a))}
    words = {w for pair in both for w in pair if _HAN_WORD.fullmatch(w)}
    counts = count_words(words, texts)
    for variant, canonical in sorted(both):
        if variant not in counts or counts.get(canonical, 0) < min_count:
            continue
        uses = tuple(name for name, table in dialects.items() if table.get(canonical) == variant)
        if uses or len(variant) > 1:
            yield Pair(variant, canonical, uses, counts[canonical], counts[variant])


def write_pairs(path: Path, pairs: Sequence[Pair]) -> None:
    """Write checked pairs as a table of the mined tier."""
    lines = ["\t".join(_COLUMNS)]
    for pair in pairs:
        counts = (str(pair.canonical_count), str(pair.variant_count))
        source = " ".join(pair.dialects) or "-"
        lines.append("\t".join((f"spun.mined:{pair.variant}>{pair.canonical}", *pair[:2], source, *counts)))
    path.write_text(_HEADER + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def read_pairs(path: Path) -> Iterator[Pair]:
    """Yield the pairs of a table of the mined tier, in its order."""
    for variant, canonical, source, count, variant_count in read_columns(path, _COLUMNS[1:]):
        yield Pair(variant, canonical, dialects_in(source), int(count), int(variant_count))


@cache
def dialects_in(source: str) -> tuple[str, ...]:
    """Return the dialects that a cell of the column `source` names."""
    return tuple(source.replace("-", "").split())
