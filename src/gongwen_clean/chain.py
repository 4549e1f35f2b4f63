"""Run steps in order and keep one receipt for all of them; knows no concrete normalizer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, cast

from gongwen_clean.document import Edit, Note, Score
from gongwen_clean.edits import SourceMap, apply_edits, compose_edits
from gongwen_clean.matching.trigger_scan import Hits, TriggerScan
from gongwen_clean.normalizer import Normalizer, Reader


class Outcome(NamedTuple):
    """What a chain made of a text: edits and notes are in code points of the text it was given."""

    text: str
    edits: list[Edit]
    notes: list[Note]


class Chain:
    """Normalizers and readers in a fixed order, each seeing what the ones before it made.

    One scan for the triggers of all steps tells which have work; the others are not asked. Text that no step
    changes comes back as the same object. Immutable and picklable where its steps are.
    """

    def __init__(self, *steps: Normalizer | Reader) -> None:
        self.steps = steps
        self._plan = tuple(_Plan(n, step) for n, step in enumerate(steps))
        self._triggers = TriggerScan(
            [step.triggers for step in steps], [getattr(step, "weights", {}) for step in steps]
        )

    def apply(self, text: str) -> tuple[str, list[Edit]]:
        """Return the cleaned text and the edits on `text` that make it."""
        outcome = self.run(text)
        return outcome.text, outcome.edits

    def run(self, text: str) -> Outcome:
        """Return the cleaned text, the edits on `text` that make it, and the notes taken."""
        source, edits, notes = text, list[Edit](), list[Note]()
        hits = in_source = self._triggers.scan(text)
        for plan in self._plan:
            if not (plan.is_due(source, in_source) if plan.is_late else plan.has_work(text, hits)):
                continue
            if plan.reads:
                notes += _in_source(cast(Reader, plan.step).read(text), edits)
            elif new := cast(Normalizer, plan.step).edits(text):
                text = apply_edits(text, new)
                edits = compose_edits(source, edits, new)
                hits = self._triggers.scan(text)
        return Outcome(text if edits else source, edits, notes)


class _Plan:
    """When a step runs: the place of its triggers in a scan, and what else it tells of itself."""

    def __init__(self, place: int, step: Normalizer | Reader) -> None:
        self.step = step
        self.reads = hasattr(step, "read")
        self._bit = 1 << place
        self._place = place
        self._least: Callable[[int], float] | None = getattr(step, "least_weight", None)
        self._is_suspect: Callable[[str], bool] | None = getattr(step, "is_suspect", None)
        self._is_needed: Callable[[str], bool] | None = getattr(step, "is_needed", None)
        self._always = not step.triggers and self._least is None and self._is_suspect is None

    def has_work(self, text: str, hits: Hits) -> bool:
        """Whether the text shows any of what the step looks for; cheap ways to tell come first."""
        return (
            self._always
            or hits.present & self._bit != 0
            or (self._least is not None and hits.weights[self._place] >= self._least(len(text)))
            or (self._is_suspect is not None and self._is_suspect(text))
        )

    @property
    def is_late(self) -> bool:
        """Whether earlier steps take away the evidence that the step needs."""
        return self._is_needed is not None

    def is_due(self, source: str, hits: Hits) -> bool:
        """The same for a late step: asked of the text as it came to the chain."""
        return self.has_work(source, hits) and (self._is_needed is None or self._is_needed(source))


def _in_source(notes: Iterable[Note], edits: list[Edit]) -> Iterator[Note]:
    places = SourceMap(edits)
    for note in notes:
        if isinstance(note, Score):
            yield note
        else:
            start, end = places.span(note.start, note.end)
            yield note._replace(start=start, end=end)
