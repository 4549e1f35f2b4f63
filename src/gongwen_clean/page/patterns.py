"""The patterns of what stands around a text, and where they match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from gongwen_clean.lexicon import lexicon_folder, read_patterns

_REACH = 300  # characters on either side of a span pattern's literal, unless the entry says otherwise
_NAMED_GROUP = re.compile(r"\(\?P<\w+>")


class Pattern(NamedTuple):
    """One pattern of lexicons/shell; its named groups are metadata keys.

    `literal`: what every match of a span pattern contains; empty for a pattern of whole lines. `reach`: how
    many characters of a match can stand on either side of it.
    """

    id: str
    role: str
    regex: re.Pattern[str]
    why: str
    literal: str
    reach: int


class PatternTable(NamedTuple):
    """The patterns that match whole lines, and those that are searched for inside them."""

    lines: tuple[Pattern, ...]
    spans: tuple[Pattern, ...]
    any_line: re.Pattern[str]  # all patterns of lines as one: tells at once that none matches

    def match_line(self, view: str) -> tuple[Pattern, re.Match[str]] | None:
        """Return the first pattern that matches the whole line, with its match."""
        if not self.any_line.fullmatch(view):
            return None
        for pattern in self.lines:
            if match := pattern.regex.fullmatch(view):
                return pattern, match
        return None

    def find_spans(self, view: str) -> Iterator[tuple[Pattern, re.Match[str]]]:
        """Yield every place in the text where a span pattern matches, pattern by pattern.

        A pattern is tried only around its literal. Cost: one scan for each literal.
        """
        for pattern in self.spans:
            end = 0
            at = view.find(pattern.literal)
            while at >= 0:
                window = max(end, at - pattern.reach)
                match = pattern.regex.search(view, window, at + len(pattern.literal) + pattern.reach)
                if match and match.start() <= at < match.end():
                    yield pattern, match
                    end = match.end()
                at = view.find(pattern.literal, max(at + 1, end))

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
        regex, literal = re.compile(entry["pattern"]), entry.get("literal", "")
        reach = entry.get("reach", _REACH)
        pattern = Pattern(entry["id"], entry["role"], regex, entry["why"], literal, reach)
        by_scope[entry["scope"]].append(pattern)
    alternatives = (_NAMED_GROUP.sub("(?:", pattern.regex.pattern) for pattern in by_scope["line"])
    any_line = re.compile("|".join(f"(?:{alternative})" for alternative in alternatives))
    return PatternTable(tuple(by_scope["line"]), tuple(by_scope["span"]), any_line)
