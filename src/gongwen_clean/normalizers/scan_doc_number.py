"""Set the year of a scanned 文号 in 〔〕, however its brackets were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongwen_clean.document import Edit
from gongwen_clean.edits import tidy_edits
from gongwen_clean.scan.doc_numbers import SIGNS_OF_BROKEN_NUMBERS, find_broken_years


class RepairScanDocNumbers:
    """Repair the brackets of 文号 that recognition read as other brackets, as letters, or not at all.

    Leaves alone: every digit, court case numbers, and years that no number and 号 follow.
    """

    name = "scan-doc-number"
    triggers = SIGNS_OF_BROKEN_NUMBERS
    rules: Mapping[str, str] = {
        "scan.doc-number": "The year of a 文号 stands in 〔〕, whatever its brackets were read as."
    }

    def edits(self, text: str) -> Sequence[Edit]:
        """Return one edit for each year whose brackets are broken. Cost: O(n)."""
        found = find_broken_years(text)
        return tidy_edits(text, (Edit(*year, "scan.doc-number") for year in found))
