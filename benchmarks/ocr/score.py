"""Clean what engines read and measure how near it comes to what stands on the pages.

    python -m benchmarks.ocr.score FOLDER... -o benchmarks/ocr.md

A FOLDER holds NAME.raw.txt, NAME.gold.txt and NAME.info.json, whose `group` names the engine and whose
`quality` the noise; see `benchmarks.ocr.make_set`. The report holds nothing of the texts.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from benchmarks.spun_sets import format_table, read_set
from gongwen_clean import Cleaner
from gongwen_clean.version import __version__

_NO_HAN = re.compile("[^\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BLANK = re.compile("[\\s\u200b-\u200f\ufeff]+")
_DOC_NUMBER = re.compile(r"[\u4e00-\u9fff]{2}〔\d{4}〕\d+号")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

VARIANTS: Mapping[str, Callable[[str], str]] = {
    "strict": lambda text: text.replace("\r", "").rstrip(),
    "nows": lambda text: _BLANK.sub("", text),
    "han": lambda text: _NO_HAN.sub("", text),
}


class Reading(NamedTuple):
    """A document as an engine read it, as it was cleaned, and as it stands on the pages."""

    engine: str
    noise: str
    raw: str
    clean: str
    gold: str


class Report(NamedTuple):
    """The readings of a set and what was counted in each."""

    name: str
    readings: Sequence[Reading]
    counts: Sequence[Counter[str]]


def clean_set(folder: Path, cleaner: Cleaner) -> list[Reading]:
    """Clean the raw texts of a set; they are in the order of their names."""
    paths = sorted(folder.glob("*.gold.txt"))
    found = (path.with_name(path.name.replace(".gold.txt", ".info.json")) for path in paths)
    details = [json.loads(path.read_text(encoding="utf-8")) for path in found if path.exists()]
    if len(details) < len(paths):
        raise SystemExit(f"{folder}: {len(paths) - len(details)} documents have no NAME.info.json")
    return [
        Reading(one["group"], one["quality"], sample.raw, cleaner.run(sample.raw).text, sample.gold)
        for one, sample in zip(details, read_set(folder), strict=True)
    ]


def count(reading: Reading) -> Counter[str]:
    """Count characters that differ, 文号 and numbers that are right, and whether the document got worse.

    Cost: O(n²) in the length of the texts at worst.
    """
    counts = Counter(documents=1)
    for name, variant in VARIANTS.items():
        gold = variant(reading.gold)
        before, after = (Levenshtein.distance(variant(text), gold) for text in (reading.raw, reading.clean))
        counts += Counter({f"{name} chars": len(gold), f"{name} before": before, f"{name} after": after})
        counts[f"{name} worse"] += after > before
    counts.update(_count_right("doc numbers", reading, lambda text: _DOC_NUMBER.findall(text)))
    counts.update(_count_right("numbers", reading, _find_numbers))
    return counts


def _find_numbers(text: str) -> Iterable[str]:
    """The numbers of two digits or more."""
    return (number for number in _NUMBER.findall(text) if len(number) > 1)


def _count_right(kind: str, reading: Reading, find: Callable[[str], Iterable[str]]) -> Counter[str]:
    """Count what is found in gold, in the others too, and in all three.

    Where something stands twice in gold it must be found twice; in which places does not count.
    """
    gold, raw, clean = (Counter(find(text)) for text in (reading.gold, reading.raw, reading.clean))
    before, after = gold & raw, gold & clean
    totals = {"": gold, " before": before, " after": after, " stayed": before & after}
    return Counter({f"{kind}{key}": found.total() for key, found in totals.items()})


def measure_set(folder: Path, cleaner: Cleaner) -> Report:
    """Clean a set and count."""
    readings = clean_set(folder, cleaner)
    return Report(folder.name, readings, [count(reading) for reading in readings])


def tabulate(report: Report) -> Iterator[tuple[str, Counter[str]]]:
    """Yield the sums of a set: of each engine, of each noise, of all."""
    for labels in ([r.engine for r in report.readings], [r.noise for r in report.readings]):
        for label in sorted(set(labels)):
            yield label, _add_up(c for c, own in zip(report.counts, labels, strict=True) if own == label)
    yield "all", _add_up(report.counts)


def _add_up(counts: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return total


def format_report(reports: Sequence[Report]) -> str:
    """The report as Markdown."""
    return _TEMPLATE.format(
        names=" ".join(report.name for report in reports),
        version=__version__,
        sets="\n\n".join(map(_format_set, reports)),
    )


def _format_set(report: Report) -> str:
    rows = list(tabulate(report))
    rates = format_table([_RATES, *(_format_rates(*row) for row in rows)])
    facts = format_table([_FACTS, *(_format_facts(*row) for row in rows)])
    return f"## {report.name}\n\n{rates}\n\n{facts}"


def _format_rates(label: str, counts: Counter[str]) -> list[str]:
    cells = [label, str(counts["documents"]), f"{counts['nows chars']:,}"]
    for name in VARIANTS:
        chars, before, after = (counts[f"{name} {key}"] for key in ("chars", "before", "after"))
        change = f" ({100 * (after - before) / before:+.0f}%)" if before else ""
        cells.append(f"{100 * before / max(1, chars):.2f} → {100 * after / max(1, chars):.2f}{change}")
    return [*cells, *(str(counts[f"{name} worse"]) for name in VARIANTS)]


def _format_facts(label: str, counts: Counter[str]) -> list[str]:
    keys = ("", " before", " after", " stayed")
    return [label, *(f"{counts[kind + key]:,}" for kind in ("doc numbers", "numbers") for key in keys)]


_RATES = ["", "documents", "characters", *VARIANTS, *(f"worse, {name}" for name in VARIANTS)]
_STATES = ("", ", before", ", after", ", stayed")
_FACTS = ["", *(f"{kind}{state}" for kind in ("文号", "numbers") for state in _STATES)]
_TEMPLATE = """# Quality on scanned pages

Written by `python -m benchmarks.ocr.score {names}` with gongwen-clean {version}, preset standard.
`python -m benchmarks.ocr.make_set` makes a set.

The first table has error rates, before → after cleaning, in percent: Levenshtein distance to gold / gold
characters. *strict*: every character, blanks and line breaks too; *nows*: without white space; *han*: Han
only. *worse*: documents that are farther from gold than before.

The second counts what gold has, and how much of it stands in the texts exactly so: *文号* with two characters
of their code, and *numbers* of two digits or more. *stayed*: right before and after; where that is less than
*before*, cleaning spoilt some.

{sets}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parents[1] / "ocr.md")
    given = parser.parse_args()
    cleaner = Cleaner()
    text = format_report([measure_set(folder, cleaner) for folder in given.sets])
    given.output.write_text(text, encoding="utf-8", newline="\n")
    print(text)


if __name__ == "__main__":
    main()
