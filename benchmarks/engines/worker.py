"""Run one engine's job each time a line comes in, and print the CPU seconds of all its processes.

python -m benchmarks.engines.worker ENGINE SOURCE TARGET
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.engines.jobs import JOBS

_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    engine, source, target = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # engines print as they like
    job = JOBS[engine]()
    for _ in sys.stdin:
        before = tree_seconds(os.getpid())
        job(Path(source), Path(target))
        answers.write(f"{tree_seconds(os.getpid()) - before}\n")


def tree_seconds(root: int) -> float:
    """Return the CPU seconds of a process and all below it, also of those that have ended."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for pid, fields in _processes():
        parents[pid] = int(fields[1])
        seconds[pid] = sum(map(int, fields[11:15])) / _TICKS
    return sum(spent for pid, spent in seconds.items() if _is_below(pid, root, parents))


def _processes() -> Iterator[tuple[int, list[str]]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                content = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            except (FileNotFoundError, ProcessLookupError):
                continue
            yield int(folder.name), content.rpartition(")")[2].split()


def _is_below(pid: int, root: int, parents: dict[int, int]) -> bool:
    while pid not in (root, 0):
        pid = parents.get(pid, 0)
    return pid == root


if __name__ == "__main__":
    main()
