"""Gather for a corpus report, while documents stream by, what counts alone do not tell: examples.

Memory is bounded; gatherings of parts merge, in any order, into that of the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from gongwen_clean.document import Document, Edit
from gongwen_clean.errors import InputError
from gongwen_clean.report.decisions import CONTEXT_CHARS
from gongwen_clean.report.sampling import Sample, document_key, nth_key
from gongwen_clean.report.terminal import rule_family

SAMPLED_EDITS = 1000  # of each family of rules
WORST_DOCUMENTS = 20  # by each measure
CHANGED = "changed"
"""The measure of how much of a document was changed: 1 for all; other measures are scores."""

_MAX_CHARS = 400  # of a long removal, in a sample
_OPENING_CHARS = 40
_SCORE_PARTS = "."  # a score such as spun.dialect.A says which kind, not how much


class EditSample(NamedTuple):
    """An edit with what stood around it, and where: code points `start:end` of a document's source."""

    rule: str
    before: str
    after: str
    left: str
    right: str
    document: str | None
    start: int
    end: int
    confidence: float | None


class Ranked(NamedTuple):
    """A document that needed much: its measure, id, length in code points, edits and first words."""

    value: float
    document: str | None
    chars: int
    edits: int
    opening: str


class Gathering:
    """What a corpus report shows besides the counts of a run (streaming.tally.Tally.as_json).

    `families`: edits by family of the rule that came last. `samples`: of each family, up to SAMPLED_EDITS
    edits drawn at random by a hash of document and place, so that neither the order nor the number of
    processes matters. `worst`: by measure, the WORST_DOCUMENTS. `findings`: by kind. `fields`: documents by
    key of their metadata.

    Args: seed: 0 ≤ seed < 2⁶⁴; another one draws other samples.
    """

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self.text_chars = 0
        self.families: Counter[str] = Counter()
        self.findings: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()
        self.samples: dict[str, Sample[EditSample]] = {}
        self.worst: dict[str, Sample[Ranked]] = {}

    def add(self, document: Document) -> None:
        """Take a cleaned document in. Cost: O(n) for a hash of the source, and for each edit."""
        self.text_chars += len(document.text)
        self.findings.update(finding.kind for finding in document.findings)
        self.fields.update({field.key for field in document.fields})
        key = document_key(document.id, document.source, self.seed)
        for number, edit in enumerate(document.edits):
            family = rule_family(edit.rule.rpartition("+")[2])
            self.families[family] += 1
            sample = self.samples.get(family) or self.samples.setdefault(family, Sample(SAMPLED_EDITS))
            if sample.wants(place := nth_key(key, number)):
                sample.add(place, _sampled(document, edit))
        for name, value in _measures(document):
            self._rank(name, Ranked(value, *_facts(document)), key)

    def merge(self, other: Gathering) -> None:
        """Take in what another gathering of the same seed holds.

        Raises: InputError for one of another seed, as both together would be no random sample.
        """
        if other.seed != self.seed:
            raise InputError(f"samples drawn with seed {other.seed} do not go with those of seed {self.seed}")
        self.text_chars += other.text_chars
        for mine, theirs in _counters(self, other):
            mine.update(theirs)
        for family, sample in other.samples.items():
            self.samples.setdefault(family, Sample(SAMPLED_EDITS)).merge(sample)
        for name, ranked in other.worst.items():
            self.worst.setdefault(name, Sample(WORST_DOCUMENTS)).merge(ranked)

    def as_json(self) -> dict[str, Any]:
        """Return all as JSON values, the same for the same documents."""
        return {
            "seed": self.seed,
            "text_chars": self.text_chars,
            "families": dict(sorted(self.families.items())),
            "findings": dict(sorted(self.findings.items())),
            "fields": dict(sorted(self.fields.items())),
            "samples": {family: sample.as_json() for family, sample in sorted(self.samples.items())},
            "worst": {name: ranked.as_json() for name, ranked in sorted(self.worst.items())},
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Gathering:
        """Return what as_json wrote, also once it was JSON text."""
        made = cls(values["seed"])
        made.text_chars = values["text_chars"]
        for name in ("families", "findings", "fields"):
            getattr(made, name).update(values[name])
        for family, things in values["samples"].items():
            drawn = {int(key): EditSample(*thing) for key, thing in things}
            made.samples[family] = Sample(SAMPLED_EDITS, drawn)
        for name, things in values["worst"].items():
            made.worst[name] = Sample(WORST_DOCUMENTS, {int(key): Ranked(*thing) for key, thing in things})
        return made

    def _rank(self, name: str, ranked: Ranked, key: int) -> None:
        """Keep a document among the worst: the larger its value, the smaller its key in the sample."""
        worst = self.worst.get(name) or self.worst.setdefault(name, Sample(WORST_DOCUMENTS))
        worst.add((-round(ranked.value * 1_000_000) << 64) + key, ranked)


def _counters(one: Gathering, two: Gathering) -> Iterator[tuple[Counter[str], Counter[str]]]:
    return ((getattr(one, name), getattr(two, name)) for name in ("families", "findings", "fields"))


def _measures(document: Document) -> Iterator[tuple[str, float]]:
    touched = sum(max(edit.end - edit.start, len(edit.after)) for edit in document.edits)
    if touched:
        yield CHANGED, min(1.0, touched / max(1, len(document.source)))
    for name, value in (document.scores or {}).items():
        if value > 0 and _SCORE_PARTS not in name:
            yield name, value


def _facts(document: Document) -> tuple[str | None, int, int, str]:
    return document.id, len(document.source), len(document.edits), _opening(document.text)


def _opening(text: str) -> str:
    """The first words of a text, on one line."""
    return text.lstrip()[:_OPENING_CHARS].partition("\n")[0]


def _sampled(document: Document, edit: Edit) -> EditSample:
    source = document.source
    return EditSample(
        rule=edit.rule,
        before=_shortened(source[edit.start : edit.end]),
        after=_shortened(edit.after),
        left=source[max(0, edit.start - CONTEXT_CHARS) : edit.start],
        right=source[edit.end : edit.end + CONTEXT_CHARS],
        document=document.id,
        start=edit.start,
        end=edit.end,
        confidence=edit.confidence,
    )


def _shortened(text: str) -> str:
    if len(text) <= _MAX_CHARS:
        return text
    return f"{text[: _MAX_CHARS // 2]}…{text[-_MAX_CHARS // 2 :]}"
