"""Cut a text into lines and tell prose from the rest by what can be seen."""

from __future__ import annotations

from typing import NamedTuple

from gongwen_clean.matching.folding import fold_width
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_SENTENCE_END = lazy_pattern(r"[。！？；]|[!?;](?=\s|$|[”」』）)])")
# What official documents have at the start of a line: 一、 （一） 第一条 附件 —— 1. 各位代表：
_STRUCTURE = lazy_pattern(
    r"[一二三四五六七八九十百]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|第[一二三四五六七八九十百零]{1,5}[章节条编]"
    r"|附件?\d*[:]|——|\d{1,2}[.、](?!\d)\S{6}|[①-⑳]"
)
# 主送机关 or a form of address: one line that names whom the text is for and ends with a colon.
_ADDRESS = lazy_pattern(
    r".*(?:政府|机关|机构|部门|单位|委员会|各位\S{2,12}|同志们|先生们|代表|委员|公司)\S{0,6}:$"
)
_LONG = 50


class Line(NamedTuple):
    """One line without the blanks at its ends; `start:end` in code points of the text.

    `view` is the line in one width (see fold_width), with the same offsets.
    """

    start: int
    end: int
    view: str

    @property
    def is_prose(self) -> bool:
        """Whether it reads as running text: it has a sentence's end, or is long."""
        if len(self.view) >= _LONG and self.view.count("|") < 2:
            return True
        return len(self.view) >= 10 and _SENTENCE_END.search(self.view) is not None

    @property
    def is_structure(self) -> bool:
        """Whether it begins as only the body of an official document does."""
        return _STRUCTURE.match(self.view) is not None or _ADDRESS.fullmatch(self.view) is not None


def split_lines(text: str) -> list[Line]:
    """Return the lines of `text` that are not blank, in order. Cost: O(n)."""
    return split_view(fold_width(text))


def split_view(view: str) -> list[Line]:
    """The same for a text that is in one width already."""
    lines: list[Line] = []
    start = 0
    while start <= len(view):
        end = view.find("\n", start)
        end = len(view) if end < 0 else end
        stripped = view[start:end].strip()
        if stripped:
            first = start + view[start:end].index(stripped)
            lines.append(Line(first, first + len(stripped), stripped))
        start = end + 1
    return lines
