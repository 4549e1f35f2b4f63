"""What the modules need that can be compiled: see hatch_build.py at the top of the source for which they are.

Compiled, instances of classes marked `acyclic` are not known to the garbage collector, which would go
through all of them again and again; interpreted, the mark does nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from mypy_extensions import mypyc_attr
else:

    def mypyc_attr(**_: bool) -> Callable[[T], T]:
        """Return a decorator that leaves a class as it is."""
        return lambda marked: marked


__all__ = ["mypyc_attr"]
