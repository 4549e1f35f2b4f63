"""Signs in forms that no writer gives them, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from gongwen_clean.lexicon import lexicon_folder, read_table
from gongwen_clean.matching.characters import DIGITS
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_MARKS = "，。、；：！？"
_FEW_NARROW = 2  # half-width marks between Han, as recognition mixes both widths
_FEW_STOPS = 2  # half-width stops between Han, in a text of full-width ones, that show recognition at work


class SignRepair(NamedTuple):
    """A sign to be put right: its place, what it should be, and the rule that says so."""

    start: int
    end: int
    after: str
    rule: str


@cache
def _certain() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Forms that are wrong in any text: pattern, sign, rule; what is named `kept` stays.

    Compiled on first use. Patterns begin with what is rare, as a search for a lookbehind tries every place.
    """
    unit = "(?:mm|cm|m|米|毫米|厘米|℃|%|分钟)"
    forms = (
        (r"一(?:(?<=\d\d一)(?=\d)|(?<=\d一)(?=\d\d|\d[C℃%])|(?<=[%℃]一)(?=\d))", "—", "scan.dash"),
        (rf"(?P<kept>\d ?{unit}) ?[士土十] ?(?=\d)", "±", "scan.sign"),
        (r"(?P<kept>\d ?[mc]m) ?[X义] ?(?=\d)", "×", "scan.sign"),
        (r"(?P<kept>[mc]m)(?: ×|× | × )(?=\d)", "×", "scan.sign"),
        (r"(?P<kept>\d)[°“”\"*]{1,2}C(?![A-Za-z0-9])", "℃", "scan.sign"),
        (r"(?P<kept>\d\.)[oO](?=版)", "0", "scan.zero"),
        (r"(?<![\d.，,])(?P<kept>\d{1,3})[.，](?=\d{3}\.\d{2}[万亿元])", ",", "scan.thousands"),
        (rf"(?P<kept>[{_MARKS}])[.·,](?![.·,\d])", "", "scan.speck"),
        (rf"[.·](?<=[\u4e00-\u9fff][.·])(?=[{_MARKS}])", "", "scan.speck"),
    )
    return tuple((re.compile(pattern), sign, rule) for pattern, sign, rule in forms)


_HAN_DIGITS = "一二三四五六七八九〇"
# Every certain form but that of thousands holds one of these. Of the others, signs in half width speak for
# looking; half-width dots are looked for by `has_odd_dots`, as no literal tells them from decimal points.
SIGNS_OF_SLIPS = frozenset(
    [
        *(f"{sign}{digit}" for sign in "一士土十X义" for digit in f"{DIGITS} "),
        *(" ×", "× ", "°C", "“C", "”C", '"C', "*C", "o版", "O版"),
        *(f"{mark}{speck}" for mark in _MARKS for speck in ".·,"),
        *(f"{speck}{mark}" for mark in _MARKS for speck in ".·"),
        *(f"{digit}{letter}" for digit in f"{_HAN_DIGITS}Oo0" for letter in "Oo"),
        *(f"{digit}0" for digit in _HAN_DIGITS),
        *";:,()!",
    ]
)
_HAN_YEAR = lazy_pattern(
    r"[一二][九〇OoO0][一二三四五六七八九〇OoO0]{2}(?=年)(?<![一二三四五六七八九十百千\d][\s\S]{4})"
)
_STOP_FORM = r"\.(?<=[^\s，。、；：,;:]{5}[\u4e00-\u9fff”）%]\.)(?=[\u4e00-\u9fff“《])"
_STOP = lazy_pattern(_STOP_FORM)
_ODD_DOT = lazy_pattern(rf"{_STOP_FORM}|\.(?<=[.，]\d{{3}}\.)(?=\d{{2}}[万亿元])")
_NARROW = lazy_pattern(r"[;:,()!](?<=[\u4e00-\u9fff].)(?=[\u4e00-\u9fff])")
_NUMERAL_DOT = frozenset("一二三四五六七八九十甲乙丙丁")
_DOUBLE_MARK = lazy_pattern("[。；](?P<second>，)")
_HALF_QUOTE = lazy_pattern(r"(?m:^)[^\n\"]*“[^\n\"”]{1,20}(?P<close>\")(?=[^\n\"]*$)", re.MULTILINE)
_DOUBLE_ONE = lazy_pattern(
    r"(?:一一|—一|一—)(?<=[\u4e00-\u9fff”》）]..)(?<![唯惟第其之十百千万]..)"
    r"(?=(?P<next>[\u4e00-\u9fff“《])[^，。、；：！？\s]{3})"
)


def has_odd_dots(text: str) -> bool:
    """Whether a half-width dot stands between Han as a full stop does, or is a number's second.

    Cost: one scan for dots.
    """
    return _ODD_DOT.search(text) is not None


def find_broken_signs(text: str) -> list[SignRepair]:
    """Return the repairs that their form makes certain, and more where those show that a text was scanned.

    Certain are 一 between numbers, 士 between a unit and a number, letters in a year of Han numerals, a
    speck beside a full-width mark. What a writer could mean, such as 一一 for ——, needs other broken signs
    in the same text. Cost: O(n).
    """
    certain = [*_by_form(text), *_han_years(text)]
    stops = [m for m in _STOP.finditer(text) if text[m.start() - 1] not in _NUMERAL_DOT]
    stops = stops if text.count("。") > len(stops) else []
    has_company = bool(certain) or len(stops) >= _FEW_STOPS or len(_NARROW.findall(text)) >= _FEW_NARROW
    return [*certain, *_by_company(text, stops)] if has_company else []


def _by_form(text: str) -> Iterator[SignRepair]:
    for pattern, sign, rule in _certain():
        for match in pattern.finditer(text):
            start = match.end("kept") if "kept" in pattern.groupindex else match.start()
            yield SignRepair(start, match.end(), sign, rule)


def _han_years(text: str) -> Iterator[SignRepair]:
    for match in _HAN_YEAR.finditer(text):
        for at, char in enumerate(match.group(), match.start()):
            if char in "OoO0":
                yield SignRepair(at, at + 1, "〇", "scan.zero")


def _by_company(text: str, stops: Sequence[re.Match[str]]) -> Iterator[SignRepair]:
    """Repairs that only a text with other broken signs allows."""
    for match in stops:
        yield SignRepair(match.start(), match.end(), "。", "scan.stop")
    for match in _DOUBLE_MARK.finditer(text):
        yield SignRepair(*match.span("second"), "", "scan.speck")
    for match in _HALF_QUOTE.finditer(text):
        yield SignRepair(*match.span("close"), "”", "scan.quote")
    for match in _DOUBLE_ONE.finditer(text):
        if match["next"] not in _after_one_by_one():
            yield SignRepair(match.start(), match.end(), "——", "scan.dash")


@cache
def _after_one_by_one() -> frozenset[str]:
    """The characters with which the words go on that follow 一一: 一一对应, 唯一一个."""
    table = read_table(lexicon_folder() / "scan" / "one_by_one.tsv", ("id", "word", "source"))
    return frozenset(row.cells["word"][0] for row in table)
