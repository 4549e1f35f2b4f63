"""Clean scraped, spun and scanned Chinese official text (公文), with a receipt for every change.

>>> from gongwen_clean import clean
>>> clean("各镇人民政府,区政府各委、办、局:")
'各镇人民政府，区政府各委、办、局：'
"""

from gongwen_clean.chain import Chain
from gongwen_clean.cleaner import Cleaner, clean
from gongwen_clean.document import Document, Edit, Field, Finding
from gongwen_clean.errors import GongwenError
from gongwen_clean.normalizer import Normalizer, Reader
from gongwen_clean.version import __version__

__all__ = [
    "Chain",
    "Cleaner",
    "Document",
    "Edit",
    "Field",
    "Finding",
    "GongwenError",
    "Normalizer",
    "Reader",
    "__version__",
    "clean",
]
