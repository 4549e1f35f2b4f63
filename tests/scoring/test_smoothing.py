"""Probabilities against numbers worked out by hand, and against the slow way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen_clean.scoring.alphabet import BOUNDARY, Ids
from gongwen_clean.scoring.counting import count_ngrams
from gongwen_clean.scoring.smoothing import (
    SMOOTHERS,
    Smoother,
    smooth_kneser_ney,
    smooth_witten_bell,
    weigh_backoffs,
)

from .oracle import Naive, NaiveKneserNey, NaiveWittenBell, Ngram
from .test_counting import ROWS, VOCABULARY, list_ngrams, make_row

ORACLES: list[tuple[Smoother, Naive]] = [
    (smooth_kneser_ney, NaiveKneserNey),
    (smooth_witten_bell, NaiveWittenBell),
]
FIRST, SECOND, THIRD = 3, 4, 5
# <s> A B A C <s>: A follows two symbols, all others follow one
SMALL = np.array([BOUNDARY, FIRST, SECOND, FIRST, THIRD, BOUNDARY], np.uint16)


def list_probs(smoother: Smoother, row: Ids, order: int) -> list[dict[Ngram, float]]:
    levels = count_ngrams(row, order, VOCABULARY)
    return [
        dict(zip(ngrams, probs.tolist(), strict=True))
        for ngrams, probs in zip(list_ngrams(levels), smoother(levels), strict=True)
    ]


def test_kneser_ney_gives_the_hand_worked_numbers() -> None:
    singles, pairs = list_probs(smooth_kneser_ney, SMALL, 2)
    # continuations 2 + 1 + 1 + 1 = 5; discounts 1.0 (for 2) and .5 (for 1): 2.5 freed for 5 symbols
    assert singles == pytest.approx({(0,): 0, (1,): 0.2, (2,): 0.1, (3,): 0.3, (4,): 0.2, (5,): 0.2})
    # P(B | A) = (1 - .5 + (.5 + .5) * .2) / 2; P(A | <s>) = (1 - .5 + .5 * .3) / 1
    assert pairs[FIRST, SECOND] == pytest.approx(0.35)
    assert pairs[BOUNDARY, FIRST] == pytest.approx(0.65)


def test_witten_bell_gives_the_hand_worked_numbers() -> None:
    singles, pairs = list_probs(smooth_witten_bell, SMALL, 2)
    # 5 symbols, 4 of them distinct: P(A) = (2 + 4 / 5) / 9, P(<unk>) = (4 / 5) / 9
    assert singles[FIRST,] == pytest.approx(2.8 / 9)
    assert singles[2,] == pytest.approx(0.8 / 9)
    # A is followed twice, by two symbols: P(B | A) = (1 + 2 * 1.8 / 9) / 4
    assert pairs[FIRST, SECOND] == pytest.approx(0.35)


@pytest.mark.parametrize(("smoother", "naive"), ORACLES)
@settings(max_examples=50)
@given(ROWS, st.integers(2, 5))
def test_smoothing_equals_the_naive_formula(
    smoother: Smoother, naive: Naive, symbols: list[int], order: int
) -> None:
    row = make_row(symbols)
    oracle = naive(row.tolist(), order, VOCABULARY - 1)
    for level in list_probs(smoother, row, order)[1:]:
        for ngram, prob in level.items():
            assert prob == pytest.approx(oracle.prob(ngram))


@settings(max_examples=50)
@given(ROWS, st.sampled_from(sorted(SMOOTHERS)))
def test_each_context_shares_out_all_its_mass(symbols: list[int], smoothing: str) -> None:
    levels = count_ngrams(make_row(symbols), 3, VOCABULARY)
    probs = SMOOTHERS[smoothing](levels)
    weights = weigh_backoffs(levels, probs)
    assert probs[0].sum() == pytest.approx(1)
    for context in set(levels[1].contexts.tolist()):
        seen = levels[1].contexts == context
        unseen = 1 - probs[0][levels[1].parents[seen]].sum()
        total = probs[1][seen].sum() + np.exp(weights[0][context]) * unseen
        assert total == pytest.approx(1)
