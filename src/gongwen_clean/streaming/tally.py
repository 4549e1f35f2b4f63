"""Count what was done to a corpus, shard by shard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from gongwen_clean.document import Document


@dataclass(slots=True)
class Tally:
    """What became of the lines of a shard or a run.

    `rules`: edits by rule, composed ones under each of their rules. `scores`: for each score, documents by
    the power of two below it; "0" for none. `seconds`: CPU time by stage.
    """

    lines: int = 0
    cleaned: int = 0
    changed: int = 0
    failed: int = 0
    source_bytes: int = 0
    source_chars: int = 0
    edits: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    scores: dict[str, Counter[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def count(self, document: Document) -> None:
        """Add a cleaned document."""
        self.cleaned += 1
        self.changed += document.text != document.source
        self.source_chars += len(document.source)
        self.edits += len(document.edits)
        for edit in document.edits:
            self.rules.update(edit.rule.split("+"))
        for name, value in (document.scores or {}).items():
            self.scores.setdefault(name, Counter())[_bin(value)] += 1

    def add(self, other: Tally) -> None:
        """Add what another shard counted."""
        for name in ("lines", "cleaned", "changed", "failed", "source_bytes", "source_chars", "edits"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.rules.update(other.rules)
        for stage, seconds in other.seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds
        for name, bins in other.scores.items():
            self.scores.setdefault(name, Counter()).update(bins)

    @property
    def edit_rate(self) -> float:
        """Edits per 1,000 characters of source."""
        return 1000 * self.edits / max(1, self.source_chars)

    def as_json(self) -> dict[str, Any]:
        """Return all counts as JSON values, the most frequent rules first."""
        values = asdict(self)
        values["rules"] = dict(self.rules.most_common())
        values["scores"] = {name: dict(sorted(bins.items())) for name, bins in sorted(self.scores.items())}
        values["seconds"] = {name: round(seconds, 6) for name, seconds in self.seconds.items()}
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Tally:
        """Return what as_json wrote."""
        scores = {name: Counter(bins) for name, bins in values["scores"].items()}
        return cls(**{**values, "rules": Counter(values["rules"]), "scores": scores})


def _bin(value: float) -> str:
    """The largest power of two that is not above a score; "0" below one."""
    return str(1 << (int(value).bit_length() - 1)) if value >= 1 else "0"
