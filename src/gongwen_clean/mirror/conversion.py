"""Convert a mirrored text back to simplified characters, one character for one."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from gongwen_clean.lexicon import lexicon_folder, read_columns
from gongwen_clean.matching.lazy_patterns import lazy_pattern

if TYPE_CHECKING:
    from opencc import OpenCC

_SURROGATES = lazy_pattern("[\ud800-\udfff]")


def simplify(text: str) -> str:
    """Return `text` in simplified characters, of the same length in code points.

    OpenCC's `t2s` decides by phrases (乾隆 stays, 乾燥 becomes 干燥); what it leaves, such as 著 for 着, the
    table `leftovers.tsv` settles.

    >>> simplify("隨著顯著進步，若幹著作")
    '随着显著进步，若干著作'

    Cost: O(n), about 6 million characters a second.
    """
    words, pattern = _leftovers()
    return pattern.sub(lambda match: words[match.group()], _convert(text, "t2s"))


@lru_cache(maxsize=4096)
def is_converted(char: str) -> bool:
    """Whether a character has another form in the other script, so that a converter has it in its table."""
    return char == "著" or _convert(char, "t2s") != char or _convert(char, "s2t") != char


def _convert(text: str, direction: str) -> str:
    converter = _converter(direction)
    if not _SURROGATES.search(text):
        converted: str = converter.convert(text)
        if len(converted) == len(text):
            return converted
    return "".join(char if _SURROGATES.match(char) else converter.convert(char) for char in text)


@cache
def _converter(direction: str) -> OpenCC:
    # few texts are mirrors, and the import takes longer than the cleaning of a page
    from opencc import OpenCC

    return OpenCC(direction)


@cache
def _leftovers() -> tuple[dict[str, str], re.Pattern[str]]:
    path = lexicon_folder() / "mirror" / "leftovers.tsv"
    words = {row[0]: row[1] for row in read_columns(path, ("variant", "canonical"))}
    return words, re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
