"""Numbers in bytes, read one by one.

Compiled, four bytes are put together at a sixth of what a memoryview costs; interpreted, it is the other
way round, so that there a memoryview takes the place of the class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mypy_extensions import i64

IS_COMPILED = not __file__.endswith(".py")
"""Whether the inner loops run as machine code. Either form gives the same results."""


class Column:
    """Numbers below 2**32, little-endian."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __getitem__(self, n: i64) -> i64:
        content = self._content
        at = 4 * n
        return content[at] | content[at + 1] << 8 | content[at + 2] << 16 | content[at + 3] << 24


def read_column(content: bytes) -> Column:
    """The numbers of 32 bits in `content`."""
    return Column(content) if IS_COMPILED else cast(Column, memoryview(content).cast("I"))
