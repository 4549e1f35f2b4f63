"""The steps of the standard preset that change text, by name."""

from typing import cast

from gongwen_clean.normalizer import Normalizer
from gongwen_clean.presets import PRESETS

NORMALIZERS = {step.name: cast(Normalizer, step) for step in PRESETS["standard"] if hasattr(step, "edits")}
