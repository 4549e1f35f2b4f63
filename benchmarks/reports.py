"""Measure how long the HTML reports take to open in Chromium, and how large they are; write Markdown.

    python -m benchmarks.reports -o benchmarks/reports.md
    python -m benchmarks.reports --screenshots docs/images

A document of 5 MB and a corpus of 100,000 documents are made from the seeds; nothing else is read. Needs
Chromium and, from the extra `browser`, playwright. Ends with 1 where a report misses what is asked of it.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from PIL import Image

from benchmarks.spun_sets import format_table
from gongwen_clean import Cleaner, Document, Edit, Finding
from gongwen_clean.report.corpus import CorpusRun, render_corpus
from gongwen_clean.report.gathering import Gathering
from gongwen_clean.report.page import render_document
from gongwen_clean.streaming.tally import Tally

SEEDS = Path(__file__).parents[1] / "seeds"
DOCUMENT_BYTES = 5_000_000
CORPUS_DOCUMENTS = 100_000
MOST_SECONDS = 3.0
MOST_BYTES = 5_000_000  # of a corpus report

_DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_CHOSEN_EDIT = 5
_SETTLED_MS = 300
_COLOURS = 128  # of a picture, so that it stays small
_WIDE, _PHONE = {"width": 1280, "height": 960}, {"width": 390, "height": 780}


class Opening(NamedTuple):
    """A report, and the seconds that it took each time until it was drawn and answered."""

    name: str
    made_of: str
    html_bytes: int
    most_bytes: int | None
    seconds: Sequence[float]

    @property
    def is_met(self) -> bool:
        """Whether the report opens in time and is small enough."""
        small = self.most_bytes is None or self.html_bytes <= self.most_bytes
        return small and median(self.seconds) <= MOST_SECONDS


def main(argv: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(argv)
    with open_browser() as browser, TemporaryDirectory() as folder:
        if given.screenshots:
            take_screenshots(browser, given.screenshots, Path(folder))
            return 0
        openings = [
            _measure(browser, Path(folder), make, given.rounds) for make in (_document_report, _corpus_report)
        ]
        text = _format(openings, browser.version, given.rounds)
    print(text)
    if given.output:
        given.output.write_text(text, encoding="utf-8", newline="\n")
    return 0 if all(opening.is_met for opening in openings) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reports", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, help="write the figures to this file as well")
    parser.add_argument("--rounds", type=int, default=5, help="how often each report is opened (default 5)")
    parser.add_argument("--screenshots", type=Path, metavar="FOLDER", help="only take pictures of reports")
    return parser


@contextmanager
def open_browser() -> Iterator[Any]:
    """Start the Chromium of this system. Ends the program with advice where there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sys.exit("playwright is missing: pip install 'gongwen-clean[browser]'")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("Chromium is missing: on Debian, apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def clean_seeds() -> list[Document]:
    """Return the seeds, cleaned."""
    folders = sorted(path for path in SEEDS.iterdir() if path.is_dir())
    cleaner = Cleaner()
    return [cleaner.run((path / "raw.txt").read_text(encoding="utf-8"), path.name) for path in folders]


def repeat_documents(documents: Sequence[Document], min_bytes: int) -> Document:
    """Return documents set behind each other, again and again, as one of at least `min_bytes`."""
    sources: list[str] = []
    texts: list[str] = []
    edits: list[Edit] = []
    findings: list[Finding] = []
    size = offset = 0
    while size < min_bytes:
        document = documents[len(sources) % len(documents)]
        sources.append(document.source + "\n")
        texts.append(document.text + "\n")
        edits += [e._replace(start=e.start + offset, end=e.end + offset) for e in document.edits]
        findings += [f._replace(start=f.start + offset, end=f.end + offset) for f in document.findings]
        offset += len(sources[-1])
        size += len(sources[-1].encode())
    return Document("repeated", "".join(sources), "".join(texts), tuple(edits), findings=tuple(findings))


def gather_copies(documents: Sequence[Document], count: int) -> CorpusRun:
    """Return what a run over `count` copies of the documents gathers, each under an id of its own."""
    gathering, tally = Gathering(), Tally()
    for number in range(count):
        document = replace(documents[number % len(documents)], id=f"document-{number}")
        gathering.add(document)
        tally.count(document)
    return CorpusRun(f"{count:,} documents", tally.as_json(), gathering)


def _document_report() -> tuple[str, str, str, int | None]:
    document = repeat_documents(clean_seeds(), DOCUMENT_BYTES)
    size = len(document.source.encode()) / 1e6
    made_of = f"{size:.1f} MB of text, {len(document.edits):,} edits"
    return "document", made_of, render_document(document), None


def _corpus_report() -> tuple[str, str, str, int | None]:
    run = gather_copies(clean_seeds(), CORPUS_DOCUMENTS)
    made_of = f"{CORPUS_DOCUMENTS:,} documents, {run.counts['edits']:,} edits"
    return "corpus", made_of, render_corpus(run), MOST_BYTES


def _measure(
    browser: Any, folder: Path, make: Callable[[], tuple[str, str, str, int | None]], rounds: int
) -> Opening:
    name, made_of, html, most_bytes = make()
    path = folder / f"{name}.html"
    path.write_text(html, encoding="utf-8")
    seconds = [_open_once(browser, path) for _ in range(rounds)]
    return Opening(name, made_of, path.stat().st_size, most_bytes, seconds)


def _open_once(browser: Any, path: Path) -> float:
    """Seconds from the start of the navigation until the page is drawn and a key is answered."""
    page = browser.new_page(viewport=_WIDE)
    page.goto(path.as_uri())
    page.keyboard.press("n")
    page.wait_for_function("() => document.getElementById('place').textContent.startsWith('1 ')")
    page.evaluate(_DRAWN)
    seconds = page.evaluate("() => performance.now()") / 1000
    page.close()
    return float(seconds)


def _format(openings: Sequence[Opening], version: str, rounds: int) -> str:
    rows = [("report", "of", "HTML, MB", "asked", "seconds, median", "slowest", "asked", "met")]
    for opening in openings:
        most = f"≤ {opening.most_bytes / 1e6:.0f}" if opening.most_bytes else "–"
        rows.append(
            (
                opening.name,
                opening.made_of,
                f"{opening.html_bytes / 1e6:.1f}",
                most,
                f"{median(opening.seconds):.2f}",
                f"{max(opening.seconds):.2f}",
                f"≤ {MOST_SECONDS:.0f}",
                "yes" if opening.is_met else "**no**",
            )
        )
    return _TEMPLATE.format(
        command=" ".join(["python -m benchmarks.reports", *sys.argv[1:]]),
        version=version,
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        rounds=rounds,
        table=format_table(rows),
    )


_TEMPLATE = """# Reports

Written by `{command}` in Chromium {version} on {machine}.

Each report is opened from disk {rounds} times. The clock runs from the beginning of the navigation until the
page is drawn, has chosen the first edit on a key, and is drawn again.

{table}
"""


def take_screenshots(browser: Any, folder: Path, drafts: Path) -> None:
    """Take pictures of both reports of the seeds: light and dark, wide and on a phone."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = clean_seeds()
    run = replace(gather_copies(documents, len(documents)), name="seeds")
    wide, dark = {"viewport": _WIDE}, {"viewport": _WIDE, "color_scheme": "dark"}
    pictures: dict[str, tuple[str, dict[str, Any]]] = {
        "report-document": (render_document(documents[1]), wide),
        "report-document-dark": (render_document(documents[4], "en"), dark),
        "report-phone": (render_document(documents[0]), {"viewport": _PHONE}),
        "report-corpus": (render_corpus(run), wide),
    }
    for name, (html, context) in pictures.items():
        path = drafts / f"{name}.html"
        path.write_text(html, encoding="utf-8")
        _shoot(browser, path, folder / f"{name}.png", context)


def _shoot(browser: Any, path: Path, to: Path, context: dict[str, Any]) -> None:
    opened = browser.new_context(**context)
    page = opened.new_page()
    page.goto(path.as_uri())
    if "corpus" not in to.name:
        page.locator("ins:not(:empty)").nth(_CHOSEN_EDIT).click()
    page.wait_for_timeout(_SETTLED_MS)
    page.screenshot(path=to)
    opened.close()
    with Image.open(to) as picture:
        picture.convert("RGB").quantize(_COLOURS, Image.Quantize.MAXCOVERAGE).save(to, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
