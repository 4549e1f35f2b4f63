"""Find the lines of a text that the profile of its site says are no text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gongwen_clean.page.lines import Line, split_lines
from gongwen_clean.shell_profiles.forms import speaks_of_page
from gongwen_clean.shell_profiles.profile import Entry, Profile
from gongwen_clean.shell_profiles.templates import find_title, label_template, line_template, title_template
from gongwen_clean.shell_profiles.zones import (
    Kind,
    Zones,
    can_be_listed,
    could_be_title,
    edge_indices,
    find_zones,
    line_kind,
)

_MIN_ENTRIES = 2  # of a site that a text must have to be taken for one of its pages

Index = Mapping[str, Sequence[tuple[int, Entry]]]


class ShellLine(NamedTuple):
    """A line that an entry says is no text."""

    line: Line
    entry: Entry


class ShellMatcher:
    """The entries of a profile by their templates, or of one of its sites if a host is given."""

    def __init__(self, profile: Profile, host: str = "") -> None:
        index: dict[str, list[tuple[int, Entry]]] = {}
        sites = [site for site in profile.sites if host in ("", site.name)]
        for number, site in enumerate(sites):
            for entry in site.entries:
                index.setdefault(entry.template, []).append((number, entry))
        self._index: Index = index
        self._need = [min(_MIN_ENTRIES, len(site.entries)) for site in sites]

    def find(self, text: str) -> list[ShellLine]:
        """Return the lines of `text` to cut; none for a text of another site, or one that is all shell.

        Cost: O(n) for the lines, then a look-up for each line at either end.
        """
        lines = split_lines(text)
        edges = [lines[n] for n in edge_indices(len(lines))]
        hits = self._look_up([line.view for line in edges])
        site = self._choose_site(hits)
        found = [[entry for number, entry in hit if number == site] for hit in hits]
        if not any(found):
            return []
        cuts = dict(_cuts(edges, found, len(edges) == len(lines)))
        return [] if len(cuts) == len(lines) else [ShellLine(edges[n], cuts[n]) for n in sorted(cuts)]

    def _look_up(self, views: Sequence[str]) -> list[list[tuple[int, Entry]]]:
        keys = [line_template(view) for view in views]
        unknown = (
            v for v, key in zip(views[: len(views) // 2], keys, strict=False) if key not in self._index
        )
        title = find_title(unknown, views)
        hits = []
        for view, key in zip(views, keys, strict=True):
            forms = (key, title_template(view, title), label_template(key))
            hits.append([hit for form in forms if form for hit in self._index.get(form, ())])
        return hits

    def _choose_site(self, hits: Sequence[Sequence[tuple[int, Entry]]]) -> int:
        """The site of which the text has most entries, the first of several; -1 if too few of any."""
        seen = {(number, entry.id) for hit in hits for number, entry in hit}
        votes = Counter(number for number, _ in seen)
        enough = [number for number in sorted(votes) if votes[number] >= self._need[number]]
        return max(enough, key=lambda number: votes[number], default=-1)


def _cuts(
    edges: Sequence[Line], found: Sequence[Sequence[Entry]], is_whole: bool
) -> Iterator[tuple[int, Entry]]:
    kinds = [_known_kind(line) if hit else line_kind(line) for line, hit in zip(edges, found, strict=True)]
    zones = find_zones(kinds, is_whole)
    spared = _only_title(edges, found, kinds, zones)
    from_top = _others_before(bool(hit) for hit in found)
    from_bottom = _others_before(bool(hit) for hit in reversed(found))[::-1]
    for n, hit in enumerate(found):
        for entry in hit:
            is_top = entry.edge != "bottom" and n < zones.head_end and from_top[n] <= entry.within
            is_bottom = entry.edge != "top" and n >= zones.tail_start and from_bottom[n] <= entry.within
            if (is_top or is_bottom) and n != spared:
                yield n, entry
                yield from _listed_below(edges, found, n, entry)
                break


def _listed_below(
    edges: Sequence[Line], found: Sequence[Sequence[Entry]], at: int, entry: Entry
) -> Iterator[tuple[int, Entry]]:
    """The lines under an entry that heads a list of links."""
    for n in range(at + 1, min(at + 1 + entry.below, len(edges))):
        if found[n] or not can_be_listed(edges[n]):
            return
        yield n, entry


def _others_before(known: Iterator[bool]) -> list[int]:
    """How many lines before each line are no entries."""
    counts, others = [], 0
    for is_known in known:
        counts.append(others)
        others += not is_known
    return counts


def _known_kind(line: Line) -> Kind:
    is_page = not line.is_prose and speaks_of_page(line.view, is_sentence=False)
    return Kind.PAGE if is_page else Kind.OTHER


def _only_title(
    edges: Sequence[Line], found: Sequence[Sequence[Entry]], kinds: Sequence[Kind], zones: Zones
) -> int:
    """The last line above the text, if it alone can be the title: a title can be what a menu says; or -1."""
    head = [n for n in range(zones.head_end) if kinds[n] == Kind.OTHER and could_be_title(edges[n])]
    if not head or not all(found[n] for n in head):
        return -1
    return head[-1] if not any("{" in entry.template for entry in found[head[-1]]) else -1
