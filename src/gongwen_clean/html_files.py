"""Take the text out of HTML pages, by trafilatura; never cleans."""

from __future__ import annotations

from pathlib import Path

from gongwen_clean.errors import InputError, MissingExtraError
from gongwen_clean.matching.lazy_patterns import lazy_pattern

SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
# begins where a run of separators does: one that is tried from each of them costs its length squared
_SITE = lazy_pattern(r"(?<![_|—–])(?<!\s-)(?: ?[_|—–]|\s-)+[^_|—–]{2,30}$")
_LEAST_TITLE = 6


def extract_text(raw: bytes, name: str) -> str:
    """Return the text of an HTML page: its title first, tables as `| a | b |` rows, one paragraph a line.

    Menus and footers that HTML marks as such are gone; what is left of the page is for the cleaner, whose
    edits then count in code points of this text.

    Args: name: stands in messages.
    Raises: InputError for bytes in which no text is found. MissingExtraError without trafilatura.
    """
    try:
        import trafilatura
    except ImportError:
        raise MissingExtraError(f"{name}: reading HTML needs trafilatura", "html") from None
    page = trafilatura.bare_extraction(
        raw, with_metadata=True, include_tables=True, include_comments=False, favor_recall=True
    )
    text = getattr(page, "text", None)
    if not text:
        raise InputError(f"{name}: no text was found in this HTML page; is it one, and is it complete?")
    return _with_title(str(text), getattr(page, "title", None) or "")


def _with_title(text: str, title: str) -> str:
    """Set a title that the extraction dropped above the text; without the site's name behind it."""
    title = _SITE.sub("", " ".join(title.split()))
    head = text[: len(title) + 400]
    return text if len(title) < _LEAST_TITLE or title in head else f"{title}\n{text}"


def is_html(path: Path) -> bool:
    """Whether a file's name says that it is HTML."""
    return path.suffix.lower() in SUFFIXES
