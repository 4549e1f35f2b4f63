"""Whether two Han characters can be read alike; readings are pypinyin's, without tones."""

from __future__ import annotations

from functools import lru_cache


def sound_alike(one: str, other: str) -> bool:
    """Whether some reading of `one` is some reading of `other`.

    >>> sound_alike("战", "站"), sound_alike("战", "略")
    (True, False)
    """
    return not _readings(one).isdisjoint(_readings(other))


@lru_cache(maxsize=4096)
def _readings(char: str) -> frozenset[str]:
    # its dictionary takes a tenth of a second to load, and few texts need it
    from pypinyin import Style, pinyin

    return frozenset(pinyin(char, style=Style.NORMAL, heteronym=True)[0])
