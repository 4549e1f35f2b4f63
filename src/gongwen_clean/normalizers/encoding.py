"""Repair characters that only a computer sees: controls, marks of width zero, look-alike code points."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from gongwen_clean.document import Edit, Finding

_LINE_ENDS = "\r\x85\u2028\u2029\f\v"
_BLANKS = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_INVISIBLE = "\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff" + "".join(
    chr(c) for c in (*range(9), *range(14, 32), 127, *range(128, 133), *range(134, 160))
)
# Radicals and compatibility ideographs are written for the characters they look like by PDF extractors.
_LOOK_ALIKE = "".join(
    chr(c)
    for c in (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFAFF))
    if unicodedata.normalize("NFKC", chr(c)) != chr(c)
)


@cache
def _pattern() -> re.Pattern[str]:
    """What is repaired, one group a kind. Compiled on first use: wide ranges take milliseconds."""
    return re.compile(
        rf"(?P<line>\r\n|[{_LINE_ENDS}])|(?P<blank>[{_BLANKS}]+)|(?P<invisible>[{_INVISIBLE}]+)"
        rf"|(?P<lookalike>[{_LOOK_ALIKE}])|(?P<surrogate>[\ud800-\udfff]+)"
    )


class RepairCharacters:
    """Unify line ends and blanks, drop invisible characters, replace look-alike code points.

    Leaves alone: the joiner U+200D, which emoji need, and private-use characters, whose meaning only
    their font knows.
    """

    name = "encoding"
    # half of a surrogate pair needs no trigger: a text that has one is given to every step
    triggers = frozenset(_LINE_ENDS + _BLANKS + _INVISIBLE + _LOOK_ALIKE)
    rules: Mapping[str, str] = {
        "encoding.line": "Every kind of line end becomes one newline.",
        "encoding.blank": "Blanks of other widths and no-break blanks become plain blanks.",
        "encoding.invisible": "Characters without form or width carry no text.",
        "encoding.lookalike": "A radical or compatibility code point becomes the character it stands for.",
        "encoding.surrogate": "Half of a surrogate pair is no character; U+FFFD marks the loss.",
    }

    def edits(self, text: str) -> Sequence[Edit]:
        """Return one edit for each run of such characters."""
        return [
            Edit(m.start(), m.end(), _replacement(m), f"encoding.{m.lastgroup}")
            for m in _pattern().finditer(text)
        ]


def _replacement(match: re.Match[str]) -> str:
    found = match.group()
    by_kind = {"line": "\n", "blank": " " * len(found), "invisible": "", "surrogate": "\ufffd" * len(found)}
    return by_kind.get(match.lastgroup or "", unicodedata.normalize("NFKC", found))


class FindLostCharacters:
    """Note the places where decoding lost characters for good."""

    name = "lost-characters"
    kinds = (Finding,)
    triggers = frozenset("\ufffd")
    rules: Mapping[str, str] = {
        "lost-character": "U+FFFD stands where bytes could not be decoded; what stood there is lost."
    }

    def read(self, text: str) -> Sequence[Finding]:
        """Return a finding for each run of U+FFFD."""
        return [
            Finding(
                "lost-character",
                m.start(),
                m.end(),
                f"{len(m.group())} characters were lost before this text",
            )
            for m in re.finditer("\ufffd+", text)
        ]
