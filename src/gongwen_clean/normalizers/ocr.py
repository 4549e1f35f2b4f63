"""Repair slips of character recognition that the document itself, or a known term, settles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from string import ascii_uppercase

from gongwen_clean.document import Edit
from gongwen_clean.edits import tidy_edits
from gongwen_clean.lexicon import lexicon_folder, read_table
from gongwen_clean.matching.characters import is_han
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_LOT = lazy_pattern(
    r"(?<![A-Za-z0-9])(?P<block>[A-Z])(?P<one>[1lI|])(?P<dash>-?)(?P<lot>\d{2})(?![A-Za-z0-9.%])"
)
_LOST_TITLE = lazy_pattern(r"(?P<end>[)）])[XxⅩ](?=[\u4e00-\u9fff])")
_TITLE_KIND = lazy_pattern(r"(?:方案|规划|意见|办法|条例|规定|细则|通知|计划|纲要|决定|措施|政策)$")
_QUOTED = lazy_pattern(r"“([^“”\n]{2,12})”")
_OPEN_QUOTE = lazy_pattern("“(?![^“”\n]*”)")
_TITLE_CHARS = range(8, 60)
_FEW = 20  # lost marks that are looked into, as each is a search of the whole text


def _has_lone_quotes(text: str) -> bool:
    """Whether a line has more quotation marks of one side than of the other."""
    if "“" not in text and "”" not in text:
        return False
    if text.count("“") == text.count("”") and not _OPEN_QUOTE.search(text):
        return False  # every mark has its other side
    return any(line.count("“") != line.count("”") for line in text.splitlines())


class RepairScanSlips:
    """Repair lot codes, the marks of a repeated title, and quotation marks of which one side is lost.

    Leaves alone: every slip that nothing in the document, nor a table, settles.
    """

    name = "scan-slips"
    triggers = frozenset(
        [
            *(f"{block}{one}" for block in ascii_uppercase for one in "lI|"),
            *(f"{end}{sign}" for end in ")）" for sign in "XxⅩ"),
        ]
    )
    looks = (_has_lone_quotes,)
    rules: Mapping[str, str] = {
        "ocr.lot-code": "In lot codes such as A1-02 an l or I is the digit 1, and all have the dash.",
        "ocr.title-mark": "An X between a title's last bracket and the next word is its lost mark 》.",
        "ocr.quote": "A lost quotation mark is put back at a term known from a table or the text itself.",
    }

    def edits(self, text: str) -> Sequence[Edit]:
        """Return one edit for each slip."""
        return tidy_edits(text, [*_lot_codes(text), *_title_marks(text), *_quotes(text)])


def _lot_codes(text: str) -> Iterator[Edit]:
    codes = list(_LOT.finditer(text))
    dashed = {m["block"] for m in codes if m["dash"]}
    for m in codes:
        if m["one"] != "1" and m["block"] in dashed and len(codes) > 1:
            yield Edit(m.start("block") + 1, m.start("lot"), "1-", "ocr.lot-code")


def _title_marks(text: str) -> Iterator[Edit]:
    for match in islice(_LOST_TITLE.finditer(text), _FEW):
        open_at = max(text.rfind("(", 0, match.start()), text.rfind("（", 0, match.start()))
        if open_at < 0 or not _TITLE_KIND.search(text[max(0, open_at - 4) : open_at]):
            continue
        end = match.end("end")
        start = _repeated_start(text, end)
        if start is None:
            continue
        title = text[start:end]
        for other in re.finditer(re.escape(title), text):
            if text[other.start() - 1 : other.start()] != "《":
                yield Edit(other.start(), other.start(), "《", "ocr.title-mark")
                after = other.end() + (1 if other.end() == end else 0)
                yield Edit(other.end(), after, "》", "ocr.title-mark")


def _repeated_start(text: str, end: int) -> int | None:
    """Where the longest stretch that ends at `end` and stands elsewhere too begins, if a title's length."""
    room = end - text.rfind("\n", 0, end) - 1
    sizes = range(_TITLE_CHARS.start, min(_TITLE_CHARS.stop, room + 1))
    # what ends a repeated stretch is repeated too, so the sizes that are come first
    found = bisect_left(sizes, True, key=lambda size: text.count(text[end - size : end]) < 2)
    return end - sizes[found - 1] if found else None


def _quotes(text: str) -> Iterator[Edit]:
    known: frozenset[str] = frozenset()
    start = 0
    for line in text.splitlines(keepends=True):
        if line.count("“") != line.count("”"):
            known = known or _quoted_terms().union(m.group(1) for m in _QUOTED.finditer(text))
            yield from _quote_line(line, start, known)
        start += len(line)


def _quote_line(line: str, at: int, known: frozenset[str]) -> Iterator[Edit]:
    for place in _unclosed(line):
        term = next((t for t in _by_length(known) if line.startswith(t, place + 1)), None)
        if term and is_han(line[place + 1 + len(term) : place + 2 + len(term)]):
            close = at + place + 1 + len(term)
            yield Edit(close, close, "”", "ocr.quote")
    for place in _unopened(line):
        term = next((t for t in _by_length(known) if line.endswith(t, 0, place)), None)
        if term:
            yield Edit(at + place - len(term), at + place - len(term), "“", "ocr.quote")


def _by_length(known: frozenset[str]) -> list[str]:
    return sorted(known, key=lambda term: (-len(term), term))


def _unclosed(line: str) -> Iterator[int]:
    for match in re.finditer("“", line):
        rest = re.search("[“”]", line[match.end() :])
        if rest is None or rest.group() == "“":
            yield match.start()


def _unopened(line: str) -> Iterator[int]:
    for match in re.finditer("”", line):
        before = re.findall("[“”]", line[: match.start()])
        if not before or before[-1] == "”":
            yield match.start()


@cache
def _quoted_terms() -> frozenset[str]:
    table = read_table(lexicon_folder() / "signs" / "quoted_terms.tsv", ("id", "term", "source"))
    return frozenset(row.cells["term"] for row in table)
