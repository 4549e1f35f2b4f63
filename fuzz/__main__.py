"""Fuzz the targets, each for its share of the time; what breaks a promise is kept as a file.

    python -m fuzz --minutes 5
    python -m fuzz --minutes 1 clean_text

With atheris (`pip install 'gongwen-clean[fuzz]'`) inputs are bred by the branches that they take; without, or
with --mutate, they are changed at random. Exit code 1 when an input broke a promise.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from fuzz.corpus import seed_inputs
from fuzz.mutation import mutate
from fuzz.targets import TARGETS

_LONGEST_INPUT = 4096
_RUNS_A_PROCESS = 500
_RARE = 30  # seconds that one input may take before it counts as a failure of its own


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", choices=[[], *TARGETS], metavar="TARGET", help="default: all")
    parser.add_argument("--minutes", type=float, default=5.0, help="for all targets together (default 5)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutate", action="store_true", help="change inputs at random also with atheris")
    parser.add_argument("--crashes", type=Path, default=Path("fuzz-crashes"), metavar="FOLDER")
    args = parser.parse_args(argv)
    names = args.targets or list(TARGETS)
    seconds = 60 * args.minutes / len(names)
    breed = find_spec("atheris") is not None and not args.mutate
    failed = [
        name for name in names if not (_breed if breed else _mutate)(name, seconds, args.seed, args.crashes)
    ]
    print(f"{len(names) - len(failed)} of {len(names)} targets kept their promises; broken: {failed or '-'}")
    return int(bool(failed))


def _mutate(name: str, seconds: float, seed: int, crashes: Path) -> bool:
    """Try inputs that are changed at random; return whether all promises were kept."""
    end = time.monotonic() + seconds
    runs = broken = 0
    for content in mutate(seed_inputs(name), seed):
        if time.monotonic() > end:
            break
        runs += 1
        try:
            TARGETS[name](content)
        except Exception:
            broken += 1
            path = crashes / name / blake2b(content, digest_size=8).hexdigest()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            print(f"{path}:\n{traceback.format_exc(limit=-2)}", file=sys.stderr)
    print(f"{name}: {runs} inputs, {broken} broke a promise", flush=True)
    return not broken


def _breed(name: str, seconds: float, seed: int, crashes: Path) -> bool:
    """Let atheris try inputs until the first broken promise."""
    folder = crashes / name
    inputs = folder / "inputs"
    inputs.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(seed_inputs(name)):
        (inputs / f"seed-{number:03}").write_bytes(content[:_LONGEST_INPUT])
    end = time.monotonic() + seconds
    runs, is_broken = 0, False
    while not is_broken and (left := end - time.monotonic()) > 0:
        done = _breed_some(name, folder, left, seed)
        found = [line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line]
        runs, seed = runs + int(found[0] if found else 0), seed + 1
        if is_broken := done.returncode != 0:
            print(done.stderr[-3000:], file=sys.stderr)
    print(f"{name}: {runs} inputs, {int(is_broken)} broke a promise", flush=True)
    return not is_broken


def _breed_some(name: str, folder: Path, seconds: float, seed: int) -> subprocess.CompletedProcess[str]:
    """Try inputs in a process of its own: atheris keeps two megabytes of each that the chain cleans."""
    options = [
        f"-runs={_RUNS_A_PROCESS}",
        f"-max_total_time={max(1, round(seconds))}",
        f"-seed={seed}",
        f"-max_len={_LONGEST_INPUT}",
        f"-timeout={_RARE}",
        f"-artifact_prefix={folder}/",
        "-verbosity=0",
        "-print_final_stats=1",
    ]
    command = [sys.executable, "-m", "fuzz.breeding", name, str(folder / "inputs"), *options]
    return subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True, errors="replace")


if __name__ == "__main__":
    sys.exit(main())
