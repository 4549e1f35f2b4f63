"""Find brackets and quotation marks of which the other side is lost."""

from __future__ import annotations

from collections.abc import Iterator

from gongwen_clean.document import Finding
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_KINDS = {"(": ")", "（": ")", "《": "》", "“": "”", "〔": "〕", "【": "】"}
_CLOSING = {")": ")", "）": ")", "》": "》", "”": "”", "〕": "〕", "】": "】"}
_SIGN = lazy_pattern(r"[()（）《》“”〔〕【】]")
_NUMBER_BEFORE = lazy_pattern(r"(?:\A|[\s，。；：、！？])[0-9A-Za-z一二三四五六七八九十①-⑳]{1,3}\s?\Z")
_NESTING = frozenset(")》")  # 《…《…》…》 and （…（1）…） are written; “ within “ is ‘
_KIND = "scan.lost-bracket"


def find_bracket_doubts(text: str) -> Iterator[Finding]:
    """Yield brackets without a partner, in order of their lines.

    Brackets may close on a later line. A quotation of several paragraphs has an opening mark at the start of
    each and closes once; a bracket behind a number, as in 1）, has no other side. Cost: O(n).
    """
    opened: dict[str, list[int]] = {close: [] for close in _KINDS.values()}
    for match in _SIGN.finditer(text):
        at, sign = match.start(), match.group()
        if sign in _KINDS:
            yield from _open(text, at, opened[_KINDS[sign]], _KINDS[sign])
        elif opened[_CLOSING[sign]]:
            opened[_CLOSING[sign]].pop()
        elif sign not in ")）" or not _NUMBER_BEFORE.search(text, max(0, at - 5), at):
            yield Finding(_KIND, at, at + 1, f"{sign} closes what nothing opens")
    for places in opened.values():
        yield from (_unclosed(text, at) for at in places)


def _open(text: str, at: int, places: list[int], close: str) -> Iterator[Finding]:
    if places and (close not in _NESTING or text.find("\n", places[-1], at) >= 0):
        before = places.pop()
        if not (text[at] == "“" and _starts_line(text, at)):
            yield _unclosed(text, before)
    places.append(at)


def _starts_line(text: str, at: int) -> bool:
    return text[text.rfind("\n", 0, at) + 1 : at].strip() == ""


def _unclosed(text: str, at: int) -> Finding:
    return Finding(_KIND, at, at + 1, f"{text[at]} is never closed")
