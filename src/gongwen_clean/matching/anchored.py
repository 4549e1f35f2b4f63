"""Search with a costly pattern only where something rare shows that it can match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator


def search_before(
    pattern: re.Pattern[str], text: str, ends: Iterable[int], longest: int
) -> Iterator[re.Match[str]]:
    """Yield the matches of `pattern` that end at one of `ends`, as `pattern.finditer` would.

    Args: ends: places in order, at least all where a match can end. longest: the most code points that a
    match has. Cost: O(longest) for each end.
    """
    done = 0
    for end in ends:
        match = pattern.search(text, max(done, end - longest), end)
        if match and match.end() == end:
            yield match
            done = end
