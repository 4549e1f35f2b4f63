"""How strongly a text shows that it was read by a machine, and badly."""

from __future__ import annotations

import re
from functools import lru_cache

from gongwen_clean.scan.blanks import measure_blanks
from gongwen_clean.scan.brackets import find_broken_brackets
from gongwen_clean.scan.broken_signs import find_broken_signs
from gongwen_clean.scan.doc_numbers import find_broken_years
from gongwen_clean.scan.lines import split_lines
from gongwen_clean.scan.page_width import find_page_width
from gongwen_clean.scan.variants import find_variants

_LONE = re.compile(
    r"(?<=[\u4e00-\u9fff])[|_<>=*^~\\](?=[\u4e00-\u9fff])|(?m:^[，。、；：！？”’》）])|[”“\"]{2,}[。，]?$"
)
_FALSE_PERCENT = re.compile(r"\d%\d(?!\d)|\d%%")
_PAIRS = (("“", "”"), ("《", "》"), ("〈", "〉"), ("〔", "〕"))
_PER = 1000


@lru_cache(maxsize=2)
def measure_noise(text: str) -> float:
    """Return how many slips of recognition `text` shows for each 1,000 characters; 0.0 for clean text.

    Counted are the signs that no writer gives a text: broken signs, brackets and 文号, lone variant forms,
    marks at the start of a line, quotes and brackets without the other side. Blanks and line breaks of
    recognition alone give 0.5 each. Cost: O(n).
    """
    chars = sum(map(len, text.split()))
    blanks = measure_blanks(text)
    is_wrapped = find_page_width(split_lines(text)) is not None
    slips = (
        len(find_broken_signs(text))
        + len(find_broken_brackets(text))
        + sum(1 for _ in find_broken_years(text))
        + sum(1 for _ in find_variants(text))
        + len(_LONE.findall(text))
        + len(_FALSE_PERCENT.findall(text))
    )
    if not (slips > 1 or is_wrapped or blanks.is_noisy):
        return 0.0
    slips += sum(abs(text.count(opening) - text.count(closing)) for opening, closing in _PAIRS)
    return round(_PER * slips / max(chars, _PER) + 0.5 * is_wrapped + 0.5 * blanks.is_noisy, 1)
