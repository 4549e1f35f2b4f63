"""Give signs, letters and digits the width that official Chinese text has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gongwen_clean.document import Edit
from gongwen_clean.edits import tidy_edits
from gongwen_clean.matching.characters import is_han
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_WIDE = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
_SIGNS = frozenset(" \t\u3000,:;!?()，：；！？（）“”‘’\"'。、《》〈〉〔〕【】[]…—|")
_NARROW = lazy_pattern(r"[０-９Ａ-Ｚａ-ｚ％＋]+|(?<=[0-9０-９])．(?=[0-9０-９])")
_SIGN = lazy_pattern(r"[,:;!?]")
_BRACKET = lazy_pattern(r"[()（）]")
_QUOTE = lazy_pattern('"')
_MOST_SIGNS = 64  # that may stand between a sign and the character that tells what it belongs to


class WidenPunctuation:
    """Write signs among Han characters full-width, letters and digits half-width.

    Leaves alone: signs between digits (1,000 and 13:30), in addresses, codes and Latin text, single
    brackets without a partner such as 1), and an odd number of straight quotes in a line.
    Source: GB/T 15834-2011 (punctuation), GB/T 15835-2011 (digits). Cost: O(n).
    """

    name = "width"
    triggers = frozenset(
        [*_WIDE, '"', "．", "％", "＋", *map(chr, range(0xFF10, 0xFF1A)), *map(chr, range(0xFF21, 0xFF5B))]
    )
    rules: Mapping[str, str] = {
        "width.sign": "A sign that belongs to Han text is full-width (GB/T 15834).",
        "width.bracket": "Both brackets of a pair around or behind Han text are full-width.",
        "width.quote": "Straight quotes in pairs around Han text are “ and ”.",
        "width.narrow": "Digits, Latin letters, % and decimal points are half-width (GB/T 15835).",
    }

    def edits(self, text: str) -> Sequence[Edit]:
        """Return one edit for each sign, pair or run."""
        return tidy_edits(text, [*_narrow(text), *_signs(text), *_brackets(text), *_quotes(text)])


def _narrow(text: str) -> Iterator[Edit]:
    for match in _NARROW.finditer(text):
        yield Edit(
            match.start(), match.end(), "".join(chr(ord(c) - 0xFEE0) for c in match.group()), "width.narrow"
        )


def _signs(text: str) -> Iterator[Edit]:
    for match in _SIGN.finditer(text):
        at, sign = match.start(), match.group()
        before, after = _neighbour(text, at, -1), _neighbour(text, at, 1)
        if text[at + 1 : at + 3] == "//" or (text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()):
            continue
        if _is_han_like(before) or (sign in ",;" and _is_han_like(after) and _is_word(before)):
            end = at + 1
            while text[end : end + 1] == " " and _is_han_like(text[end + 1 : end + 2]):
                end += 1
            yield Edit(at, end, _WIDE[sign], "width.sign")


def _is_han_like(char: str) -> bool:
    """Han, or a sign that stands for Han left out: 某○某, ×年×月."""
    return is_han(char) or (char != "" and char in "○×")


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter in ("%", "％", "℃")


def _neighbour(text: str, at: int, step: int) -> str:
    """The nearest character on one side that is no sign, within the line; signs look alike in both widths.

    Behind _MOST_SIGNS of them there is none: else each sign of a long run would walk along all of it.
    """
    last = at + step * _MOST_SIGNS
    at += step
    while 0 <= at < len(text) and at != last and text[at] in _SIGNS:
        at += step
    return text[at] if 0 <= at < len(text) and at != last and text[at] != "\n" else ""


def _brackets(text: str) -> Iterator[Edit]:
    for start, end, holds_han in _pairs(text):
        if holds_han or (
            _is_han_like(_neighbour(text, start, -1)) and text[start - 1 : start] not in (" ", "")
        ):
            yield Edit(start, start + 1, "（", "width.bracket")
            yield Edit(end, end + 1, "）", "width.bracket")


def _pairs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Brackets of either width that close each other in one line, and whether Han text stands inside.

    What stands between two brackets is looked at once, however many pairs it is inside of.
    """
    open_at: list[int] = []
    line_end = before = last_han = -1  # last_han: the last bracket right before which there was Han text
    for match in _BRACKET.finditer(text):
        if match.start() > line_end:
            line_end = text.find("\n", match.start())
            line_end = len(text) if line_end < 0 else line_end
            open_at = []
        if any(map(_is_han_like, text[before + 1 : match.start()])):
            last_han = match.start()
        before = match.start()
        if match.group() in "(（":
            open_at.append(match.start())
        elif open_at:
            start = open_at.pop()
            yield start, match.start(), last_han > start


def _quotes(text: str) -> Iterator[Edit]:
    start = 0
    for line in text.splitlines(keepends=True):
        places = [start + m.start() for m in _QUOTE.finditer(line)]
        if places and len(places) % 2 == 0 and any(map(is_han, line)):
            for n, at in enumerate(places):
                yield Edit(at, at + 1, "“”"[n % 2], "width.quote")
        start += len(line)
