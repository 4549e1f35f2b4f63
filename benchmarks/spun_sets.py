"""Read spun sets, clean them in stages and measure the result: what the reports on quality share."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from gongwen_clean import Cleaner, Edit
from gongwen_clean.decoding.spun_lexicon import spun_lexicon
from gongwen_clean.decoding.trust import DEFAULT_TRUST, Trust
from gongwen_clean.edits import SourceMap, apply_edits, invert_edits
from gongwen_clean.normalizers.spun import ReadSpun, RestoreSynonyms
from gongwen_clean.presets import PRESETS
from gongwen_clean.scoring import LanguageModel
from gongwen_clean.version import __version__

Span = tuple[int, int]
OBSERVED_NOTE = "The pairs of dialect D were observed in the pages of spun_real, so that set flatters."


class Sample(NamedTuple):
    """A spun text, its original, and pairs of a phrase of the original with one that is right too."""

    raw: str
    gold: str
    alternatives: list[tuple[str, str]]


class Cleaned(NamedTuple):
    """A text as the decoder got it, its repairs, what they made of it, and the outcome of all steps."""

    seen: str
    repairs: Sequence[Edit]
    restored: str
    text: str


class Figures(NamedTuple):
    """Counts of characters of one text or of many."""

    gold: int = 0
    far: int = 0
    near: int = 0
    needed: int = 0
    fixed: int = 0
    harmed: int = 0
    extra: int = 0

    @property
    def recall(self) -> float:
        """The share of gold's characters that were wrong or missing in raw and are right afterwards."""
        return self.fixed / max(1, self.needed)

    @property
    def harm(self) -> float:
        """Gold's characters that were right in raw and are wrong or missing afterwards, per 10,000."""
        return self.harmed * 1e4 / max(1, self.gold)


def read_set(folder: Path) -> list[Sample]:
    """Return the samples of a set by name."""
    names = [path.name.removesuffix(".gold.txt") for path in sorted(folder.glob("*.gold.txt"))]
    if not names:
        raise SystemExit(f"{folder}: no NAME.gold.txt here")
    return [_read_sample(folder, name) for name in names]


def _read_sample(folder: Path, name: str) -> Sample:
    raw, gold = ((folder / f"{name}.{kind}.txt").read_text(encoding="utf-8") for kind in ("raw", "gold"))
    path = folder / f"{name}.alts.tsv"
    rows = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    cells = [re.sub(r"^\d+\t", "", row).split("\t") for row in rows if row]  # some begin with an offset
    pairs = [(phrase, other) for phrase, others, *_ in cells for other in re.split("[,，]", others) if other]
    return Sample(raw, gold, pairs)


