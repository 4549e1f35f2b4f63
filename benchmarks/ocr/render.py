"""Draw the pages of a document in black on white: A4, margins and sizes of GB/T 9704."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from PIL import Image, ImageDraw

from benchmarks.ocr.fonts import Font
from benchmarks.ocr.layout import LINE_EMS, PAGE_LINES, Block, Kind, Page, ems

_PAGE_MM = (210, 297)
_LEFT_MM, _TOP_MM = 28, 37
_TEXT_MM = (156, 225)
_FOOT_MM = 7
_RED = 82  # the grey that a scanner makes of it
_PADDING_EMS = 1.0


class _Look(NamedTuple):
    """Size in ems of the body, where on the line, grey, and whether bold."""

    size: float = 1.0
    align: str = "left"
    grey: int = 0
    is_bold: bool = False


_LOOKS: Mapping[Kind, _Look] = {
    "letterhead": _Look(1.75, "centre", _RED, is_bold=True),
    "number": _Look(align="centre"),
    "title": _Look(22 / 16, "centre", is_bold=True),
    "heading": _Look(is_bold=True),
    "signature": _Look(align="right"),
}
_PLAIN = _Look()


class _Sheet:
    """A page being drawn."""

    def __init__(self, font: Font, dpi: int) -> None:
        self._pixels: Callable[[float], int] = lambda mm: round(mm * dpi / 25.4)
        self.image = Image.new("L", (self._pixels(_PAGE_MM[0]), self._pixels(_PAGE_MM[1])), 255)
        self._draw = ImageDraw.Draw(self.image)
        self._font = font
        self._em = self._pixels(_TEXT_MM[0] / LINE_EMS)
        self._left, self._right = self._pixels(_LEFT_MM), self._pixels(_LEFT_MM + _TEXT_MM[0])
        self._thin = max(1, dpi // 100)

    def middle(self, line: float) -> int:
        """The height of the middle of a line, the first being 0."""
        return self._pixels(_TOP_MM + _TEXT_MM[1] * (line + 0.5) / PAGE_LINES)

    def write_line(self, block: Block, line: int) -> None:
        """Write a line as its kind looks; under a document number there is a rule."""
        look = _LOOKS.get(block.kind, _PLAIN)
        places = {
            "left": (self._left, "lm"),
            "centre": ((self._left + self._right) // 2, "mm"),
            "right": (self._right - 2 * self._em, "rm"),
        }
        x, anchor = places[look.align]
        self._write((x, self.middle(line)), block.text, anchor, look)
        if block.kind == "number":
            y = self.middle(line + 0.5)
            self._draw.line([(self._left, y), (self._right, y)], fill=_RED, width=2 * self._thin)

    def write_table(self, rows: Sequence[Sequence[str]], line: int) -> None:
        """Write rows with a grid around them, the columns as wide as their texts ask for."""
        columns = list(_column_ems(rows))
        scale = (self._right - self._left) / sum(columns)
        borders = [self._left + round(scale * sum(columns[:n])) for n in range(len(columns) + 1)]
        look = _Look(min(0.875, scale / self._em), "centre")
        top, bottom = self.middle(line - 0.5), self.middle(line + len(rows) - 0.5)
        for x in borders:
            self._draw.line([(x, top), (x, bottom)], fill=0, width=self._thin)
        for n in range(len(rows) + 1):
            y = self.middle(line + n - 0.5)
            self._draw.line([(self._left, y), (self._right, y)], fill=0, width=self._thin)
        for n, row in enumerate(rows):
            for cell, left, right in zip(row, borders, borders[1:], strict=False):
                self._write(((left + right) // 2, self.middle(line + n)), cell, "mm", look)

    def write_number(self, number: int) -> None:
        """Write the page number, on the outer side."""
        y = self._pixels(_TOP_MM + _TEXT_MM[1] + _FOOT_MM)
        x, anchor = (self._right - self._em, "rm") if number % 2 else (self._left + self._em, "lm")
        self._write((x, y), f"— {number} —", anchor, _Look(0.875))

    def _write(self, at: tuple[int, int], text: str, anchor: str, look: _Look) -> None:
        pixels = round(self._em * look.size)
        stroke = max(1, pixels // 40) if look.is_bold else 0
        font = self._font.sized(pixels)
        self._draw.text(at, text, look.grey, font, anchor, stroke_width=stroke)


def _column_ems(rows: Sequence[Sequence[str]]) -> Iterator[float]:
    for n in range(max(map(len, rows))):
        yield max(ems(row[n]) for row in rows if n < len(row)) + _PADDING_EMS


def draw_page(page: Page, font: Font, dpi: int) -> Image.Image:
    """Return a grey image of a page, 210 mm by 297 mm at `dpi`."""
    sheet = _Sheet(font, dpi)
    for is_table, group in groupby(enumerate(page.lines), lambda pair: pair[1].kind == "row"):
        lines = list(group)
        if is_table:
            sheet.write_table([block.text.split("\t") for _, block in lines], lines[0][0])
        else:
            for line, block in lines:
                sheet.write_line(block, line)
    sheet.write_number(page.number)
    return sheet.image
