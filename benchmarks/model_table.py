"""Compare character models of several orders, smoothings and prunings; write the table `model.md`.

    python -m benchmarks.model_table --corpora FILE... --gold DIRECTORY...

Trains on the corpora and measures on the `*.gold.txt` of the directories, which the corpora must not
hold. Takes about a minute a row. Each model is measured in a process of its own, for its memory's sake.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from gongwen_clean.scoring import BuildOptions, LanguageModel, read_texts
from gongwen_clean.scoring.build import count_texts, write_model

SHIPPED = BuildOptions()
WITTEN_BELL = replace(SHIPPED, smoothing="witten-bell")
VARIANTS = {
    "shipped": SHIPPED,
    "finer steps": replace(SHIPPED, step=0.08),
    "pruned by count only": replace(SHIPPED, cutoffs=(3, 1, 2, 2, 2), min_worth=0.0),
    "pruned by worth only": replace(SHIPPED, cutoffs=(3, 1), min_worth=4.5e-8),
    "not pruned": replace(SHIPPED, cutoffs=(3, 1), min_worth=0.0),
    "Witten-Bell, pruned by count only": replace(WITTEN_BELL, cutoffs=(3, 1, 2, 2, 2), min_worth=0.0),
    "Witten-Bell, pruned by both": replace(WITTEN_BELL, min_worth=6e-8),
    "order 4": replace(SHIPPED, order=4),
    "order 6": replace(SHIPPED, order=6, min_worth=4e-8),
}
CHOSEN_BY = ("spun", "seeds")
LOOKUPS = 500_000


def measure_model(path: Path, directories: Iterable[Path]) -> dict[str, Any]:
    """Load time, memory, speed and nats a character of a model; in this process."""
    start = time.process_time()
    model = LanguageModel.load(path)
    first_load_s = time.process_time() - start
    resident_mb = _read_resident_mb()
    load_s = min(first_load_s, *(_time_load(path) for _ in range(4)))
    sets = {directory.name: _read_gold(directory) for directory in directories}
    nats = {
        name: [-float(model.text_log_probs(text).sum()) for text in texts] for name, texts in sets.items()
    }
    sizes = {name: sum(map(len, texts)) for name, texts in sets.items()}
    chosen = [name for name in sets if name.startswith(CHOSEN_BY)]
    means = {name: sum(nats[name]) / sizes[name] for name in sets}
    choice = sum(sum(nats[name]) for name in chosen) / sum(sizes[name] for name in chosen)
    speed = _measure_speed(model, "\n".join(text for texts in sets.values() for text in texts))
    cost = {"size_mb": path.stat().st_size / 1e6, "load_s": load_s, "resident_mb": resident_mb}
    return cost | {"speed": speed, "ngrams": model.header["ngrams"], "means": means, "choice": choice}


def _time_load(path: Path) -> float:
    start = time.process_time()
    LanguageModel.load(path)
    return time.process_time() - start


def _read_resident_mb() -> float:
    """The most memory this program has held so far.

    From Linux where it can be had: `getrusage` there includes what the parent held when it started us.
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"))
        if peak:
            return int(peak[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _read_gold(directory: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(directory.glob("*.gold.txt"))]


def _measure_speed(model: LanguageModel, text: str) -> float:
    """Million n-grams a second: those of a text in random order, a third with one symbol exchanged."""
    random = np.random.default_rng(0)
    windows = np.lib.stride_tricks.sliding_window_view(model.encode(text), model.order)
    ngrams = windows[random.integers(0, len(windows), LOOKUPS)].copy()
    spoilt = np.arange(0, LOOKUPS, 3)
    columns = random.integers(0, model.order, len(spoilt))
    ngrams[spoilt, columns] = random.integers(3, len(model.alphabet), len(spoilt))
    times = []
    for _ in range(4):
        start = time.process_time()
        model.log_probs(ngrams)
        times.append(time.process_time() - start)
    return LOOKUPS / min(times) / 1e6


def compare_variants(corpora: list[Path], directories: list[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Build and measure every variant; the n-grams of each order are counted once."""
    with tempfile.TemporaryDirectory() as folder:
        for order in sorted({options.order for options in VARIANTS.values()}):
            counted = count_texts(read_texts(corpora), order, SHIPPED.cutoffs[0])
            for name, options in VARIANTS.items():
                if options.order == order:
                    path = Path(folder) / "variant.lm"
                    write_model(counted, path, options)
                    yield name, _measure_apart(path, directories)


def _measure_apart(path: Path, directories: list[Path]) -> dict[str, Any]:
    arguments = ["--measure", str(path), "--gold", *map(str, directories)]
    command = [sys.executable, "-m", "benchmarks.model_table", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def format_table(rows: dict[str, dict[str, Any]]) -> str:
    """The comparison as Markdown."""
    names = list(next(iter(rows.values()))["means"])
    heads = ["model", "MB", "million n-grams", "load s", "resident MB", "million lookups/s"]
    heads += ["**choice**", "perplexity", *names]
    lines = [_INTRODUCTION, _format_row(heads), _format_row(["---"] * len(heads))]
    for name, row in rows.items():
        cells = [name, f"{row['size_mb']:.2f}", f"{sum(row['ngrams']) / 1e6:.2f}", f"{row['load_s']:.2f}"]
        cells += [f"{row['resident_mb']:.0f}", f"{row['speed']:.1f}", f"**{row['choice']:.3f}**"]
        cells += [f"{math.exp(row['choice']):.1f}", *(f"{row['means'][key]:.3f}" for key in names)]
        lines.append(_format_row(cells))
    return "\n".join(lines) + "\n"


def _format_row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


_INTRODUCTION = f"""# Character models compared

Written by `benchmarks/model_table.py`. The columns of sets and *choice* are nats a character on texts that
the models have not seen; *choice* is the mean over the sets whose names begin with {" or ".join(CHOSEN_BY)},
weighed by length, and perplexity its exponential. Order {SHIPPED.order} and Kneser-Ney unless the row says
otherwise. Memory is the most that the process has held until then, interpreter and numpy (some 30 MB)
included; load time is the best of five; lookups are single n-grams in random order, the best of four. Times
are processor time.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--corpora", type=Path, nargs="+", default=[], help="files to train on")
    parser.add_argument("--gold", type=Path, nargs="+", required=True, help="directories of *.gold.txt")
    parser.add_argument("--measure", type=Path, help="only measure this model, and print JSON")
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measure_model(given.measure, given.gold)))
        return
    rows = {}
    for name, row in compare_variants(given.corpora, given.gold):
        rows[name] = row
        print(f"{name}: {row['size_mb']:.2f} MB, {row['choice']:.4f} nats", file=sys.stderr, flush=True)
    ordered = {name: rows[name] for name in VARIANTS}
    Path(__file__).with_name("model.md").write_text(format_table(ordered), encoding="utf-8")


if __name__ == "__main__":
    main()
