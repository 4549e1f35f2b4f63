"""What the project asks of its own speed, and what a run says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from benchmarks.speed.corpora import CLEAN, SPUN
from benchmarks.speed.growth import Growth
from benchmarks.speed.peers import BASE, DATATROVE, FTFY, JIONLP, OPENCC, OURS
from benchmarks.speed.race import Race
from benchmarks.speed.timing import Quartiles, quartiles

_RATIOS = (
    (CLEAN, BASE, 0.18),
    (CLEAN, FTFY, 18.0),
    (CLEAN, JIONLP, 8.0),
    (CLEAN, OPENCC, 0.5),
    (CLEAN, DATATROVE, 0.9),
    ("10 % noisy", BASE, 0.12),
    ("100 % noisy", FTFY, 4.0),
)
_SPUN_CHARS = 300_000.0
_START_MS = 250.0
_EXPONENT = 1.1


class Verdict(NamedTuple):
    """A goal and the figure it is held to; `is_met` by the better quartile of the rounds."""

    what: str
    asked: str
    figure: Quartiles
    is_met: bool


def judge(races: Mapping[str, Race], start_ms: Quartiles, growths: Sequence[Growth]) -> Iterator[Verdict]:
    """Yield a verdict for every goal whose tools ran."""
    for corpus, other, least in _RATIOS:
        if corpus in races and {OURS, other} <= races[corpus].speeds.keys():
            yield _at_least(f"speed ÷ {other}, {corpus}", races[corpus].compare(OURS, other), least)
    if SPUN in races and OURS in races[SPUN].speeds:
        figure = quartiles(chars_per_second(races[SPUN], OURS))
        yield _at_least(f"characters a CPU second, {SPUN}", figure, _SPUN_CHARS)
    yield _at_most("start-up over the bare interpreter, ms", start_ms, _START_MS)
    for growth in growths:
        yield _at_most(f"growth exponent, {growth.name}", growth.exponent, _EXPONENT)
    if CLEAN in races and OURS in races[CLEAN].changed:
        changed = quartiles([races[CLEAN].changed[OURS]])
        yield _at_most("clean documents changed", changed, 0.0)


def chars_per_second(race: Race, name: str) -> list[float]:
    """Return how many code points of text a tool did in a CPU second, by round."""
    share = race.corpus.chars / race.size
    return [speed * share for speed in race.speeds[name]]


def _at_least(what: str, figure: Quartiles, least: float) -> Verdict:
    return Verdict(what, f"≥ {least:,g}", figure, figure.third >= least)


def _at_most(what: str, figure: Quartiles, most: float) -> Verdict:
    return Verdict(what, f"≤ {most:,g}", figure, figure.first <= most)
