"""Take CPU time in turns, and turn times into figures: ratios by round, quartiles, growth exponents."""

from __future__ import annotations

import gc
import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import process_time
from typing import NamedTuple, TypeAlias

Job: TypeAlias = Callable[[], object]


class Quartiles(NamedTuple):
    """The first quartile, the median and the third quartile of a figure over the rounds."""

    first: float
    median: float
    third: float


def quartiles(values: Iterable[float]) -> Quartiles:
    """Return the quartiles of at least one value."""
    found = list(values)
    if len(found) == 1:
        return Quartiles(*found * 3)
    return Quartiles(*statistics.quantiles(found, n=4, method="inclusive"))


def ratios(ours: Sequence[float], others: Sequence[float]) -> Quartiles:
    """Return the quartiles of one figure over another, each pair taken in the same round."""
    return quartiles(one / other for one, other in zip(ours, others, strict=True))


def fit_exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """Return the slope of log time over log size, by least squares: 1 is linear, 2 quadratic."""
    return statistics.linear_regression([*map(math.log, sizes)], [*map(math.log, seconds)]).slope


def exponents(by_size: Mapping[float, Sequence[float]]) -> Quartiles:
    """Return the quartiles of the growth exponents of all rounds, of the times that each size took."""
    sizes = list(by_size)
    return quartiles(fit_exponent(sizes, times) for times in zip(*by_size.values(), strict=True))


def choose_repeats(seconds: float, least_s: float) -> int:
    """Return how often something that takes `seconds` is to be repeated to take `least_s`."""
    return max(1, math.ceil(least_s / max(seconds, 1e-6)))


def measure(job: Job) -> float:
    """Return the CPU seconds that a job takes, of all threads of this process."""
    gc.collect()
    start = process_time()
    job()
    return process_time() - start


def take_turns(jobs: Mapping[str, Job], rounds: int) -> dict[str, list[float]]:
    """Run all jobs once a round, in order, and return the CPU seconds of each by round."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    gc.collect()
    gc.freeze()  # no tool pays for looking through the tables that another has loaded
    for _ in range(rounds):
        for name, job in jobs.items():
            times[name].append(measure(job))
    return times


def time_by_size(jobs: Mapping[float, Job], rounds: int, least_s: float = 0.05) -> dict[float, list[float]]:
    """Return the CPU seconds of one run of each job by round; short ones are repeated to take `least_s`."""
    repeats: dict[str, int] = {}
    next(iter(jobs.values()))()  # what is loaded at the first call does not count
    for size, job in jobs.items():
        repeats[str(size)] = choose_repeats(measure(job), least_s)
    turns = {str(size): _repeated(job, repeats[str(size)]) for size, job in jobs.items()}
    times = take_turns(turns, rounds)
    return {size: [s / repeats[str(size)] for s in times[str(size)]] for size in jobs}


def _repeated(job: Job, count: int) -> Job:
    def run() -> None:
        for _ in range(count):
            job()

    return run