def core(text: str) -> str:
    """Letters, digits and Han only, widths folded."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def accept(text: str, target: str, pairs: Iterable[tuple[str, str]]) -> str:
    """`text` with the second of a pair written for the first wherever that brings it nearer to `target`."""
    best = Levenshtein.distance(text, target)
    for old, new in pairs:
        at = text.find(old)
        while at >= 0:
            trial = text[:at] + new + text[at + len(old) :]
            if (distance := Levenshtein.distance(trial, target)) < best:
                text, best = trial, distance
            at = text.find(old, at + 1)
    return text


def clean_in_stages(raw: str, trust: Trust = DEFAULT_TRUST) -> Cleaned:
    """Clean by the standard preset, but trusting as told, and keep what went into the decoder."""
    steps = PRESETS["standard"]
    at = next(n for n, step in enumerate(steps) if step.name == RestoreSynonyms.name)
    seen = Cleaner(steps=[step for step in steps[:at] if step.name != ReadSpun.name]).run(raw).text
    repairs = RestoreSynonyms(trust).edits(seen)
    restored = apply_edits(seen, repairs)
    return Cleaned(seen, repairs, restored, Cleaner(steps=steps[at + 1 :]).run(restored).text)


def measure(sample: Sample, text: str) -> Figures:
    """Compare raw and cleaned text with gold."""
    gold, raw = core(sample.gold), core(sample.raw)
    out = accept(core(text), gold, [(core(other), core(phrase)) for phrase, other in sample.alternatives])
    (raw_wrong, _), (wrong, extra) = _compare(gold, raw), _compare(gold, out)
    far, near = Levenshtein.distance(gold, raw), Levenshtein.distance(gold, out)
    fixed, harmed = len(raw_wrong - wrong), len(wrong - raw_wrong)
    return Figures(len(gold), far, near, len(raw_wrong), fixed, harmed, extra)


def _compare(gold: str, text: str) -> tuple[set[int], int]:
    """Which characters of gold `text` has wrong or not at all, and how many more it has."""
    operations = Levenshtein.editops(gold, text)
    wrong = {operation.src_pos for operation in operations if operation.tag != "insert"}
    return wrong, len(operations) - len(wrong)


def add_up(rows: Iterable[Figures]) -> Figures:
    """The sums of all counts."""
    return Figures(*map(sum, zip(*rows, strict=True)))


class View:
    """A text, the characters of it that are compared, and where they stand."""

    def __init__(self, text: str) -> None:
        letters = [(letter, n) for n, char in enumerate(text) for letter in core(char)]
        self.text = text
        self.core = "".join(letter for letter, _ in letters)
        self._places = [n for _, n in letters]

    def index(self, at: int) -> int:
        """How many compared characters stand before code point `at`."""
        return bisect_left(self._places, at)

    def span(self, start: int, end: int) -> Span:
        """The code points of the compared characters `start:end`."""
        first = self._places[start] if start < len(self._places) else len(self.text)
        return first, max(first, self._places[end - 1] + 1 if end else 0)


class Case:
    """A cleaned text beside its original; spans are code points of the text as the decoder got it."""

    def __init__(self, sample: Sample, cleaned: Cleaned) -> None:
        self.seen = cleaned.seen
        self.repairs = cleaned.repairs
        self.restored = View(cleaned.restored)
        self.gold = View(accept(sample.gold, cleaned.restored, sample.alternatives))
        self._to_seen = SourceMap(cleaned.repairs)
        self._to_restored = SourceMap(invert_edits(cleaned.seen, cleaned.repairs))
        self._align()
        self.wrong = [r for r in self.repairs if not self.reads((r.start, r.end), r.after)]

    def _align(self) -> None:
        """Find for each border between compared characters the first and last border of gold it may be."""
        length = len(self.restored.core) + 1
        self._first, self._last = [0] * length, [0] * length
        self._stretches: list[Span] = []
        at = gold_at = 0
        for a, b, size in Levenshtein.opcodes(self.restored.core, self.gold.core).as_matching_blocks():
            self._first[a : a + size + 1] = self._last[a : a + size + 1] = range(b, b + size + 1)
            if a > at:
                self._first[at + 1 : a] = [gold_at] * (a - at - 1)
                self._last[at + 1 : a] = [b] * (a - at - 1)
            else:
                self._first[a] = gold_at
            if a > at or b > gold_at:
                self._stretches.append((at, a))
            at, gold_at = a + size, b + size

    @property
    def differences(self) -> Iterator[Span]:
        """The spans where the output is not gold; empty where it lacks something."""
        return (self._to_seen.span(*self.restored.span(a, b)) for a, b in self._stretches)

    def reads(self, span: Span, word: str) -> Span | None:
        """Where gold says `word` at a span, in compared characters; None where it does not."""
        (first, last), (first_end, last_end) = map(self._borders, span)
        for start in range(first, last + 1):
            end = start + len(word)
            if first_end <= end <= last_end and self.gold.core.startswith(word, start):
                return start, end
        return None

    def gold_span(self, span: Span) -> Span:
        """The widest stretch of gold that may stand at a span, in compared characters."""
        first, last = self._borders(span[0])[0], self._borders(span[1])[1]
        return first, max(first, last)

    def rival(self, span: Span, gold_span: Span) -> tuple[str, Span]:
        """What the output has at a span, taking in whole repairs, and the code points of gold there."""
        restored = self._to_restored.span(*span)
        start, end = self._to_seen.span(*restored)
        wide = self.gold_span((start, end))
        first = wide[0] if start < span[0] else gold_span[0]
        last = wide[1] if end > span[1] else gold_span[1]
        return self.restored.text[slice(*restored)], self.gold.span(first, last)

    def _borders(self, at: int) -> Span:
        low, high = self._to_restored.span(at, at)
        return self._first[self.restored.index(low)], self._last[self.restored.index(high)]


def format_table(rows: Iterable[Sequence[object]]) -> str:
    """Rows as a Markdown table, the first as its head."""
    lines = [f"| {' | '.join(map(str, row))} |" for row in rows]
    columns = lines[0].count(" | ") + 1
    return "\n".join([lines[0], f"| --- |{' ---: |' * (columns - 1)}", *lines[1:]])


def introduce(command: str, folders: Sequence[Path]) -> str:
    """Name the command and what the figures depend on."""
    model = LanguageModel.load().header
    tiers = Counter("curated" if e.is_curated else e.id.split(":")[0] for e in spun_lexicon().entries)
    pairs = ", ".join(f"{count} {tier.removeprefix('spun.')}" for tier, count in tiers.items())
    ngrams = " + ".join(f"{count:,}" for count in model["ngrams"])
    note = OBSERVED_NOTE if any(folder.name == "spun_real" for folder in folders) else ""
    return (
        f"Written by `python -m benchmarks.{command} {' '.join(f.name for f in folders)}` with gongwen-clean "
        f"{__version__},\npreset standard; lexicon of {tiers.total():,} pairs ({pairs}); language model of "
        f"order {model['order']},\n{ngrams} n-grams.\n{note}"
    ).rstrip()
