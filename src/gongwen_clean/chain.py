"""Run steps in order and keep one receipt for all of them; knows no concrete normalizer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, cast

from gongwen_clean.document import Edit, Note, Score
from gongwen_clean.edits import SourceMap, apply_edits, compose_edits
from gongwen_clean.normalizer import Normalizer, Reader


class Outcome(NamedTuple):
    """What a chain made of a text: edits and notes are in code points of the text it was given."""

    text: str
    edits: list[Edit]
    notes: list[Note]


class Chain:
    """Normalizers and readers in a fixed order, each seeing what the ones before it made.

    A step runs only when one of its triggers is present, and a step with a method `is_needed` only when
    that says so of the text the chain was given: some evidence is gone when their turn comes. Text that
    no step changes comes back as the same object. Immutable and picklable where its steps are.
    """

    def __init__(self, *steps: Normalizer | Reader) -> None:
        self.steps = steps
        self._plan = tuple(_plan(step) for step in steps)

    def apply(self, text: str) -> tuple[str, list[Edit]]:
        """Return the cleaned text and the edits on `text` that make it."""
        outcome = self.run(text)
        return outcome.text, outcome.edits

    def run(self, text: str) -> Outcome:
        """Return the cleaned text, the edits on `text` that make it, and the notes taken."""
        source, edits, notes = text, list[Edit](), list[Note]()
        for step, trigger, is_needed, reads in self._plan:
            if trigger is not None and trigger.search(text) is None:
                continue
            if is_needed is not None and not is_needed(source):
                continue
            if reads:
                notes += _in_source(cast(Reader, step).read(text), edits)
            elif new := cast(Normalizer, step).edits(text):
                text = apply_edits(text, new)
                edits = compose_edits(source, edits, new)
        return Outcome(text if edits else source, edits, notes)


def _plan(
    step: Normalizer | Reader,
) -> tuple[Normalizer | Reader, re.Pattern[str] | None, Callable[[str], bool] | None, bool]:
    is_needed: Callable[[str], bool] | None = getattr(step, "is_needed", None)
    return step, _trigger_pattern(step.triggers), is_needed, hasattr(step, "read")


def _trigger_pattern(triggers: frozenset[str]) -> re.Pattern[str] | None:
    if not triggers:
        return None
    letters = "".join(sorted(t for t in triggers if len(t) == 1))
    words = [re.escape(t) for t in sorted(triggers) if len(t) > 1]
    return re.compile("|".join(([f"[{re.escape(letters)}]"] if letters else []) + words))


def _in_source(notes: Iterable[Note], edits: list[Edit]) -> Iterator[Note]:
    places = SourceMap(edits)
    for note in notes:
        if isinstance(note, Score):
            yield note
        else:
            start, end = places.span(note.start, note.end)
            yield note._replace(start=start, end=end)
