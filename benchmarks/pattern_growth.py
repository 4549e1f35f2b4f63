"""Measure how the patterns of pages grow with the length of adversarial text; write `patterns.md`.

    python -m benchmarks.pattern_growth -o benchmarks/patterns.md

Each pattern of lexicons/shell is tried on texts made to mislead it: its own examples without their last
character, repeated, and runs of the signs and words that patterns begin with. The growth exponent is the
slope of log time over log length between the two longest texts; 1 is linear, 2 quadratic.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import NamedTuple

from benchmarks.spun_sets import format_table
from gongwen_clean.lexicon import lexicon_folder, read_patterns
from gongwen_clean.matching.folding import fold_width

LENGTHS = (2_000, 8_000, 32_000)
_SEEDS = (
    "首页>",
    "首页 > ",
    "第1页",
    "共9页,",
    "来源:",
    "【",
    "(",
    "a",
    "1",
    "—",
    " ",
    "|",
    "更多",
    "版权",
    "字号:[大]",
)
_WORST = 12
_LEAST_SECONDS = 2e-4  # shorter times say nothing about growth


class Growth(NamedTuple):
    """The slowest text for a pattern: seconds on each length, and the growth exponent."""

    rule: str
    text: str
    seconds: tuple[float, ...]
    exponent: float


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, write the report; return 1 when a pattern grows faster than its text."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args(argv)
    found = sorted(measure_patterns(), key=lambda growth: -growth.seconds[-1])
    args.output.write_text(_report(found), encoding="utf-8")
    return int(any(growth.exponent > 1.5 for growth in found))


def measure_patterns() -> Iterator[Growth]:
    """Yield the growth of each pattern on the text that is worst for it."""
    for path in sorted((lexicon_folder() / "shell").glob("*.toml")):
        for entry in read_patterns(path):
            pattern = re.compile(entry["pattern"])
            match = pattern.fullmatch if entry["scope"] == "line" else pattern.search
            examples = [fold_width(text)[:-1] for text in entry["matches"]]
            texts = [*examples, *_SEEDS, entry.get("literal") or "x"]
            yield max((_measure(entry["id"], match, text) for text in texts), key=lambda g: g.seconds[-1])


def _measure(rule: str, match: Callable[[str], object], seed: str) -> Growth:
    seconds = tuple(_time(match, (seed * (length // len(seed) + 1))[:length]) for length in LENGTHS)
    if seconds[-1] < _LEAST_SECONDS:
        return Growth(rule, seed, seconds, 0.0)
    exponent = math.log(seconds[-1] / max(seconds[-2], 1e-7)) / math.log(LENGTHS[-1] / LENGTHS[-2])
    return Growth(rule, seed, seconds, exponent)


def _time(match: Callable[[str], object], text: str) -> float:
    """The best of three: what disturbs a run only makes it longer."""

    def once() -> float:
        start = process_time()
        match(text)
        return process_time() - start

    return min(once() for _ in range(3))


def _report(found: Sequence[Growth]) -> str:
    rows = [
        [
            g.rule,
            f"`{g.text[:16]}`",
            *(f"{1e3 * s:.2f}" for s in g.seconds),
            f"{g.exponent:.2f}" if g.exponent else "–",
        ]
        for g in found[:_WORST]
    ]
    head = ["pattern", "repeated text", *(f"{n:,} characters, ms" for n in LENGTHS), "exponent"]
    intro = (
        f"# Growth of the page patterns\n\nWritten by `python -m benchmarks.pattern_growth` on Python "
        f"{sys.version.split()[0]}. The {_WORST} slowest of {len(found)} patterns, each on the text that is "
        "worst for it; – where it takes too little time to tell. A span pattern is only tried within 300 "
        "characters of its literal, a line pattern on one line: these texts are far longer than theirs.\n\n"
    )
    return intro + format_table([head, *rows]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
