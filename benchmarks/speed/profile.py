"""Tell where the time goes: by step of the chain and by function, on clean, noisy and spun text.

    python -m benchmarks.speed.profile -o benchmarks/profile.md

Takes about a minute.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from cProfile import Profile
from pathlib import Path
from pstats import Stats

from benchmarks.speed.corpora import make_corpora
from benchmarks.speed.stages import shares, take_chars, time_steps
from benchmarks.speed.timing import quartiles
from benchmarks.spun_sets import format_table
from gongwen_clean import Cleaner

_ROUNDS = 5
_CORPUS_CHARS = 400_000
_SAMPLE_CHARS = 150_000
_MOST_FUNCTIONS = 15

_HEAD = """# Where the time goes

Written by `python -m benchmarks.speed.profile -o benchmarks/profile.md`.

By step: seconds as the steps run in one chain that takes all notes, medians of {rounds} rounds; a step that
the chain does not ask takes none. Without notes (`Cleaner.taking()`, and streams that add none) the readers
`metadata`, `scan-findings`, `scan-noise`, `spun-notes` and `mirror-notes` do not run. By function: the
profiler's own times of a cleaner without notes; it makes small functions look slower than they are.
"""


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args(argv)
    parts = [_HEAD.format(rounds=_ROUNDS)]
    for corpus in make_corpora(_CORPUS_CHARS, seed=1):
        texts = take_chars(corpus.documents, _SAMPLE_CHARS)
        parts.append(f"## {corpus.name}\n\n{_by_step(texts)}\n\n{_by_function(texts)}\n")
    given.output.write_text("\n".join(parts), encoding="utf-8", newline="\n")


def _by_step(texts: Sequence[str]) -> str:
    times = time_steps(texts, _ROUNDS)
    chars, share = sum(map(len, texts)), shares(times)
    ordered = sorted(times, key=lambda name: -quartiles(times[name]).median)
    rows = (
        (name, f"{quartiles(times[name]).median / chars * 1e9:,.1f}", f"{quartiles(share[name]).median:.1%}")
        for name in ordered
        if quartiles(share[name]).median > 0
    )
    return format_table([("step", "µs per 1,000 characters", "share"), *rows])


def _by_function(texts: Sequence[str]) -> str:
    cleaner = Cleaner().taking()
    for text in texts[:20]:  # loads what is loaded on first use
        cleaner.run(text)
    profile = Profile()
    profile.runcall(lambda: [cleaner.run(text) for text in texts])
    return format_table([("function", "calls", "own time"), *_function_rows(Stats(profile))])


def _function_rows(stats: Stats) -> Iterator[tuple[str, str, str]]:
    profile = stats.get_stats_profile()
    total = sum(function.tottime for function in profile.func_profiles.values())
    slowest = sorted(profile.func_profiles.items(), key=lambda item: -item[1].tottime)
    for name, function in slowest[:_MOST_FUNCTIONS]:
        place = Path(function.file_name)
        where = f"{place.parent.name}/{place.name}: " if place.suffix == ".py" else ""
        yield f"{where}`{name}`", function.ncalls, f"{function.tottime / total:.1%}"


if __name__ == "__main__":
    main()
