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
        self._plans = tuple(_Plan(n, step) for n, step in enumerate(steps))
        self._always = sum(plan.bit for plan in self._plans if plan.runs_always)
        self._askable = tuple(plan for plan in self._plans if plan.can_ask)
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
        due = in_source = self._find_work(text)
        if not due:
            return Outcome(text, edits, notes)
        for plan in self._plans:
            if not plan.bit & (due | in_source) or not plan.is_due(due, in_source, source):
                continue
            if plan.reads:
                notes += _in_source(cast(Reader, plan.step).read(text), edits)
            elif new := cast(Normalizer, plan.step).edits(text):
                text = apply_edits(text, new)
                edits = compose_edits(source, edits, new)
                due = self._find_work(text)
        return Outcome(text if edits else source, edits, notes)

    def _find_work(self, text: str) -> int:
        """A bit for each step of which the text shows what it looks for; cheap ways to tell come first."""
        hits = self._triggers.scan(text)
        due = hits.present | self._always
        for plan in self._askable:
            if not due & plan.bit and plan.may_have_work(text, hits):
                due |= plan.bit
        return due


class _Plan:
    """When a step runs: its bit in what a scan finds, and what else the step tells of itself."""

    def __init__(self, place: int, step: Normalizer | Reader) -> None:
        self.step = step
        self.bit = 1 << place
        self.reads = hasattr(step, "read")
        self._place = place
        self._least: Callable[[int], float] | None = getattr(step, "least_weight", None)
        self._is_suspect: Callable[[str], bool] | None = getattr(step, "is_suspect", None)
        self._is_needed: Callable[[str], bool] | None = getattr(step, "is_needed", None)
        self.can_ask = self._least is not None or self._is_suspect is not None
        self.runs_always = not step.triggers and not self.can_ask

    def may_have_work(self, text: str, hits: Hits) -> bool:
        """Whether a text without a trigger may need the step."""
        return (self._least is not None and hits.weights[self._place] >= self._least(len(text))) or (
            self._is_suspect is not None and self._is_suspect(text)
        )

    def is_due(self, due: int, due_in_source: int, source: str) -> bool:
        """Whether the step runs; one whose evidence earlier steps take away asks the text as it came."""
        if self._is_needed is None:
            return due & self.bit != 0
        return due_in_source & self.bit != 0 and self._is_needed(source)


def _in_source(notes: Iterable[Note], edits: list[Edit]) -> Iterator[Note]:
    places = SourceMap(edits)
    for note in notes:
        if isinstance(note, Score):
            yield note
        else:
            start, end = places.span(note.start, note.end)
            yield note._replace(start=start, end=end)
