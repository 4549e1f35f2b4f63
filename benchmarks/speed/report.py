"""Write what was measured as Markdown; nothing of the texts is in it."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from benchmarks.speed.goals import Verdict, chars_per_second, judge
from benchmarks.speed.growth import Growth
from benchmarks.speed.peers import BASE, OURS, TOOLS, Available
from benchmarks.speed.race import Race
from benchmarks.speed.stages import shares
from benchmarks.speed.timing import Quartiles, quartiles
from benchmarks.spun_sets import format_table
from gongwen_clean.version import __version__

Rows = Iterator[Sequence[object]]


class Results(NamedTuple):
    """All that a run measured.

    `steps`: by corpus and step, CPU seconds by round. `peaks`: MB by tool and file. `rounds`, `command`: how.
    """

    command: str
    rounds: int
    races: Mapping[str, Race]
    steps: Mapping[str, Mapping[str, Sequence[float]]]
    step_chars: Mapping[str, int]
    start_ms: Quartiles
    peaks: Mapping[tuple[str, str], float]
    growths: Sequence[Growth]


_TEMPLATE = """# Speed

Written by `{command}` on {machine}.

All figures are CPU time, of one process. The tools took turns over the same files in {rounds} rounds; ratios
are taken round by round, then their median and, in brackets, their quartiles. Speeds in MB/s are 10⁶ bytes
of JSON lines a CPU second: they depend on the machine and on what else it does, ratios hardly. Each loop
reads and writes with buffers of 1 MiB. Slow tools run over the first part of a corpus only, in which at 1 %
there may be nothing noisy.

![speed over the orjson loop, and growth]({picture})

## Goals

A goal is met where the better quartile reaches it.

{goals}

## Corpora

Excerpts of the seeds' originals, and made-up documents. Noisy documents have the lines of a portal around
them, and wrong widths or traditional script; in spun ones half of the words that a spinner's table has are
replaced.

{corpora}

{races}

## Steps of the standard preset

{steps}

The second of the steps for spun text finds the answer of the first, which is kept.

## Start-up and memory

The command on an empty text takes {start} ms more CPU time than the bare interpreter.
The most memory that a process held that did nothing else:

{peaks}

## Growth

The exponent is the slope of log time over log size: 1 where time grows as the size does.

{growths}

## Tools

{tools}
"""


def format_report(results: Results, available: Available, picture: str) -> str:
    """Return the report as Markdown; `picture`: the name of its picture's file."""
    goals = judge(results.races, results.start_ms, results.growths)
    return _TEMPLATE.format(
        command=results.command,
        machine=_describe_machine(),
        rounds=results.rounds,
        picture=picture,
        goals=format_table([("goal", "asked", "measured", "met"), *map(_goal_row, goals)]),
        corpora=format_table(_corpora_rows(results.races)),
        races="\n\n".join(_format_race(race) for race in results.races.values()),
        steps=format_table(_step_rows(results)),
        start=_show(results.start_ms),
        peaks=format_table([("tool", "over", "MB"), *_peak_rows(results)]),
        growths="\n\n".join(map(_format_growth, results.growths)),
        tools=format_table(_tool_rows(available)),
    )


def _describe_machine() -> str:
    system = f"{platform.system()} {platform.machine()}"
    return f"Python {sys.version.split()[0]}, {system}, {os.cpu_count()} cores; gongwen-clean {__version__}"


def _goal_row(verdict: Verdict) -> Sequence[object]:
    return verdict.what, verdict.asked, _show(verdict.figure), "yes" if verdict.is_met else "**no**"


def _corpora_rows(races: Mapping[str, Race]) -> Rows:
    yield "corpus", "documents", "characters", "MB"
    for name, race in races.items():
        yield name, f"{len(race.corpus.documents):,}", f"{race.corpus.chars:,}", f"{race.size / 1e6:.2f}"


def _format_race(race: Race) -> str:
    lines = [f"## {race.corpus.name}", "", format_table(_race_rows(race))]
    lines += [f"\n{name} could not run: {why}" for name, why in race.failures.items()]
    return "\n".join(lines)


def _race_rows(race: Race) -> Rows:
    yield (
        "tool",
        "MB/s",
        "thousand characters/s",
        "÷ orjson loop",
        "gongwen-clean ÷ it",
        "part",
        "documents changed",
    )
    by_speed = sorted(race.speeds, key=lambda name: -quartiles(race.speeds[name]).median)
    for name in by_speed:
        yield (
            name,
            _digits(quartiles(race.speeds[name]).median / 1e6),
            _digits(quartiles(chars_per_second(race, name)).median / 1e3),
            _show(race.compare(name)) if BASE in race.speeds else "–",
            _show(race.compare(OURS, name)) if OURS in race.speeds else "–",
            "whole" if race.parts[name] == 1 else f"1/{race.parts[name]}",
            race.changed[name],
        )


def _step_rows(results: Results) -> Rows:
    heads = (f"{head}, {name}" for name in results.steps for head in ("µs per 1,000 characters", "share"))
    yield "step", *heads
    names = next(iter(results.steps.values()))
    for step in names:
        yield step, *_step_cells(results, step)


def _step_cells(results: Results, step: str) -> Iterator[str]:
    for corpus, times in results.steps.items():
        taken = quartiles(times[step]).median / results.step_chars[corpus] * 1e9
        share = quartiles(shares(times)[step])
        yield _digits(taken)
        yield f"{share.median:.1%} [{share.first:.1%}–{share.third:.1%}]"


def _peak_rows(results: Results) -> Rows:
    for (tool, source), megabytes in results.peaks.items():
        yield tool, source, f"{megabytes:.0f}"


def _format_growth(growth: Growth) -> str:
    sizes = [f"{size:,.0f}" for size in growth.seconds]
    medians = [_digits(1e3 * quartiles(times).median) for times in growth.seconds.values()]
    table = format_table([(growth.unit, *sizes), ("CPU ms", *medians)])
    return f"**{growth.name}**: exponent {_show(growth.exponent)}\n\n{table}"


def _tool_rows(available: Available) -> Rows:
    yield "tool", "version", "what it does"
    for name, tool in TOOLS.items():
        if name in available.missing:
            yield name, "not installed", f"to measure it: `pip install {available.missing[name]}`"
        else:
            yield name, available.versions[tool.package], tool.does


def _show(figure: Quartiles) -> str:
    return f"{_digits(figure.median)} [{_digits(figure.first)}–{_digits(figure.third)}]"


def _digits(value: float) -> str:
    """Three significant digits, without exponents."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) >= 1 else f"{value:.3g}"
