"""What kind of character one is."""

from __future__ import annotations

DIGITS = "0123456789０１２３４５６７８９"
"""The digits of official texts, in both widths."""


def is_han(char: str) -> bool:
    """Whether `char` is a Han character; the empty string is none.

    >>> is_han("汉"), is_han("，"), is_han("")
    (True, False, False)
    """
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or (char != "" and char in "〇々")
