"""The patterns of what stands around a text, and where they match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from gongwen_clean.lexicon import lexicon_folder, read_patterns
from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.matching.trigger_scan import TriggerScan

_REACH = 300  # characters on either side of a span pattern's literal, unless the entry says otherwise


class Pattern(NamedTuple):
    """One pattern of lexicons/shell; its named groups are metadata keys.

    `literals`: every match contains one of them. `reach`: how many characters of a span pattern's match can
    stand on either side of it. `in_prose`: a line that it matches can be long or have several sentences.
    """

    id: str
    role: str
    regex: re.Pattern[str]
    why: str
    literals: tuple[str, ...]
    reach: int
    in_prose: bool


class PatternTable:
    """The patterns that match whole lines, `lines`, and those that are searched for inside them, `spans`."""

    def __init__(self, lines: Sequence[Pattern], spans: Sequence[Pattern]) -> None:
        self.lines = tuple(lines)
        self.spans = tuple(spans)
        self._anchors = [lazy_pattern("|".join(map(re.escape, pattern.literals))) for pattern in spans]
        self._literals = TriggerScan([frozenset(pattern.literals) for pattern in lines])

    def has_literal(self, view: str) -> bool:
        """Whether lines have a literal of the patterns of whole lines."""
        return self._literals.find(view) != 0

    def match_line(self, view: str) -> tuple[Pattern, re.Match[str]] | None:
        """Return the first pattern that matches the whole line, with its match.

        Cost: one scan for all literals, and a match for each pattern whose literal is there.
        """
        possible = self._literals.find(view)
        while possible:
            lowest = possible & -possible
            pattern = self.lines[lowest.bit_length() - 1]
            if match := pattern.regex.fullmatch(view):
                return pattern, match
            possible ^= lowest
        return None

    def find_spans(self, view: str) -> Iterator[tuple[Pattern, re.Match[str]]]:
        """Yield every place in the text where a span pattern matches, pattern by pattern.

        A pattern is tried only around its literals. Cost: one scan for each pattern.
        """
        for pattern, anchor in zip(self.spans, self._anchors, strict=True):
            end = 0
            for found in anchor.finditer(view):
                at = found.start()
                window = max(end, at - pattern.reach)
                match = pattern.regex.search(view, window, found.end() + pattern.reach) if at >= end else None
                if match and match.start() <= at < match.end():
                    yield pattern, match
                    end = match.end()

    @property
    def rules(self) -> Mapping[str, str]:
        """Why each pattern is there, by its id."""
        return {pattern.id: pattern.why for pattern in (*self.lines, *self.spans)}


@cache
def shell_patterns() -> PatternTable:
    """Return the patterns of lexicons/shell/*.toml, compiled once per process."""
    entries = [e for path in sorted((lexicon_folder() / "shell").glob("*.toml")) for e in read_patterns(path)]
    by_scope: dict[str, list[Pattern]] = {"line": [], "span": []}
    for entry in entries:
        pattern = Pattern(
            entry["id"],
            entry["role"],
            lazy_pattern(entry["pattern"]),
            entry["why"],
            tuple(entry["literals"]),
            entry.get("reach", _REACH),
            entry.get("in_prose", False),
        )
        by_scope[entry["scope"]].append(pattern)
    return PatternTable(by_scope["line"], by_scope["span"])
