"""The presets: which steps run, in which order. Data only.

A mirror is undone before the page is read, as its labels and menus are converted too.
The page comes off before the text is repaired, as its words would count as the text's; pieces are
joined before words are repaired, as cuts fall inside words; signs are widened before the language model
reads them.
"""

from __future__ import annotations

from gongwen_clean.decoding.trust import Trust
from gongwen_clean.normalizer import Normalizer, Reader
from gongwen_clean.normalizers.doc_number import CanonicalizeDocNumbers
from gongwen_clean.normalizers.encoding import FindLostCharacters, RepairCharacters
from gongwen_clean.normalizers.fragments import JoinFragments
from gongwen_clean.normalizers.layout import SplitHeadings, SplitParagraphs, TrimLayout
from gongwen_clean.normalizers.mirrors import ReadMirror, UndoMirror
from gongwen_clean.normalizers.ocr import RepairScanSlips
from gongwen_clean.normalizers.shell import ReadMetadata, StripBoilerplate
from gongwen_clean.normalizers.spun import ReadSpun, RestoreSynonyms
from gongwen_clean.normalizers.width import WidenPunctuation

_Steps = tuple[Normalizer | Reader, ...]

_CHARACTERS: _Steps = (RepairCharacters(), FindLostCharacters())
_MIRROR: _Steps = (ReadMirror(), UndoMirror())
_FORM: _Steps = (
    ReadMetadata(),
    StripBoilerplate(),
    JoinFragments(),
    CanonicalizeDocNumbers(),
    SplitHeadings(),
    SplitParagraphs(),
    TrimLayout(),
    WidenPunctuation(),
)

_LITTLE = Trust(min_rate=60.0)  # a few clean literary texts gain as much

PRESETS: dict[str, _Steps] = {
    "safe": (*_CHARACTERS, *_FORM),
    "standard": (*_CHARACTERS, *_MIRROR, *_FORM, ReadSpun(), RestoreSynonyms(), RepairScanSlips()),
    "aggressive": (
        *_CHARACTERS,
        *_MIRROR,
        *_FORM,
        ReadSpun(_LITTLE),
        RestoreSynonyms(_LITTLE),
        RepairScanSlips(),
    ),
}
