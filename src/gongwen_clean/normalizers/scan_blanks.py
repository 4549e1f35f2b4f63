"""Delete the blanks that recognition put between Han characters and beside signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongwen_clean.document import Edit
from gongwen_clean.scan.blanks import find_noise_blanks, has_odd_blanks


class RemoveScanBlanks:
    """Close up text in which a blank stands between most characters, or before commas and full stops.

    Leaves alone: every blank of a text that does not show such noise, blanks between Latin words, and
    one blank between columns.
    """

    name = "scan-blanks"
    triggers: frozenset[str] = frozenset()
    looks = (has_odd_blanks,)
    rules: Mapping[str, str] = {
        "scan.blank": "Recognition put a blank where the text, as its other blanks show, has none."
    }

    def edits(self, text: str) -> Sequence[Edit]:
        """Return one edit for each run of such blanks. Cost: O(n)."""
        return [Edit(run.start, run.end, run.after, "scan.blank") for run in find_noise_blanks(text)]
