"""Undo what mirror sites (镜像) did to mainland texts: pinyin, traditional characters, spoilt signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gongwen_clean.document import Edit, Finding, Note, Score
from gongwen_clean.edits import apply_edits, compose_edits, drop_overlaps, tidy_edits
from gongwen_clean.mirror.conversion import simplify
from gongwen_clean.mirror.evidence import SIGNS_OF_MIRRORS, judge
from gongwen_clean.mirror.signs import (
    find_blank_marks,
    find_doubled_signs,
    find_lost_bytes,
    find_spam_lines,
)


class UndoMirror:
    """Take out injected pinyin, convert back to simplified characters, repair signs, of a mirrored page.

        >>> text = "國(guó)務(wù)院關(guān)于加強(qiáng)信息化建設(shè)的通知"
        >>> apply_edits(text, UndoMirror().edits(text))
        '国务院关于加强信息化建设的通知'

    Leaves alone: texts of Hong Kong and Taiwan, language lessons, dictionaries, verse, and all text whose
    evidence is doubtful; see `mirror.evidence`. A mirrored text of Hong Kong or Taiwan loses its pinyin
    and stays traditional. Cost: O(n); text without traditional characters or tone marks is scanned once.
    """

    name = "mirror"
    triggers = SIGNS_OF_MIRRORS
    rules: Mapping[str, str] = {
        "mirror.pinyin": "A mirror site put pinyin in brackets behind the character that it reads.",
        "mirror.script": "A mirror site converted a mainland text to traditional characters.",
        "mirror.doubled-sign": "On a mirrored page one of two equal signs is the site's.",
        "mirror.blank": "On a mirrored page ?? stands for the two blanks before a paragraph.",
        "mirror.spam-line": "A mirror site puts a line of search words on the page.",
    }

    def edits(self, text: str) -> Sequence[Edit]:
        """Return one edit for each annotation, run of converted characters, sign or line."""
        verdict = judge(text)
        if not verdict.is_mirror:
            return []
        spoilt = [Edit(a.start, a.end, "", "mirror.pinyin") for a in verdict.annotations]
        first = tidy_edits(text, drop_overlaps([*spoilt, *_marks(text)]))
        bare = apply_edits(text, first)
        second = [*_doubled(bare), *(_converted(bare) if verdict.converts else ())]
        return compose_edits(text, first, tidy_edits(bare, second))


def _marks(text: str) -> Iterator[Edit]:
    for start, end in find_spam_lines(text):
        yield Edit(start, end, "", "mirror.spam-line")
    for start, end, after in find_blank_marks(text):
        yield Edit(start, end, after, "mirror.blank")


def _doubled(text: str) -> Iterator[Edit]:
    for place in find_doubled_signs(text):
        yield Edit(place, place + 1, "", "mirror.doubled-sign")


def _converted(text: str) -> Iterator[Edit]:
    for at, (before, after) in enumerate(zip(text, simplify(text), strict=True)):
        if before != after:
            yield Edit(at, at + 1, after, "mirror.script")


class ReadMirror:
    """Note how much of a text a mirror site changed, and the places where it lost characters for good."""

    name = "mirror-notes"
    kinds = (Score, Finding)
    triggers = SIGNS_OF_MIRRORS
    rules: Mapping[str, str] = {
        "mirror.lost": "On a mirrored page a ? inside a word stands for lost bytes; none can tell which."
    }

    def read(self, text: str) -> Sequence[Note]:
        """Return, for a mirrored page, the score `mirror` and findings.

        The score is the number of annotations and traditional characters a thousand Han characters.
        """
        verdict = judge(text)
        if not verdict.is_mirror:
            return []
        message = "characters were lost when the page was mirrored"
        lost = (Finding("mirror.lost", start, end, message) for start, end in find_lost_bytes(text))
        return [Score("mirror", verdict.rate), *lost]
