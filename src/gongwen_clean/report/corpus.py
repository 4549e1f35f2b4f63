"""What became of a corpus as one HTML page: counts, plots, examples, and a sample to check for harm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from typing import Any, NamedTuple

from gongwen_clean.errors import MissingExtraError
from gongwen_clean.normalizer import Step
from gongwen_clean.report.gathering import CHANGED, EditSample, Gathering
from gongwen_clean.report.plots import draw_bars, draw_columns
from gongwen_clean.report.reasons import Reasons
from gongwen_clean.report.templates import Language, Page, fill_page

_PAGE = Page("corpus.html", ("common.css", "corpus.css"), ("common.js", "corpus.js"))
_SHOWN_RULES = 200
_REVIEWED = 20  # of each family
_FREQUENT = 6  # of each family
_SCORE_PARTS = "."


@dataclass(frozen=True, slots=True)
class CorpusRun:
    """What a report is made from. `name`: of the corpus, for the page's title.

    `counts`: as `streaming.tally.Tally.as_json` returns them. `gathering`: of the same documents.
    """

    name: str
    counts: Mapping[str, Any]
    gathering: Gathering


def check_extras() -> None:
    """Raise MissingExtraError, before there is anything to render, without what renders it."""
    if missing := [name for name in ("jinja2", "matplotlib") if find_spec(name) is None]:
        raise MissingExtraError(f"HTML reports need {' and '.join(missing)}", "report")


def render_corpus(run: CorpusRun, language: Language = "zh", steps: Iterable[Step] | None = None) -> str:
    """Return what became of a corpus as an HTML page that stands alone; its size does not grow with it.

    Args: language: "zh" or "en", in which the page opens. steps: those that made the edits, which explain
    their rules; None for those of the standard preset.
    Raises: MissingExtraError without jinja2 or matplotlib.
    """
    values = {**_counted(run.counts), **_gathered(run.gathering)}
    rules = {rule for rule, _ in values["rules"]} | set(run.gathering.findings)
    for _, sample in values["review"]:
        rules.update(sample.rule.split("+"))
    reasons = Reasons(steps)
    receipt = {
        "reasons": {rule: reasons.of(rule) for rule in sorted(rules)},
        "samples": [sample._asdict() for _, sample in values["review"]],
    }
    return fill_page(_PAGE, language, {"name": run.name, "receipt": receipt, **values})


def _counted(counts: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows of a run's counts."""
    return {
        "counts": counts,
        "rules": _most_common(counts["rules"])[:_SHOWN_RULES],
        "more_rules": max(0, len(counts["rules"]) - _SHOWN_RULES),
        "scores": list(_plot_scores(counts["scores"])),
    }


def _gathered(gathering: Gathering) -> dict[str, Any]:
    """What the page shows of a gathering."""
    review = list(_review(gathering))
    return {
        "text_chars": gathering.text_chars,
        "families": _plot_families(gathering),
        "findings": _most_common(gathering.findings),
        "changed": CHANGED,
        "worst": [(name, list(gathering.worst[name].values())) for name in _measures(gathering)],
        "frequent": [(family, list(_frequent(gathering, family))) for family in _by_count(gathering)],
        "review": review,
        "review_counts": Counter(family for family, _ in review),
    }


class Histogram(NamedTuple):
    """Bars with their labels, drawn and as rows of a table."""

    name: str
    bars: list[tuple[str, int]]
    plot: object


class Frequent(NamedTuple):
    """A change that is made often: an example of it, how often, and whether that is only estimated."""

    sample: EditSample
    times: int
    is_estimated: bool


def _most_common(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Names and counts, the most frequent first; not in the order in which a run came upon them."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _by_count(gathering: Gathering) -> list[str]:
    return [family for family, _ in _most_common(gathering.families)]


def _plot_families(gathering: Gathering) -> Histogram | None:
    bars = _most_common(gathering.families)
    return Histogram("family", bars, draw_bars(bars, "family")) if bars else None


def _plot_scores(scores: Mapping[str, Mapping[str, int]]) -> Iterator[Histogram]:
    """Yield a histogram for each score, from documents by the power of two below their score."""
    for name, bins in scores.items():
        if _SCORE_PARTS in name:
            continue
        powers = [0, *(1 << n for n in range(max(map(int, bins)).bit_length()))]
        bars = [(_bin_label(power), bins.get(str(power), 0)) for power in powers]
        yield Histogram(name, bars, draw_columns(bars, f"score-{name}"))


def _bin_label(power: int) -> str:
    return f"{power}–{2 * power}" if power else "0–1"


def _measures(gathering: Gathering) -> list[str]:
    return sorted(gathering.worst, key=lambda name: (name != CHANGED, name))


def _frequent(gathering: Gathering, family: str) -> Iterator[Frequent]:
    """Yield the most frequent changes of a family, which occur at least twice in its sample."""
    drawn = list(gathering.samples[family].values())
    counts = Counter((sample.before, sample.after) for sample in drawn)
    examples = {(sample.before, sample.after): sample for sample in reversed(drawn)}
    total = gathering.families[family]
    for change, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_FREQUENT]:
        if count > 1:
            yield Frequent(examples[change], round(count / len(drawn) * total), total > len(drawn))


def _review(gathering: Gathering) -> Iterator[tuple[str, EditSample]]:
    for family in _by_count(gathering):
        for sample in islice(gathering.samples[family].values(), _REVIEWED):
            yield family, sample
