"""Put right the signs, dashes and brackets that recognition read as others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongwen_clean.document import Edit
from gongwen_clean.edits import drop_overlaps, tidy_edits
from gongwen_clean.scan.brackets import SIGNS_OF_BRACKETS, find_broken_brackets, has_nested_titles
from gongwen_clean.scan.broken_signs import SIGNS_OF_SLIPS, find_broken_signs, has_odd_dots


class RepairScanSigns:
    """Repair signs whose form no writer gives them: 2024一2027年, 37 mm士1 mm, 〈试行）, 二O二四年.

    Leaves alone: every digit, commas and full stops in each other's place, and brackets or quotes of which
    nothing shows where the other side was.
    """

    name = "scan-signs"
    triggers = SIGNS_OF_SLIPS | SIGNS_OF_BRACKETS
    looks = (has_odd_dots, has_nested_titles)
    rules: Mapping[str, str] = {
        "scan.dash": "一 between numbers, or 一一 where no word begins with it, was a dash.",
        "scan.sign": "±, × and ℃ are restored where a number and a unit stand around what they were read as.",
        "scan.zero": "In a version or a year of Han numerals the letter O was a zero.",
        "scan.thousands": "A number has one decimal point; the mark three digits before it is a comma.",
        "scan.speck": "A dot beside a full-width mark was a speck.",
        "scan.stop": "A half-width dot between Han was the full stop 。 in a text with other broken signs.",
        "scan.quote": "The only straight quote of a line closes the “ that is open.",
        "scan.bracket": "A bracket becomes the kind that its partner, or the number in it, shows.",
    }

    def edits(self, text: str) -> Sequence[Edit]:
        """Return one edit for each broken sign. Cost: O(n)."""
        signs = [Edit(*sign) for sign in find_broken_signs(text)]
        brackets = [Edit(*bracket, "scan.bracket") for bracket in find_broken_brackets(text)]
        return tidy_edits(text, drop_overlaps([*brackets, *signs]))
