"""One paragraph a line: part what was run together, drop blanks at line ends and blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from gongwen_clean.document import Edit
from gongwen_clean.edits import tidy_edits
from gongwen_clean.matching.anchored import search_before
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_FIRST_ITEMS = frozenset({"一是", "(一)", "(一）", "（一)", "（一）", "1.", "1、", "1．"})
# the first item of a list where it touches Han; alternatives begin with a literal, which is found fast
_TOUCHING_ITEM = lazy_pattern(
    r"一是(?<=[\u4e00-\u9fff”]一是)(?<![唯统单同专]一是)"
    r"|\(一[)）](?<=[\u4e00-\u9fff”]...)|（一[)）](?<=[\u4e00-\u9fff”]...)"
    r"|1[.、．](?<=[\u4e00-\u9fff”]1.)(?=\D)"
)
_LONGEST_HEAD = 60  # characters


@cache
def _run_in() -> re.Pattern[str]:
    """A heading, up to the first item glued to it. Compiled on first use: wide ranges take milliseconds."""
    return re.compile(
        r"(?P<head>(?:\A|(?<=[。！？；\n]))[ \u3000]{0,8}[一二三四五六七八九十]{1,3}、"
        r"[\u4e00-\u9fffA-Za-z0-9“”、，,]{3,40}?[\u4e00-\u9fff”])\Z"
    )


@cache
def _sentence_gap() -> re.Pattern[str]:
    """A blank behind a sentence. Compiled on first use: wide ranges take milliseconds."""
    return re.compile(r"[。！？][”’）)]?(?P<blank>[ \u3000]{1,4})(?=[\u4e00-\u9fff“《（(])")


_SENTENCE_END = lazy_pattern(r"[。！？]")
_PARAGRAPH_CHARS = 60


class SplitHeadings:
    """Set a numbered heading on its own line where the text runs on behind it without a sign.

    The first item of the text (一是, （一）, 1.) that touches the heading shows the missing line break.
    Leaves alone: headings that end on punctuation, as in a list that is meant to stand in one paragraph.
    """

    name = "headings"
    triggers = _FIRST_ITEMS
    rules: Mapping[str, str] = {
        "headings.run-in": "A heading such as 一、… to which its first item is glued stands on its own line."
    }

    def edits(self, text: str) -> Sequence[Edit]:
        """Return line breaks before and behind each run-in heading."""
        return list(self._breaks(text))

    def _breaks(self, text: str) -> Iterator[Edit]:
        ends = (item.start() for item in _TOUCHING_ITEM.finditer(text))
        for match in search_before(_run_in(), text, ends, _LONGEST_HEAD):
            start, end = match.span("head")
            if start > 0 and text[start - 1] != "\n":
                yield Edit(start, start, "\n", "headings.run-in")
            yield Edit(end, end, "\n", "headings.run-in")


class SplitParagraphs:
    """Part paragraphs that a scraper ran together with blanks between them.

    In such a line a few sentence ends are followed by a blank, most are not. Leaves alone: lines in
    which blanks follow most sentences, as in typescript, and blanks between short pieces.
    """

    name = "paragraphs"
    triggers = frozenset(end + blank for end in "。！？”’）)" for blank in " \u3000")
    rules: Mapping[str, str] = {
        "paragraphs.split": "A blank behind one sentence of many was a paragraph break."
    }

    def edits(self, text: str) -> Sequence[Edit]:
        """Return a line break for each such blank."""
        return [edit for line in re.finditer(r"[^\n]+", text) for edit in self._breaks(line)]

    def _breaks(self, line: re.Match[str]) -> list[Edit]:
        words = line.group()
        gaps = list(_sentence_gap().finditer(words))
        ends = len(_SENTENCE_END.findall(words))
        pieces = [len(piece) for piece in _pieces(words, gaps)]
        if not gaps or 2 * len(gaps) >= ends or min(pieces) < _PARAGRAPH_CHARS:
            return []
        at = line.start()
        return [Edit(at + m.start("blank"), at + m.end("blank"), "\n", "paragraphs.split") for m in gaps]


def _pieces(words: str, gaps: Sequence[re.Match[str]]) -> list[str]:
    bounds = [0, *(m.end() for m in gaps), len(words)]
    return [words[a:b] for a, b in pairwise(bounds)]


_EDGES = " \t\u3000|"
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # those of str.splitlines
_ROW_START = lazy_pattern(r"[ \t\u3000]*(?:\|[ \t\u3000]*)*")
_ROW_END = lazy_pattern(r"(?:[ \t\u3000]*\|)*[ \t\u3000]*\Z")


class TrimLayout:
    """Drop indents, blanks at line ends, blank lines, and the bars at either end of a table's row.

    Leaves alone: blanks inside a line, and one newline at the end of the text.
    """

    name = "layout"
    triggers = frozenset(
        edge
        for end in _LINE_ENDS
        for edge in (f"{end}\n", *(f"{end}{b}" for b in _EDGES), *(f"{b}{end}" for b in _EDGES))
    )
    rules: Mapping[str, str] = {
        "layout.blank": "A paragraph is one line, without indent and without blank lines around it.",
        "layout.row-edge": "A table's row is written a | b | c, without bars at its ends.",
    }

    def edits(self, text: str) -> Sequence[Edit]:
        """Return a deletion for each such stretch. Cost: O(n)."""
        edits: list[Edit] = []
        at = 0
        for line in text.splitlines(keepends=True) if text.strip(" \t\u3000\n|") else []:
            edits += _trim_line(line, at)
            at += len(line)
        return tidy_edits(text, edits)


def _trim_line(line: str, at: int) -> Iterator[Edit]:
    core = line.removesuffix("\n")
    if not core.strip(" \t\u3000|"):
        yield Edit(at, at + len(line), "", "layout.blank")
        return
    start, end = _ROW_START.match(core), _ROW_END.search(core)
    assert start is not None
    assert end is not None
    for match in (start, end):
        if match.group():
            rule = "layout.row-edge" if "|" in match.group() else "layout.blank"
            yield Edit(at + match.start(), at + match.end(), "", rule)
