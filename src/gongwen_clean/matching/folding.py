"""A view of text in which one pattern serves both widths.

Every character becomes exactly one character, so offsets in the view are offsets in the text.
"""

from __future__ import annotations

from functools import cache

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys((0x3000, 0x00A0, 0x2002, 0x2003, 0x2009, 0x0009, 0x200B, 0xFEFF), " ")
_BRACKETS = {"﹝": "〔", "﹞": "〕", "［": "[", "］": "]", "｜": "|", "│": "|"}
_LONE_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # matchers read UTF-8, which has none
_FOLDED = str.maketrans({**{chr(k): chr(v) for k, v in _FULL_WIDTH.items()}, **_BRACKETS})
_FOLDED |= _BLANKS | _LONE_SURROGATES


def fold_width(text: str) -> str:
    """Return `text` with full-width signs, letters, digits and blanks as their ASCII forms.

    Half of a surrogate pair is U+FFFD there.

    >>> fold_width("来源：新华网　字号［大］")
    '来源:新华网 字号[大]'

    Returns: a text of the same length in code points. Cost: O(n).
    """
    return text.translate(_table())


@cache
def _table() -> list[int | str]:
    """What each code point becomes, and none beyond the end; a list is looked up faster than a dict."""
    table: list[int | str] = list(range(0x10000))
    for code, form in _FOLDED.items():
        table[code] = form
    return table
