"""Find pinyin that stands in brackets behind the character which it reads: 經(jīng)濟."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.matching.pinyin import is_toned, readings_of, toneless_readings, without_tone

_SMALL = "a-zɡüêāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ\u0300\u0301\u0304\u0308\u030c"
_READING = rf"[A-ZÜĀÁǍÀĒÉĚÈŌÓǑÒ{_SMALL}][{_SMALL}]{{0,8}}"
_OPEN, _CLOSE = r"[(（\[［][ \u3000]?", r"[ \u3000]?[)）\]］]"
_BRACKETS = lazy_pattern(
    rf"(?<=[\u3400-\u9fff])(?:"
    rf"(?:{_OPEN}{_READING}{_CLOSE})*{_OPEN}{_READING}(?![{_SMALL}]|[1-5][)）])(?:{_CLOSE})?"
    rf"|{_READING}{_CLOSE})"
)
_SYLLABLE = lazy_pattern(rf"{_READING}")


class Annotation(NamedTuple):
    """Pinyin in brackets at `start:end`, behind the character that it may read."""

    start: int
    end: int
    char: str
    readings: tuple[str, ...]  # several where the site wrote them again and again: 国(guo)(guo)
    is_known: bool  # the dictionary has this reading for the character
    is_loose: bool  # it does so only if the missing tone is overlooked
    is_embedded: bool  # running text goes on at either side


def find_annotations(text: str) -> list[Annotation]:
    """Return every bracket behind a Han character that holds one syllable's letters and nothing else.

    Brackets may be full-width or square, or lack one side; letters may be decomposed or capital. What is
    neither a reading of the character nor has a tone mark is an abbreviation, such as 世界贸易组织(WTO).
    Cost: O(n), and a look at a dictionary for each character that has a bracket.
    """
    return list(_find(text))


def _find(text: str) -> Iterator[Annotation]:
    for match in _BRACKETS.finditer(text):
        readings = tuple(_plain(reading) for reading in _SYLLABLE.findall(match.group()))
        start, end = match.span()
        char = text[start - 1]
        toned, toneless = _toned_readings(char), toneless_readings(char)
        exact = all(_is_reading(reading, toned, toneless) for reading in readings)
        loose = not exact and toneless.issuperset(readings)
        if exact or loose or is_toned(readings[0]):
            sides = (text[max(0, start - 2) : start - 1], text[end : end + 1])
            embedded = any("\u3400" <= side <= "\u9fff" or side in (")", "）") for side in sides if side)
            yield Annotation(start, end, char, readings, exact or loose, loose, embedded)


def _plain(reading: str) -> str:
    """One way to write a syllable: composed, lower case, a g of one form."""
    return unicodedata.normalize("NFC", reading.lower().replace("ɡ", "g"))


def _is_reading(reading: str, toned: frozenset[str], toneless: frozenset[str]) -> bool:
    """Whether a character has this reading. Sites mix up tones, but do not leave them out."""
    return reading in toned or (is_toned(reading) and without_tone(reading) in toneless)


@lru_cache(maxsize=4096)
def _toned_readings(char: str) -> frozenset[str]:
    """All readings of a character with their tones, as sites write them."""
    return frozenset(map(_plain, readings_of(char)))
