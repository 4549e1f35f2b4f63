"""Measure how near scraped pages come to the text once published, beside other cleaners.

A set is a folder of NAME.raw.txt and NAME.gold.txt; the letter a NAME begins with is its class. Where they
apply, NAME.alts.tsv names words that count as right too (see `benchmarks.quality`), NAME.debatable.txt lines
that may be kept or dropped, and NAME.meta.json the metadata {key: value}. Only letters, digits and Han are
compared. The report holds nothing of the texts.

The other cleaners run where they are installed: `pip install trafilatura justext lxml_html_clean jionlp`.
jusText asks for lxml_html_clean itself, as an extra of lxml that pip before 23.3 does not find.
"""

from __future__ import annotations

import contextlib
import html
import importlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.spun_sets import Figures, Sample, add_up, core, format_table, measure, read_set
from gongwen_clean import Cleaner
from gongwen_clean.document import Field

Clean = Callable[[str], str]
OURS = "gongwen-clean"


class Page(NamedTuple):
    """A scraped page, its lines that may be kept or dropped, and its metadata where these are known."""

    name: str
    sample: Sample
    debatable: str
    expected: Mapping[str, str] | None


class Verdict(NamedTuple):
    """A value of metadata: None for a field that was not found, or for a key of which gold says nothing."""

    key: str
    field: Field | None
    is_right: bool | None


class Peer(NamedTuple):
    """Another cleaner: its module, what pip installs for it, what is called, and the call."""

    module: str
    packages: str
    called: str
    run: Callable[[Any, str], str]


class Report(NamedTuple):
    """What was measured on one set: for each cleaner and page the figures, and what became of metadata."""

    name: str
    classes: Sequence[str]
    figures: Mapping[str, Sequence[Figures]]
    verdicts: Sequence[Verdict]


def as_html(text: str) -> str:
    """A minimal page in which each line of a text that is not blank is a paragraph."""
    paragraphs = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.splitlines() if line.strip())
    return f"<html lang='zh'><head><meta charset='utf-8'></head><body>\n{paragraphs}</body></html>"


def _run_trafilatura(module: Any, text: str) -> str:
    return module.extract(as_html(text)) or ""


def _run_justext(module: Any, text: str) -> str:
    paragraphs = module.justext(as_html(text), frozenset(), stopwords_low=0, stopwords_high=0)
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def _run_jionlp(module: Any, text: str) -> str:
    return str(module.clean_text(text))


PEERS = {
    "trafilatura": Peer("trafilatura", "trafilatura", "`extract(page)`", _run_trafilatura),
    "jusText": Peer(
        "justext",
        "justext lxml_html_clean",
        "`justext(page, frozenset(), stopwords_low=0, stopwords_high=0)`, its mode for any language; it has "
        "no stop words for Chinese",
        _run_justext,
    ),
    "JioNLP": Peer("jionlp", "jionlp", "`clean_text(text)`", _run_jionlp),
}


def read_pages(folder: Path) -> list[Page]:
    """Return the pages of a set by name."""
    names = [path.name.removesuffix(".gold.txt") for path in sorted(folder.glob("*.gold.txt"))]
    return [
        Page(name, sample, _read(folder / f"{name}.debatable.txt"), _read_metadata(folder, name))
        for name, sample in zip(names, read_set(folder), strict=True)
    ]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _read_metadata(folder: Path, name: str) -> dict[str, str] | None:
    text = _read(folder / f"{name}.meta.json")
    values: dict[str, object] = json.loads(text or "{}")
    return {key: str(value) for key, value in values.items() if str(value).strip()} if text else None


def without_lines(text: str, lines: str) -> str:
    """`text` without the lines that have the same letters and digits as one of `lines`."""
    gone = {core(line) for line in lines.splitlines() if line.strip()}
    return "\n".join(line for line in text.split("\n") if core(line) not in gone)


def measure_page(page: Page, text: str) -> Figures:
    """Compare the raw text and a cleaned one with gold, debatable lines left out."""
    raw, gold, out = (without_lines(t, page.debatable) for t in (page.sample.raw, page.sample.gold, text))
    return measure(page.sample._replace(raw=raw, gold=gold), out)


def judge(fields: Iterable[Field], expected: Mapping[str, str]) -> Iterator[Verdict]:
    """Yield what became of each value that was found or should have been."""
    by_key = {field.key: field for field in fields}
    for key in [*expected, *(by_key.keys() - expected.keys())]:
        field = by_key.get(key)
        is_right = field is not None and key in expected and core(field.value) == core(expected[key])
        yield Verdict(key, field, is_right if key in expected else None)


def load_peers() -> tuple[dict[str, Clean], list[str]]:
    """Return the other cleaners that are installed, and a line of the report for each that is known."""
    cleaners: dict[str, Clean] = {}
    lines = []
    for name, peer in PEERS.items():
        try:
            with contextlib.redirect_stdout(sys.stderr):  # JioNLP greets
                module = importlib.import_module(peer.module)
        except ImportError:
            lines.append(f"- {name} is not installed; to measure it: `pip install {peer.packages}`")
            continue
        cleaners[name] = partial(peer.run, module)
        lines.append(f"- {name} {version(peer.module)}: {peer.called}")
    return cleaners, lines


