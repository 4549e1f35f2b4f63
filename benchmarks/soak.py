"""Clean mixed and hostile texts for a long time while processes are killed, and tell what was lost or leaked.

python -m benchmarks.soak --minutes 60          prints a table; exit code 1 when anything was lost or grew

For two thirds of the time one run of the command reads an endless corpus from a pipe, and its younger process
is killed again and again; memory and handles are those of that run. Then whole runs are killed and resumed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic
from typing import NamedTuple

from benchmarks.soaking.rounds import Rounds, run_rounds
from benchmarks.soaking.steady import Steady, run_steadily
from benchmarks.soaking.watching import growth_mb_per_hour

_STEADY_SHARE = 2 / 3
_MOST_SLOPE = 1.0  # MB an hour, beyond the first third of a run long enough to tell
_LEAST_HOURS = 0.4  # for that; in a shorter one the caches still fill
_MOST_GROWTH_MB = 20.0  # in a shorter one


class Row(NamedTuple):
    """A figure, and whether it is as it must be."""

    name: str
    value: str
    is_good: bool = True


def main() -> int:
    """Run, print the table, and return 1 when a row is not as it must be."""
    parser = argparse.ArgumentParser(prog="benchmarks.soak", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60.0, metavar="N", help="how long (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments of kills (%(default)s)")
    args = parser.parse_args()
    chance, seconds = random.Random(args.seed), args.minutes * 60
    begun = monotonic()
    with TemporaryDirectory(prefix="gongwen-soak.") as name:
        steady = run_steadily(Path(name), seconds * _STEADY_SHARE, chance)
        rounds = run_rounds(Path(name), begun + seconds, chance)
    rows = [Row("minutes", f"{(monotonic() - begun) / 60:.1f}"), *tell_steady(steady), *tell_rounds(rounds)]
    print("| what | figure | |\n|---|---:|---|")
    for row in rows:
        print(f"| {row.name} | {row.value} | {'' if row.is_good else 'FAULT'} |")
    return 0 if all(row.is_good for row in rows) else 1


def tell_steady(steady: Steady) -> list[Row]:
    """Return what became of the run from a pipe."""
    samples = steady.samples
    return [
        Row("steady run: documents given", f"{steady.given:,}"),
        Row("worker processes killed", f"{steady.kills:,}", steady.kills > 0),
        _none("documents lost", steady.lost),
        _none("documents doubled or out of order", steady.misplaced),
        Row("documents told as failed", f"{steady.told:,}"),
        _none("exit code other than 0 and 3", int(steady.code not in (0, 3))),
        _memory("parent", [(one.at_s, one.parent_mb) for one in samples]),
        _memory("oldest worker", [(one.at_s, one.oldest_mb) for one in samples]),
        _none("handles more than in the first third", _more_handles([one.handles for one in samples])),
        _none("zombies seen for two seconds", steady.zombies),
        _none("processes left", steady.left),
        _none("temporary files left", steady.files),
    ]


def tell_rounds(rounds: Rounds) -> list[Row]:
    """Return what became of the runs that were killed and resumed."""
    return [
        Row("rounds: runs killed whole, and resumed", f"{rounds.killed:,}", rounds.killed > 0),
        Row("rounds ended", f"{rounds.ended:,}", rounds.ended > 0),
        _none("outputs unlike that of an undisturbed run", rounds.unlike),
        _none("processes left by rounds", rounds.left),
        _none("files left by rounds", rounds.files),
    ]


def _none(name: str, count: int) -> Row:
    return Row(name, f"{count:,}", count == 0)


def _memory(name: str, points: Sequence[tuple[float, float]]) -> Row:
    late = points[len(points) // 3 :]
    slope = growth_mb_per_hour(late)
    hours = (late[-1][0] - late[0][0]) / 3600 if late else 0.0
    value = f"{late[-1][1]:.0f} MB, {slope:+.2f} MB/h" if late else "not seen"
    is_flat = slope <= _MOST_SLOPE if hours >= _LEAST_HOURS else slope * hours <= _MOST_GROWTH_MB
    return Row(f"memory of {name}", value, bool(late) and is_flat)


def _more_handles(counts: Sequence[int]) -> int:
    """Return by how many the median grew: while processes begin, it is a few fewer or more for a moment."""
    third = len(counts) // 3
    return max(0, int(median(counts[-third:]) - median(counts[:third]))) if third else 0


if __name__ == "__main__":
    sys.exit(main())
