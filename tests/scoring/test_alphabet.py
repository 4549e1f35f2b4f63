"""One symbol a character, whatever the character."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen_clean.scoring.alphabet import (
    BOUNDARY,
    FIRST,
    UNKNOWN,
    Alphabet,
    choose_alphabet,
    collect_points,
)

ALPHABET = Alphabet('的,0a ".')
ANY_TEXT = st.text(st.characters(codec=None, categories=None))


@given(ANY_TEXT)
def test_encode_gives_one_symbol_per_character(text: str) -> None:
    ids = ALPHABET.encode(text)
    assert ids.dtype == np.uint16
    assert ids.shape == (len(text),)
    assert not len(ids) or 0 < ids.min() <= ids.max() < len(ALPHABET)


@given(ANY_TEXT, ANY_TEXT)
def test_encode_of_joined_texts_is_joined_encodes(left: str, right: str) -> None:
    joined = ALPHABET.encode(left + right)
    assert joined.tolist() == ALPHABET.encode(left).tolist() + ALPHABET.encode(right).tolist()


@pytest.mark.parametrize(
    "variants", ["，,", "0９7０", "aＺqＡ", " \t\u3000\xa0", '“”"＂', ".．", "\n\r\u2028\x85"], ids=ascii
)
def test_encode_folds_variants_to_one_known_symbol(variants: str) -> None:
    ids = set(ALPHABET.encode(variants).tolist())
    assert len(ids) == 1
    assert ids != {UNKNOWN}


@pytest.mark.parametrize("pair", ["。.", "的了", "0a", "—-", "（〔"])
def test_encode_keeps_apart_what_differs_in_meaning(pair: str) -> None:
    alphabet = Alphabet("。.的了0a—-(〔")
    assert len(set(alphabet.encode(pair).tolist())) == 2


def test_encode_marks_newlines_as_boundary_and_strangers_as_unknown() -> None:
    assert ALPHABET.encode("的\n龘\ud800").tolist() == [FIRST, BOUNDARY, UNKNOWN, UNKNOWN]


def test_choose_alphabet_ranks_folded_characters_by_count_then_code_point() -> None:
    points = collect_points(["乙甲甲１2", "3,，，丙"])
    assert choose_alphabet(points, 1).symbols == ",0甲丙乙"
    assert choose_alphabet(points, 3).symbols == ",0"


def test_choose_alphabet_keeps_lone_surrogates() -> None:
    assert choose_alphabet(collect_points(["\udc80\udc80"]), 1).symbols == "\udc80"
