"""What another lexicon or other settings change: two cleaners over the same texts, edit by edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from gongwen_clean.cleaner import Cleaner
from gongwen_clean.document import Document, Edit
from gongwen_clean.errors import InputError

_SAMPLES = 3  # of each rule
_CONTEXT_CHARS = 8
_RECORDS = frozenset({".jsonl", ".json", ".ndjson"})


class Sample(NamedTuple):
    """An edit in the surroundings of its source, and the document that it stands in."""

    document: str
    left: str
    before: str
    after: str
    right: str

    def __str__(self) -> str:
        return f"{self.document}: {self.left}[-{self.before}-]{{+{self.after}+}}{self.right}".replace(
            "\n", "⏎"
        )


@dataclass(slots=True)
class Changes:
    """Edits that one of two cleaners makes and the other does not, counted by rule, with samples."""

    counts: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[Sample]] = field(default_factory=dict)

    def add(self, document: Document, edits: Iterable[Edit]) -> None:
        """Count edits of a document."""
        for edit in edits:
            self.counts[edit.rule] += 1
            shown = self.samples.setdefault(edit.rule, [])
            if len(shown) < _SAMPLES:
                shown.append(_sample(document, edit))


@dataclass(slots=True)
class Comparison:
    """What changes from one cleaner to another: documents read and changed, edits gained and lost."""

    documents: int = 0
    changed: int = 0
    gained: Changes = field(default_factory=Changes)
    lost: Changes = field(default_factory=Changes)

    def lines(self) -> Iterator[str]:
        """Yield the comparison for people: the counts by rule, most frequent first, each with samples."""
        yield f"{self.changed} of {self.documents} documents would come out otherwise"
        for name, changes in (("gained", self.gained), ("lost", self.lost)):
            for rule, count in changes.counts.most_common():
                yield f"{name}  {rule}  {count}"
                yield from (f"    {sample}" for sample in changes.samples[rule])


def compare_cleaners(old: Cleaner, new: Cleaner, texts: Iterable[tuple[str, str]]) -> Comparison:
    """Return what `new` does otherwise than `old` to texts, given with their names.

    Edits are the same that do the same in the same place, under whichever rule. Cost: that of both.
    """
    comparison = Comparison()
    for name, text in texts:
        comparison.documents += 1
        before, after = old.run(text, name), new.run(text, name)
        comparison.changed += before.text != after.text
        comparison.lost.add(before, _only_in(before, after))
        comparison.gained.add(after, _only_in(after, before))
    return comparison


def read_samples(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield texts with names to tell them by: of JSON lines (field text) each line, else each file.

    Raises: InputError.
    """
    from gongwen_clean.scoring.build import read_texts
    from gongwen_clean.text_files import read_text

    for path in paths:
        if not _RECORDS & set(path.suffixes):
            yield str(path), read_text(path)
            continue
        try:
            for number, text in enumerate(read_texts([path]), 1):
                if not isinstance(text, str):
                    raise InputError(f"{path}: record {number} has no text in its field 'text'")
                yield f"{path}:{number}", text
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def _only_in(one: Document, other: Document) -> list[Edit]:
    made = {edit[:3] for edit in other.edits}
    return [edit for edit in one.edits if edit[:3] not in made]


def _sample(document: Document, edit: Edit) -> Sample:
    source = document.source
    left = source[max(0, edit.start - _CONTEXT_CHARS) : edit.start]
    right = source[edit.end : edit.end + _CONTEXT_CHARS]
    return Sample(document.id or "", left, source[edit.start : edit.end], edit.after, right)
