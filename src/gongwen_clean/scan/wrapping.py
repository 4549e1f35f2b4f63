"""Which lines of a wrapped page belong to one paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.scan.lines import Line, count_columns, count_first_unit, is_row
from gongwen_clean.scan.openers import (
    ends_sentence,
    halts,
    is_date,
    is_imprint_date,
    opens_paragraph,
    runs_on,
)
from gongwen_clean.scan.page_width import find_page_width

_INDENT = 4  # columns: a paragraph opens two characters in (GB/T 9704-2012, 7.3.3)
_SLACK = 8  # columns that a full line may lack where recognition lost characters
_ADDRESS = lazy_pattern(r"(?://|www|@)[!-~]*\Z")  # of the web or a mailbox, cut anywhere
_LATIN_END = lazy_pattern(r"[A-Za-z0-9]\Z")
_LATIN_START = lazy_pattern("[A-Za-z0-9]")
_PARAGRAPH_CHARS = 40
_COPIES = lazy_pattern(r"抄\s?送\s?[:：].*[，,]")
_MARK = lazy_pattern("[，。；]")
_OPEN_END = lazy_pattern(r"[\u4e00-\u9fff%％，,、.·]\Z")
_TITLE_LINES = 4
_TITLE_HEAD = 15  # lines from the top among which a title is looked for
_TITLE_END = lazy_pattern(
    r"的?(?:通知|报告|请示|批复|复函|函|意见|决定|决议|公告|通告|通报|议案|纪要|办法|方案|规划|说明)[》]?\Z"
)
_NO_TITLE = lazy_pattern(r"[，。；：！？,;:!?]|号\Z")
_ISSUER = lazy_pattern(r"签\s?发\s?人\s?[:：]")
_NUMBER_LINE = lazy_pattern(r"[^，。；：]{4,28}\d\s?号\Z")


class Joint(NamedTuple):
    """A line break to be taken out: between the lines of these indices, and what then parts their words."""

    before: int
    after: int
    blank: str


class Page(NamedTuple):
    """How a text was wrapped: the columns of a full line, and of the indent that first lines lack.

    `shows_indent`: full-width blanks still stand where paragraphs begin.
    """

    width: int
    indent: int
    shows_indent: bool


def measure_page(lines: Sequence[Line]) -> Page | None:
    """Return the page of a text, or None where its lines end of themselves. Cost: O(n)."""
    width = find_page_width(lines)
    if width is None:
        return None
    words = [line.words for line in lines if line.words]
    first = [
        width - count_columns(line)
        for before, line in pairwise(["", *words])
        if count_columns(before) < width - _SLACK and not ends_sentence(line) and not halts(line)
    ]
    indented, flush = sum(_INDENT - 1 <= n < _SLACK for n in first), sum(0 <= n < _INDENT - 1 for n in first)
    shown = sum(line.is_indented for line in lines)
    return Page(width, _INDENT if indented > flush else 0, 20 * shown > len(words) > shown)


def find_joints(lines: Sequence[Line], page: Page, cells: frozenset[int] = frozenset()) -> Iterator[Joint]:
    """Yield the line breaks that part no paragraphs, in order; the lines `cells` are left alone.

    A line was wrapped where the first unit of the next would not have fitted in it. A line that ends
    a sentence is joined only when it is quite full and the next does not look indented.
    """
    filled = [n for n, line in enumerate(lines) if line.words]
    titles = _title_breaks(lines, filled[:_TITLE_HEAD])
    is_first = True
    for place, (one, two) in enumerate(pairwise(filled)):
        parted = two - one > 1
        after = lines[filled[place + 2]].words if place + 2 < len(filled) else ""
        before, behind = lines[one].words, lines[two].words
        if one in cells or two in cells or (page.shows_indent and lines[two].is_indented):
            is_first = True
        elif _is_two_ended(before, behind):
            yield Joint(one, two, " ")
            is_first = True
        elif one in titles or _continues((before, behind, after), page, is_first, parted):
            yield Joint(one, two, _blank_between(before, behind))
            is_first = False
        else:
            is_first = True


def find_open_ends(lines: Sequence[Line], joints: Sequence[Joint], page: Page) -> Iterator[int]:
    """Yield the lines, by index, that end a paragraph without the full stop it must have.

    That is a paragraph of several lines whose last is far from full, and the list of those who get a copy
    (抄送). Headings, which have no commas, and paragraphs that end on a bracket, a colon or a number are
    not meant.
    """
    for paragraph in _paragraphs(lines, joints):
        words = "".join(lines[n].words for n in paragraph)
        closing = lines[paragraph[-1]].words
        if not _OPEN_END.search(closing):
            continue
        is_text = len(words) >= _PARAGRAPH_CHARS and _MARK.search(words, 0, len(words) - 1) is not None
        is_whole = len(closing) > 1 or paragraph[-1] - 1 in paragraph
        is_ended = len(paragraph) > 1 and is_whole and page.width - count_columns(closing) >= _SLACK
        if (is_text and is_ended) or _COPIES.match(words):
            yield paragraph[-1]


def _paragraphs(lines: Sequence[Line], joints: Sequence[Joint]) -> Iterator[list[int]]:
    following = {joint.before: joint.after for joint in joints}
    inner = set(following.values())
    for n, line in enumerate(lines):
        if line.words and n not in inner:
            paragraph = [n]
            while paragraph[-1] in following:
                paragraph.append(following[paragraph[-1]])
            yield paragraph


def _continues(words: tuple[str, str, str], page: Page, is_first: bool, parted: bool) -> bool:
    """Whether the second of three lines goes on with the paragraph of the first."""
    before, behind, after = words
    if is_date(behind) or is_date(after) or is_imprint_date(after) or is_row(before) or is_row(behind):
        return False
    if is_first and "关于" in before and _TITLE_END.search(before) and not _NO_TITLE.search(before):
        return False
    room = page.width - count_columns(before) - (page.indent if is_first else 0)
    lack = room - count_first_unit(behind)
    if ends_sentence(before):
        return (
            lack < 0 and not parted and not opens_paragraph(behind) and not _is_indented(behind, after, page)
        )
    if halts(before):
        return lack < 2 and not parted and not opens_paragraph(behind)
    if opens_paragraph(behind) and not runs_on(before):
        return False
    return lack < (_SLACK if page.indent and not parted else 2)


def _is_indented(words: str, after: str, page: Page) -> bool:
    """Whether a full line lacks the two characters by which a paragraph's first line is indented."""
    lack = page.width - count_columns(words) - count_first_unit(after)
    return 0 <= lack < page.indent and not ends_sentence(words)


def _is_two_ended(before: str, behind: str) -> bool:
    """Whether two lines are the ends of one: 文号 and signatory, printer and date of printing."""
    if is_imprint_date(behind):
        return len(before) <= 30 and not ends_sentence(before)
    return _ISSUER.match(behind) is not None and _NUMBER_LINE.fullmatch(before) is not None


def _title_breaks(lines: Sequence[Line], filled: Sequence[int]) -> frozenset[int]:
    """The lines of a title, all but its last: a title is set in larger type, so its lines are shorter."""
    for place, start in enumerate(filled):
        title = ""
        for last in range(place, min(place + _TITLE_LINES, len(filled))):
            words = lines[filled[last]].words
            title += words
            if "关于" not in lines[start].words or _NO_TITLE.search(words):
                break
            if _TITLE_END.search(title) and title.count("《") <= title.count("》"):
                return frozenset(filled[place:last])
    return frozenset()


def _blank_between(before: str, behind: str) -> str:
    if _ADDRESS.search(before):
        return ""
    return " " if _LATIN_END.search(before) and _LATIN_START.match(behind) else ""
