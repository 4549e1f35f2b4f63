"""Runs that are killed whole, with all their processes, and taken up until they end."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import orjson

from benchmarks.soaking.steady import COMMAND, make_pool
from benchmarks.soaking.watching import find_children, wait_for_end

_MOST_KILLS = 4  # of a round


@dataclass
class Rounds:
    """What became of all rounds."""

    ended: int = 0
    killed: int = 0
    unlike: int = 0
    left: int = 0
    files: int = 0


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
    """Return the files of a run that is killed at moments within so many seconds, and remove them."""
    edits = out.with_suffix(".edits")
    command = [*COMMAND, str(source), "-o", str(out), "--edits", str(edits)]
    for _ in range(chance.randint(1, _MOST_KILLS) if seconds else 0):
        found.killed += _kill_at(command, chance.uniform(0, seconds), chance, found)
        if out.exists():
            break
        if out.with_name(f"{out.name}.parts").exists() and "--resume" not in command:
            command.append("--resume")
    if not out.exists():
        subprocess.run(command, check=True)
    return [_take(path) for path in (out, edits)]


def _kill_at(command: list[str], seconds: float, chance: random.Random, found: Rounds) -> bool:
    """Start a run and kill it after a while; now and then one of its processes first. Say whether."""
    process = subprocess.Popen(command, start_new_session=True)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        children = find_children(process.pid)
        if children and chance.random() < 0.5:
            os.kill(chance.choice(children).pid, signal.SIGKILL)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        found.left += len(wait_for_end(process.pid))
        return True
    return False


def _take(path: Path) -> bytes:
    content = path.read_bytes()
    path.unlink()
    return content
