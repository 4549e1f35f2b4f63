"""Tell lines that are made of a page's controls: menus, buttons, switches."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from gongwen_clean.lexicon import lexicon_folder, read_table

# 12 words on a line that are no controls can still be a menu; a text has punctuation
_SEPARATORS = re.compile(r"[ |/\\[\]【】()<>›»→:·•・_-]+")


class ControlWords(NamedTuple):
    """Words that are controls even alone, and words that are so only among others."""

    strong: frozenset[str]
    weak: frozenset[str]

    def is_control_line(self, view: str) -> bool:
        """Whether a line has no other words than controls, and a strong one or three of them.

        >>> control_words().is_control_line("会员登录  新用户注册 退出")
        True
        >>> control_words().is_control_line("政策")
        False
        """
        if len(view) > 120 or "。" in view:
            return False
        words = [word for word in _SEPARATORS.split(view) if word and not word.isdigit()]
        if not words or not all(w in self.strong or w in self.weak for w in words):
            return False
        return len(words) >= 3 or any(word in self.strong for word in words)


@cache
def control_words() -> ControlWords:
    """Return the words of lexicons/shell/controls.tsv, read once per process."""
    rows = list(read_table(lexicon_folder() / "shell" / "controls.tsv", ("id", "word", "strength", "source")))
    words = {
        s: frozenset(r.cells["word"] for r in rows if r.cells["strength"] == s) for s in ("strong", "weak")
    }
    return ControlWords(words["strong"], words["weak"])
