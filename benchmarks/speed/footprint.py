"""What a tool costs besides its work: CPU time to start, and memory."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.speed.timing import Quartiles, quartiles

_ROOT = Path(__file__).parents[2]
_COMMAND = "from gongwen_clean.cli import run; run()"


def measure_start(rounds: int, folder: Path) -> Quartiles:
    """Return the CPU milliseconds of the command on an empty text beyond those of the bare interpreter."""
    empty = folder / "empty.txt"
    empty.write_bytes(b"")
    bare, ours = ["-c", "pass"], ["-c", _COMMAND, "--quiet", str(empty)]
    _child_seconds(ours)
    return quartiles(1e3 * (_child_seconds(ours) - _child_seconds(bare)) for _ in range(rounds))


def measure_peak(tool: str, source: Path) -> float:
    """Return the most memory, in MB, that a process of its own held that ran a tool over a file."""
    command = [sys.executable, "-m", "benchmarks.speed.peak", tool, str(source)]
    output = subprocess.run(command, cwd=_ROOT, check=True, capture_output=True, text=True).stdout
    return float(output.split()[-1])  # some tools print words of their own before


def _child_seconds(arguments: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], cwd=_ROOT, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
