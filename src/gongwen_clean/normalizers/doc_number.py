"""Write each 文号 as GB/T 9704 does, and on a line of its own where a title was glued to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gongwen_clean.document import Edit
from gongwen_clean.matching.characters import DIGITS
from gongwen_clean.matching.doc_number import DocNumber, find_doc_numbers

_AGENCY_CHARS = 8  # 国发, 沪府办发, 嘉经资: an agency's code that opens a line is short


class CanonicalizeDocNumbers:
    """Set the year of a 文号 in 〔〕 and part a 文号 that opens a line from the title behind it.

    Leaves alone: court case numbers, which stand in round brackets, and a year in brackets that no
    number and 号 follow.
    """

    name = "doc-number"
    triggers = frozenset(f"{before}号" for before in f"{DIGITS}xX× \u3000\n\t")
    rules: Mapping[str, str] = {
        "doc-number.bracket": "The year of a 文号 stands in 〔〕, without blanks or 第 (GB/T 9704, 7.2.5).",
        "doc-number.glued": "A 文号 that opens a line is not part of the title that follows it.",
    }

    def edits(self, text: str) -> Sequence[Edit]:
        """Return the edits on brackets, blanks and 第 of each 文号, and the line breaks behind it."""
        return [edit for number in find_doc_numbers(text) for edit in _repair(text, number)]


def _repair(text: str, number: DocNumber) -> Iterator[Edit]:
    start = number.start + len(number.agency)
    canonical = number.canonical[len(number.agency) :]
    if text[start : number.end] != canonical:
        yield Edit(start, number.end, canonical, "doc-number.bracket")
    opens_line = number.start == 0 or text[number.start - 1] in "\n \t\u3000"
    line_end = text.find("\n", number.end)
    rest = text[number.end : line_end if line_end >= 0 else len(text)]
    if opens_line and len(number.agency) <= _AGENCY_CHARS and _is_title(rest):
        yield Edit(number.end, number.end, "\n", "doc-number.glued")


def _is_title(rest: str) -> bool:
    """Whether what follows a 文号 in its line is a title: a phrase without a sentence's punctuation."""
    return (
        6 <= len(rest) <= 80
        and not set(rest) & set("，。；：！？,;:!?")
        and not rest.startswith(tuple(")）、》"))
    )
