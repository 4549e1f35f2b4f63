"""Turn a line into its template: what changes from page to page gives way to a class.

The classes are `{n}` for a number, `{date}` for a date with its weekday and time, `{title}` for the title of
the text, `{name}` for persons behind a label and `{text}` for anything behind a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from gongwen_clean.errors import LexiconError
from gongwen_clean.matching.folding import fold_width

CLASSES = ("date", "n", "name", "text", "title")
_HAN_DIGITS = "〇零○一二三四五六七八九十"
_VARYING = re.compile(
    rf"(?P<date>(?:(?:19|20)\d\d|[{_HAN_DIGITS}]{{4}})"
    rf"(?: ?年 ?[\d{_HAN_DIGITS}]{{1,3}} ?月 ?[\d{_HAN_DIGITS}]{{1,3}} ?日"
    r"|-\d\d?-\d\d?|/\d\d?/\d\d?|\.\d\d?\.\d\d?)"
    r"(?: ?\(?(?:星期|周)[一二三四五六日天]\)?)?(?:(?: {0,3}|T)\d\d?:\d\d(?::\d\d)?)?)"
    r"|(?P<n>\d+)"
)
_CLASS = re.compile(r"(\{[^{}]*\})")
_BRACES = str.maketrans("{}", "｛｝")  # of the page itself: those of ASCII mark a class
_PERSON = r"(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff] [\u4e00-\u9fff])"
_PERSONS = rf"{_PERSON}(?:[ 、,/]{{1,2}}{_PERSON}){{0,3}}"
_NAMED = re.compile(rf"([\u4e00-\u9fff]{{2,8}}:){_PERSONS}(?=[ )\]】|]|$)")
_ALL_NAMED = re.compile(
    r"[(\[【|]?[\u4e00-\u9fff]{2,8}:\{name\}(?:[ )\]】|]{1,2}[\u4e00-\u9fff]{2,8}:\{name\}){0,4}[)\]】|]?"
)
_LABELLED = re.compile(r"([(\[【]?[\u4e00-\u9fff]{2,12}:)[^:]{1,160}")
_CLASS_BEHIND_LABEL = re.compile(r"(?<!:)\{(?:name|text)\}|\{text\}(?!$)")
_TITLE_CHARS = range(8, 91)


def line_template(view: str) -> str:
    """Return the template of a line in one width, with its numbers and dates as classes.

    >>> line_template("浏览次数:128  更新于2024-05-01 10:00")
    '浏览次数:{n} 更新于{date}'
    """
    return _abstract(view).strip()


def title_template(view: str, title: str) -> str | None:
    """Return the template of a line that has the text's title in it, and more; None for another line.

    >>> title_template("关于放假的通知_某某网", "关于放假的通知")
    '{title}_某某网'
    """
    before, found, after = view.partition(title) if title else (view, "", "")
    if not found or not (before.strip() or after.strip()):
        return None
    return f"{_abstract(before)}{{title}}{_abstract(after)}".strip()


def label_template(template: str) -> str | None:
    """Return the template of a label with persons or anything else behind it; None for another line.

    >>> label_template("(采编:方敏 审签:周立)"), label_template("下篇:某市印发方案")
    ('(采编:{name} 审签:{name})', '下篇:{text}')
    """
    named = _NAMED.sub(r"\1{name}", template)
    if named != template and _ALL_NAMED.fullmatch(named):
        return named
    match = _LABELLED.fullmatch(template)
    return f"{match[1]}{{text}}" if match else None


def read_template(written: str) -> str:
    """Return a template as a person wrote it in the form that lines are compared with.

    Raises: LexiconError for a class that does not exist, or one that stands where it is never found.
    """
    pieces = _CLASS.split(written)
    for piece in pieces[1::2]:
        _check_class(piece)
    template = "".join(p if n % 2 else _abstract(fold_width(p)) for n, p in enumerate(pieces)).strip()
    if _CLASS_BEHIND_LABEL.search(template):
        raise LexiconError("{name} and {text} must follow a label's colon, and {text} must end the line")
    return template


def count_literals(template: str) -> int:
    """Return how many letters of a template stand for themselves."""
    return sum(char.isalpha() for char in _CLASS.sub("", template))


def find_title(candidates: Iterable[str], views: Sequence[str]) -> str:
    """Return the first candidate that a line has in it among other words, as a page's title has the text's.

    Returns: "" when there is none. Cost: a search of the lines for each candidate.
    """
    joined = "\n".join(views)
    for title in candidates:
        is_title = len(title) in _TITLE_CHARS and not any(sign in title for sign in "。:|>_")
        if is_title and joined.count(title) > views.count(title):
            return title
    return ""


def _abstract(text: str) -> str:
    text = _VARYING.sub(lambda match: f"{{{match.lastgroup}}}", text.translate(_BRACES))
    return re.sub(r": ", ":", re.sub(r"\s+", " ", text))


def _check_class(piece: str) -> None:
    name = piece[1:-1]
    if name not in CLASSES:
        near = get_close_matches(name, CLASSES, n=1)
        hint = f"; did you mean {{{near[0]}}}?" if near else ""
        raise LexiconError(
            f"no class {piece}{hint} There are {' '.join(f'{{{c}}}' for c in CLASSES)}; a brace of the page "
            "itself is written ｛ or ｝"
        )
