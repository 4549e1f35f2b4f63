"""One run of the command that reads a pipe for as long as it is fed, while its processes are killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from time import monotonic, sleep
from typing import IO

import orjson

from benchmarks.mixed_texts import make_texts
from benchmarks.soaking.watching import Sample, find_children, take_sample, wait_for_end

TEXTS = 1_000
COMMAND = [sys.executable, "-m", "benchmarks.soaking.command", "--quiet", "--no-config", "--jobs", "2"]
_WATCH_S = 1.0
_MEAN_KILL_S = 8.0  # a shard must have time to be done: one on which 20 processes died ends the run
_LONG = 200  # every so many documents is as long as all kinds together, many times over
_LONG_TEXTS = 10


@dataclass
class Steady:
    """What became of a run: documents given, and those of them that did not come out as they must."""

    given: int = 0
    kills: int = 0
    lost: int = 0
    misplaced: int = 0
    told: int = 0
    code: int = 0
    zombies: int = 0
    left: int = 0
    files: int = 0
    samples: list[Sample] = field(default_factory=list)


def make_pool(texts: int = TEXTS) -> list[str]:
    """Return the texts that are given again and again, some of them long."""
    pool = list(make_texts(texts))
    for at in range(0, len(pool), _LONG):
        pool[at] = "\n".join(pool[at : at + _LONG_TEXTS])
    return pool


def run_steadily(folder: Path, seconds: float, chance: random.Random) -> Steady:
    """Feed a run for so many seconds, kill its younger process again and again, and count what comes out."""
    (work := folder / "steady").mkdir()
    errors, found = folder / "errors.jsonl", Steady()
    process = subprocess.Popen(
        [*COMMAND, "--input-format", "jsonl", "--errors", str(errors)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(work)},
        start_new_session=True,
    )
    assert process.stdin
    assert process.stdout
    ends_at, came = monotonic() + seconds, list[int]()
    feeder = threading.Thread(target=_feed, args=(process.stdin, found, ends_at))
    reader = threading.Thread(target=_read, args=(process.stdout, came))
    feeder.start()
    reader.start()
    _disturb(process, found, ends_at, chance)
    feeder.join()
    reader.join()
    found.code = process.wait()
    told = [orjson.loads(line)["line"] - 1 for line in errors.read_bytes().splitlines()]
    _count(found, came, told)
    found.left, found.files = len(wait_for_end(process.pid)), len(list(work.iterdir()))
    return found


def _feed(pipe: IO[bytes], found: Steady, ends_at: float) -> None:
    pool = [orjson.dumps(text) for text in make_pool()]
    with suppress(BrokenPipeError), pipe:
        while monotonic() < ends_at:
            pipe.write(b'{"id":%d,"text":%b}\n' % (found.given, pool[found.given % len(pool)]))
            found.given += 1


def _read(pipe: IO[bytes], came: list[int]) -> None:
    with pipe:
        came.extend(orjson.loads(line)["id"] for line in pipe)


def _count(found: Steady, came: Sequence[int], told: Sequence[int]) -> None:
    found.told = len(told)
    found.lost = len(set(range(found.given)) - set(came) - set(told))
    found.misplaced = sum(later <= before for before, later in pairwise(came))
    found.misplaced += len(set(came) & set(told))


def _disturb(process: subprocess.Popen[bytes], found: Steady, ends_at: float, chance: random.Random) -> None:
    """Watch a run until its end and kill while it is fed; the oldest worker lives, to be measured."""
    begun, kill_at, zombies = monotonic(), monotonic() + _MEAN_KILL_S, set[int]()
    while process.poll() is None:
        workers = find_children(process.pid)
        seen = {one.pid for one in workers if one.state == "Z"}
        found.zombies += len(seen & zombies)
        zombies = seen
        if sample := take_sample(process.pid, monotonic() - begun):
            found.samples.append(sample)
        if kill_at < monotonic() < ends_at and len(workers) > 1:
            with suppress(ProcessLookupError):
                os.kill(workers[-1].pid, signal.SIGKILL)
                found.kills += 1
            kill_at = monotonic() + chance.expovariate(1 / _MEAN_KILL_S)
        sleep(_WATCH_S)
