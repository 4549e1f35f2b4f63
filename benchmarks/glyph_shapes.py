"""Draw characters and write down their shapes: how lexicons/scan/shapes.tsv was made.

    python -m benchmarks.glyph_shapes FONT[:INDEX]... > lexicons/scan/shapes.tsv

Needs Pillow. Each character of the language model is drawn in each font, blurred as a scanner would, and
reduced to the coordinates in which the drawings differ most. Nothing but these coordinates is kept.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongwen_clean.matching.characters import is_han
from gongwen_clean.scan.words.shapes import DIGITS, REACH
from gongwen_clean.scoring import LanguageModel

COORDINATES = 48
_BOX, _POINTS, _GRID, _BLUR = 56, 48, 28, 1.3
_HEADER = """\
# Shapes of characters: which look alike to a scanner.
# columns: id  char  shape (48 coordinates of its drawing, one of 64 signs each, A lowest; see the reader)
#   source (shape = drawn in AR PL UMing, AR PL UKai and WenQuanYi Zen Hei, and measured)
# licence: Apache-2.0. tier: mined. order: by char. reader: gongwen_clean.scan.words.shapes
# made by: python -m benchmarks.glyph_shapes FONT[:INDEX]...
id\tchar\tshape\tsource"""


def draw(chars: Sequence[str], font: str) -> NDArray[np.float32]:
    """The drawings of n characters in a font, `FILE` or `FILE:INDEX`, of mean 0 and length 1: (n, 784)."""
    image, drawing, fonts, filters = (
        importlib.import_module(f"PIL.{name}") for name in ("Image", "ImageDraw", "ImageFont", "ImageFilter")
    )
    path, _, index = font.partition(":")
    face: Any = fonts.truetype(path, _POINTS, index=int(index or 0))
    rows = []
    for char in chars:
        page = image.new("L", (_BOX, _BOX), 0)
        drawing.Draw(page).text((4, 2), char, font=face, fill=255)
        page = page.resize((_GRID, _GRID), image.LANCZOS).filter(filters.GaussianBlur(_BLUR))
        row = np.asarray(page, dtype=np.float32).ravel()
        row -= row.mean()
        rows.append(row / (np.linalg.norm(row) + 1e-6))
    return np.array(rows)


def describe(drawings: NDArray[np.float32]) -> NDArray[np.float32]:
    """The coordinates of n drawings along which they differ most, each row of length 1: (n, 48)."""
    centred = drawings - drawings.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    points = centred @ axes[:COORDINATES].T
    return np.asarray(points / np.linalg.norm(points, axis=1, keepdims=True), dtype=np.float32)


def spell(shape: NDArray[np.float32]) -> str:
    """A shape as signs: coordinates from -REACH to REACH in 64 steps."""
    steps = np.clip(np.rint((shape / REACH + 1) * 31.5), 0, 63).astype(int)
    return "".join(DIGITS[step] for step in steps)


def main(arguments: Sequence[str]) -> None:
    """Print the table. Args: the fonts."""
    chars = sorted(char for char in LanguageModel.load().alphabet.symbols if is_han(char))
    drawings = np.concatenate([draw(chars, font) for font in arguments], axis=1)
    print(_HEADER)
    for char, shape in zip(chars, describe(drawings), strict=True):
        print(f"shape:{char}", char, spell(shape), "shape", sep="\t")


if __name__ == "__main__":
    main(sys.argv[1:])
