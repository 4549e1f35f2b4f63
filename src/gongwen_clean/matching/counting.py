"""Count words in texts."""

from __future__ import annotations

from collections.abc import Iterable

import daachorse


def count_words(words: Iterable[str], texts: Iterable[str]) -> dict[str, int]:
    """Return how often each word occurs in texts, at any place. Cost: one scan."""
    names = sorted(words)
    if not names:
        return {}
    counts = [0] * len(names)
    matcher = daachorse.CharwiseDoubleArrayAhoCorasick(names)
    for text in texts:
        for _, _, k in matcher.find_overlapping(text):
            counts[k] += 1
    return dict(zip(names, counts, strict=True))
