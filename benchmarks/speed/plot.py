"""Draw how fast the tools are beside the bare orjson loop, and how time grows with a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.speed.growth import Growth
from benchmarks.speed.peers import BASE, OURS
from benchmarks.speed.race import Race
from benchmarks.speed.timing import quartiles

_COLOURS = ("#0072b2", "#e69f00", "#d55e00", "#aa3377", "#009e73", "#56606a")  # for the colour-blind too
_MARKS = "osD^vP"
_SPREAD = 0.6  # of the distance between two tools, over which the corpora of one are spread


def draw(path: Path, races: Mapping[str, Race], growths: Sequence[Growth]) -> None:
    """Draw both panels to an SVG file."""
    mpl.rc("svg", fonttype="none", hashsalt="gongwen-clean")  # the same file again, with text as text
    mpl.rc("font", family="sans-serif", size=10)
    figure = Figure(figsize=(11, 5.5), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    _draw_races(left, races)
    _draw_growths(right, [growth for growth in growths if growth.unit == "kB"])
    for axes in (left, right):
        axes.grid(color="#dddddd", linewidth=0.6)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None, "Creator": None})


def order_tools(races: Mapping[str, Race]) -> list[str]:
    """Return the tools, slowest first, by the first corpus on which each ran; without the base."""
    names = dict.fromkeys(name for race in races.values() for name in race.speeds if name != BASE)
    seen = {name: next(race for race in races.values() if name in race.speeds) for name in names}
    return sorted(names, key=lambda name: seen[name].compare(name).median)


def _draw_races(axes: Axes, races: Mapping[str, Race]) -> None:
    tools = order_tools(races)
    for n, (name, race) in enumerate(races.items()):
        shift = _SPREAD * (0.5 - (n + 0.5) / len(races))
        rows = [(k + shift, race.compare(tool)) for k, tool in enumerate(tools) if tool in race.speeds]
        middles = [figure.median for _, figure in rows]
        below = [figure.median - figure.first for _, figure in rows]
        above = [figure.third - figure.median for _, figure in rows]
        axes.errorbar(
            middles,
            [y for y, _ in rows],
            xerr=[below, above],
            fmt=_MARKS[n % len(_MARKS)],
            color=_COLOURS[n % len(_COLOURS)],
            markersize=5,
            label=name,
        )
    axes.set_yticks(range(len(tools)), tools)
    for label, tool in zip(axes.get_yticklabels(), tools, strict=True):
        label.set_fontweight("bold" if tool == OURS else "normal")
    axes.set_xscale("log")
    axes.set_xlabel("speed over the bare orjson loop: median, quartiles of the rounds")
    axes.set_title("Text in, text out, on one core", loc="left")
    axes.legend(loc="lower right", frameon=False)


def _draw_growths(axes: Axes, growths: Sequence[Growth]) -> None:
    for growth, colour, mark in zip(growths, _COLOURS, _MARKS, strict=False):
        sizes = list(growth.seconds)
        medians = [quartiles(times).median for times in growth.seconds.values()]
        label = f"{growth.name}: exponent {growth.exponent.median:.2f}"
        axes.plot(sizes, medians, color=colour, marker=mark, markersize=5, label=label)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("one document, kB")
    axes.set_ylabel("CPU seconds")
    axes.set_title("Time over length", loc="left")
    axes.legend(loc="lower right", frameon=False)
