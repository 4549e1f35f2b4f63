"""Compile regular expressions when they are first used.

A class such as all Han characters takes milliseconds to compile, and most texts need few of the patterns.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _LazyPattern:
    """Stands for a compiled pattern: has its methods and attributes, and compiles when one is asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        pattern, flags = self._source
        # from now on the instance has the attribute itself and is as fast as the pattern
        value = self.__dict__[name] = getattr(re.compile(pattern, flags), name)
        return value


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what works as `re.compile(pattern, flags)` does but is compiled on first use.

    Only its methods and attributes serve: the functions of `re` do not take it for a pattern.
    Raises: re.error, on first use, for a pattern that is none.

    >>> lazy_pattern("[一-龥]+").findall("共12项")
    ['共', '项']
    """
    return cast(re.Pattern[str], _LazyPattern(pattern, flags))
