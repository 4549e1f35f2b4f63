"""Find numbers and dates that cannot be right, whatever they were."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from gongwen_clean.document import Finding
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_LAST_DAY = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_YEARS = range(1000, 2200)
_SHARE = "占比|比重|覆盖率|合格率|及格率|达标率|参保率|满意率|满意度|城镇化率|优良率|绿化率"


class _Form(NamedTuple):
    """A form that a number can have: where it is wrong, and what to say."""

    kind: str
    pattern: re.Pattern[str]
    is_wrong: Callable[[re.Match[str]], bool]
    message: str


def _always(_: re.Match[str]) -> bool:
    return True


def _no_such_day(match: re.Match[str]) -> bool:
    month, day = int(match["month"]), int(match["day"] or 1)
    return not 1 <= month <= 12 or not 1 <= day <= _LAST_DAY[month - 1]


def _no_such_year(match: re.Match[str]) -> bool:
    return int(match["year"]) not in _YEARS


def _over_all(match: re.Match[str]) -> bool:
    return float(match["share"]) > 100


def _has_letter_and_digit(match: re.Match[str]) -> bool:
    word = match.group()
    return any(char in "oOlI" for char in word) and any(char.isdecimal() for char in word)


_FORMS = (
    _Form(
        "scan.percent",
        lazy_pattern(r"(?<![\dA-Za-z.%])\d{1,4}(?:\.\d{1,3})?[%％][0-9](?![\d.]*[%％])[\d.]*"),
        _always,
        "digits follow the percent sign",
    ),
    _Form(
        "scan.share",
        lazy_pattern(
            rf"(?:{_SHARE})(?:提高|上升|稳定|保持|均|已|超过|高)?(?:到|达到|达|为|在)?(?P<share>\d{{3,6}}(?:\.\d+)?)[%％]"
        ),
        _over_all,
        "a share of more than 100%",
    ),
    _Form(
        "scan.percent",
        lazy_pattern(r"(?:增长|下降|提高|降低|上升|回落)(?:了|约)?\d{1,2}\.\d96(?=[，。；、])"),
        _always,
        "a number without a unit that ends as a misread percent sign does",
    ),
    _Form(
        "scan.date",
        lazy_pattern(r"(?<![\d.．,/-])(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)"),
        _no_such_day,
        "no such day in the calendar",
    ),
    _Form(
        "scan.date",
        lazy_pattern(r"\d{4}年(?P<month>\d{1,2})月(?P<day>(?!))?"),
        _no_such_day,
        "no such month in the calendar",
    ),
    _Form(
        "scan.date",
        lazy_pattern(r"(?<![\d.])(?P<year>\d{4,6})年\d{1,2}月\d{1,2}日"),
        _no_such_year,
        "no such year in a document's time",
    ),
    _Form(
        "scan.letter",
        lazy_pattern(r"(?<![0-9A-Za-z.])[0-9oOlI.]{2,9}(?=[%％年月日亿]|万[元人吨户亩])"),
        _has_letter_and_digit,
        "a letter stands in a number",
    ),
    _Form(
        "scan.decimal",
        lazy_pattern(r"(?<![\d.])\d+\.\d+\.\d+(?=[%％亿元]|万[元人吨户亩])"),
        _always,
        "a number has two decimal points",
    ),
    _Form(
        "scan.decimal",
        lazy_pattern(r"(?<![\d,.])\d{1,3},\d{1,2}(?=[%％亿元]|万[元人吨户亩])"),
        _always,
        "a comma parts less than three digits",
    ),
)


def find_number_doubts(text: str) -> Iterator[Finding]:
    """Yield the numbers of `text` that no writer means: 9.59%6, 2月30日, 20l9年, 占比709%. Cost: O(n)."""
    for form in _FORMS:
        for match in form.pattern.finditer(text):
            if form.is_wrong(match):
                yield Finding(form.kind, match.start(), match.end(), f"{match.group()}: {form.message}")
