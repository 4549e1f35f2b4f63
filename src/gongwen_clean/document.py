"""A document before and after cleaning, and the pieces of its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Edit(NamedTuple):
    """One change: the code points `start:end` of a text become `after`, because of `rule`.

    Where several rules touched the same place, `rule` names them in order, joined by `+`.
    `confidence`: for a repair by judgement, the log odds in nats against leaving the text as it is;
    None for a rule that needs no judgement. `candidates`: what else was weighed for the place, the likeliest
    first, among it the text as it stood; none for a rule that weighs nothing, or where rules met.
    """

    start: int
    end: int
    after: str
    rule: str
    confidence: float | None = None
    candidates: tuple[str, ...] = ()


class Finding(NamedTuple):
    """Something suspicious that was left as it is: code points `start:end` of the source."""

    kind: str
    start: int
    end: int
    message: str


class Field(NamedTuple):
    """A metadata value as it stands on the page: code points `start:end` of the source.

    `parsed`: a date in ISO 8601, a 文号 as agency, year and number, a count as int; None for other keys and
    for values that cannot be read so. `origin`: the part of the page that tells it, such as "table" or
    "text". `confidence`: the share of values of that origin that were right on pages whose metadata is known.
    """

    key: str
    value: str
    start: int
    end: int
    parsed: str | int | Mapping[str, str] | None = None
    origin: str = ""
    confidence: float = 1.0


class Score(NamedTuple):
    """How strongly a text shows one kind of damage, so that a pipeline can drop it instead."""

    name: str
    value: float


Note = Finding | Field | Score


@dataclass(frozen=True, slots=True)
class Document:
    """What became of one text.

    `edits` are in code-point offsets into `source`, sorted and disjoint; applied to `source` they
    give `text`. `fields` are the metadata with their places; `metadata` is their plain mapping.
    """

    id: str | None
    source: str
    text: str
    edits: tuple[Edit, ...] = ()
    fields: tuple[Field, ...] = ()
    findings: tuple[Finding, ...] = ()
    scores: Mapping[str, float] | None = None

    @property
    def metadata(self) -> dict[str, str]:
        """The metadata found on the page, by key; values as on the page, trimmed."""
        return {field.key: field.value for field in self.fields}
