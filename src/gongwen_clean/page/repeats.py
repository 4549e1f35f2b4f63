"""Find what a page says twice: teasers that repeat the beginning, previews, titles that stand again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.page.lines import Line

_ABSTRACT_WORDS = r"摘 {0,4}要|内容摘要|核心(?:提示|内容)|导 {0,4}[读语]|内容提[要示]|提 {0,4}要"
_ABSTRACT = lazy_pattern(rf"[【\[]? ?(?:{_ABSTRACT_WORDS}) ?[】\]]? ?:? ?")
_PAGE_TITLE = lazy_pattern(
    r"(?:[(]?\d{0,8}[)]?\.[a-z]{3,4})?"  # of a file
    r"(?:[_|] ?第? ?\d{1,4} ?页?|(?: ?[-_|—]{1,2} ?[^\s。,;:!?|]{2,20}){1,4})?"  # a page, or site and section
)
_FACTS = lazy_pattern(r"(?:[\u4e00-\u9fff]{2,6} ?: ?[^|:\n]{1,24} ?\| ?){2,12}")
_PREVIEW_PROBE = 40
_PREVIEW_LEAD = 60  # what may stand before the preview
_SHORTEST_TITLE = 6
_SHORTEST_TEASER = 30
_SHORTEST_PREFIX = 60  # of one line: a title can begin the line below it


def find_teasers(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the index of each line that only repeats, run together, what the lines below it say.

    A teaser may be announced as an abstract, repeat the title in front of it and break off at its end.
    Cost: O(lines) slices.
    """
    packed = ["".join(line.view.split()) for line in lines]
    for n, line in enumerate(lines):
        abstract = _ABSTRACT.match(line.view)
        teaser = "".join(line.view[abstract.end() :].split()) if abstract else packed[n]
        if len(teaser) >= _SHORTEST_TEASER and _repeats(teaser.removesuffix("..."), packed[n + 1 :]):
            yield n


def _repeats(teaser: str, below: Sequence[str]) -> bool:
    for start, line in enumerate(below):
        if not line or not teaser.startswith(line):
            if len(teaser) >= _SHORTEST_PREFIX and line.startswith(teaser):
                return True
            continue
        at, k = len(line), start + 1
        while at < len(teaser) and k < len(below):
            rest = teaser[at:]
            if not (rest.startswith(below[k]) or below[k].startswith(rest)):
                break
            at += len(below[k])
            k += 1
        if at >= len(teaser):
            return True
    return False


def find_previews(view: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of previews: a text's beginning, broken off, with facts of the file, before the text.

    As in `内容提示: 第一章 … 文档格式:PDF | 页数:47 | 第一章 …` on one line. Cost: O(n).
    """
    end = 0
    for facts in _FACTS.finditer(view) if view.count("|") > 1 else ():
        start = max(end, view.rfind("\n", 0, facts.start()) + 1)
        lead = view[start : facts.start()]
        at = lead.find(view[facts.end() : facts.end() + _PREVIEW_PROBE], 0, _PREVIEW_LEAD + _PREVIEW_PROBE)
        preview = lead[at:].rstrip(" .…")
        if at >= 0 and len(preview) >= _PREVIEW_PROBE and view.startswith(preview, facts.end()):
            yield start, facts.end()
            end = facts.end()


def find_page_titles(lines: Sequence[Line], title: int) -> Iterator[int]:
    """Yield the lines above the line `title` that say it as a page does: alone, as a file's or a page's name.

    Such as `总结`, `总结.docx_第2页`, `总结 - 某网`, before 总结 stands above its text.
    """
    words = lines[title].view
    if len(words) < _SHORTEST_TITLE:
        return
    for n in range(title):
        view = lines[n].view
        if view.startswith(words) and _PAGE_TITLE.fullmatch(view, len(words)):
            yield n
