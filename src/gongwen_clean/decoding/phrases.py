"""Find places where a set phrase of official text stands, but for one character that is damaged.

The character may be a homophone or a slip of recognition. A damaged phrase keeps its first or second half.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import daachorse
from rapidfuzz.distance import Hamming

from gongwen_clean.decoding.spun_lexicon import Entry, Match, Variant
from gongwen_clean.lexicon import lexicon_folder, read_columns
from gongwen_clean.matching.characters import is_han
from gongwen_clean.matching.pinyin import sound_alike

_LEAST_CHARS = 5  # a half of two characters is too common to look around


class PhraseIndex:
    """Phrases by their halves. Args: pairs of id and phrase, of at least five characters to be found."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._by_half: dict[str, list[tuple[str, str, int]]] = {}
        self.phrases = [(rule, phrase) for rule, phrase in phrases if len(phrase) >= _LEAST_CHARS]
        for rule, phrase in self.phrases:
            middle = len(phrase) // 2
            self._by_half.setdefault(phrase[:middle], []).append((rule, phrase, 0))
            self._by_half.setdefault(phrase[middle:], []).append((rule, phrase, middle))
        self._halves = list(self._by_half)
        self._matcher = daachorse.CharwiseDoubleArrayAhoCorasick(self._halves)

    def match(self, text: str) -> Iterator[Match]:
        """Yield each damaged phrase of `text`, from its first to its last character."""
        for start, _, k in self._matcher.find_overlapping(text):
            for rule, phrase, offset in self._by_half[self._halves[k]]:
                begin = start - offset
                window = text[begin : begin + len(phrase)] if begin >= 0 else ""
                if len(window) == len(phrase) and Hamming.distance(window, phrase) == 1:
                    entry = Entry(rule, window, phrase, damage=_damage(window, phrase))
                    if entry.damage:
                        yield begin, begin + len(phrase), Variant((entry,))


def _damage(window: str, phrase: str) -> str:
    """How the phrase is damaged: "homophone", "slip", or "" where what stands there is no Han character."""
    here, there = next((a, b) for a, b in zip(window, phrase, strict=True) if a != b)
    if not is_han(here):
        return ""
    return "homophone" if sound_alike(here, there) else "slip"


@cache
def phrase_index() -> PhraseIndex:
    """Return the phrases of lexicons/spun/phrases.tsv, indexed once per process."""
    return PhraseIndex(
        (rule, phrase)
        for rule, phrase in read_columns(lexicon_folder() / "spun" / "phrases.tsv", ("id", "canonical"))
    )
