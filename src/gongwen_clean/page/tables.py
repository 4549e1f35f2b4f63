"""Find the metadata tables of a page, in whichever layout the scraper flattened them.

Layouts: rows of cells, `| label | value | label | value |`; labels in brackets, `【label】value`; a label
and its value on a line without a colon; a label on one line and its value on the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from gongwen_clean.matching.doc_number import find_doc_numbers
from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.page.bylines import DATE, Value
from gongwen_clean.page.labels import DROPPED, label_table
from gongwen_clean.page.lines import Line

_LEAST_ROWS = 2  # one row of labels and values could be a line of the text
_LEAST_LABELS = 3  # that stand alone on their lines
_LABEL_CHARS = 10
_VALUE_CHARS = 60
_BULLET = lazy_pattern(r"[•·●▪■◆◇○*+-]{1,2} ?")
_CELL = lazy_pattern(r"(?:^|\|)([^|]*)")
_RULE = lazy_pattern(r"[|:\- ]+")  # |---|---| below the head of a table in Markdown
_BRACKETED = lazy_pattern(r"[【\[](?P<label>[^】\]]{2,12})[】\]] ?:? ?(?P<value>.*)")
_SPACED = lazy_pattern(r"(?P<label>\S(?: ?\S){1,7}) {2,}(?P<value>\S.{0,59})")
# What a value of a key looks like: the value of a table's last label could be the text's title
_FORMS: dict[str, Callable[[str], object]] = {
    "doc_number": lambda value: next(find_doc_numbers(value), None),
    "index_number": re.compile(r"[\dA-Za-z][\dA-Za-z/-]{5,}").match,
    "date": DATE.match,
    "validity": re.compile(r".{0,4}(?:有效|失效|废止|施行|修改|修订)").match,
    "disclosure": re.compile(r".{0,4}公开").match,
    "views": str.isdigit,
    "pages": str.isdigit,
}


class TableLine(NamedTuple):
    """A line that belongs to a metadata table: its index, and the values in it as spans of the line."""

    line: int
    values: list[Value]


def find_tables(text: str, lines: Sequence[Line]) -> Iterator[TableLine]:
    """Yield the lines of all metadata tables. Cost: O(n)."""
    for read in (_read_cells, _read_bracketed, _read_spaced):
        yield from _runs(lines, read)
    yield from _label_lists(text, lines)


def _runs(lines: Sequence[Line], read: Callable[[str], list[Value] | None]) -> Iterator[TableLine]:
    """Rows of one layout that stand below each other."""
    run: list[TableLine] = []
    for n, line in enumerate(lines):
        values = read(line.view)
        if values is not None:
            run.append(TableLine(n, values))
        if values is None or n == len(lines) - 1:
            if sum(bool(row.values) for row in run) >= _LEAST_ROWS:
                yield from run
            run = []


def _read_cells(view: str) -> list[Value] | None:
    """The values of `| label | value | label | value |`: every other cell is a label, at least one known."""
    if view.count("|") < 2 or len(view) > 600:
        return None
    if _RULE.fullmatch(view):
        return []
    cells = [_stripped(view, *match.span(1)) for match in _CELL.finditer(view)]
    cells = cells[1:] if view.startswith("|") else cells
    labels, values = cells[0::2], cells[1::2]
    keys = [label_table().key_of(label) for _, _, label in labels]
    if not any(keys) or any(len(label) > _LABEL_CHARS for _, _, label in labels) or keys[0] is None:
        return None
    pairs = zip(keys, values, strict=False)
    return [Value(key, a, b) for key, (a, b, value) in pairs if key and key != DROPPED and value]


def _read_bracketed(view: str) -> list[Value] | None:
    match = _BRACKETED.fullmatch(view) if view[0] in "【[" else None
    return _labelled(match) if match else None


def _read_spaced(view: str) -> list[Value] | None:
    if "  " not in view:
        return None
    match = _SPACED.fullmatch(_BULLET.sub(lambda m: " " * len(m.group()), view, count=1))
    return _labelled(match) if match else None


def _labelled(match: re.Match[str]) -> list[Value] | None:
    key = label_table().key_of(match["label"])
    if key is None:
        return None
    return [Value(key, *match.span("value"))] if key != DROPPED and match["value"].strip() else []


def _stripped(view: str, start: int, end: int) -> tuple[int, int, str]:
    value = view[start:end].strip()
    start = view.index(value, start) if value else start
    return start, start + len(value), value


def _label_lists(text: str, lines: Sequence[Line]) -> Iterator[TableLine]:
    """Labels that stand alone on their lines, three or more, each with its value below or none."""
    n = 0
    while n < len(lines):
        block = list(_label_list_at(text, lines, n))
        known = sum(_lone_label(lines[row.line].view) is not None for row in block)
        if known >= _LEAST_LABELS:
            yield from block
        n += len(block) if known >= _LEAST_LABELS else 1


def _label_list_at(text: str, lines: Sequence[Line], n: int) -> Iterator[TableLine]:
    key: str | None = None
    label = -1
    while n < len(lines):
        view = lines[n].view
        found = _lone_label(view)
        if found is None and label >= 0 and re.fullmatch(r"(?:\W )?\S{2,8}:", view):
            found = DROPPED  # a label that is not known, among others
        if found is not None:
            key, label = found, n
            yield TableLine(n, [])
        elif n == label + 1 and key is not None and _is_value_below(text, lines, n, key):
            start = len(bullet.group()) if (bullet := _BULLET.match(view)) else 0
            yield TableLine(n, [Value(key, start, len(view))] if key != DROPPED else [])
        else:
            return
        n += 1


def _lone_label(view: str) -> str | None:
    """The key of a line that is nothing but a known label and its colon."""
    return label_table().key_of(_BULLET.sub("", view, count=1)) if view.endswith(":") else None


def _is_value_below(text: str, lines: Sequence[Line], n: int, key: str) -> bool:
    """Whether line `n` is the value of the label above it; the last label of a list may have none."""
    line = lines[n]
    if line.is_prose or len(line.view) > _VALUE_CHARS:
        return False
    if n + 1 < len(lines) and _lone_label(lines[n + 1].view) is not None:
        return True
    form = _FORMS.get(key.partition("_")[0] if key.startswith("date") else key)
    if form is not None:
        return bool(form(line.view))
    return _indent(text, line) > _indent(text, lines[n - 1])


def _indent(text: str, line: Line) -> int:
    return line.start - text.rfind("\n", 0, line.start) - 1
