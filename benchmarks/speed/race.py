"""Let all tools run over one corpus in turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.speed.corpora import Corpus, write_lines
from benchmarks.speed.peers import BASE, Loop, count_changed
from benchmarks.speed.timing import Quartiles, choose_repeats, measure, ratios, take_turns

_TURN_S = 0.12
_PARTS = (1, 4, 16, 64)  # slow tools run over the first of so many parts


class Race(NamedTuple):
    """What was measured on a corpus: bytes of JSON lines per CPU second of each tool in each round.

    `size`: bytes of the whole corpus as JSON lines. `changed`: how many documents each tool changed.
    `parts`: a tool ran over the first of so many parts. `failures`: why a tool could not run.
    """

    corpus: Corpus
    size: int
    speeds: Mapping[str, Sequence[float]]
    changed: Mapping[str, int]
    parts: Mapping[str, int]
    failures: Mapping[str, str]

    def compare(self, name: str, other: str = BASE) -> Quartiles:
        """The speed of a tool over that of another, round by round."""
        return ratios(self.speeds[name], self.speeds[other])


class _Turn(NamedTuple):
    """One tool's turn: over which file, of how many parts the first, and how often."""

    loop: Loop
    source: Path
    target: Path
    parts: int
    repeats: int

    def run(self) -> None:
        for _ in range(self.repeats):
            self.loop(self.source, self.target)

    @property
    def size(self) -> int:
        return self.source.stat().st_size * self.repeats


def run_race(corpus: Corpus, loops: Mapping[str, Loop], rounds: int, folder: Path) -> Race:
    """Time all loops over a corpus; its files are made in `folder`."""
    files = write_parts(corpus, folder)
    turns, changed, failures = dict[str, _Turn](), dict[str, int](), dict[str, str]()
    for name, loop in loops.items():
        try:
            changed[name] = count_changed(loop, files[1], folder / "out.jsonl")
            turns[name] = _plan(loop, files, folder / "out.jsonl")
        except Exception as error:  # another's fault must not end the run
            failures[name] = f"{type(error).__name__}: {error}"
    times = take_turns({name: turn.run for name, turn in turns.items()}, rounds)
    speeds = {name: [turns[name].size / s for s in seconds] for name, seconds in times.items()}
    parts = {name: turn.parts for name, turn in turns.items()}
    return Race(corpus, files[1].stat().st_size, speeds, changed, parts, failures)


def write_parts(corpus: Corpus, folder: Path) -> dict[int, Path]:
    """Write the whole corpus, and its first parts, as JSON lines; return the files by part."""
    count = len(corpus.documents)
    return {
        parts: write_lines(folder / f"part{parts}.jsonl", corpus.documents[: max(1, count // parts)])
        for parts in _PARTS
    }


def choose_part(seconds: float) -> int:
    """Return over which part of a corpus a tool runs that takes `seconds` over the whole."""
    return next((parts for parts in _PARTS if seconds / parts <= 2 * _TURN_S), _PARTS[-1])


def _plan(loop: Loop, files: Mapping[int, Path], target: Path) -> _Turn:
    """Choose what a tool runs over, so that each turn takes about as long."""
    least = files[_PARTS[-1]]
    share = least.stat().st_size / files[1].stat().st_size
    seconds = measure(partial(loop, least, target)) / share
    parts = choose_part(seconds)
    return _Turn(loop, files[parts], target, parts, choose_repeats(seconds / parts, _TURN_S))
