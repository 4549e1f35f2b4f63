"""Measure how all patterns grow with the length of adversarial text; write `patterns.md`.

    python -m benchmarks.pattern_growth -o benchmarks/patterns.md

Each pattern of the tables and modules is tried on texts made to mislead it: its own examples without their
last character, repeated, and runs of the signs and words that patterns begin with. The growth exponent is the
slope of log time over log length between the two longest texts; 1 is linear, 2 quadratic.
"""

from __future__ import annotations

import argparse
import gc
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import NamedTuple

from benchmarks.pattern_sources import all_patterns
from benchmarks.spun_sets import format_table

LENGTHS = (2_000, 8_000, 32_000)
SEEDS = (
    *(
        "首页>",
        "首页 > ",
        "第1页",
        "共9页,",
        "来源:",
        "字号:[大]",
        "更多",
        "版权",
        "抄送：",
        "签 ",
        "http://",
    ),
    *(
        "a",
        "1",
        "中",
        "甲1",
        "1.",
        "1,",
        "%",
        "1、",
        "\n1、",
        "(一)",
        "一、",
        "2024年",
        "〔2024〕",
        "号",
        "局",
    ),
    *(
        "【",
        "(",
        "（",
        "((",
        "[(",
        "《",
        "“",
        "《“",
        '"',
        "|",
        "｜",
        ">",
        "—",
        "-",
        ".",
        ":",
        "，",
        "。",
        "、",
    ),
    *(" ", "\u3000", "\t", "\n", "\n ", "中 ", "中 \n", "中\n", "，中", "：中", "??", "\x00", "\u200b"),
)
"""What adversarial texts are runs of."""
MOST = 1.3
"""The exponent up to which a pattern counts as linear."""

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
    return int(any(growth.exponent > MOST for growth in found))


def measure_patterns() -> Iterator[Growth]:
    """Yield the growth of each pattern on the text that is worst for it."""
    for source in all_patterns():
        seeds = (*source.seeds, *SEEDS)
        worst = max(
            (_measure(source.name, source.match, seed) for seed in seeds), key=lambda g: g.seconds[-1]
        )
        if worst.exponent > MOST:  # once more, as a square stays one and a disturbed turn does not
            again = _measure(worst.rule, source.match, worst.text)
            worst = min(worst, again, key=lambda growth: growth.exponent)
        yield worst


def _measure(rule: str, match: Callable[[str], object], seed: str) -> Growth:
    seconds = tuple(_time(match, (seed * (length // len(seed) + 1))[:length]) for length in LENGTHS)
    if seconds[-1] < _LEAST_SECONDS:
        return Growth(rule, seed, seconds, 0.0)
    exponent = math.log(seconds[-1] / max(seconds[-2], 1e-7)) / math.log(LENGTHS[-1] / LENGTHS[-2])
    return Growth(rule, seed, seconds, exponent)


def _time(match: Callable[[str], object], text: str) -> float:
    """The best of three, without the collector of garbage: what disturbs a run only makes it longer."""

    def once() -> float:
        start = process_time()
        match(text)
        return process_time() - start

    gc.disable()
    try:
        return min(once() for _ in range(3))
    finally:
        gc.enable()


def _report(found: Sequence[Growth]) -> str:
    rows = [
        [
            g.rule,
            f"`{repr(g.text[:16])[1:-1]}`",
            *(f"{1e3 * s:.2f}" for s in g.seconds),
            f"{g.exponent:.2f}" if g.exponent else "–",
        ]
        for place, g in enumerate(found)
        if place < _WORST or g.exponent > MOST
    ]
    head = ["pattern", "repeated text", *(f"{n:,} characters, ms" for n in LENGTHS), "exponent"]
    intro = (
        "# Growth of the patterns\n\nWritten by `python -m benchmarks.pattern_growth` on Python "
        f"{sys.version.split()[0]}. The {_WORST} slowest of {len(found)} patterns, and all whose exponent is "
        f"above {MOST}, each on the text that is worst for it; – where it takes too little time to tell. "
        "Those of pages are only tried within 300 characters of their literal or on one line: these texts "
        "are far longer than theirs.\n\n"
    )
    return intro + format_table([head, *rows]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
