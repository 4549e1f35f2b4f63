"""How Han characters are read, and whether two can be read alike."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from gongwen_clean.lexicon import lexicon_folder, read_columns

TONES = frozenset("\u0300\u0301\u0304\u030c")
"""The marks of tones, as they stand behind a decomposed letter."""


def sound_alike(one: str, other: str) -> bool:
    """Whether some reading of `one` is some reading of `other`, tones aside.

    >>> sound_alike("战", "站"), sound_alike("战", "略")
    (True, False)
    """
    return not toneless_readings(one).isdisjoint(toneless_readings(other))


@lru_cache(maxsize=4096)
def toneless_readings(char: str) -> frozenset[str]:
    """Return all readings of a character, without their tones."""
    return frozenset(map(without_tone, readings_of(char)))


def readings_of(char: str) -> tuple[str, ...]:
    """Return all readings of a character, with their tones; what has none is read as it stands.

    >>> readings_of("长")
    ('cháng', 'zhǎng')
    """
    return tuple(_table().get(char, ())) or _look_up(char)


def without_tone(reading: str) -> str:
    """Return pinyin without its tones.

    >>> without_tone("lǜ")
    'lü'
    """
    return unicodedata.normalize("NFC", "".join(c for c in _decomposed(reading) if c not in TONES))


def is_toned(reading: str) -> bool:
    """Whether pinyin shows a tone."""
    return not TONES.isdisjoint(_decomposed(reading))


def _decomposed(reading: str) -> str:
    return unicodedata.normalize("NFD", reading)


@cache
def _table() -> dict[str, list[str]]:
    """The readings of lexicons/pinyin/readings.tsv by character, read once per process."""
    table: dict[str, list[str]] = {}
    for reading, chars in read_columns(lexicon_folder() / "pinyin" / "readings.tsv", ("reading", "chars")):
        for char in chars:
            table.setdefault(char, []).append(reading)
    return table


@lru_cache(maxsize=256)
def _look_up(char: str) -> tuple[str, ...]:
    # for the rare character that the table lacks: these dictionaries take a third of a second to load
    from pypinyin import Style, pinyin

    return tuple(pinyin(char, style=Style.TONE, heteronym=True)[0])
