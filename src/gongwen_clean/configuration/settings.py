"""What texts are cleaned with, as one value: the same value gives the same output."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from gongwen_clean.configuration.protection import UNPROTECTED, Protection
from gongwen_clean.configuration.rule_levels import ALL_MADE, RuleLevels


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of a cleaner; each field is a key of `gongwen-clean.toml`.

    Args: steps: as `--steps` has them, none for all of the preset. model, lexicons, shell_profiles: files.
    min_confidence: nats; max_harm: wrong characters per 10,000. max_doc_chars and timeout_s: of a corpus's
    documents, 0 for no limit. origins: where preset and steps were set, by key, for messages; no key itself.
    """

    preset: str = "standard"
    steps: tuple[str, ...] = ()
    model: Path | None = None
    lexicons: tuple[Path, ...] = ()
    shell_profiles: tuple[Path, ...] = ()
    min_confidence: float = 0.0
    max_harm: float = math.inf
    max_doc_chars: int = 5_000_000
    timeout_s: float = 0.0
    protect: Protection = UNPROTECTED
    rules: RuleLevels = ALL_MADE
    origins: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def as_values(self, of_file: Callable[[Path], str] = str) -> dict[str, Any]:
        """Return all settings as values of TOML or JSON; None is left out, what has no order is sorted.

        Args: of_file: what stands for a file, such as its path or a hash of its content.
        """
        values = {own.name: getattr(self, own.name) for own in fields(self) if own.compare}
        values["steps"] = sorted(self.steps)
        values["model"] = None if self.model is None else of_file(self.model)
        values["lexicons"] = _files(self.lexicons, of_file)
        values["shell_profiles"] = _files(self.shell_profiles, of_file)
        values["protect"] = {name: sorted(set(own)) for name, own in self.protect._asdict().items()}
        values["rules"] = self.rules.as_values()
        return {name: value for name, value in values.items() if value is not None}


def _files(paths: Iterable[Path], of_file: Callable[[Path], str]) -> list[str]:
    return [of_file(path) for path in paths]
