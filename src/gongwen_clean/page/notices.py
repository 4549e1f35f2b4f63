"""Tell what a page says about itself and its readers: disclaimers, invitations, advertisements.

Sites word them differently, so no sentence is looked for but the words that such sentences share.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import daachorse

from gongwen_clean.lexicon import lexicon_folder, read_columns

LEAST_WEIGHT = 4
_LEAST_CUES = 2
_SHORT_CHARS = 60  # a longer line must have more cues, as a paragraph of news has room for some
_CHARS_A_WEIGHT = 20


class CueTable:
    """Words of page talk with their `weights` (see lexicons/shell/cues.tsv)."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self.weights = weights
        self._cues = list(weights)
        self._weights = list(weights.values())
        self._matcher = daachorse.CharwiseDoubleArrayAhoCorasick(self._cues)

    def is_notice(self, view: str) -> bool:
        """Whether a line is page talk: two cues or more, that together weigh enough. Cost: O(len(view))."""
        found = self._find(view)
        wanted = LEAST_WEIGHT + max(0, len(view) - _SHORT_CHARS) // _CHARS_A_WEIGHT
        return len(found) >= _LEAST_CUES and self._sum(found) >= wanted

    def weigh(self, view: str) -> int:
        """The weight of all cues in a line."""
        return self._sum(self._find(view))

    def _sum(self, found: set[int]) -> int:
        return sum(self._weights[cue] for cue in found)

    def _find(self, view: str) -> set[int]:
        """The cues of a line; one inside another does not count."""
        hits = sorted(self._matcher.find_overlapping(view), key=lambda hit: (hit[0], -hit[1]))
        found = set[int]()
        end = 0
        for _, stop, cue in hits:
            if stop > end:
                found.add(cue)
                end = stop
        return found


@cache
def cue_table() -> CueTable:
    """Return the cues of lexicons/shell/cues.tsv, built once per process."""
    path = lexicon_folder() / "shell" / "cues.tsv"
    return CueTable({cue: int(weight) for cue, weight in read_columns(path, ("cue", "weight"))})
