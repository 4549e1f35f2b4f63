"""Find labelled values such as `来源：新华网` or `索 引 号: | WA130 |` in a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from gongwen_clean.lexicon import lexicon_folder, read_table

_TRIM = " |\t-[]·,"
_BLANKS_INSIDE = 4  # between two characters of a label
_BLANKS_BEHIND = 2  # between a label and its colon
DROPPED = "-"
_GLUED = ("作者", "来源", "稿源", "编辑", "责任编辑", "责编")  # labels seen glued to the value before them


class Labelled(NamedTuple):
    """A label and its value in a line: `key` (DROPPED for a label whose value is not kept)."""

    key: str
    start: int
    value_start: int
    value_end: int


class LabelTable:
    """The known labels, found by the colon behind them; a label may have blanks between its characters."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._keys = keys
        self._longest = max(map(len, keys))

    def find(self, view: str) -> list[Labelled]:
        """Return the labelled values of a line in one width, each up to the next label.

        A value that is empty or only signs is left out, its label is not: it has an empty span.
        """
        colons = (match.end() for match in re.finditer(":", view))
        hits = [(*found, colon) for colon in colons if (found := self._label_before(view, colon - 1))]
        bounds = [start for start, _, _ in hits] + [len(view)]
        return [self._value(view, *hit, end) for hit, end in zip(hits, bounds[1:], strict=True)]

    def key_of(self, cell: str) -> str | None:
        """Return the key of a label that fills a whole cell, with or without its colon and blanks."""
        return self._keys.get("".join(cell.split()).removesuffix(":"))

    def _label_before(self, view: str, colon: int) -> tuple[int, str] | None:
        """Where the longest label begins that ends at a colon, and its key."""
        found: tuple[int, str] | None = None
        label, at, blanks = "", colon, 0
        while at > 0 and len(label) < self._longest:
            at -= 1
            blanks = blanks + 1 if view[at] == " " else 0
            if blanks > (_BLANKS_INSIDE if label else _BLANKS_BEHIND):
                break
            if not blanks:
                label = view[at] + label
                if label in self._keys and _begins_cell(view, at):
                    found = at, self._keys[label]
        return found

    def _value(self, view: str, start: int, key: str, value_start: int, end: int) -> Labelled:
        begin = value_start + len(view[value_start:end]) - len(view[value_start:end].lstrip(" |"))
        cell = view.find("|", begin, end)
        stripped = view[begin : cell if cell >= 0 else end].strip(_TRIM)
        if not re.search(r"\w", stripped):
            return Labelled(key, start, begin, begin)
        first = view.index(stripped, begin)
        return Labelled(key, start, first, first + len(stripped))


def _begins_cell(view: str, at: int) -> bool:
    """Whether a label could begin here: not in the middle of a word such as 最新来源 or 同时间."""
    return at == 0 or not ("\u4e00" <= view[at - 1] <= "\u9fa5") or _closes_value(view, at)


def _closes_value(view: str, at: int) -> bool:
    # glued by-lines: 2021-03-05 08:30来源:某某网作者:某某
    return ":" in view[:at] and len(view) < 80 and view.startswith(_GLUED, at)


@cache
def label_table() -> LabelTable:
    """Return the labels of lexicons/metadata/labels.tsv, compiled once per process."""
    path = lexicon_folder() / "metadata" / "labels.tsv"
    rows = read_table(path, ("id", "label", "key", "source"))
    return LabelTable({row.cells["label"]: row.cells["key"] for row in rows})
