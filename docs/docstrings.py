"""Set docstrings in Markdown for the API pages: doctests as code, `Args:` and the like on own lines."""

from __future__ import annotations

import re
from typing import Any

import griffe

_DOCTEST = re.compile(r"^>>> .*(?:\n(?!\s*$).*)*", re.MULTILINE)
_PART = re.compile(r"^(Args|Cost|Raises|Returns|Source|Yields): ", re.MULTILINE)
_LATER_PART = re.compile(r"(?<=[.;]) (Cost|Raises|Returns): ")


class SetDocstrings(griffe.Extension):  # type: ignore[misc]
    """What mkdocstrings calls for each object that it has read."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Replace the docstring of an object by Markdown."""
        if obj.docstring:
            obj.docstring.value = as_markdown(obj.docstring.value)


def as_markdown(docstring: str) -> str:
    """Return a docstring of ours in Markdown."""
    fenced = _DOCTEST.sub(r"```pycon\n\g<0>\n```", docstring)
    return _PART.sub(r"\n**\1:** ", _LATER_PART.sub(r"\n\1: ", fenced))
