"""Tell how badly a text was scanned, so that a pipeline can drop a page instead of repairing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongwen_clean.document import Score
from gongwen_clean.scan.noise import measure_noise


class ReadScanNoise:
    """Note the slips of recognition for each 1,000 characters as the score "ocr"."""

    name = "scan-noise"
    kinds = (Score,)
    triggers: frozenset[str] = frozenset()
    rules: Mapping[str, str] = {}

    def read(self, text: str) -> Sequence[Score]:
        """Return the score, 0.0 for clean text. Cost: O(n)."""
        return [Score("ocr", measure_noise(text))]
