"""Note what looks damaged in a text and must not be repaired by rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gongwen_clean.document import Finding
from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.scan.doubts.brackets import find_bracket_doubts
from gongwen_clean.scan.doubts.gaps import find_broken_ends, find_broken_rows, find_lost_items
from gongwen_clean.scan.doubts.numbers import find_number_doubts

_OWN_WORDS = "平谐睦解气美约衷合而善缓风顺煦蔼鸣声韵亲稳林田县静洽盘颐"  # 和平, 和衷共济, 和而不同
_PHANTOM = lazy_pattern(
    rf"、(?P<word>和)(?=[\u4e00-\u9fff])(?![{_OWN_WORDS}])"
    rf"|(?<=[\u4e00-\u9fff])(?P<twice>和和(?![{_OWN_WORDS}])|人人(?=[民口才员]))"
)


class FindScanDamage:
    """Note numbers that cannot be right, brackets without a partner, and places where text may be lost.

    Changes nothing: what stood there can be told from the source only.
    """

    name = "scan-findings"
    kinds = (Finding,)
    triggers: frozenset[str] = frozenset()
    rules: Mapping[str, str] = {
        "scan.percent": "A percentage has more digits behind its sign, or the sign was read as digits.",
        "scan.share": "A share is more than the whole.",
        "scan.date": "A date is in no calendar.",
        "scan.letter": "A letter stands where a number has a digit.",
        "scan.decimal": "A number has two decimal points, or a comma that parts less than three digits.",
        "scan.lost-bracket": "A bracket or quotation mark has no partner.",
        "scan.row": "A row of a table has more or fewer cells than the others.",
        "scan.lost-item": "The numbers of a list jump.",
        "scan.broken-off": "A sentence breaks off at the end of a line.",
        "scan.phantom": "A word that recognition is known to put into clean text stands where it is odd.",
    }

    def read(self, text: str) -> Sequence[Finding]:
        """Return the findings by their place. Cost: O(n)."""
        found = [
            *find_number_doubts(text),
            *find_bracket_doubts(text),
            *find_broken_rows(text),
            *find_lost_items(text),
            *find_broken_ends(text),
            *_phantoms(text),
        ]
        return sorted(found, key=lambda finding: (finding.start, finding.end, finding.kind))


def _phantoms(text: str) -> Iterator[Finding]:
    for match in _PHANTOM.finditer(text):
        group = match.lastgroup or ""
        message = f"{match[group]} may be no part of the text"
        yield Finding("scan.phantom", match.start(group), match.end(group), message)
