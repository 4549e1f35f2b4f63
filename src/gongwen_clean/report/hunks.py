"""Changes as a reader takes them in: by whole words, where an edit may be of one character or less."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import daachorse

from gongwen_clean.document import Document
from gongwen_clean.lexicon import lexicon_folder, read_columns

_TABLES = ("pairs", "observed", "mined")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Hunk(NamedTuple):
    """Code points `start:end` of a source became `after`: edits, and the rest of their words."""

    start: int
    end: int
    after: str


class _Change(NamedTuple):
    """An edit, or several that share a word, with where the replacement stands in the text."""

    start: int
    end: int
    text_start: int
    text_end: int

    def widened(self, start: int, end: int) -> _Change:
        """The same with the unchanged rest of `start:end` of the text."""
        return _Change(self.start - self.text_start + start, self.end - self.text_end + end, start, end)


def word_hunks(document: Document) -> Iterator[Hunk]:
    """Yield a document's changes, each widened to the words of its text that it touches.

    Words are those that official text says in the tables of lexicons/spun, the longest from left to right;
    what is none of them stays as narrow as its edit. Made on the source, the hunks give the text. Cost: O(n).
    """
    text = document.text
    for change in _join(document, _find_words(text) if document.edits else []):
        yield Hunk(change.start, change.end, text[change.text_start : change.text_end])


def _join(document: Document, words: Sequence[tuple[int, int]]) -> Iterator[_Change]:
    """Yield the changes as wide as their words; those that share one are one."""
    at = 0
    last: _Change | None = None
    for change in _changes(document):
        while at < len(words) and words[at][1] <= change.text_start:
            at += 1
        start, end = _reach(change, words, at)
        if last and start < last.text_end:
            end = max(end, last.text_end)
            last = last._replace(end=change.end - change.text_end + end, text_end=end)
            continue
        if last:
            yield last
        last = change.widened(start, end)
    if last:
        yield last


def _changes(document: Document) -> Iterator[_Change]:
    shift = 0
    for edit in document.edits:
        start = edit.start + shift
        shift += len(edit.after) - (edit.end - edit.start)
        yield _Change(edit.start, edit.end, start, start + len(edit.after))


def _reach(change: _Change, words: Sequence[tuple[int, int]], at: int) -> tuple[int, int]:
    """From the first to the last word that a change touches: words[at] ends behind its start."""
    start, end = change.text_start, change.text_end
    # what was only removed touches no word at whose border it stood, but one that it parted
    while at < len(words) and (words[at][0] < change.text_end or words[at][0] < change.text_start):
        start, end = min(start, words[at][0]), max(end, words[at][1])
        at += 1
    return start, end


def _find_words(text: str) -> list[tuple[int, int]]:
    # the matcher reads UTF-8, which has no lone surrogates
    found = _matcher().find(_LONE_SURROGATE.sub("\ufffd", text))
    return [(start, end) for start, end, _ in found]


@cache
def _matcher() -> daachorse.CharwiseDoubleArrayAhoCorasick:
    columns = ("id", "canonical")
    rows = chain.from_iterable(
        read_columns(lexicon_folder() / "spun" / f"{name}.tsv", columns) for name in _TABLES
    )
    words = sorted({word for _, word in rows if len(word) > 1})
    return daachorse.CharwiseDoubleArrayAhoCorasick(words, daachorse.MATCH_KIND_LEFTMOST_LONGEST)
