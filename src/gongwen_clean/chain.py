"""Run steps in order and keep one receipt for all of them; knows no concrete normalizer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias, TypeVar, cast

from gongwen_clean.document import Edit, Note, Score
from gongwen_clean.edits import SourceMap, apply_edits, compose_edits
from gongwen_clean.matching.trigger_scan import TriggerScan
from gongwen_clean.normalizer import Normalizer, Reader

Look: TypeAlias = Callable[[str], bool]
"""Whether a text may need a step."""

LineLook: TypeAlias = Callable[[Sequence[str]], bool]
"""The same, asked of the text's lines."""

_LookT = TypeVar("_LookT", Look, LineLook)


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
        self._plans = tuple(_Plan(1 << n, step) for n, step in enumerate(steps))
        self._always = sum(plan.bit for plan in self._plans if plan.runs_always)
        self._weighed = [(p.bit, n, p.least_weight) for n, p in enumerate(self._plans) if p.least_weight]
        self._looks = _by_look((plan.looks, plan.bit) for plan in self._plans)
        self._line_looks = _by_look((plan.line_looks, plan.bit) for plan in self._plans)
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
        present, weights = self._triggers.scan(text)
        due = present | self._always
        for bit, place, least_weight in self._weighed:
            if weights[place] >= least_weight(len(text)):
                due |= bit
        for look, bits in self._looks:
            if bits & ~due and look(text):
                due |= bits
        lines = text.split("\n") if self._line_looks else ()
        for line_look, bits in self._line_looks:
            if bits & ~due and line_look(lines):
                due |= bits
        return due


class _Plan:
    """When a step runs: its bit in what a scan finds, and what else the step tells of itself."""

    def __init__(self, bit: int, step: Normalizer | Reader) -> None:
        self.step = step
        self.bit = bit
        self.reads = hasattr(step, "read")
        self.least_weight: Callable[[int], float] | None = getattr(step, "least_weight", None)
        self.looks: tuple[Look, ...] = getattr(step, "looks", ())
        self.line_looks: tuple[LineLook, ...] = getattr(step, "line_looks", ())
        self._is_needed: Callable[[str], bool] | None = getattr(step, "is_needed", None)
        self.runs_always = not (step.triggers or self.least_weight or self.looks or self.line_looks)

    def is_due(self, due: int, due_in_source: int, source: str) -> bool:
        """Whether the step runs; one whose evidence earlier steps take away asks the text as it came."""
        if self._is_needed is None:
            return due & self.bit != 0
        return due_in_source & self.bit != 0 and self._is_needed(source)


def _by_look(looks_of: Iterable[tuple[tuple[_LookT, ...], int]]) -> list[tuple[_LookT, int]]:
    """Each look, once, with the bits of the steps that have it. Args: looks_of: looks of a step, its bit."""
    bits: dict[_LookT, int] = {}
    for looks, bit in looks_of:
        for look in looks:
            bits[look] = bits.get(look, 0) | bit
    return list(bits.items())


def _in_source(notes: Iterable[Note], edits: list[Edit]) -> Iterator[Note]:
    places = SourceMap(edits)
    for note in notes:
        if isinstance(note, Score):
            yield note
        else:
            start, end = places.span(note.start, note.end)
            yield note._replace(start=start, end=end)