def measure_set(folder: Path, cleaner: Cleaner, peers: Mapping[str, Clean]) -> Report:
    """Clean the pages of a set by gongwen-clean and by each peer, and measure the results."""
    pages = read_pages(folder)
    documents = [cleaner.run(page.sample.raw) for page in pages]
    figures = {OURS: [measure_page(p, d.text) for p, d in zip(pages, documents, strict=True)]}
    figures |= {name: [measure_page(p, clean(p.sample.raw)) for p in pages] for name, clean in peers.items()}
    verdicts: list[Verdict] = []
    for page, document in zip(pages, documents, strict=True):
        if page.expected is not None:
            verdicts += judge(document.fields, page.expected)
    return Report(folder.name, [page.name[0] for page in pages], figures, verdicts)


def format_report(reports: Sequence[Report], peers: Sequence[str]) -> str:
    """The report as Markdown."""
    verdicts = [verdict for report in reports for verdict in report.verdicts]
    keys = [row for report in reports for row in tabulate_keys(report)]
    return _TEMPLATE.format(
        peers="\n".join(peers),
        sets="\n\n".join(f"## {r.name}\n\n{format_table([_FIGURES, *tabulate_classes(r)])}" for r in reports),
        keys=format_table([_KEYS, *keys]),
        origins=format_table([_ORIGINS, *tabulate_origins(verdicts)]),
    )


def tabulate_classes(report: Report) -> Iterator[Sequence[object]]:
    """Yield for all pages, and for each class where there are several, a row of figures of each cleaner."""
    classes = sorted(set(report.classes))
    for wanted in [classes, *([one] for one in classes if len(classes) > 1)]:
        for cleaner, figures in report.figures.items():
            rows = [f for f, letter in zip(figures, report.classes, strict=True) if letter in wanted]
            label = "all" if wanted == classes else wanted[0]
            yield label, cleaner, len(rows), *_format_figures(rows)


def _format_figures(rows: Sequence[Figures]) -> list[str]:
    gold, far, near, *_ = total = add_up(rows)
    distances = [f"{far / max(1, gold):.4f}", f"{near / max(1, gold):.4f}"]
    ratio = f"{near / far:.3f}" if far else "-"
    rates = [f"{total.harm:.1f}", f"{total.extra * 1e4 / max(1, gold):.1f}"]
    return [*distances, ratio, *rates, str(sum(row.near == 0 for row in rows))]


def tabulate_keys(report: Report) -> Iterator[Sequence[object]]:
    """Yield for each key of a set's metadata, and for all, a row of counts with precision and recall."""
    known = [verdict for verdict in report.verdicts if verdict.is_right is not None]
    keys = sorted({verdict.key for verdict in known})
    for wanted in [*([key] for key in keys), keys]:
        verdicts = [verdict for verdict in known if verdict.key in wanted]
        found = sum(verdict.field is not None for verdict in verdicts)
        right = sum(verdict.is_right is True for verdict in verdicts)
        shares = (f"{right / n:.3f}" if n else "-" for n in (found, len(verdicts)))
        yield report.name, "all" if wanted is keys else wanted[0], len(verdicts), found, right, *shares


def tabulate_origins(verdicts: Iterable[Verdict]) -> Iterator[Sequence[object]]:
    """Yield for each origin how many of its values are right, beside the confidence that its fields have."""
    seen = [(field, verdict.is_right) for verdict in verdicts if (field := verdict.field)]
    for origin in sorted({field.origin for field, _ in seen}):
        outcomes = Counter(is_right for field, is_right in seen if field.origin == origin)
        quoted = next(field.confidence for field, _ in seen if field.origin == origin)
        known = outcomes[True] + outcomes[False]
        share = f"{(outcomes[True] + 1) / (known + 2):.2f}"
        agrees = "yes" if share == f"{quoted:.2f}" else "no"
        yield origin, known, outcomes[True], share, f"{quoted:.2f}", agrees, outcomes[None]


_FIGURES = ["class", "cleaner", "pages", "before", "after", "ratio", "harm", "extra", "exact"]
_KEYS = ["set", "key", "expected", "found", "right", "precision", "recall"]
_ORIGINS = ["origin", "seen", "right", "(right + 1) / (seen + 2)", "confidence", "agrees", "not judged"]
_TEMPLATE = """# Quality on scraped pages

gongwen-clean beside other cleaners on the same raw texts:

{peers}

trafilatura and jusText read HTML, of which these texts have none left: each line that is not blank becomes a
`<p>` of a minimal page, so that they have nothing but the lines to go by. None of them restores spun words or
slips of character recognition, which the seeds have too. The rules of gongwen-clean were made with pages,
pages_sim and seeds in view, so these sets flatter it.

*before*, *after*: Levenshtein distance to gold / gold characters, of letters, digits and Han; *harm*: gold
characters that were right and are no longer, *extra*: characters that gold does not have, both per 10,000;
*exact*: pages that are as gold. The class is the letter a page's name begins with.

{sets}

## Metadata

*found*: values for a key that the page is known to have; *right*: those with the expected letters and digits.
Values found for other keys, and pages whose metadata is not known, do not count.

{keys}

By the part of the page that tells the value, over all sets. `Field.confidence` quotes the fourth column; *not
judged* are values for keys of which the page's known metadata says nothing.

{origins}
"""


def report_pages(folders: Sequence[Path]) -> str:
    """Measure the sets and return the report on them as Markdown."""
    peers, lines = load_peers()
    reports = [measure_set(folder, Cleaner(), peers) for folder in folders]
    return format_report(reports, lines)
