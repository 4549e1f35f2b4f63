"""Whether the edits of a rule are made, only told, or neither."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import filter as matching
from fnmatch import fnmatchcase
from typing import NamedTuple

from gongwen_clean.errors import ConfigError
from gongwen_clean.normalizer import Normalizer, Reader

OFF, WARN, FIX = LEVELS = ("off", "warn", "fix")
"""The levels, the strictest first."""


class RuleLevel(NamedTuple):
    """The level of the rules that a pattern names: an id, or a glob such as `spun*`. `where` it stands."""

    pattern: str
    level: str
    where: str = ""


class RuleLevels(NamedTuple):
    """The levels of rules. What a rule's own id says holds, else what the longest glob that it fits says.

    The same lines mean the same in any order. Of two globs of one length the stricter holds.
    """

    entries: tuple[RuleLevel, ...] = ()

    def level(self, rule: str) -> str:
        """Return the level of an edit's rule: the strictest, where several made the edit together."""
        return min((self._level(part) for part in rule.split("+")), key=LEVELS.index)

    def _level(self, rule: str) -> str:
        fitting = [entry for entry in self.entries if fnmatchcase(rule, entry.pattern)]
        best = max(
            fitting, key=lambda e: (e.pattern == rule, len(e.pattern), -LEVELS.index(e.level)), default=None
        )
        return best.level if best else FIX

    def warn_of(self, step: Normalizer | Reader) -> bool:
        """Whether any rule of a step is only told. Its rules are read only where some rule may be."""
        patterns = [entry.pattern for entry in self.entries if entry.level == WARN]
        return any(matching(step.rules, pattern) for pattern in patterns)

    def as_values(self) -> dict[str, str]:
        """Return the levels by pattern, sorted."""
        return {entry.pattern: entry.level for entry in sorted(self.entries)}

    def check(self, steps: Iterable[Normalizer | Reader]) -> None:
        """Raise ConfigError for a pattern that fits no rule of the steps, naming the nearest."""
        unknown = self.entries
        known: list[str] = []
        for step in steps:
            if not unknown:
                return
            rules = list(step.rules)  # of spun words they are read from a table: once, and only if need be
            unknown = tuple(entry for entry in unknown if not matching(rules, entry.pattern))
            known += rules
        if unknown:
            raise ConfigError(_complain(unknown[0], known))


def _complain(entry: RuleLevel, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(entry.pattern, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "--verbose names the rule of each edit"
    where = f"{entry.where}: " if entry.where else ""
    return f"{where}no rule fits {entry.pattern!r}; {hint}"


ALL_MADE = RuleLevels()
"""Every rule at `fix`."""
