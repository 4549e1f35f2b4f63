"""What a step of a chain is: a normalizer proposes edits, a reader takes notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from gongwen_clean.document import Edit, Note


class Step(Protocol):
    """What every step of a chain tells of itself.

    `triggers` are literals of which one must be present for the step to have work; a line break in one also
    stands for the text's beginning or end. `rules` explains each rule that an edit or a finding may name, in
    one sentence. What else a step can have, to be asked only about text that may need it:

    - `weights`, literals with weights, and `least_weight(chars)`, how much those in a text of so many
      characters must weigh together for the step to have work without a trigger;
    - `looks` and `line_looks`, functions of a text and of its lines, blank ones too; one is true of every
      text that needs the step and has no trigger. Each must cost little, and one that several steps have is
      asked once for all of them;
    - `is_needed(source)`, whether the text as it came to the chain speaks for the step at all: for evidence
      that earlier steps take away. Its triggers are looked for in that text, too.

    A step that has neither triggers nor any of the first two runs on any text. One that loads much with the
    first text that needs it has `prepare()`, which loads it at once.
    """

    @property
    def name(self) -> str:
        """The name by which a user picks the step."""
        ...

    @property
    def triggers(self) -> frozenset[str]:
        """Literals of which one must be present for the step to run."""
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

    @property
    def kinds(self) -> tuple[type[Note], ...]:
        """The kinds of notes that it takes; where none of them is wanted, it is not asked."""
        ...

    def read(self, text: str) -> Sequence[Note]:
        """Return what was seen, with spans in code points of `text`."""
        ...
