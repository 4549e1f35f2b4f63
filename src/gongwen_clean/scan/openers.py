"""How paragraphs open and close: headings, list items, the parts of an official letter."""

from __future__ import annotations

from gongwen_clean.matching.lazy_patterns import lazy_pattern

_NUMERAL = "[一二三四五六七八九十百]{1,4}"
_OPENER = lazy_pattern(
    rf"第(?:{_NUMERAL}|\d{{1,3}})[章节条编]|{_NUMERAL}\s?[、．]|[（(〈《]\s?(?:{_NUMERAL}|\d{{1,2}})\s?[）)]"
    r"|\d{1,2}\s?[.．、](?!\d)|[①-⑳]|[-*•●■◆]\s|附件?\s?[:：]|附件\d*$|抄送?\s?[:：]|主送\s?[:：]|[（(]\s?联系"
    r"|签发人\s?[:：]|[一二三四五六七八九十]是"
)
_SENTENCE_END = lazy_pattern(r"[。！？!?][”’」』）)》]*\Z")
_HALT = lazy_pattern(r"[；;：:]\s?\Z|…+\Z")
_RUNNING_ON = lazy_pattern(r"[，、,（(《〈“‘—-]\Z")
_DATE = lazy_pattern(
    r"(?:\d{4}|[一二三四五六七八九〇○O零]{4})\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月"
    r"\s?[\d一二三四五六七八九十]{1,3}\s?日?"
)
_IMPRINT_DATE = lazy_pattern(_DATE.pattern + r"\s?印[发制]\Z")


def opens_paragraph(words: str) -> bool:
    """Whether a line begins as headings, list items and the parts of a letter do."""
    return _OPENER.match(words) is not None


def ends_sentence(words: str) -> bool:
    """Whether a line ends on 。！？, closing quotes and brackets aside."""
    return _SENTENCE_END.search(words) is not None


def halts(words: str) -> bool:
    """Whether a line ends on a sign that can end a paragraph without ending a sentence."""
    return _HALT.search(words) is not None


def runs_on(words: str) -> bool:
    """Whether a line ends on a sign behind which no paragraph can end."""
    return _RUNNING_ON.search(words) is not None


def is_date(words: str) -> bool:
    """Whether a line is a date alone, as under a signature."""
    return _DATE.fullmatch(words) is not None


def is_imprint_date(words: str) -> bool:
    """Whether a line is the date of printing, which stands at the right end of the printer's line."""
    return _IMPRINT_DATE.fullmatch(words) is not None
