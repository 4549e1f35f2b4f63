"""Trade recall for harm by asking for more confidence; write `tradeoff.svg` and `tradeoff.md`.

    python -m benchmarks.tradeoff SET... -o benchmarks/tradeoff.svg

For the SETs see `benchmarks.quality`. Also fits how likely a repair is to be wrong from its confidence: the
OFFSET and SLOPE of `gongwen_clean.decoding.confidence`, by logistic regression over the repairs of all sets.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from benchmarks.spun_sets import (
    Case,
    Figures,
    Sample,
    add_up,
    clean_in_stages,
    format_table,
    introduce,
    measure,
    read_set,
)
from gongwen_clean.decoding.confidence import chance_of_harm
from gongwen_clean.decoding.trust import DEFAULT_TRUST, Trust

SWEEP = (0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)
_BINS = (-math.inf, 0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, math.inf)
_LABELLED = (2.0, 4.0, 8.0, 12.0)
_RING: dict[str, Any] = {"marker": "o", "markersize": 11, "markerfacecolor": "none", "linewidth": 0}
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#aa3377", "#56606a")  # told apart by the colour-blind too


class Outcomes(NamedTuple):
    """The confidence of repairs, in nats, and whether each does not read as gold."""

    confidence: NDArray[np.float64]
    wrong: NDArray[np.bool_]


class Fit(NamedTuple):
    """P(wrong) = 1 / (1 + exp(slope * confidence - offset))."""

    offset: float
    slope: float

    def predict(self, confidence: NDArray[np.float64]) -> NDArray[np.float64]:
        """How likely repairs of this confidence are to be wrong."""
        chance: NDArray[np.float64] = 1 / (1 + np.exp(self.slope * confidence - self.offset))
        return chance


def sweep(samples: Sequence[Sample]) -> list[Figures]:
    """Measure a set at each least confidence of the sweep."""
    trusts = [Trust(min_confidence=nats) for nats in SWEEP]
    return [add_up(measure(s, clean_in_stages(s.raw, trust).text) for s in samples) for trust in trusts]


def observe(samples: Sequence[Sample]) -> Outcomes:
    """Make every repair that the decoder weighs, however doubtful, and see which are wrong."""
    pairs: list[tuple[float, bool]] = []
    for sample in samples:
        case = Case(sample, clean_in_stages(sample.raw, Trust(min_confidence=-math.inf)))
        wrong = set(case.wrong)
        pairs += [(r.confidence, r in wrong) for r in case.repairs if r.confidence is not None]
    return Outcomes(np.array([nats for nats, _ in pairs]), np.array([is_wrong for _, is_wrong in pairs]))


def join(sets: Sequence[Outcomes]) -> Outcomes:
    """The outcomes of all sets."""
    return Outcomes(np.concatenate([s.confidence for s in sets]), np.concatenate([s.wrong for s in sets]))


def fit_logistic(outcomes: Outcomes) -> Fit:
    """Fit the chance of being wrong by maximum likelihood, with Newton's method."""
    design = np.column_stack((np.ones(len(outcomes.wrong)), -outcomes.confidence))
    weights = np.zeros(2)
    for _ in range(50):
        chance = Fit(*weights.tolist()).predict(outcomes.confidence)
        curvature = design.T * (chance * (1 - chance)) @ design
        step = np.linalg.solve(curvature, design.T @ (outcomes.wrong - chance))
        weights += step
        if np.abs(step).max() < 1e-10:
            break
    return Fit(*weights.tolist())


def draw(path: Path, rows: dict[str, list[Figures]]) -> None:
    """Draw one line of recall against harm for each set."""
    mpl.rc("svg", fonttype="none", hashsalt="gongwen-clean")  # the same file again, with text as text
    mpl.rc("font", family="sans-serif", size=11)
    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.add_subplot()
    for colour, (name, figures) in zip(_COLOURS, rows.items(), strict=False):
        _draw_set(axes, name, figures, colour)
    axes.plot([], [], **_RING, color="#333333", label=f"default, {DEFAULT_TRUST.min_confidence:g} nats")
    axes.set_xlabel("harm: right characters made wrong, per 10,000")
    axes.set_ylabel("recall: wrong characters made right")
    axes.set_title("Asking for more confidence: less harm, less recall", loc="left")
    axes.set_xlim(left=0)
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower right", frameon=False, title="beside the points: least confidence, nats")
    figure.savefig(path, metadata={"Date": None, "Creator": None})


