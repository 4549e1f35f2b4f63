"""Read the lines that tell about a text: metadata tables and by-lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.page.controls import control_words
from gongwen_clean.page.labels import DROPPED, Labelled, label_table

DATE = lazy_pattern(
    r"(?:19|20)\d{2}(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2}|年\d{1,2}月\d{1,2}日)"
    r"(?: {0,3}(?:[A-Z]{3} )?\d{1,2}:\d{2}(?::\d{2})?)?"
)
_URL = lazy_pattern(r"(?:https?://|www\.)[\w./?&=%-]*?[a-z](?=(?:19|20)\d\d-|[^\w./?&=%-]|$)")
_LINE_CHARS = 160
_NAME_CHARS = 12
_LOOSE_NAMES = 3


class Value(NamedTuple):
    """A metadata value in a line, in code points of the line."""

    key: str
    start: int
    end: int


def read_table_row(view: str) -> list[Value] | None:
    """Return the values of a metadata table's row `label: | value | label: | value |`.

    Returns: None when the line is no such row, an empty list when no value is kept.
    """
    if view.count("|") < 2 or len(view) > 600:
        return None
    labels = label_table().find(view)
    cells = [cell for cell in view.split("|") if cell.strip()]
    if not labels or labels[0].start > 2 or len(cells) > 2 * len(labels):
        return None
    return list(_kept(labels))


def read_byline(view: str) -> list[Value] | None:
    """Return the values of a line made of dates, labelled values, controls and short names.

    Returns: None when the line is no by-line: when it is a sentence, or has neither a label nor a
    date with a name beside it.
    """
    if len(view) > _LINE_CHARS or "。" in view or not (":" in view or "www." in view):
        return None  # nothing is labelled, and no time of day or address shows a page's own line
    labels = label_table().find(view)
    values = list(_kept(labels))
    if labels:
        values = [part for value in values for part in _split_value(view, value)]
    head = view[: labels[0].start] if labels else view
    loose = _read_loose(head, has_label=bool(labels))
    if loose is None or not (labels or loose):
        return None
    return _first_of_each(loose + values)


def _kept(labels: list[Labelled]) -> Iterator[Value]:
    for label in labels:
        if label.key != DROPPED and label.value_end > label.value_start:
            yield Value(label.key, label.value_start, label.value_end)


def _split_value(view: str, value: Value) -> Iterator[Value]:
    """Cut a value where a blank is followed by a date, a control, a bracket or a label.

    A date behind it is its own value.
    """
    text = view[value.start : value.end]
    date = DATE.search(text)
    if date and date.start() > 0 and not value.key.startswith("date"):
        yield from _split_value(view, value._replace(end=value.start + len(text[: date.start()].rstrip())))
        yield Value("date_published", value.start + date.start(), value.start + date.end())
        return
    if date and value.key.startswith("date"):
        yield value._replace(start=value.start + date.start(), end=value.start + date.end())
        return
    at = 0
    for word in re.finditer(r"\S+", text):
        if word.start() and (
            word[0][0] in "【[" or ":" in word[0] or control_words().is_control_line(word[0])
        ):
            break
        if word.start() > at + 1 and at:
            break
        at = word.end()
    yield value._replace(end=value.start + at)


def _read_loose(text: str, has_label: bool) -> list[Value] | None:
    """Return date, author and source from text without labels; None when it is something else."""
    rest = _URL.sub(lambda m: " " * len(m.group()), text)
    date = DATE.search(rest)
    names = [m for m in re.finditer(r"[^\s|()\[\]【】・]+", rest) if not (date and _inside(m, date))]
    spans = [(m.start(), m.end()) for m in names] if not date else list(_around(rest, date))
    spans = [(a, b) for a, b in spans if not control_words().is_control_line(rest[a:b])]
    if any(b - a > _NAME_CHARS for a, b in spans) or len(spans) > _LOOSE_NAMES:
        return None
    if date is None:
        return [] if has_label and not spans else None
    if not has_label and ":" not in date.group() and rest == text:
        return None  # 2021年1月1日 施行: only a time of day or an address shows a page's own line
    values = [Value("date_published", date.start(), date.end())]
    for start, end in spans:
        values.append(Value("author" if end <= date.start() else "source", start, end))
    return values


def _around(text: str, date: re.Match[str]) -> Iterator[tuple[int, int]]:
    for start, end in ((0, date.start()), (date.end(), len(text))):
        for word in re.finditer(r"[^\s|()\[\]【】・]+", text[start:end]):
            yield start + word.start(), start + word.end()


def _inside(word: re.Match[str], date: re.Match[str]) -> bool:
    return word.start() < date.end() and date.start() < word.end()


def _first_of_each(values: list[Value]) -> list[Value]:
    return list({value.key: value for value in reversed(values)}.values())[::-1]
