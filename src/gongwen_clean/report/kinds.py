"""What an edit does to the reader's eye: removed, inserted, replaced, another form of a sign, blanks."""

from __future__ import annotations

import unicodedata

REMOVED, INSERTED, REPLACED, FORM, LINE = "removed", "inserted", "replaced", "form", "line"
KINDS = (REMOVED, INSERTED, REPLACED, FORM, LINE)


def edit_kind(before: str, after: str) -> str:
    """Return which of KINDS the change of `before` into `after` is. Cost: O(n).

    >>> edit_kind("出产", "生产"), edit_kind(",", "，"), edit_kind("", "》"), edit_kind("打印", "")
    ('replaced', 'form', 'inserted', 'removed')
    >>> edit_kind("  ", ""), edit_kind("", chr(10))
    ('line', 'line')
    """
    if _bare(before) == _bare(after):
        return LINE
    if not after:
        return REMOVED
    if not before:
        return INSERTED
    return FORM if _is_sign(before) and _is_sign(after) else REPLACED


def _bare(text: str) -> str:
    return "".join(text.split())


def _is_sign(text: str) -> bool:
    """Whether a text has no letter, or its letters and digits only differ in width from plain ones."""
    return all(not char.isalnum() or unicodedata.normalize("NFKC", char).isascii() for char in text)
