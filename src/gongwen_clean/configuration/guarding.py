"""Steps as a user wants them: without the edits that are off, only told, or on protected text.

Edits are left out in the step that makes them, so that no later step sees a text with a change that was not
made, and what is left needs no rule of its own to be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from gongwen_clean.configuration.protection import UNPROTECTED, Protection
from gongwen_clean.configuration.rule_levels import FIX, OFF, WARN, RuleLevels
from gongwen_clean.document import Edit, Field, Finding, Note, Score
from gongwen_clean.edits import apply_edits, compose_edits
from gongwen_clean.normalizer import Normalizer, Reader

_ROUNDS = 8
# see normalizer.Step
_TOLD_BY_SOME = ("is_needed", "least_weight", "line_looks", "looks", "weights", "kinds", "prepare")


class Guard(NamedTuple):
    """Which edits are made: those of rules at `fix`, where nothing is protected."""

    protection: Protection
    levels: RuleLevels

    def kept(self, text: str, edits: Sequence[Edit]) -> Sequence[Edit]:
        """Return the edits that are made: the same object for all of them."""
        made = self._at(FIX, edits) if self.levels.entries else edits
        if made and self.protection != UNPROTECTED:
            made = self.protection.spare(text, made)
        return edits if len(made) == len(edits) else made

    def told(self, text: str, edits: Sequence[Edit]) -> Sequence[Edit]:
        """Return the edits that are only told: on protected text none would be made at any level."""
        warned = self._at(WARN, edits)
        return self.protection.spare(text, warned) if warned else warned

    def _at(self, level: str, edits: Sequence[Edit]) -> Sequence[Edit]:
        levels: dict[str, str] = {}
        for edit in edits:
            if edit.rule not in levels:
                levels[edit.rule] = self.levels.level(edit.rule)
        return [edit for edit in edits if levels[edit.rule] == level]


class _Guarded:
    """What every guarded step passes on of the step that it stands for."""

    def __init__(self, step: Normalizer | Reader, guard: Guard) -> None:
        self.name = step.name
        self.triggers = step.triggers
        self._step = step
        self._guard = guard
        for name in _TOLD_BY_SOME:
            if hasattr(step, name):
                setattr(self, name, getattr(step, name))

    @property
    def rules(self) -> Mapping[str, str]:
        """Those of the step itself: some are read from tables only when asked for."""
        return self._step.rules


class GuardedNormalizer(_Guarded):
    """A normalizer that makes only the edits that its guard keeps."""

    def edits(self, text: str) -> Sequence[Edit]:
        """Return the edits that are kept; where some were not, all that follow from them too.

        A text that keeps what a step would have changed may show it something that it did not see before.
        What it does then is done at once, so that cleaning again changes nothing. Cost: as the step's own,
        and again for each round; nearly always one more, and none where nothing was left out.
        """
        proposed = cast(Normalizer, self._step).edits(text)
        kept = self._guard.kept(text, proposed)
        return kept if kept is proposed else self._settle(text, kept)

    def _settle(self, text: str, edits: Sequence[Edit]) -> Sequence[Edit]:
        for _ in range(_ROUNDS if edits else 0):
            changed = apply_edits(text, edits)
            more = self._guard.kept(changed, cast(Normalizer, self._step).edits(changed))
            if not more:
                break
            edits = compose_edits(text, edits, more)
        return edits


class WarningReader(_Guarded):
    """Tells as findings what a normalizer would have changed, were its rules not at `warn`."""

    kinds = (Finding,)

    def read(self, text: str) -> Sequence[Note]:
        """Return a finding for each edit that is only told."""
        edits = cast(Normalizer, self._step).edits(text)
        return [_as_finding(text, edit) for edit in self._guard.told(text, edits)]


class GuardedReader(_Guarded):
    """A reader without the findings whose rules are off."""

    kinds: tuple[type[Note], ...] = (Field, Finding, Score)  # unless the reader itself names fewer

    def read(self, text: str) -> Sequence[Note]:
        """Return all other notes."""
        return [note for note in cast(Reader, self._step).read(text) if not self._is_off(note)]

    def _is_off(self, note: Note) -> bool:
        return isinstance(note, Finding) and self._guard.levels.level(note.kind) == OFF


def guard_steps(
    steps: Sequence[Normalizer | Reader], protection: Protection, levels: RuleLevels
) -> list[Normalizer | Reader]:
    """Return the steps with their edits and findings guarded; the very same where nothing is asked."""
    if protection == UNPROTECTED and not levels.entries:
        return list(steps)
    return list(_guarded(steps, Guard(protection, levels)))


def _guarded(steps: Iterable[Normalizer | Reader], guard: Guard) -> Iterator[Normalizer | Reader]:
    for step in steps:
        if hasattr(step, "read"):
            yield GuardedReader(step, guard)
            continue
        if guard.levels.warn_of(step):
            # before its step: there the text is the same, and so are the places of the edits
            yield WarningReader(step, guard)
        yield GuardedNormalizer(step, guard)


def _as_finding(text: str, edit: Edit) -> Finding:
    before = text[edit.start : edit.end]
    return Finding(edit.rule, edit.start, edit.end, f"{before!r} would become {edit.after!r}")
