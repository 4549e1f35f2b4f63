"""The 文号 of an official document: agency code, year, number, as in 国发〔2024〕5号.

Source: 党政机关公文格式 (GB/T 9704-2012), 7.2.5: the year stands in 〔〕, in full, and the number
has no leading zero and no 第.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from gongwen_clean.matching.anchored import search_before
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_NUMBER_END = lazy_pattern(r"号(?<=[\dxX×]号|\s号)")
_LONGEST = 40  # characters


@cache
def _number() -> re.Pattern[str]:
    """A 文号 in any brackets. Compiled on first use: wide ranges take milliseconds."""
    return re.compile(
        r"(?P<agency>[\u4e00-\u9fa5]{2,14})\s?"
        r"(?P<open>[\[〔【［﹝〖])\s?(?P<year>(?:19|20)\d{2}|[xX×]{2,4})\s?(?P<close>[\]〕】］﹞〗])\s?"
        r"第?\s?(?P<number>\d{1,5}|[xX×]{1,4})\s?号"
    )


class DocNumber(NamedTuple):
    """A 文号 found in a text: its span in code points, its parts and its canonical form."""

    start: int
    end: int
    agency: str
    year: str
    number: str

    @property
    def canonical(self) -> str:
        """The 文号 as GB/T 9704 writes it."""
        return f"{self.agency}〔{self.year}〕{self.number}号"


def find_doc_numbers(text: str) -> Iterator[DocNumber]:
    """Yield the document numbers of `text` in order, whatever brackets they stand in.

    >>> [n.canonical for n in find_doc_numbers("嘉经[2022]3号2022年度工作要点")]
    ['嘉经〔2022〕3号']

    Round brackets are left alone: court case numbers such as （2019）京01民终123号 use them.
    The agency is all Han text that touches the bracket, which may be more than the agency.
    Cost: one scan for 号, and a short search before each that follows a number.
    """
    ends = (m.end() for m in _NUMBER_END.finditer(text))
    for match in search_before(_number(), text, ends, _LONGEST):
        yield DocNumber(match.start(), match.end(), *match.group("agency", "year", "number"))
