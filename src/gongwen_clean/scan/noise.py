"""How strongly a text shows that it was read by a machine, and badly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from gongwen_clean.matching.characters import DIGITS
from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.matching.trigger_scan import TriggerScan
from gongwen_clean.scan.blanks import has_odd_blanks, measure_blanks
from gongwen_clean.scan.brackets import SIGNS_OF_BRACKETS, find_broken_brackets, has_nested_titles
from gongwen_clean.scan.broken_signs import SIGNS_OF_SLIPS, find_broken_signs, has_odd_dots
from gongwen_clean.scan.doc_numbers import SIGNS_OF_BROKEN_NUMBERS, find_broken_years
from gongwen_clean.scan.page_width import is_wrapped
from gongwen_clean.scan.variants import canonical_forms, find_variants

_NEVER_FIRST = "，。、；：！？”’》）"
_QUOTES = '”“"'
_LONE = lazy_pattern(
    r"(?<=[\u4e00-\u9fff])[|_<>=*^~\\](?=[\u4e00-\u9fff])|(?m:^[，。、；：！？”’》）])|[”“\"]{2,}[。，]?$"
)
_FALSE_PERCENT = lazy_pattern(r"\d%\d(?!\d)|\d%%")
_PAIRS = (("“", "”"), ("《", "》"), ("〈", "〉"), ("〔", "〕"))
_PER = 1000


_SIGNS_OF_LONE = frozenset(
    [
        *"|_<>=*^~\\",
        *(f"\n{mark}" for mark in _NEVER_FIRST),
        *(f"{a}{b}{stop}\n" for a in _QUOTES for b in _QUOTES for stop in ("", "。", "，")),
    ]
)
_SIGNS_OF_PERCENT = frozenset(f"%{behind}" for behind in f"%{DIGITS}")


class _Slips(NamedTuple):
    """One kind of slip: how many a text shows, and what shows that it may have any: literals, or a look."""

    count: Callable[[str], int]
    signs: frozenset[str]
    look: Callable[[str], bool] | None = None


@cache
def _kinds() -> tuple[_Slips, ...]:
    return (
        _Slips(lambda text: len(find_broken_signs(text)), SIGNS_OF_SLIPS, has_odd_dots),
        _Slips(lambda text: len(find_broken_brackets(text)), SIGNS_OF_BRACKETS, has_nested_titles),
        _Slips(lambda text: sum(1 for _ in find_broken_years(text)), SIGNS_OF_BROKEN_NUMBERS),
        _Slips(lambda text: sum(1 for _ in find_variants(text)), frozenset(canonical_forms())),
        _Slips(lambda text: len(_LONE.findall(text)), _SIGNS_OF_LONE),
        _Slips(lambda text: len(_FALSE_PERCENT.findall(text)), _SIGNS_OF_PERCENT),
    )


@cache
def _scan() -> TriggerScan:
    return TriggerScan([kind.signs for kind in _kinds()])


@cache
def signs_of_noise() -> frozenset[str]:
    """Literals of which a text with noise has one, but for what `looks_for_noise` and `is_wrapped` see."""
    return frozenset[str]().union(*(kind.signs for kind in _kinds()))


@cache
def looks_for_noise() -> tuple[Callable[[str], bool], ...]:
    """What is true, in part, of a text with noise that has none of `signs_of_noise` and is not wrapped."""
    return (has_odd_blanks, *(kind.look for kind in _kinds() if kind.look))


@lru_cache(maxsize=2)
def measure_noise(text: str) -> float:
    """Return how many slips of recognition `text` shows for each 1,000 characters; 0.0 for clean text.

    Counted are the signs that no writer gives a text: broken signs, brackets and 文号, lone variant forms,
    marks at the start of a line, quotes and brackets without the other side. Blanks and line breaks of
    recognition alone give 0.5 each. Cost: O(n); a clean text is scanned once for all signs.
    """
    blanks = measure_blanks(text)
    wrapped = is_wrapped(text.split("\n"))
    slips = sum(_count_slips(text))
    if not (slips > 1 or wrapped or blanks.is_noisy):
        return 0.0
    chars = sum(map(len, text.split()))
    slips += sum(abs(text.count(opening) - text.count(closing)) for opening, closing in _PAIRS)
    return round(_PER * slips / max(chars, _PER) + 0.5 * wrapped + 0.5 * blanks.is_noisy, 1)


def _count_slips(text: str) -> Iterator[int]:
    present = _scan().find(text)
    for n, kind in enumerate(_kinds()):
        if present >> n & 1 or (kind.look and kind.look(text)):
            yield kind.count(text)
