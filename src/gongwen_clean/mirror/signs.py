"""What mirror sites do to signs and lines: signs twice, ?? for blanks, search words, lost bytes."""

from __future__ import annotations

from collections.abc import Iterator

from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.mirror.script import count_scripts
from gongwen_clean.mirror.words import count_words

_DOUBLED = lazy_pattern(r"(?<![，。、；：！,;:!])([，。、；：！,;:!])\1(?![，。、；：！,;:!])")
_BLANK = lazy_pattern(
    r"(?:^|(?<=\n))[ \u3000]*(?:\?\?)+[ \u3000]*|(?<=[。！；：”）])(?:\?\?)+(?=[\u3400-\u9fff（“《])"
)
_LOST = lazy_pattern(
    r"[\u3400-\u9fff]?\?[；，。：][\u3400-\u9fff]{0,3}[a-zA-Z]?"
    r"|(?<=[\u3400-\u9fff])(?<![吗嗎呢么麼吧啊何谁誰])\?(?=[\u3400-\u9fff])"
)
_FEWEST_SPAM_WORDS = 3


def find_doubled_signs(text: str) -> list[int]:
    """Return where the second of two equal signs stands; runs of more are left alone."""
    return [match.end() - 1 for match in _DOUBLED.finditer(text)]


def find_blank_marks(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield span and replacement of each ?? that stands for the two blanks before a paragraph.

    At a line's start nothing takes their place; behind a sentence's end a newline does.
    """
    for match in _BLANK.finditer(text):
        at_start = match.start() == 0 or text[match.start() - 1] == "\n"
        yield match.start(), match.end(), "" if at_start else "\n"


def find_spam_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each line of search words that a site put in, with its line end.

    Such a line is in simplified characters, has no sentence, and at least half of it are known words.
    """
    start = 0
    for line in text.splitlines(keepends=True):
        if "。" not in line and _is_spam(line.strip()):
            yield start, start + len(line)
        start += len(line)


def _is_spam(line: str) -> bool:
    words = count_words("spam", line)
    if words.total() < _FEWEST_SPAM_WORDS:
        return False
    scripts = count_scripts(line)
    return scripts.traditional == 0 and 2 * sum(map(len, words.elements())) >= scripts.han


def find_lost_bytes(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans where bytes were lost in a conversion: 上?；鶎狱h for other words."""
    for match in _LOST.finditer(text):
        yield match.span()
