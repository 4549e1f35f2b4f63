"""Measure how near spun text and scraped pages come to what was published, and say why each mistake of words
was made; write `quality.md`.

    python -m benchmarks.quality SET... --pages SET... -o benchmarks/quality.md

A SET is a folder of NAME.raw.txt and NAME.gold.txt; NAME.alts.tsv, where there is one, names the words that
count as right too: gold's phrase, a tab, other phrases with commas between. Only letters, digits and Han are
compared. The report holds nothing of the texts but pairs of words.
"""

from __future__ import annotations

import argparse
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.page_sets import report_pages
from benchmarks.spun_sets import (
    Case,
    Figures,
    Span,
    add_up,
    clean_in_stages,
    core,
    format_table,
    introduce,
    measure,
    read_set,
)
from gongwen_clean.decoding.confidence import Change, weigh_changes
from gongwen_clean.decoding.spun_lexicon import Candidate, Entry, spun_lexicon
from gongwen_clean.matching.facts import find_facts, find_titles
from gongwen_clean.scoring import LanguageModel

KINDS = {
    "lexicon": "missed: no pair of the lexicon writes gold's word there",
    "protection": "missed: a pair does, but a figure, a quoted title or a paragraph judged clean kept it",
    "undecidable synonym": "missed: in gold's context the model weighs the two words within 2 nats",
    "model": "missed: in gold's context the model prefers the other word by 2 nats or more",
    "price": "missed: the model prefers gold's word, but the price, or a spun word beside it, was against it",
    "harm: synonym": "the raw word was right; in gold's context the model weighs the two within 2 nats",
    "harm: model": "the raw word was right; the model prefers the other one, or words around it misled it",
}
_UNDECIDED_NATS = 2.0
_LONG_CHARS = 120  # a shorter paragraph without repairs need not have been judged clean
_MAX_EXAMPLES = 12
_MAX_PAIR_CHARS = 12
_NO_NAME = "的和与及在对由把为是等了到从并将以让向"
_NAME_OR_FIGURE = re.compile(
    rf"[0-9A-Za-z]+|(?:(?![{_NO_NAME}])[\u4e00-\u9fff]){{2,12}}(?:有限(责任)?公司|集团)"
)


class Mistake(NamedTuple):
    """A word of gold that the output lacks: its kind, the word read and the word meant (or written)."""

    kind: str
    variant: str
    canonical: str


class Report(NamedTuple):
    """What was measured on one set."""

    name: str
    documents: int
    figures: Figures
    counts: Counter[str]
    mistakes: Counter[Mistake]


class Examiner:
    """Say of each mistake why it was made."""

    def __init__(self) -> None:
        self.model = LanguageModel.load()
        self.lexicon = spun_lexicon()
        self._words = {word for e in self.lexicon.entries for word in (e.variant, e.canonical)}

    def examine(self, case: Case) -> Iterator[Mistake]:
        """Yield each wrong repair whose place was right, and each word that was not restored."""
        covered = bytearray(len(case.seen))
        for repair in case.wrong:
            span = repair.start, repair.end
            if gold_span := case.reads(span, case.seen[slice(*span)]):
                _mark(covered, [span])
                is_even = abs(self._preference(case, span, gold_span)) < _UNDECIDED_NATS
                kind = "harm: synonym" if is_even else "harm: model"
                yield Mistake(kind, case.seen[slice(*span)], repair.after)
        yield from self._misses(case, covered)

    def count(self, case: Case) -> Counter[str]:
        """Count the repairs, those that do not read as gold, and the worst of these."""
        marked = bytearray(len(case.gold.text))
        _mark(marked, (match.span() for match in _NAME_OR_FIGURE.finditer(case.gold.text)))
        counts = Counter({"repairs": len(case.repairs), "wrong repairs": len(case.wrong)})
        for start, end, after, *_ in case.wrong:
            gold = case.gold.span(*case.gold_span((start, end)))
            counts["opposites"] += self.lexicon.are_opposites(Entry("", case.seen[start:end], after))
            counts["changed names or figures"] += any(marked[slice(*gold)])
        return counts

    def _misses(self, case: Case, covered: bytearray) -> Iterator[Mistake]:
        fitting = [c for c in self.lexicon.find(case.seen) if case.reads(c[:2], c.entry.canonical)]
        kept = _protected(case)
        fitting.sort(key=lambda c: (any(kept[c.start : c.end]), c.start - c.end))
        for start, end in case.differences:
            for c in fitting:
                is_near = (c.start < end and start < c.end) or (start == end and c.start <= start <= c.end)
                if is_near and not any(covered[c.start : c.end]):
                    _mark(covered, [c[:2]])
                    yield Mistake(self._kind(case, c, kept), c.entry.variant, c.entry.canonical)
            yield from self._unknown(case, (start, end), covered)

    def _unknown(self, case: Case, difference: Span, covered: bytearray) -> Iterator[Mistake]:
        """Yield what no candidate explains of a difference."""
        start, end = difference
        if start == end and not any(covered[max(0, start - 1) : start + 1]):
            yield Mistake("lexicon", "", case.gold.core[slice(*case.gold_span(difference))])
        for piece in re.finditer(b"\0+", covered[start:end]):
            span = start + piece.start(), start + piece.end()
            if core(case.seen[slice(*span)]):
                yield Mistake("lexicon", *self._grow(case, span))
        _mark(covered, [difference])

    def _grow(self, case: Case, span: Span) -> tuple[str, str]:
        """Take in a character beside a difference of one if that makes words which the lexicon knows."""
        (start, end), (first, last) = span, case.gold_span(span)
        sides = ((0, 0), (0, 1), (1, 0)) if end - start == 1 else ((0, 0),)
        pairs = [(case.seen[start - a : end + b], case.gold.core[first - a : last + b]) for a, b in sides]
        return max(pairs, key=lambda pair: sum(len(word) > 1 and word in self._words for word in pair))

    def _kind(self, case: Case, candidate: Candidate, kept: bytearray) -> str:
        """Say why a candidate that reads as gold was not chosen."""
        span = candidate.start, candidate.end
        gold_span = case.reads(span, candidate.entry.canonical)
        if any(kept[slice(*span)]) or gold_span is None:
            return "protection"
        nats = self._preference(case, span, gold_span)
        if nats <= -_UNDECIDED_NATS:
            in_title = any(a <= span[0] and span[1] <= b for a, b in find_titles(case.seen))
            return "protection" if in_title else "price"
        return "undecidable synonym" if nats < _UNDECIDED_NATS else "model"

    def _preference(self, case: Case, span: Span, gold_span: Span) -> float:
        """By how many nats the model prefers, in gold's context, the output's word to gold's."""
        word, (start, end) = case.rival(span, gold_span)
        return weigh_changes(self.model, case.gold.text, [Change(start, end, word, 0.0)])[0].confidence


