"""Time every installed engine beside the plain stream, in turns, and write a report.

    python -m benchmarks.engines -o benchmarks/engines.md

Needs Linux, as CPU time is read from /proc. Takes a quarter of an hour.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.engines.jobs import ARROW_BASED, JOBS, PLAIN
from benchmarks.speed.corpora import make_clean, spoil, write_lines
from benchmarks.speed.timing import quartiles, ratios
from benchmarks.spun_sets import format_table

_PACKAGES = {"Arrow": "pyarrow", "Spark": "pyspark", PLAIN: "gongwen-clean"}
_MOST = 1.3
_NOISY_SHARE = 0.1
_SEED = 1
_TEMPLATE = """# Engines

Written by `{command}`.

CPU time over that of the plain stream, `gongwen-clean corpus.jsonl -o out.jsonl`, on the same corpus:
{documents} documents, {megabytes:.1f} MB of JSON lines, a tenth of them noisy. Each engine runs on one
core and stays started; it reads the JSON lines, cleans them and writes what it writes best, Parquet or JSON
lines. Counted is the CPU time of all its processes, JVM and daemons included. After one turn that is not
counted the engines took turns in {rounds} rounds; a ratio is taken round by round, then the median and, in
brackets, the quartiles.

{table}

Asked of engines based on Arrow: a median of at most {most} ×. What a job costs however little there is to
clean (Spark's plan, Ray's processes, which load the language model anew) weighs less the larger a corpus is.
"""


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.md")
    parser.add_argument("--chars", type=int, default=3_000_000, help="of the corpus, about (default 3000000)")
    parser.add_argument("--rounds", type=int, default=3, help="turns that each engine gets (default 3)")
    given = parser.parse_args(argv)
    documents = spoil(make_clean(given.chars, _SEED), _NOISY_SHARE, _SEED)
    with TemporaryDirectory() as folder:
        source = write_lines(Path(folder) / "corpus.jsonl", documents)
        seconds = measure(source, given.rounds)
        text = _TEMPLATE.format(
            command=" ".join(["python -m benchmarks.engines", *sys.argv[1:]]),
            documents=len(documents),
            megabytes=source.stat().st_size / 1e6,
            rounds=given.rounds,
            table=format_table(list(_rows(seconds))),
            most=_MOST,
        )
    given.output.write_text(text, encoding="utf-8", newline="\n")
    print(text)


def measure(source: Path, rounds: int) -> dict[str, list[float]]:
    """Return the CPU seconds of each installed engine by round."""
    workers = {name: _start(name, source) for name in JOBS if find_spec(_package(name).replace("-", "_"))}
    seconds: dict[str, list[float]] = {name: [] for name in workers}
    try:
        for number in range(rounds + 1):
            for name, worker in workers.items():
                print(f"round {number}: {name} …", file=sys.stderr, flush=True)
                spent = _ask(name, worker)
                if number:
                    seconds[name].append(spent)
    finally:
        for worker in workers.values():
            worker.communicate()
    return seconds


def _start(name: str, source: Path) -> subprocess.Popen[str]:
    folder = source.parent / name
    folder.mkdir()
    command = [sys.executable, "-m", "benchmarks.engines.worker", name, str(source), str(folder / "out")]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def _ask(name: str, worker: subprocess.Popen[str]) -> float:
    assert worker.stdin
    assert worker.stdout
    worker.stdin.write("\n")
    worker.stdin.flush()
    answer = worker.stdout.readline()
    if not answer:
        raise SystemExit(f"{name}: its process ended; see: python -m benchmarks.engines.worker {name}")
    return float(answer)


def _rows(seconds: Mapping[str, Sequence[float]]) -> Iterator[Sequence[object]]:
    yield "engine", "version", "CPU s", "over the plain stream", f"≤ {_MOST} ×"
    for name, spent in seconds.items():
        ratio = ratios(spent, seconds[PLAIN])
        goal = ("yes" if ratio.median <= _MOST else "no") if name in ARROW_BASED else ""
        figure = f"{ratio.median:.2f} × ({ratio.first:.2f} to {ratio.third:.2f})"
        yield name, version(_package(name)), f"{quartiles(spent).median:.1f}", figure, goal


def _package(name: str) -> str:
    return _PACKAGES.get(name, name.lower())


if __name__ == "__main__":
    main()
