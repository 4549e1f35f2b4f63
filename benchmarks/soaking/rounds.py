"""Runs that are killed whole, with all their processes, and taken up until they end.

The moments are counted in shards that are done more than in seconds: so a busy machine kills where an idle
one does.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple

import orjson

from benchmarks.soaking.command import SHARD_BYTES
from benchmarks.soaking.steady import COMMAND, make_pool
from benchmarks.soaking.watching import find_children, wait_for_end

_MOST_KILLS = 4  # of a round
_LOOK_S = 0.005


@dataclass
class Rounds:
    """What became of all rounds."""

    ended: int = 0
    killed: int = 0
    unlike: int = 0
    left: int = 0
    files: int = 0


class _Moment(NamedTuple):
    """When a run is killed: so many seconds after so many of its shards are noted in its manifest."""

    manifest: Path
    shards: int
    seconds: float


def run_rounds(folder: Path, ends_at: float, chance: random.Random) -> Rounds:
    """Kill and resume runs over the same corpus until the time is over, at least one."""
    (work := folder / "rounds").mkdir()
    source = _write_corpus(folder / "corpus.jsonl")
    begun = monotonic()
    expected = _outputs(work / "out.jsonl", source, chance, 0.0, Rounds())
    seconds, found = monotonic() - begun, Rounds()
    while not found.ended or monotonic() + seconds < ends_at:
        found.unlike += _outputs(work / "out.jsonl", source, chance, seconds, found) != expected
        found.ended += 1
        found.files += len(list(work.iterdir()))
    return found


def _write_corpus(path: Path) -> Path:
    with path.open("wb") as file:
        for number, text in enumerate(make_pool()):
            file.write(orjson.dumps({"id": number, "text": text}) + b"\n")
    return path


def _outputs(out: Path, source: Path, chance: random.Random, seconds: float, found: Rounds) -> list[bytes]:
    """Return the files of a run that is killed again and again, and remove them.

    `seconds`: what an undisturbed run takes; 0 for one.
    """
    edits, manifest = out.with_suffix(".edits"), out.with_name(f"{out.name}.parts") / "manifest.jsonl"
    shards = source.stat().st_size // SHARD_BYTES + 1
    command = [*COMMAND, str(source), "-o", str(out), "--edits", str(edits)]
    for number in range(chance.randint(1, _MOST_KILLS) if seconds else 0):
        # the first time early, as a run that has ended before cannot be killed
        latest = shards if number else shards // 2
        moment = _Moment(manifest, chance.randrange(latest), chance.uniform(0, seconds / shards))
        found.killed += _kill_at(command, moment, chance, found)
        if _has_ended(out, manifest):
            break
        if manifest.parent.exists() and "--resume" not in command:
            command.append("--resume")
    if not _has_ended(out, manifest):
        subprocess.run(command, check=True)
    return [_take(path) for path in (out, edits)]


def _has_ended(out: Path, manifest: Path) -> bool:
    """Whether the output is there and its parts are not: one that was killed between is to be taken up."""
    return out.exists() and not manifest.parent.exists()


def _kill_at(command: list[str], moment: _Moment, chance: random.Random, found: Rounds) -> bool:
    """Start a run and kill it at a moment; now and then one of its processes first. Say whether."""
    process = subprocess.Popen(command, start_new_session=True)
    while process.poll() is None and _count_shards(moment.manifest) < moment.shards:
        sleep(_LOOK_S)
    try:
        process.wait(moment.seconds)
    except subprocess.TimeoutExpired:
        children = find_children(process.pid)
        if children and chance.random() < 0.5:
            os.kill(chance.choice(children).pid, signal.SIGKILL)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        found.left += len(wait_for_end(process.pid))
        return True
    return False


def _count_shards(manifest: Path) -> int:
    """Return how many shards are noted, below a first line of settings."""
    try:
        return manifest.read_bytes().count(b"\n") - 1
    except FileNotFoundError:
        return 0


def _take(path: Path) -> bytes:
    content = path.read_bytes()
    path.unlink()
    return content