def _protected(case: Case) -> bytearray:
    """Mark what the decoder may not touch: facts, and long paragraphs in which it repaired nothing."""
    kept = bytearray(len(case.seen))
    _mark(kept, find_facts(case.seen))
    begins = [repair.start for repair in case.repairs]
    for start, end in (paragraph.span() for paragraph in re.finditer(".+", case.seen)):
        is_closed = bisect_left(begins, start) == bisect_left(begins, end)
        if is_closed and (end - start >= _LONG_CHARS or not begins):
            _mark(kept, [(start, end)])
    return kept


def _mark(marks: bytearray, spans: Iterable[Span]) -> None:
    for start, end in spans:
        marks[start:end] = b"\1" * (end - start)


def examine_set(folder: Path, examiner: Examiner) -> Report:
    """Clean, measure and examine the samples of a set."""
    rows, counts, mistakes = [], Counter[str](), Counter[Mistake]()
    for sample in (samples := read_set(folder)):
        cleaned = clean_in_stages(sample.raw)
        case = Case(sample, cleaned)
        rows.append(measure(sample, cleaned.text))
        counts += examiner.count(case)
        mistakes.update(examiner.examine(case))
    return Report(folder.name, len(samples), add_up(rows), counts, mistakes)


def format_report(reports: Sequence[Report], introduction: str) -> str:
    """The report as Markdown."""
    kinds = [Counter(mistake.kind for mistake in report.mistakes.elements()) for report in reports]
    causes = [("kind", *(report.name for report in reports))]
    causes += [(kind, *(str(found[kind]) for found in kinds)) for kind in KINDS]
    causes += [(key, *(str(report.counts[key]) for report in reports)) for key in _COUNTS]
    examples = sum((report.mistakes for report in reports), Counter[Mistake]())
    return _TEMPLATE.format(
        introduction=introduction,
        distances=format_table([_HEADS, *map(_format_figures, reports)]),
        kinds="\n".join(f"- {kind}: {meaning}" for kind, meaning in KINDS.items()),
        causes=format_table(causes),
        examples="\n".join(f"- {kind}: {_format_examples(examples, kind)}" for kind in KINDS),
    )


def _format_figures(report: Report) -> list[str]:
    gold, far, near, *_ = figures = report.figures
    distances = [f"{far / gold:.4f}", f"{near / gold:.4f}", f"{near / max(1, far):.3f}"]
    rates = [f"{figures.recall:.3f}", f"{figures.harm:.1f}", f"{figures.extra * 1e4 / gold:.1f}"]
    return [report.name, str(report.documents), f"{gold:,}", *distances, *rates]


def _format_examples(mistakes: Counter[Mistake], kind: str) -> str:
    found = sorted((-count, variant, word) for (k, variant, word), count in mistakes.items() if k == kind)
    pairs = [(f"{variant or '∅'}→{word or '∅'}", -count) for count, variant, word in found]
    short = [f"{pair} ({count})" for pair, count in pairs if len(pair) <= _MAX_PAIR_CHARS]
    return ", ".join(short[:_MAX_EXAMPLES]) or "none"


_HEADS = ["set", "documents", "characters", "before", "after", "ratio", "recall", "harm", "extra"]
_COUNTS = ("repairs", "wrong repairs", "opposites", "changed names or figures")
_TEMPLATE = """# Quality on spun text

{introduction}

*before*, *after*: Levenshtein distance to gold / gold characters, of letters, digits and Han; *recall*: share
of gold's wrong or missing characters that came right; *harm*: gold characters that were right and are no
longer, *extra*: characters that gold does not have, both per 10,000.

{distances}

Words that are not as gold has them, by the reason:

{kinds}

The last rows count the repairs made, those of them that do not read as gold, and of these the ones whose pair
says the opposite and the ones inside digits, Latin letters or what looks like the name of a company.

{causes}

The most frequent pairs over all sets, missed: word read→gold's; harm: raw word→what was written for it.

{examples}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET")
    parser.add_argument("--pages", nargs="*", type=Path, default=[], metavar="SET", help="see page_sets")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).with_suffix(".md"))
    given = parser.parse_args()
    examiner = Examiner()
    reports = [examine_set(folder, examiner) for folder in given.sets]
    text = format_report(reports, introduce("quality", [*given.sets, *given.pages]))
    if given.pages:
        text = f"{text.rstrip()}\n\n{report_pages(given.pages)}"
    given.output.write_text(text, encoding="utf-8", newline="\n")
    print(text)


if __name__ == "__main__":
    main()
