"""Decide by telltale words whether a text is worth decoding; load the decoder only then."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gongwen_clean.decoding.telltales import telltales
from gongwen_clean.decoding.trust import Trust
from gongwen_clean.matching.lazy_patterns import lazy_pattern

if TYPE_CHECKING:
    from gongwen_clean.decoding.restore import Restoration, Restorer

_TELLTALE_NATS = 15.0  # the least evidence of telltale words, in all and per 1,000 characters
_TELLTALE_RATE = 40.0  # spun texts seen have 81 and more, and half of one may be clean
_LONE_SURROGATE = lazy_pattern("[\ud800-\udfff]")


def least_evidence(chars: int) -> float:
    """The evidence of telltale words, in nats, below which a text of so many characters is not decoded."""
    return max(_TELLTALE_NATS, _TELLTALE_RATE * chars / 1000)


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
    if telltales().evidence(text) < least_evidence(len(text)):
        return None
    return load_restorer(model, lexicons).restore(text, trust)


def load_restorer(model: Path | None, lexicons: tuple[Path, ...] = ()) -> Restorer:
    """Return what restores, loaded once per process."""
    # the language model and numpy cost more to load than a clean text to clean
    from gongwen_clean.decoding.restore import shared_restorer

    return shared_restorer(model, lexicons)
