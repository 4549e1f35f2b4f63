"""Draw clean texts as pages, soil them, read them with engines, and write a set to score.

    python -m benchmarks.ocr.make_set -o FOLDER [TEXT...]

A TEXT is a file with a paragraph a line; without any, the texts are the gold of the seeds and some that are
made up. Each text becomes one document, with a noise and a font in turn, and is read by each engine:
NAME.raw.txt is what the engine read, NAME.gold.txt what stands on the pages, page numbers left out, and
NAME.info.json says how it was made. The same options, versions and fonts give the same set.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

try:
    from PIL import Image
except ImportError:
    raise SystemExit("Pillow is not installed: pip install pillow") from None

from benchmarks.ocr.engines import ENGINES
from benchmarks.ocr.fonts import Font, fonts_for, installed_fonts, open_font
from benchmarks.ocr.layout import gold_text, lay_out, read_blocks
from benchmarks.ocr.noise import NOISES
from benchmarks.ocr.render import draw_page
from benchmarks.ocr.texts import Text, make_text, read_text

SEEDS = Path(__file__).parents[2] / "seeds"
MADE_TEXTS = 12
BOTH = "both"


class Scan(NamedTuple):
    """A document as images, what stands on them, and how they were made."""

    name: str
    gold: str
    font: Font
    noise: str
    pages: Sequence[Image.Image]

    @property
    def details(self) -> dict[str, object]:
        """What the file beside raw and gold says, the engine left out."""
        return {
            "quality": self.noise,
            "dpi": NOISES[self.noise].dpi,
            "font": self.font.name,
            "pages": len(self.pages),
            "chars": len("".join(self.gold.split())),
        }


class Plan(NamedTuple):
    """The fonts and noises that documents get in turn, and the seed of all chance."""

    fonts: Sequence[Font]
    noises: Sequence[str]
    seed: int

    def scan(self, texts: Sequence[Text]) -> Iterator[Scan]:
        """Yield each text as soiled pages."""
        for n, text in enumerate(texts):
            blocks = read_blocks(text.lines)
            gold = gold_text(blocks)
            noise = self.noises[n % len(self.noises)]
            fonts = fonts_for(gold + "—0123456789", self.fonts)
            # shifted by one each round of noises, so that no font keeps to one noise
            font = fonts[(n + n // len(self.noises)) % len(fonts)]
            rng = np.random.default_rng([self.seed, n])
            drawn = (draw_page(page, font, NOISES[noise].dpi) for page in lay_out(blocks))
            pages = [NOISES[noise].soil(page, rng) for page in drawn]
            yield Scan(f"{n + 1:03}-{text.name}", gold, font, noise, pages)


def write_readings(folder: Path, scan: Scan, versions: Mapping[str, str]) -> None:
    """Read a document with each engine and write the three files of each reading."""
    for engine, version in versions.items():
        raw = ENGINES[engine].read(scan.pages, NOISES[scan.noise].dpi)
        name = f"{scan.name}_{scan.noise}_{engine}"
        details = {
            "name": name,
            "group": engine,
            "family": ENGINES[engine].family,
            "version": version,
            **scan.details,
        }
        files = {
            "raw.txt": raw,
            "gold.txt": scan.gold,
            "info.json": json.dumps(details, ensure_ascii=False, indent=1) + "\n",
        }
        for kind, content in files.items():
            (folder / f"{name}.{kind}").write_text(content, encoding="utf-8", newline="\n")
        print(f"{name}: {len(scan.pages)} pages, {scan.font.name}", flush=True)


def collect_texts(paths: Sequence[Path], made: int | None, seed: int) -> list[Text]:
    """Return the texts of `paths`, or of the seeds, and `made` ones, 12 if it is not said and no path is."""
    files = paths or sorted(SEEDS.glob("*/gold.txt"))
    count = made if made is not None else 0 if paths else MADE_TEXTS
    return [*map(read_text, files), *(make_text(n, seed) for n in range(count))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("texts", nargs="*", type=Path, metavar="TEXT")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="FOLDER")
    parser.add_argument("--engine", choices=[*ENGINES, BOTH], default=BOTH, help="both: all the others")
    parser.add_argument("--font", action="append", metavar="PATH[:FACE]", help="may be given again")
    parser.add_argument("--noise", action="append", choices=NOISES, help="may be given again")
    parser.add_argument("--made", type=int, metavar="N", help="how many texts to make up")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    engines = list(ENGINES) if given.engine == BOTH else [given.engine]
    versions = {engine: ENGINES[engine].version() for engine in engines}
    fonts = [open_font(path) for path in given.font] if given.font else installed_fonts()
    plan = Plan(fonts, given.noise or list(NOISES), given.seed)
    given.output.mkdir(parents=True, exist_ok=True)
    for scan in plan.scan(collect_texts(given.texts, given.made, given.seed)):
        write_readings(given.output, scan, versions)


if __name__ == "__main__":
    main()
