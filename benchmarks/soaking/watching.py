"""What /proc tells about a running command and its processes. Linux only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from statistics import linear_regression
from time import sleep
from typing import NamedTuple

_PROC = Path("/proc")
_WAITS, _WAIT_S = 100, 0.1
_RSS = re.compile(r"VmRSS:\s+(\d+) kB")


class Process(NamedTuple):
    """A process as /proc shows it; `started` counts the system's ticks."""

    pid: int
    parent: int
    group: int
    state: str
    started: int


class Sample(NamedTuple):
    """The memory of a command and its oldest worker, in MB, and the command's handles, at a second."""

    at_s: float
    parent_mb: float
    oldest_mb: float
    handles: int


def read_process(pid: int) -> Process | None:
    """Return a process; None when it is gone."""
    try:
        content = (_PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = content[content.rindex(")") + 2 :].split()
    return Process(pid, int(fields[1]), int(fields[2]), fields[0], int(fields[19]))


def find_children(pid: int) -> list[Process]:
    """Return the processes that a process started, the oldest first."""
    return sorted(_matching("parent", pid), key=lambda one: (one.started, one.pid))


def find_group(group: int) -> list[Process]:
    """Return the processes of a group that are alive."""
    return [one for one in _matching("group", group) if one.state != "Z"]


def wait_for_end(group: int) -> list[Process]:
    """Return the processes of a group that do not end within ten seconds."""
    for _ in range(_WAITS):
        if not (left := find_group(group)):
            break
        sleep(_WAIT_S)
    return left


def _matching(field: str, value: int) -> list[Process]:
    pids = [int(path.name) for path in _PROC.iterdir() if path.name.isdigit()]
    return [one for pid in pids if (one := read_process(pid)) and getattr(one, field) == value]


def take_sample(pid: int, at_s: float) -> Sample | None:
    """Return what a command holds now; None while it has no worker, or is gone."""
    workers = [one for one in find_children(pid) if one.state != "Z"]
    try:
        handles = sum(1 for _ in (_PROC / str(pid) / "fd").iterdir())
        return Sample(at_s, _memory_mb(pid), _memory_mb(workers[0].pid), handles)
    except (IndexError, FileNotFoundError, ProcessLookupError, LookupError):
        return None


def _memory_mb(pid: int) -> float:
    found = _RSS.search((_PROC / str(pid) / "status").read_text())
    if not found:
        raise LookupError(f"process {pid} has ended")
    return int(found[1]) * 1024 / 1e6


def growth_mb_per_hour(points: Sequence[tuple[float, float]]) -> float:
    """Return the slope of the line through points of seconds and MB; 0 for fewer than two of them."""
    if len(points) < 2:
        return 0.0
    seconds, megabytes = zip(*points, strict=True)
    return linear_regression(seconds, megabytes).slope * 3600
