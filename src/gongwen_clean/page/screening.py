"""Tell cheaply that a text has no page around it, before the page is read line by line.

Lines of a page are short and no sentences, but for a few kinds whose words give them away. So a long line, or
one that has a sentence, is only looked at for those words, which one scan finds; the other lines are few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product

from gongwen_clean.matching.folding import fold_width
from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.page.marks import shows_mark
from gongwen_clean.page.notices import LEAST_WEIGHT, cue_table
from gongwen_clean.page.patterns import shell_patterns

OPEN_CHARS = 160  # a longer line shows a page only by its words
_LEAST_LABELS = 3  # on lines of their own, that make a table
_LABEL_CHARS = 20
# most lines without a full stop: they show nothing to `mark_line`, and are no labels
_HEADING = lazy_pattern(
    r"(?:[一二三四五六七八九十百]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])[^|｜│]*(?<![:：\s])\Z"
)
_BLANKS = "\u3000\t"  # that stand for a blank in texts that are in order
_WIDE_SIGNS = dict(zip(",:;!?()-", "，：；！？（）－", strict=True)) | {
    " ": _BLANKS,
    "\n": _BLANKS + " ",
}
# what is folded to ASCII signs, letters and blanks, and seldom stands in a text that is in order
_ODD = (
    *(chr(code) for code in range(0xFF01, 0xFF5F) if chr(code) not in "，：；！？（）－～"),
    *"﹝﹞│\u00a0\u2002\u2003\u2009\u200b\ufeff",
)


@cache
def page_triggers() -> frozenset[str]:
    """Return the literals of which one stands in every page that shows in a line of prose, or is a table."""
    table = shell_patterns()
    telling = [*(pattern for pattern in table.lines if pattern.in_prose), *table.spans]
    words = _in_both_widths(word for pattern in telling for word in pattern.literals)
    blanks = (f"{one}{two}" for one in f" {_BLANKS}" for two in f" {_BLANKS}")
    brackets = (f"{before}{bracket}" for before in f"\n {_BLANKS}" for bracket in "【[")
    return frozenset([*_ODD, "|", *blanks, *brackets, *words])


@cache
def cue_weights() -> Mapping[str, float]:
    """Return the words of page talk in either width, with their weights."""
    return {
        form: float(weight) for cue, weight in cue_table().weights.items() for form in _in_both_widths([cue])
    }


def least_cues(_chars: int) -> float:
    """The weight of cues without which no line of a text is page talk."""
    return float(LEAST_WEIGHT)


def has_page_line(lines: Sequence[str], edge: int) -> bool:
    """Whether a short line among the `edge` first or last could belong to a page. Cost: O(such lines)."""
    if len(lines) > 2 * edge:
        lines = [line for line in lines if line and not line.isspace()]
        lines[edge:-edge] = []
    # a comprehension, as this is asked of every text
    open_lines = [line for line in lines if 0 < len(line) <= OPEN_CHARS and "。" not in line]
    views = [view for line in open_lines if not _HEADING.match(line) and (view := fold_width(line).strip())]
    if not views:
        return False
    labels = sum(view.endswith(":") and len(view) <= _LABEL_CHARS for view in views)
    return labels >= _LEAST_LABELS or shows_mark(views)


def _in_both_widths(words: Iterable[str]) -> Iterator[str]:
    """The words with every choice of width for their signs and blanks; a line can begin with a blank."""
    for word in words:
        yield from map("".join, product(*(char + _WIDE_SIGNS.get(char, "") for char in word)))
