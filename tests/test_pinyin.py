"""Readings of characters: the table beside the dictionary that it was made from."""

import pytest
from pypinyin import Style, pinyin

from gongwen_clean.matching.pinyin import is_toned, readings_of, sound_alike, toneless_readings, without_tone

_BLOCK = [chr(code) for code in range(0x4E00, 0xA000)]


def test_nearly_all_readings_are_those_of_the_dictionary() -> None:
    sample = _BLOCK[::41]  # a newer dictionary may differ in a few
    differ = [c for c in sample if {*readings_of(c)} != {*pinyin(c, style=Style.TONE, heteronym=True)[0]}]
    assert 100 * len(differ) <= len(sample), differ


def test_a_character_that_the_table_lacks_is_looked_up() -> None:
    assert readings_of("㐀") == ("qiū",)


@pytest.mark.parametrize("char", ["a", "，", "7"])
def test_what_has_no_reading_is_read_as_it_stands(char: str) -> None:
    assert readings_of(char) == (char,)


@pytest.mark.parametrize(("one", "other"), [("实", "石"), ("行", "航"), ("绿", "旅"), ("长", "涨")])
def test_characters_sound_alike_in_any_reading_and_tone(one: str, other: str) -> None:
    assert sound_alike(one, other)


@pytest.mark.parametrize(("one", "other"), [("实", "策"), ("绿", "怒"), ("济", "q")])
def test_characters_with_other_syllables_do_not(one: str, other: str) -> None:
    assert not sound_alike(one, other)


def test_readings_lose_their_tones_and_nothing_else() -> None:
    assert toneless_readings("绿") == {"lü", "lu"}
    assert (without_tone("nǚ"), without_tone("lüè")) == ("nü", "lüe")
    assert is_toned("jīng")
    assert not is_toned("nü")
