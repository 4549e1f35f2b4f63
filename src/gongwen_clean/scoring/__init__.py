"""The character language model: build, load, score. Importing this package imports numpy."""

from gongwen_clean.scoring.build import BuildOptions, build_model, read_texts
from gongwen_clean.scoring.model import LanguageModel

__all__ = ["BuildOptions", "LanguageModel", "build_model", "read_texts"]
