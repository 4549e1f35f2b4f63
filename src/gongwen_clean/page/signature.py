"""Find 落款: the name of an office on a line of its own, and the date of signing below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongwen_clean.matching.dates import read_iso_date
from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.page.lines import Line

_DATE_CHARS = 20  # an hour can stand behind it, as in 2024年2月8日8时发布
_OFFICE = lazy_pattern(r"\S{2,20}(?:委员会|人民政府|办公室|办公厅|局|厅|部|院|处|会|委|台|站)(?:文件)?")
_DATE = lazy_pattern(
    r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月\S{1,3}日"
)


def is_office(view: str) -> bool:
    """Whether a line is only the name of an office."""
    return _OFFICE.fullmatch(view) is not None


def find_signatures(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield for each 落款 the index of the office's line and that of the date's line below it."""
    for n, line in enumerate(lines):
        is_date = _DATE.match(line.view) and len(line.view) <= _DATE_CHARS and read_iso_date(line.view)
        if is_date and n and is_office(lines[n - 1].view):
            yield n - 1, n
