"""Tell lines that official documents share from lines that speak of the page they stand on."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from gongwen_clean.lexicon import lexicon_folder, read_patterns, read_table

_LONGEST_FORM = 300
_ATTACHMENT = re.compile(r"附(?:件|表)[\d一二三四五六七八九十]{0,2}:?")


class Form(NamedTuple):
    """A form of text that genuine documents share; `ends_text`: in front of it there is only text."""

    id: str
    pattern: re.Pattern[str]
    ends_text: bool


class PageWords(NamedTuple):
    """Words by which a line speaks of its page: in a sentence, and in a line that is none."""

    strong: re.Pattern[str]
    any: re.Pattern[str]


@lru_cache(maxsize=4096)
def find_form(view: str) -> Form | None:
    """Return the form of genuine documents that a line in one width has, or None.

    >>> find_form("特此通知。").id
    'form.phrase'
    """
    if len(view) > _LONGEST_FORM:
        return None
    packed = "".join(view.split())
    return next((form for form in _forms() if form.pattern.fullmatch(packed)), None)


def speaks_of_page(view: str, is_sentence: bool) -> bool:
    """Whether a line in one width has a word of the page it stands on.

    >>> speaks_of_page("站内检索", is_sentence=False), speaks_of_page("请点击附件。", is_sentence=True)
    (True, False)
    """
    words = _page_words()
    return (words.strong if is_sentence else words.any).search(view.lower()) is not None


def begins_attachment(view: str) -> bool:
    """Whether a line only says that an attachment begins: 附件1."""
    return len(view) < 20 and _ATTACHMENT.fullmatch("".join(view.split())) is not None


@cache
def _forms() -> tuple[Form, ...]:
    entries = read_patterns(lexicon_folder() / "profiles" / "forms.toml")
    return tuple(Form(e["id"], re.compile(e["pattern"]), e["ends_text"]) for e in entries)


@cache
def _page_words() -> PageWords:
    path = lexicon_folder() / "profiles" / "page_words.tsv"
    rows = [row.cells for row in read_table(path, ("id", "word", "strength", "source"))]
    strong = [row["word"] for row in rows if row["strength"] == "strong"]
    return PageWords(_any_of(strong), _any_of([row["word"] for row in rows]))


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))
