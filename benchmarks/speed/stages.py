"""How much of the time each step of the standard preset takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any, cast

from gongwen_clean.chain import Chain
from gongwen_clean.normalizer import Normalizer, Reader
from gongwen_clean.presets import PRESETS

_CHAIN = "chain: one scan, order, receipt"


class _TimedStep:
    """A step that notes how long it takes to ask and to run; otherwise as the step it stands for."""

    def __init__(self, step: Normalizer | Reader, seconds: dict[str, float]) -> None:
        self._step = step
        self._seconds = seconds
        for name in ("edits", "read", "is_needed"):
            if hasattr(step, name):
                setattr(self, name, self._timed(getattr(step, name)))
        # each step is charged with all of its looks, though some are asked for other steps as well
        for name in ("looks", "line_looks"):
            setattr(self, name, tuple(self._timed(look) for look in getattr(step, name, ())))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._step, name)

    def _timed(self, method: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def run(text: Any) -> Any:
            start = perf_counter()
            try:
                return method(text)
            finally:
                self._seconds[self._step.name] += perf_counter() - start

        return run


def time_steps(documents: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each step by round, as it runs in the chain; the last is the chain's own work."""
    seconds: dict[str, float] = {step.name: 0.0 for step in PRESETS["standard"]}
    chain = Chain(*(cast(Normalizer, _TimedStep(step, seconds)) for step in PRESETS["standard"]))
    times = [_run_once(chain, documents, seconds) for _ in range(rounds + 1)][1:]
    return {name: [once[name] for once in times] for name in times[0]}


def take_chars(documents: Sequence[str], chars: int) -> list[str]:
    """Return the first documents that have together at least `chars` code points; all, if they have fewer."""
    taken: list[str] = []
    for text in documents:
        if chars <= 0:
            break
        taken.append(text)
        chars -= len(text)
    return taken


def shares(times: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    """Return each step's share of the time of all steps, by round."""
    totals = [sum(once) for once in zip(*times.values(), strict=True)]
    return {name: [s / t for s, t in zip(taken, totals, strict=True)] for name, taken in times.items()}


def _run_once(chain: Chain, documents: Sequence[str], seconds: dict[str, float]) -> dict[str, float]:
    seconds.update(dict.fromkeys(seconds, 0.0))
    start = perf_counter()
    for text in documents:
        chain.run(text)
    total = perf_counter() - start
    return {**seconds, _CHAIN: total - sum(seconds.values())}
