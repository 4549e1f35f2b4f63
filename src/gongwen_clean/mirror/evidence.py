"""Decide from a document as a whole whether it is a mirror, and of what."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from gongwen_clean.document import Edit
from gongwen_clean.edits import apply_edits, drop_overlaps
from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.mirror.annotations import Annotation, find_annotations
from gongwen_clean.mirror.conversion import is_converted, simplify
from gongwen_clean.mirror.likeness import official_likeness
from gongwen_clean.mirror.script import ScriptCount, count_scripts
from gongwen_clean.mirror.signs import find_spam_lines
from gongwen_clean.mirror.words import count_words

# A page of either kind holds at least one: tone marks, a bracket behind a bracket, common characters.
SIGNS_OF_MIRRORS = frozenset(
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ\u0300\u0301\u0304\u030c"
    "國會為個這來對時經發業開關產實學長門問現設進過還從當說見東車電動機務員種無歷層總體黨團農區萬"
    "應點網絡標準專項規劃質標書記報紀強戰爭創聯領導統籌環節資財稅貿險費價計劃證據權責義務護衛"
) | {")(", "）（"}

_FEWEST = 3  # annotations that show a site's habit
_STUTTERS = 3  # annotations written twice or more, as no author writes them
_MANY = 10
_ROOM = 12  # annotations that one word about pronunciation explains
_ROOM_OF_HABIT = 3  # the same, where characters that a converter changes are annotated again and again
_LEAST_EMBEDDED = 0.7  # lessons and dictionaries annotate words that stand alone
_LEAST_CHANGED = 0.8  # half of running text is alike in both scripts, and lessons annotate that too
_LEAST_REPEATS = 0.3  # an author annotates a character once
_MOST_SHARE = 0.5  # of all Han: read-along texts annotate more
_FEWEST_FORMS = 2
_FEWEST_WORDS = 4  # different words that settle a side
_LIKENESS = -4.0  # nats; official texts of Hong Kong and Taiwan reach -4.3, of the mainland -2 to -4
_DOUBT_OF_SIGNS = 0.3  # where a single word or sign of Hong Kong or Taiwan stands
_CREDIT_OF_WORDS = 0.4
_LEAST_HAN = 0.6  # of all characters, where no word tells: lists of references are likely in any land
_WORDS_TO_ONE = 4  # mainland words that outweigh one of Hong Kong or Taiwan


class Verdict(NamedTuple):
    """What a document is taken for: the annotations that a site put in, and whether to convert the text."""

    annotations: list[Annotation]
    converts: bool
    rate: float  # injected and converted characters a thousand Han characters

    @property
    def is_mirror(self) -> bool:
        """Whether anything shows that a site made this of another's text."""
        return self.converts or bool(self.annotations)


_NOTHING = Verdict([], False, 0.0)
_TRIGGER = lazy_pattern("[" + "".join(t for t in SIGNS_OF_MIRRORS if len(t) == 1) + "]|[)）][(（]")


# the reader and the normalizer judge the same text one after the other
@lru_cache(maxsize=2)
def judge(text: str) -> Verdict:
    """Return the verdict on a whole document.

    Annotations are a site's where they stand behind characters that a converter changes, inside running
    text, and no lesson explains them. A text is converted where nearly all of it is traditional and its
    words, or spellings that only a converter makes, are a mainland office's rather than Hong Kong's or
    Taiwan's. Doubt means no mirror. Cost: O(n).
    """
    if not _TRIGGER.search(text):
        return _NOTHING
    found = _count_in(find_annotations(text))
    known = [annotation for annotation in found if annotation.is_known]
    bare = _strip(text, known)
    scripts = count_scripts(bare)
    if not scripts.is_traditional and len(known) < _FEWEST:
        return _NOTHING
    plain = simplify(bare)
    annotated = _are_injected(found, scripts, plain)
    converts = _is_mainland(bare, plain, scripts, annotated)
    if not annotated and not (converts and len(known) > _told(plain)):
        known = []
    if not known and not converts:
        return _NOTHING
    changed = len(known) + (scripts.traditional if converts else 0)
    return Verdict(known, converts, round(1000 * changed / max(1, scripts.han), 1))


def _count_in(found: list[Annotation]) -> list[Annotation]:
    """Leave out toneless pinyin, unless it comes from a site that puts in everything twice."""
    if _stutters(found):
        return found
    return [annotation for annotation in found if not annotation.is_loose]


def _stutters(found: Iterable[Annotation]) -> bool:
    return sum(len(annotation.readings) > 1 for annotation in found) >= _STUTTERS


def _strip(text: str, known: list[Annotation]) -> str:
    """The text without what tells nothing of its own script."""
    lines = [Edit(start, end, "", "") for start, end in find_spam_lines(text)]
    return apply_edits(text, drop_overlaps([*(Edit(a.start, a.end, "", "") for a in known), *lines]))


def _are_injected(found: list[Annotation], scripts: ScriptCount, plain: str) -> bool:
    known = [annotation for annotation in found if annotation.is_known]
    count, told = len(known), _told(plain)
    if count < _FEWEST or 3 * (len(found) - count) > count:
        return False
    embedded = sum(annotation.is_embedded for annotation in known) / count
    if embedded < _LEAST_EMBEDDED or count <= _ROOM_OF_HABIT * told:
        return False
    if _stutters(known):
        return True
    changed = sum(is_converted(annotation.char) for annotation in known) / count
    repeats = 1 - len({annotation.char for annotation in known}) / count
    if count > _MOST_SHARE * scripts.han or changed < _LEAST_CHANGED:
        return False
    is_habit = count >= _MANY and repeats >= _LEAST_REPEATS
    return is_habit or (scripts.is_traditional and count > _ROOM * told)


def _told(plain: str) -> int:
    """How often a text in simplified characters speaks of pronunciation or language."""
    return count_words("lesson", plain).total()


def _is_mainland(bare: str, plain: str, scripts: ScriptCount, annotated: bool) -> bool:
    """Whether a text in traditional characters was a mainland text before."""
    if not scripts.traditional or not (annotated or scripts.is_traditional):
        return False
    words, names = count_words("mainland", plain), count_words("name", plain)
    forms, overseas = count_words("form", bare), count_words("overseas", bare)
    mainland = words.total() + names.total() + 2 * forms.total()
    if annotated:
        return len(overseas) < _FEWEST_WORDS or mainland >= overseas.total()
    if mainland < _WORDS_TO_ONE * overseas.total():
        return False
    different = len(words) + len(names) + len(forms)
    if forms.total() >= _FEWEST_FORMS and different >= _FEWEST_WORDS:
        return True
    if not different and scripts.han < _LEAST_HAN * len(bare):
        return False
    doubt = _DOUBT_OF_SIGNS * bool(overseas) - _CREDIT_OF_WORDS * (different >= _FEWEST_WORDS)
    return official_likeness(plain) >= _LIKENESS + doubt
