"""The counts equal those of a dictionary, whatever the row."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gongwen_clean.scoring.alphabet import BOUNDARY, Ids
from gongwen_clean.scoring.counting import Level, count_ngrams, join_boundaries

from .oracle import Ngram, count_naively

VOCABULARY = 6
ROWS = st.lists(st.integers(BOUNDARY, VOCABULARY - 1), min_size=1, max_size=60).filter(
    lambda symbols: max(symbols) > BOUNDARY
)


def make_row(symbols: list[int]) -> Ids:
    return join_boundaries(np.array([BOUNDARY, *symbols, BOUNDARY], np.uint16))


def list_ngrams(levels: list[Level]) -> list[list[Ngram]]:
    """Each level's n-grams as tuples of symbols, left to right, in the order of the rows."""
    listed: list[list[Ngram]] = [[(int(symbol),) for symbol in levels[0].symbols]]
    for level in levels[1:]:
        below = listed[-1]
        listed.append([(int(s), *below[p]) for s, p in zip(level.symbols, level.parents, strict=True)])
    return listed


@given(ROWS, st.integers(2, 6))
def test_count_ngrams_equals_naive_counting(symbols: list[int], order: int) -> None:
    row = make_row(symbols)
    levels = count_ngrams(row, order, VOCABULARY)
    for level, ngrams, naive in zip(
        levels, list_ngrams(levels), count_naively(row.tolist(), order), strict=True
    ):
        counted = {n: int(c) for n, c in zip(ngrams, level.counts, strict=True) if c}
        assert counted == naive


@given(ROWS)
def test_count_ngrams_points_to_prefixes(symbols: list[int]) -> None:
    levels = count_ngrams(make_row(symbols), 4, VOCABULARY)
    listed = list_ngrams(levels)
    for level, ngrams, below in zip(levels[1:], listed[1:], listed, strict=False):
        assert [below[context] for context in level.contexts] == [ngram[:-1] for ngram in ngrams]


@given(ROWS)
def test_count_ngrams_sorts_siblings(symbols: list[int]) -> None:
    for level in count_ngrams(make_row(symbols), 4, VOCABULARY)[1:]:
        pairs = list(zip(level.parents.tolist(), level.symbols.tolist(), strict=True))
        assert pairs == sorted(set(pairs))


def test_join_boundaries_makes_blank_lines_one() -> None:
    row = np.array([1, 1, 5, 1, 1, 1, 4, 4, 1], np.uint16)
    assert join_boundaries(row).tolist() == [1, 5, 1, 4, 4, 1]
