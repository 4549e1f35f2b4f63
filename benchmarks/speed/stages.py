"""How much of the time each step of the standard preset takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import process_time

from gongwen_clean.chain import Chain
from gongwen_clean.presets import PRESETS


def time_steps(documents: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """Return the CPU seconds of each step by round; each sees what the ones before it made, as in a chain."""
    chains = {step.name: Chain(step) for step in PRESETS["standard"]}
    _run_once(chains, documents)
    times = [_run_once(chains, documents) for _ in range(rounds)]
    return {name: [once[name] for once in times] for name in chains}


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


def _run_once(chains: Mapping[str, Chain], documents: Sequence[str]) -> dict[str, float]:
    times = dict.fromkeys(chains, 0.0)
    for text in documents:
        for name, chain in chains.items():
            start = process_time()
            text = chain.run(text).text
            times[name] += process_time() - start
    return times
