"""Decide by telltale words whether a text is worth decoding; load the decoder only then."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gongwen_clean.decoding.telltales import telltales
from gongwen_clean.decoding.trust import Trust

if TYPE_CHECKING:
    from gongwen_clean.decoding.restore import Restoration

_TELLTALE_NATS = 15.0  # the least evidence of telltale words, in all and per 1,000 characters
_TELLTALE_RATE = 24.0
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=1)
def restore_text(
    text: str, trust: Trust, model: Path | None, lexicons: tuple[Path, ...] = ()
) -> Restoration | None:
    """Return how to restore `text`, or None where nothing tells of spinning.

    `model`: the file of a language model; None for the one that comes with the package. `lexicons`: a user's
    tables of pairs, beside the shipped ones; the telltale words are those of the package alone.

    The last answer is kept, as normalizer and readers all ask for the same text.
    """
    text = _LONE_SURROGATE.sub("\ufffd", text)  # matchers read UTF-8, which has none
    if telltales().evidence(text) < max(_TELLTALE_NATS, _TELLTALE_RATE * len(text) / 1000):
        return None
    # the language model and numpy cost more to load than a clean text to clean
    from gongwen_clean.decoding.restore import shared_restorer

    return shared_restorer(model, lexicons).restore(text, trust)
