"""Find what no repair of words may touch: figures, dates, amounts, document numbers, codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongwen_clean.matching.anchored import search_before
from gongwen_clean.matching.doc_number import find_doc_numbers
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_HAN_DIGIT = "〇一二三四五六七八九十百千万亿两"
# 名目, 项目 and 成长 are words of their own behind a figure; spun text has 年夜 for 大
_UNIT = (
    "年(?!夜)|个月|月|日|号|时|分|秒|岁|元|吨|斤|克|米|里|亩|升|瓦|度"
    "|家|个|名(?!目)|人|项(?!目)|次|倍|成(?!长)"
)
_FACT = lazy_pattern(
    rf"[0-9０-９A-Za-zＡ-Ｚａ-ｚ](?:[0-9０-９A-Za-zＡ-Ｚａ-ｚ.,:/+%％‰℃×±~～—–-]*[0-9０-９A-Za-zＡ-Ｚａ-ｚ+%％‰℃])?"
    rf"[亿万千百]*(?:{_UNIT})?"
    rf"|第[{_HAN_DIGIT}]+[条款项章节编届次名位]"
    rf"|[{_HAN_DIGIT}]{{1,9}}(?:年(?!夜)|月|日|元|亿元|万元|吨|亩)"
)

_NO_NAME = "的和与及在对由把为是等了到从并将以让向"
_COMPANY = lazy_pattern(rf"((?:(?![{_NO_NAME}])[\u4e00-\u9fff]){{2,10}}?)(?:股份)?[有无]限(?:责任)?公司\Z")
_LONGEST_COMPANY = 19  # characters


def find_facts(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of figures with their units, dates, 文号, Latin words and codes, by kind.

    >>> text = "同比增长5.6%,完成20个项目"
    >>> [text[a:b] for a, b in find_facts(text)]
    ['5.6%', '20个']
    """
    for match in _FACT.finditer(text):
        yield match.span()
    for number in find_doc_numbers(text):
        yield number.start, number.end


def find_companies(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of companies' own names, without 有限公司, which spun text has as 无限公司.

    >>> text = "由禾县大江筹划股份有限公司承建"
    >>> [text[a:b] for a, b in find_companies(text)]
    ['禾县大江筹划']
    """
    ends = (match.end() for match in re.finditer("公司", text))
    for match in search_before(_COMPANY, text, ends, _LONGEST_COMPANY):
        yield match.span(1)


def find_titles(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of quoted titles, 《…》, without their marks."""
    for match in re.finditer(r"《([^《》\n]{1,120})》", text):
        yield match.span(1)
