"""Run one tool over a file of JSON lines and print the most memory, in MB, that this process held.

python -m benchmarks.speed.peak TOOL FILE
"""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.speed.peers import TOOLS

_STATUS = Path("/proc/self/status")


def peak_mb() -> float:
    """Return the most memory that this process held.

    Linux tells it in /proc; getrusage counts what the parent held when it started the process, too.
    """
    if _STATUS.exists() and (found := re.search(r"VmHWM:\s+(\d+) kB", _STATUS.read_text())):
        return int(found[1]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> None:
    tool, source = sys.argv[1:]
    with TemporaryDirectory() as folder:
        TOOLS[tool].prepare()(Path(source), Path(folder) / "out.jsonl")
    print(f"{peak_mb():.1f}")


if __name__ == "__main__":
    main()
