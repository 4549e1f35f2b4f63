"""The words that tell a mirrored mainland text from one of Hong Kong or Taiwan, and from a lesson."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from gongwen_clean.lexicon import lexicon_folder, read_columns


def count_words(kind: str, text: str) -> Counter[str]:
    """Return how often each word of a kind stands in `text`; longest words first, without overlap.

    Args: kind: as in `words.tsv`. text: simplified, but for the kinds `form` and `overseas`, which are
    looked up in the text as it is written.
    Cost: O(n).
    """
    return Counter(_pattern(kind).findall(text))


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    rows = read_columns(lexicon_folder() / "mirror" / "words.tsv", ("word", "kind"))
    words = sorted((word for word, own in rows if own == kind), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
