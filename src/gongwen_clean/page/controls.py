"""Tell lines that are made of a page's controls: menus, buttons, switches."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from gongwen_clean.lexicon import lexicon_folder, read_table
from gongwen_clean.matching.lazy_patterns import lazy_pattern

# 12 words on a line that are no controls can still be a menu; a text has punctuation
_SEPARATORS = lazy_pattern(r"[ |/\\[\]【】()<>›»→:·•・_-]+")

_LINE_CHARS = 120
_DAMAGED_CHARS = range(4, 9)


class ControlWords(NamedTuple):
    """Words that are controls even alone, and words that are so only among others.

    `damaged`: the strong words of four characters or more with one character left open.
    """

    strong: frozenset[str]
    weak: frozenset[str]
    damaged: frozenset[str]

    def is_control_line(self, view: str) -> bool:
        """Whether a line has no other words than controls, and a strong one or three of them.

        >>> control_words().is_control_line("会员登录  新用户注册 退出")
        True
        >>> control_words().is_control_line("政策")
        False
        """
        if len(view) > _LINE_CHARS or "。" in view:
            return False
        first = _SEPARATORS.split(view, 1)[0]  # a word that is none tells of most lines
        if first and not (first in self.strong or first in self.weak or first.isdigit()):
            return False
        words = [word for word in _SEPARATORS.split(view) if word and not word.isdigit()]
        if not words or not all(w in self.strong or w in self.weak for w in words):
            return False
        return len(words) >= 3 or any(word in self.strong for word in words)

    def is_damaged_control(self, view: str) -> bool:
        """Whether a line is a strong word but for one character, as a scan or a site's own wording has it.

        >>> control_words().is_damaged_control("关闭窗囗")
        True
        """
        return any(form in self.damaged for form in _opened(view))


def _opened(word: str) -> Iterator[str]:
    """A word with each character left open in turn; none for a word too short to be known by the rest."""
    if len(word) in _DAMAGED_CHARS:
        for n in range(len(word)):
            yield f"{word[:n]}*{word[n + 1 :]}"


@cache
def control_words() -> ControlWords:
    """Return the words of lexicons/shell/controls.tsv, read once per process."""
    rows = list(read_table(lexicon_folder() / "shell" / "controls.tsv", ("id", "word", "strength", "source")))
    words = {
        s: frozenset(r.cells["word"] for r in rows if r.cells["strength"] == s) for s in ("strong", "weak")
    }
    damaged = frozenset(form for word in words["strong"] for form in _opened(word))
    return ControlWords(words["strong"], words["weak"], damaged)
