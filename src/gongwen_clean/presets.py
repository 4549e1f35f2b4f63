"""The presets: which steps run, in which order. Data only.

A mirror is undone before the page is read, as its labels and menus are converted too. So are a scan's wrapped
lines and broken signs; its page numbers go first, while form feeds still part the sheets.
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
from gongwen_clean.normalizers.scan_blanks import RemoveScanBlanks
from gongwen_clean.normalizers.scan_doc_number import RepairScanDocNumbers
from gongwen_clean.normalizers.scan_findings import FindScanDamage
from gongwen_clean.normalizers.scan_lines import JoinWrappedLines
from gongwen_clean.normalizers.scan_noise import ReadScanNoise
from gongwen_clean.normalizers.scan_pages import RemovePageFurniture
from gongwen_clean.normalizers.scan_signs import RepairScanSigns
from gongwen_clean.normalizers.scan_variants import FoldScanVariants
from gongwen_clean.normalizers.scan_words import RepairScanWords
from gongwen_clean.normalizers.shell import ReadMetadata, StripBoilerplate
from gongwen_clean.normalizers.spun import ReadSpun, RestoreSynonyms
from gongwen_clean.normalizers.width import WidenPunctuation

_Steps = tuple[Normalizer | Reader, ...]

_CHARACTERS: _Steps = (RepairCharacters(), FindLostCharacters())
_MIRROR: _Steps = (ReadMirror(), UndoMirror())
_SHEETS: _Steps = (ReadScanNoise(), RemovePageFurniture())
_SCAN: _Steps = (
    FoldScanVariants(),
    RemoveScanBlanks(),
    JoinWrappedLines(),
    RepairScanDocNumbers(),
    RepairScanSigns(),
)
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

_SCAN_WORDS: _Steps = (RepairScanSlips(), RepairScanWords(), FindScanDamage())
_JUDGED: _Steps = (*_SHEETS, *_CHARACTERS, *_MIRROR, *_SCAN, *_FORM)

PRESETS: dict[str, _Steps] = {
    "safe": (*_CHARACTERS, *_FORM),
    "standard": (*_JUDGED, ReadSpun(), RestoreSynonyms(), *_SCAN_WORDS),
    "aggressive": (*_JUDGED, ReadSpun(_LITTLE), RestoreSynonyms(_LITTLE), *_SCAN_WORDS),
}
