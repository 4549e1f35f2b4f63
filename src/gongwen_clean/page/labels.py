"""Find labelled values such as `来源：新华网` or `索 引 号: | WA130 |` in a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from gongwen_clean.lexicon import lexicon_folder, read_table

_TRIM = " |\t-[]·,"
DROPPED = "-"
_GLUED = ("作者", "来源", "稿源", "编辑", "责任编辑", "责编")  # labels seen glued to the value before them


class Labelled(NamedTuple):
    """A label and its value in a line: `key` (DROPPED for a label whose value is not kept)."""

    key: str
    start: int
    value_start: int
    value_end: int


class LabelTable:
    """The known labels as one pattern; a label may have blanks between its characters."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._keys = keys
        spaced = ("[ ]{0,4}".join(label) for label in sorted(keys, key=len, reverse=True))
        self._pattern = re.compile(rf"(?P<label>{'|'.join(spaced)})[ ]{{0,2}}:[ |]*")

    def find(self, view: str) -> list[Labelled]:
        """Return the labelled values of a line in one width, each up to the next label.

        A value that is empty or only signs is left out, its label is not: it has an empty span.
        """
        hits = [m for m in self._pattern.finditer(view) if _begins_cell(view, m.start())]
        bounds = [m.start() for m in hits] + [len(view)]
        return [self._value(view, match, end) for match, end in zip(hits, bounds[1:], strict=True)]

    def key_of(self, cell: str) -> str | None:
        """Return the key of a label that fills a whole cell, with or without its colon and blanks."""
        return self._keys.get("".join(cell.split()).removesuffix(":"))

    def _value(self, view: str, match: re.Match[str], end: int) -> Labelled:
        key = self._keys[match["label"].replace(" ", "")]
        start = match.end()
        cell = view.find("|", start, end)
        end = cell if cell >= 0 else end
        stripped = view[start:end].strip(_TRIM)
        if not re.search(r"\w", stripped):
            return Labelled(key, match.start(), start, start)
        first = view.index(stripped, start)
        return Labelled(key, match.start(), first, first + len(stripped))


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
