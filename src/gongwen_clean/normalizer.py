"""What a step of a chain is: a normalizer proposes edits, a reader takes notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from gongwen_clean.document import Edit, Note


class Step(Protocol):
    """What every step of a chain tells of itself.

    `triggers` are literals of which one must be present for the step to have work; the empty set
    means any text. `rules` explains each rule that an edit or a finding may name, in one sentence. A step
    can also have a method `is_needed(source)`, which says of the text as it came to the chain whether the
    step has work: for evidence that earlier steps take away.
    """

    @property
    def name(self) -> str:
        """The name by which a user picks the step."""
        ...

    @property
    def triggers(self) -> frozenset[str]:
        """Literals of which one must be present for the step to run; none means always."""
        ...

    @property
    def rules(self) -> Mapping[str, str]:
        """One sentence for each rule that the step's edits or findings can name."""
        ...


class Normalizer(Step, Protocol):
    """A step that changes text, and does so only by the edits it proposes."""

    def edits(self, text: str) -> Sequence[Edit]:
        """Return the changes to make, sorted and disjoint, in code points of `text`."""
        ...


class Reader(Step, Protocol):
    """A step that changes nothing: it notes metadata, suspicious places and scores."""

    def read(self, text: str) -> Sequence[Note]:
        """Return what was seen, with spans in code points of `text`."""
        ...
