"""Time gongwen-clean beside other tools; write a report and a picture of the same name.

    python -m benchmarks.speed -o benchmarks/results.md

Takes about five minutes. Tools that are not installed are named, with what installs them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.speed.corpora import (
    CLEAN,
    SPUN,
    Corpus,
    cut_documents,
    make_corpora,
    read_corpus,
    write_lines,
)
from benchmarks.speed.footprint import measure_peak, measure_start
from benchmarks.speed.growth import (
    KILOBYTES,
    LARGE_KILOBYTES,
    Growth,
    grow_corpus,
    grow_document,
    grow_lexicon,
)
from benchmarks.speed.peers import OURS, Available, Loop, load_tools
from benchmarks.speed.plot import draw
from benchmarks.speed.race import run_race
from benchmarks.speed.report import Results, format_report
from benchmarks.speed.stages import take_chars, time_steps

_STEP_CORPORA = (CLEAN, "100 % noisy", SPUN)
_STEP_CHARS = 100_000  # enough to tell the steps apart
_GROWTH_ROUNDS = 3


def main(argv: Sequence[str] | None = None) -> None:
    given = _parser().parse_args(argv)
    available = load_tools()
    corpora = make_corpora(given.chars, given.seed) + [read_corpus(path) for path in given.corpus]
    with TemporaryDirectory() as folder:
        results = measure_all(given, corpora, available, Path(folder))
    picture = given.output.with_suffix(".svg")
    draw(picture, results.races, results.growths)
    text = format_report(results, available, picture.name)
    given.output.write_text(text, encoding="utf-8", newline="\n")
    print(text)


def measure_all(
    given: argparse.Namespace, corpora: Sequence[Corpus], available: Available, folder: Path
) -> Results:
    """Measure everything; files are made in `folder`."""
    sizes = (*KILOBYTES, LARGE_KILOBYTES) if given.large else KILOBYTES
    races = {}
    for corpus in corpora:
        _tell(f"{corpus.name}: {len(corpus.documents)} documents")
        races[corpus.name] = run_race(corpus, available.loops, given.rounds, folder)
    by_name = {corpus.name: corpus for corpus in corpora}
    _tell("steps")
    samples = {name: take_chars(by_name[name].documents, _STEP_CHARS) for name in _STEP_CORPORA}
    return Results(
        command=" ".join(["python -m benchmarks.speed", *sys.argv[1:]]),
        rounds=given.rounds,
        races=races,
        steps={name: time_steps(texts, given.rounds) for name, texts in samples.items()},
        step_chars={name: sum(map(len, texts)) for name, texts in samples.items()},
        start_ms=measure_start(given.rounds, folder),
        peaks=_measure_peaks(by_name, available, sizes[-1], folder),
        growths=_measure_growths(by_name, available.loops[OURS], sizes, folder),
    )


def _measure_peaks(
    corpora: dict[str, Corpus], available: Available, kilobytes: int, folder: Path
) -> dict[tuple[str, str], float]:
    _tell("memory")
    clean, spun = (corpora[name].documents for name in (CLEAN, SPUN))
    large = cut_documents(clean, kilobytes)
    source = write_lines(folder / "clean.jsonl", clean)
    peaks = {(tool, CLEAN): measure_peak(tool, source) for tool in available.loops}
    peaks[OURS, SPUN] = measure_peak(OURS, write_lines(folder / "spun.jsonl", spun))
    peaks[OURS, f"one document of {kilobytes:,} kB"] = measure_peak(
        OURS, write_lines(folder / "large.jsonl", large)
    )
    return peaks


def _measure_growths(
    corpora: dict[str, Corpus], loop: Loop, sizes: Sequence[int], folder: Path
) -> list[Growth]:
    _tell("growth")
    clean, spun = (corpora[name].documents for name in (CLEAN, SPUN))
    return [
        grow_document("length of a clean document", clean, sizes, _GROWTH_ROUNDS),
        grow_document("length of a spun document", spun, sizes[:-1], _GROWTH_ROUNDS),
        grow_corpus("number of clean documents", clean, loop, _GROWTH_ROUNDS, folder),
        grow_lexicon("pairs of the spun lexicon", spun, _GROWTH_ROUNDS),
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    add = parser.add_argument
    add("-o", "--output", type=Path, required=True, metavar="FILE.md")
    add("--corpus", type=Path, action="append", default=[], metavar="FILE.jsonl", help="time on this too")
    add("--chars", type=int, default=300_000, help="of the clean corpus, about (default 300000)")
    add("--rounds", type=int, default=7, help="turns that each tool gets (default 7)")
    add("--seed", type=int, default=1, help="of all chance in the corpora")
    add("--large", action="store_true", help="documents of 10 MB too")
    return parser


def _tell(what: str) -> None:
    print(f"measuring {what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
