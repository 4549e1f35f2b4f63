"""Set lines of text as the pages of an official document, GB/T 9704: which line stands where, not its look.

Widths are counted in ems: a full-width character is one, a Latin letter or digit half of one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

LINE_EMS = 28
PAGE_LINES = 22
TITLE_EMS = 20
ROW_EMS = 34  # at the smaller size of tables
_INDENT = "\u3000\u3000"

Kind = Literal[
    "letterhead", "number", "title", "addressee", "heading", "paragraph", "row", "signature", "blank"
]
_END = "。；！？：，"
_NO_START = frozenset("，。、；：？！）》〉”’】〕％…")
_NO_END = frozenset("（《〈“‘【〔")
_UNIT = re.compile(r"[0-9A-Za-z.,%/:@_+-]{1,40}|——|……|.")
_DOC_NUMBER = re.compile(r"\S{2,12}〔\d{4}〕\d+号")
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_HEADING = re.compile(r"[一二三四五六七八九十]+、[^。；]{1,30}")


class Block(NamedTuple):
    """A paragraph of the text and what it is; the cells of a row are parted by tabs."""

    kind: Kind
    text: str


class Page(NamedTuple):
    """A page, numbered from 1, and its lines from the top; a blank block is an empty line."""

    number: int
    lines: Sequence[Block]


def read_blocks(lines: Sequence[str]) -> list[Block]:
    """Say of each line what it is, from its form and from whether body text has begun."""
    blocks: list[Block] = []
    is_head = True
    for line, following in pairwise([*lines, ""]):
        kind = _read_kind(line, following, is_head)
        blocks.append(Block(kind, line if kind == "row" else line.replace("\t", " ")))
        is_head = kind in ("letterhead", "number", "title") or _DATE.fullmatch(line) is not None
    return blocks


def _read_kind(line: str, following: str, is_head: bool) -> Kind:
    if "\t" in line and ems(line) <= ROW_EMS:
        return "row"
    if _DATE.fullmatch(line) or (_DATE.fullmatch(following) and line[-1] not in _END):
        return "signature"
    if _HEADING.fullmatch(line):
        return "heading"
    if is_head:
        return _read_head(line, following)
    return "paragraph"


def _read_head(line: str, following: str) -> Kind:
    if _DOC_NUMBER.fullmatch(line):
        return "number"
    if _DOC_NUMBER.fullmatch(following):
        return "letterhead"
    if line.endswith("："):
        return "addressee"
    return "title" if ems(line) <= 2 * TITLE_EMS and line[-1] not in _END else "paragraph"


def gold_text(blocks: Iterable[Block]) -> str:
    """What reading should give: a paragraph or a row a line, the cells of a row parted by one space."""
    return "".join(block.text.replace("\t", " ") + "\n" for block in blocks)


def lay_out(blocks: Sequence[Block]) -> list[Page]:
    """Wrap the blocks into lines and fill pages with them."""
    lines = list(_space(blocks))
    starts = range(0, len(lines), PAGE_LINES)
    return [Page(n, lines[start : start + PAGE_LINES]) for n, start in enumerate(starts, 1)]


def _space(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the lines of all blocks, with empty ones around the title and before the issuer."""
    for before, block in pairwise([Block("blank", ""), *blocks]):
        kinds = {before.kind, block.kind}
        if len(kinds) == 2 and "blank" not in kinds and kinds & {"title", "signature"}:
            yield Block("blank", "")
        for line in _break_block(block):
            yield Block(block.kind, line)


def _break_block(block: Block) -> list[str]:
    if block.kind == "title":
        return wrap(block.text, TITLE_EMS)
    if block.kind in ("heading", "paragraph"):
        return wrap(_INDENT + block.text, LINE_EMS)
    return [block.text] if block.kind == "row" else wrap(block.text, LINE_EMS)


def wrap(text: str, width_ems: int) -> list[str]:
    """Break text into lines, not inside a number or Latin word.

    Closing signs never begin a line but hang beyond its end, opening ones never end one.
    """
    lines, line, used = [], "", 0.0
    for unit in _UNIT.findall(text):
        if line.strip() and used + ems(unit) > width_ems and unit[0] not in _NO_START:
            carried = line[-1] if line[-1] in _NO_END else ""
            lines.append(line.removesuffix(carried))
            line, used = carried, ems(carried)
        line += unit
        used += ems(unit)
    return [*lines, line]


def ems(text: str) -> float:
    """The width of `text`."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)