def _draw_set(axes: Axes, name: str, figures: Sequence[Figures], colour: str) -> None:
    harm, recall = [f.harm for f in figures], [f.recall for f in figures]
    axes.plot(harm, recall, color=colour, marker="o", markersize=4, linewidth=1.5, label=name)
    for nats, x, y in zip(SWEEP, harm, recall, strict=True):
        if nats == DEFAULT_TRUST.min_confidence:
            axes.plot(x, y, **_RING, color=colour)
        elif nats in _LABELLED:
            axes.annotate(f"{nats:g}", (x, y), (6, -11), textcoords="offset points", color=colour, size=9)


def format_sweep(rows: dict[str, list[Figures]]) -> str:
    """Recall and harm of each set at each least confidence."""
    table = [["least confidence", *rows]]
    for n, nats in enumerate(SWEEP):
        mark = " (default)" if nats == DEFAULT_TRUST.min_confidence else ""
        cells = [f"{figures[n].recall:.3f} / {figures[n].harm:.1f}" for figures in rows.values()]
        table.append([f"{nats:g}{mark}", *cells])
    return format_table(table)


def format_reliability(sets: dict[str, Outcomes], fit: Fit) -> str:
    """Seen and predicted shares of wrong repairs, by confidence and by set."""
    everything = join(list(sets.values()))
    heads = ["confidence", "repairs", "wrong", "fitted", "confidence.py"]
    bins = [(f"{low:g} to {high:g}", _within(everything, low, high)) for low, high in pairwise(_BINS)]
    groups = [*bins, *sets.items(), ("all", everything)]
    return format_table([heads, *(_format_group(name, group, fit) for name, group in groups)])


def _within(outcomes: Outcomes, low: float, high: float) -> Outcomes:
    chosen = (outcomes.confidence >= low) & (outcomes.confidence < high)
    return Outcomes(outcomes.confidence[chosen], outcomes.wrong[chosen])


def _format_group(name: str, group: Outcomes, fit: Fit) -> list[str]:
    if not len(group.wrong):
        return [name, "0", "-", "-", "-"]
    shipped = np.mean([chance_of_harm(nats) for nats in group.confidence.tolist()])
    shares = (group.wrong.mean(), fit.predict(group.confidence).mean(), shipped)
    return [name, f"{len(group.wrong):,}", *(f"{share:.4f}" for share in shares)]


_TEMPLATE = """# Recall against harm

{introduction}

![recall against harm]({picture})

Recall / harm per 10,000 where repairs of less confidence, in nats, are left undone:

{sweep}

## How likely a repair is to be wrong

Fitted over all repairs of all sets, those below the default confidence too:
`1 / (1 + exp(SLOPE * confidence - OFFSET))` with **OFFSET = {fit.offset:.3f}**, **SLOPE = {fit.slope:.3f}**.
A repair is wrong when it does not read as gold, whether or not its place was right before. The last columns
are the shares expected by this fit and by the constants that stand in `confidence.py`.

{reliability}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).with_suffix(".svg"))
    given = parser.parse_args()
    samples = {folder.name: read_set(folder) for folder in given.sets}
    rows = {name: sweep(found) for name, found in samples.items()}
    outcomes = {name: observe(found) for name, found in samples.items()}
    fit = fit_logistic(join(list(outcomes.values())))
    draw(given.output, rows)
    text = _TEMPLATE.format(
        introduction=introduce("tradeoff", given.sets),
        picture=given.output.name,
        sweep=format_sweep(rows),
        fit=fit,
        reliability=format_reliability(outcomes, fit),
    )
    given.output.with_suffix(".md").write_text(text, encoding="utf-8", newline="\n")
    print(text)


if __name__ == "__main__":
    main()
