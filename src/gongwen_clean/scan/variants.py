"""Traditional and Japanese forms that stand alone in simplified text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from gongwen_clean.lexicon import lexicon_folder, read_columns
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_RARE = 20  # simplified characters a variant: a text with fewer mixes two scripts
_FEW = 2  # a variant that comes again and again is a name's
_TITLE = lazy_pattern(r"[《“][^《》“”\n]{1,60}[》”]")


class Variant(NamedTuple):
    """One variant form: its place and the character it stands for."""

    start: int
    canonical: str


def find_variants(text: str) -> Iterator[Variant]:
    """Yield the variant forms of a text that is simplified but for them, in order.

    Leaves alone: variants that touch each other or come again and again, as in names and words of another
    script, and those in titles and quotes. Cost: O(n).
    """
    found = [m.start() for m in _variant().finditer(text)]
    if not found or len(_simplified().findall(text)) < _RARE * len(found):
        return
    times = Counter(text[at] for at in found)
    quoted = {at for m in _TITLE.finditer(text) for at in range(m.start(), m.end())}
    near = set(found)
    for at in found:
        if times[text[at]] <= _FEW and at not in quoted and not {at - 1, at + 1} & near:
            yield Variant(at, canonical_forms()[text[at]])


@cache
def canonical_forms() -> dict[str, str]:
    """The simplified character of each variant form."""
    path = lexicon_folder() / "scan" / "variants.tsv"
    return {row[0]: row[1] for row in read_columns(path, ("variant", "canonical"))}


@cache
def _variant() -> re.Pattern[str]:
    return re.compile(f"[{''.join(canonical_forms())}]")


@cache
def _simplified() -> re.Pattern[str]:
    """The characters that traditional text does not have."""
    return re.compile(f"[{''.join(sorted(set(canonical_forms().values())))}]")
