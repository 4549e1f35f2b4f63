"""Text that no rule may change: words and patterns, found in a text all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import daachorse

from gongwen_clean.document import Edit
from gongwen_clean.errors import PatternTimeoutError

PATTERN_S = 10.0
"""Seconds of the processor that one search of a text for a pattern may take."""

_Span = tuple[int, int]
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Protection(NamedTuple):
    """Words, and regular expressions in the syntax of `re`, whose occurrences stay as they are.

    Expressions are searched by `regex`, which unlike `re` can be stopped, wherever it runs.

    Every occurrence that a step finds in its text is kept, also overlapping ones of words: so each that
    stands in the source stands in the output. Repairs may add more: 新质出产力 still becomes a protected
    新质生产力. An expression that looks at what is around it protects only as long as that stands.
    """

    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()

    def spans(self, text: str) -> list[_Span]:
        """Return the protected stretches of a text, sorted, overlapping ones joined. Cost: O(n), by words.

        Raises: PatternTimeoutError for a pattern that takes longer than PATTERN_S.
        """
        words = _find_words(self.words, text) if self.words else ()
        patterns = chain.from_iterable(_find_pattern(pattern, text) for pattern in self.patterns)
        return list(_join(sorted(chain(words, patterns))))

    def spare(self, text: str, edits: Sequence[Edit]) -> list[Edit]:
        """Return the edits on `text` that touch nothing protected. Both sorted: one walk over them."""
        spans = self.spans(text)
        kept: list[Edit] = []
        at = 0
        for edit in edits:
            while at < len(spans) and spans[at][1] <= edit.start:
                at += 1
            # an insertion at the border of a span stands beside it; one inside parts it
            if at == len(spans) or edit.end <= spans[at][0]:
                kept.append(edit)
        return kept


UNPROTECTED = Protection()
"""Protects nothing."""


def _find_words(words: tuple[str, ...], text: str) -> Iterator[_Span]:
    # the matcher reads UTF-8, which has no lone surrogates
    readable = _LONE_SURROGATE.sub("\ufffd", text)
    return ((start, end) for start, end, _ in _matcher(words).find_overlapping(readable))


def _find_pattern(pattern: str, text: str) -> list[_Span]:
    import regex  # takes longer to import than all else of the settings

    found = regex.finditer(pattern, text, timeout=PATTERN_S)
    try:
        return [match.span() for match in found if match.end() > match.start()]
    except TimeoutError:
        raise PatternTimeoutError(
            f"the protected pattern {pattern!r} takes more than {PATTERN_S:g} s on a text of {len(text)} "
            r"characters; bound what it repeats, such as \d{1,9} for \d+, or protect words instead"
        ) from None


def _join(spans: Iterable[_Span]) -> Iterator[_Span]:
    """Join spans that share characters; those that only meet stay two, so that words can be parted there."""
    start = end = 0
    for one_start, one_end in spans:
        if one_start < end:
            end = max(end, one_end)
            continue
        if end > start:
            yield start, end
        start, end = one_start, one_end
    if end > start:
        yield start, end


# by the process and not by the object: automata do not pickle
@lru_cache(maxsize=8)
def _matcher(words: tuple[str, ...]) -> daachorse.CharwiseDoubleArrayAhoCorasick:
    return daachorse.CharwiseDoubleArrayAhoCorasick(sorted(set(words)))
