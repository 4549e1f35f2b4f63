"""Read the number of a page from a field, from the end of a title, or from a line of the page."""

from __future__ import annotations

import re
from numbers import Real
from typing import Any, NamedTuple

from gongwen_clean.matching.folding import fold_width
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_EMPTY_CELLS = frozenset({"nan", "NaT", "<NA>"})  # of numpy and pandas, which need not be installed
_LARGEST = 9999  # what has more digits is a date or an id
_NUMBER = r"(?:[0-9]{1,4}|[〇零一二三四五六七八九十百千两]{1,7})"
_BETWEEN = r"[,/、| ]{0,3}"
_COUNT = rf"(?:共|总) ?(?P<total>{_NUMBER}) ?页"
_PAGE = rf"(?:第 ?(?P<number>{_NUMBER}) ?页(?:{_BETWEEN}{_COUNT})?)"
_COUNT_FIRST = lazy_pattern(rf"{_COUNT}{_BETWEEN}第 ?(?P<number>{_NUMBER}) ?页")
_WHOLE_PAGE = lazy_pattern(_PAGE)
_PLAIN = lazy_pattern(
    rf"(?:(?:p|page)?[. ]{{0,2}})?(?P<number>{_NUMBER})(?: ?(?:/|of) ?(?P<total>{_NUMBER}))?(?: ?页)?",
    re.IGNORECASE,
)
_BRACKETED = lazy_pattern(rf"\( ?(?P<number>{_NUMBER})(?: ?/ ?(?P<total>{_NUMBER}))? ?\)")
_DASHED = lazy_pattern(r"[-—–]{1,2} ?(?P<number>[0-9]{1,4}) ?[-—–]{1,2}")
# 第三页 can be a title's own words: Han numerals need a sign before them, or the count of pages behind
_TITLE_END = lazy_pattern(
    rf"(?:[ _\-—–|·,:]+\(?|\(|(?=第 ?[0-9]|第[^页]{{1,7}}页{_BETWEEN}共)){_PAGE} ?\)?\Z"
)
_TITLE_BRACKET = lazy_pattern(r" ?\( ?(?P<number>[0-9]{1,3})(?: ?/ ?(?P<total>[0-9]{1,3}))? ?\)\Z")
_LONGEST_MARK = 40

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


class PageNumber(NamedTuple):
    """Which page of a document, and of how many where that is stated."""

    number: int
    total: int | None = None


class MarkedTitle(NamedTuple):
    """A title that ends in a page mark: the title without it, and what the mark says.

    `is_certain`: the mark says 页; a number in brackets can also tell copies or a year's reports apart.
    """

    bare: str
    page: PageNumber
    is_certain: bool


def is_absent(value: Any) -> bool:
    """Whether a field holds nothing: None, blanks, or a table's empty cell."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or str(value) in _EMPTY_CELLS


def read_page(value: Any) -> PageNumber | None:
    """Return the page that a field's value names, or None where it names none.

    >>> read_page("第十二页"), read_page("3/12"), read_page("封面")
    (PageNumber(number=12, total=None), PageNumber(number=3, total=12), None)

    Args: value: an int from 0 to 9999, a float without fraction, or text: 3, ３, 003, p3, 第3页, 第三页,
    3/12, 第3页共12页, (3), page 3 of 12, or a title that ends in such a mark.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, Real):
        number = float(value)
        return PageNumber(int(number)) if number.is_integer() and 0 <= number <= _LARGEST else None
    if not isinstance(value, str):
        return None
    view = fold_width(value).strip()
    for pattern in (_WHOLE_PAGE, _COUNT_FIRST, _PLAIN, _BRACKETED):
        if match := pattern.fullmatch(view):
            return _page(match)
    marked = split_title(value)
    return marked.page if marked else None


def split_title(title: str) -> MarkedTitle | None:
    """Return a title parted from the page mark at its end, or None where it has none.

    >>> split_title("某局工作总结_第3页")
    MarkedTitle(bare='某局工作总结', page=PageNumber(number=3, total=None), is_certain=True)
    >>> split_title("翻开历史第三页")
    """
    title = title.rstrip()
    view = fold_width(title)
    if not view.endswith(("页", ")")):
        return None
    for pattern, is_certain in ((_TITLE_END, True), (_TITLE_BRACKET, False)):
        match = pattern.search(view, max(1, len(view) - _LONGEST_MARK))
        if match and (page := _page(match)) and (bare := title[: match.start()].rstrip()):
            return MarkedTitle(bare, page, is_certain)
    return None


def read_page_mark(line: str) -> PageNumber | None:
    """Return the page that a line states, if it says nothing else.

    >>> [read_page_mark(line) is not None for line in ("第2页/共9页", "— 2 —", "第2页附表", "2")]
    [True, True, False, False]
    """
    line = line.strip()
    if len(line) > _LONGEST_MARK:
        return None
    view = fold_width(line).strip(" 。")
    matches = (pattern.fullmatch(view) for pattern in (_WHOLE_PAGE, _COUNT_FIRST, _DASHED))
    return next((_page(match) for match in matches if match), None)


def _page(match: re.Match[str]) -> PageNumber | None:
    found = match.groupdict()
    number = _value(found["number"])
    if number is None:
        return None
    return PageNumber(number, _value(found["total"]) if found.get("total") else None)


def _value(numeral: str) -> int | None:
    """The value of a numeral in Arabic or Han digits; None for Han signs that make no number, as 十十.

    >>> [_value(n) for n in ("007", "十", "二十三", "一百零五", "二〇", "十十")]
    [7, 10, 23, 105, 20, None]
    """
    if numeral.isdecimal():
        return int(numeral)
    if not any(char in _UNITS for char in numeral):
        value = int("".join(str(_DIGITS[char]) for char in numeral))
        return value if value <= _LARGEST else None
    total, digit, last_unit = 0, None, _LARGEST
    for char in numeral.replace("零", "").replace("〇", ""):
        if char in _UNITS:
            if _UNITS[char] >= last_unit:
                return None
            last_unit = _UNITS[char]
            total += (1 if digit is None else digit) * last_unit
            digit = None
        elif digit is None:
            digit = _DIGITS[char]
        else:
            return None
    return total + (digit or 0)
