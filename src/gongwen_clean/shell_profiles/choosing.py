"""Decide which of the lines that recur on a site are its shell.

Documents of one office share lines too: names, dates, phrases, titles. So a line must stand where no text is,
be of no form that official documents share, and have beside it lines that speak of the page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gongwen_clean.page.lines import split_lines
from gongwen_clean.page.marks import mark_line
from gongwen_clean.shell_profiles.corpus import SiteText
from gongwen_clean.shell_profiles.forms import find_form, speaks_of_page
from gongwen_clean.shell_profiles.learning import LearnOptions, PageSketch, SiteSketch, sketch_sites
from gongwen_clean.shell_profiles.profile import Entry, Profile, Site, entry_id
from gongwen_clean.shell_profiles.sketch import hash_text
from gongwen_clean.shell_profiles.templates import count_literals
from gongwen_clean.shell_profiles.zones import Kind, Zones, find_zones

_SAME_SHARE = 0.8  # of a class's documents with one and the same value: the value belongs to the line
_MIN_OUTSIDE = 0.8  # of a line's pages, on which it stands outside the text
_MIN_OUTSIDE_AS_SENTENCE = 0.9
_MAX_TITLES = 0.1  # of a line's pages, on which it would be the title
_BOTH_EDGES = 0.2
_MIN_SIGNS = 2  # lines that speak of the page: a text can end on one, as on where to look for news
_HEADS_LIST = 0.8  # of a line's pages, on which links that change stand right below it
_MAX_LINKS = 20
_MORE_LINES = 2  # that a page not seen may have in front of a line
_MIN_LETTERS = 2
_PAGE_ROLES = frozenset({"crumb", "control", "banner", "portal", "tail", "table", "notice"})
_SURE_ROLES = _PAGE_ROLES - {"banner", "notice"} | {"label"}


class Learned(NamedTuple):
    """A profile and what it was learned from; a document that came again counts once."""

    profile: Profile
    sites: int
    documents: int
    dropped_sites: int

    def __str__(self) -> str:
        entries = sum(len(site.entries) for site in self.profile.sites)
        note = f"; {self.dropped_sites} sites with fewest documents left out" if self.dropped_sites else ""
        return (
            f"{entries} lines of {len(self.profile.sites)} sites, "
            f"from {self.documents} different documents of {self.sites} sites{note}"
        )


@dataclass(slots=True)
class Candidate:
    """A template that recurs, what it shows by itself, and where it stood on the sampled pages."""

    template: str
    documents: int
    example: str
    is_sentence: bool
    is_page: bool  # speaks of the page
    role: str  # what the built-in rules see in it by itself; empty when nothing
    is_form: bool
    seen: int = 0
    outside: int = 0
    outer: int = 0
    as_title: int = 0
    top: list[int] = field(default_factory=list)  # lines between it and that edge
    bottom: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)  # links right below it

    @property
    def kind(self) -> Kind | None:
        """What the line says of where it stands, as far as its recurring tells more than itself."""
        if self.is_form or (self.is_sentence and not self.is_page):
            return None
        return Kind.PAGE if self.is_page and not self.is_sentence else Kind.OTHER

    def note(self, places: Sequence[int], zones: Zones, count: int) -> None:
        """Note at which of the `count` lines of a page this one stands."""
        head = [n for n in places if n < zones.head_end]
        tail = [n for n in places if n >= zones.tail_start]
        self.seen += 1
        self.outside += bool(head or tail)
        self.outer += any(map(zones.is_outer, head + tail))
        self.top += head[-1:]
        self.bottom += [count - 1 - n for n in tail[:1]]


def learn_profile(texts: Iterable[SiteText], options: LearnOptions | None = None) -> Learned:
    """Return the shells of the sites in a corpus; the same corpus gives the same profile.

    Sites without an entry are left out. Cost: one pass; memory does not grow with the corpus.
    """
    options = options or LearnOptions()
    sketches = sketch_sites(texts, options.max_sites)
    sites = sketches.finish()
    learned = [
        Site(name, sketch.documents, tuple(_entries(name, choose_lines(sketch, options))))
        for name, sketch in sites
    ]
    total = sum(sketch.documents for _, sketch in sites)
    return Learned(Profile(tuple(s for s in learned if s.entries)), len(sites), total, sketches.dropped)


def choose_lines(sketch: SiteSketch, options: LearnOptions) -> list[Candidate]:
    """Return the lines of a site's shell, but for those that the built-in rules know."""
    least = max(options.min_documents, math.ceil(options.min_share * sketch.documents))
    recurring = sketch.templates.at_least(least)
    pages = list(sketch.pages)
    chosen = _choose_templates(recurring, pages)
    by_hash = {hash_text(t): _judge(t, recurring[t], sketch.templates.example(t)) for t in chosen}
    for page in pages:
        _place(page, by_hash)
    candidates = list(by_hash.values())
    signs = [c for c in candidates if c.kind == Kind.PAGE and _is_mostly(c.top + c.bottom, c)]
    if len(signs) < _MIN_SIGNS:
        return []
    shown = {edge for c in signs for edge in _edges(c)}
    return [c for c in candidates if not _is_built_in(c) and shown & {*_edges(c)} and _is_shell(c)]


def _choose_templates(recurring: Mapping[str, int], pages: Iterable[PageSketch]) -> list[str]:
    """Of a line's own template and its variant with a class, the one that tells what recurs."""
    names = {hash_text(template): template for template in recurring}
    pairs = {pair for page in pages for pair in zip(page.keys, page.variants, strict=True)}
    dropped = set()
    for key, variant in sorted(pairs):
        if key in names and variant in names:
            is_constant = recurring[names[key]] >= _SAME_SHARE * recurring[names[variant]]
            dropped.add(variant if is_constant else key)
    return [template for hashed, template in names.items() if hashed not in dropped]


def _judge(template: str, documents: int, example: str) -> Candidate:
    line = split_lines(example)[0]
    mark = mark_line(example, line)
    is_sentence = line.is_prose
    is_form = "{title}" not in template and (find_form(line.view) is not None or _is_body_row(line.view))
    is_page = speaks_of_page(line.view, is_sentence) or (mark is not None and mark.role in _PAGE_ROLES)
    return Candidate(
        template,
        documents,
        example,
        is_sentence,
        is_page and not is_form,
        mark.role if mark else "",
        is_form or line.is_structure,
    )


def _is_built_in(candidate: Candidate) -> bool:
    """Whether the built-in rules cut a line wherever the page shows itself; a by-line, only above a text.

    Such a line is left to them: it also shows them that there is a page.
    """
    return candidate.role in _SURE_ROLES or (candidate.role == "byline" and "top" in _edges(candidate))


def _is_body_row(view: str) -> bool:
    return view.count("|") >= 2 and not speaks_of_page(view, is_sentence=False)


def _place(page: PageSketch, by_hash: Mapping[int, Candidate]) -> None:
    """Note where a page has each candidate: once, at the place that is farthest from its edge."""
    found = [by_hash.get(k) or by_hash.get(v) for k, v in zip(page.keys, page.variants, strict=True)]
    kinds = [_kind_of(c, Kind(k)) for c, k in zip(found, page.kinds, strict=True)]
    zones = find_zones(kinds, page.is_whole)
    places: dict[str, list[int]] = {}
    for n, candidate in enumerate(found):
        if candidate:
            places.setdefault(candidate.template, []).append(n)
    for candidate in filter(None, found):
        if where := places.pop(candidate.template, None):
            candidate.note(where, zones, len(kinds))
            candidate.below += [_count_links(page, found, n) for n in where if n >= zones.tail_page][:1]
    if title := _title_of(page, found, zones.head_end):
        title.as_title += 1


def _kind_of(candidate: Candidate | None, own: Kind) -> Kind:
    """The kind of a line of a page; one that speaks of the page is taken at its word only if it recurs."""
    if candidate and candidate.kind is not None:
        return candidate.kind
    return Kind.OTHER if own == Kind.PAGE else own


def _count_links(page: PageSketch, found: Sequence[Candidate | None], at: int) -> int:
    """How many lines right below one change from page to page and can be links."""
    n = at + 1
    while n < len(found) and found[n] is None and page.links[n]:
        n += 1
    return n - at - 1


def _title_of(page: PageSketch, found: Sequence[Candidate | None], head_end: int) -> Candidate | None:
    """The last line above the text that could be a title, if only candidates could."""
    head = [found[n] for n in range(head_end) if page.titles[n]]
    neutral = [c for c in head if c and c.kind == Kind.OTHER]
    others = [c for c in head if c is None or c.kind is None]
    return neutral[-1] if neutral and not others else None


def _is_mostly(places: list[int], candidate: Candidate) -> bool:
    return len(places) >= _MIN_OUTSIDE * max(candidate.seen, 1)


def _is_shell(c: Candidate) -> bool:
    """Whether a line stands outside the text, and it or one between it and the text speaks of the page."""
    if c.kind is None or not c.seen or count_literals(c.template) < _MIN_LETTERS:
        return False
    if c.outside < (_MIN_OUTSIDE_AS_SENTENCE if c.is_sentence else _MIN_OUTSIDE) * c.seen:
        return False
    is_title = c.as_title > _MAX_TITLES * c.seen
    return not is_title and (c.is_page or c.outer >= _MIN_OUTSIDE * c.seen)


def _edges(candidate: Candidate) -> list[str]:
    """The edges of the page at which a line stands in a good share of its pages."""
    places = {"top": candidate.top, "bottom": candidate.bottom}
    return [edge for edge, where in places.items() if len(where) >= _BOTH_EDGES * max(candidate.seen, 1)]


def _entries(site: str, candidates: Iterable[Candidate]) -> list[Entry]:
    """The entries, in the order in which their lines stand on a page."""
    return sorted((_entry(site, c) for c in candidates), key=_place_of)


def _entry(site: str, c: Candidate) -> Entry:
    edges = _edges(c)
    edge = edges[0] if len(edges) == 1 else ""
    within = max((c.top if "top" in edges else []) + (c.bottom if "bottom" in edges else []))
    id = entry_id(site, edge, c.template)
    return Entry(id, c.template, edge, within + _MORE_LINES, _list_length(c), c.documents, c.example)


def _place_of(entry: Entry) -> tuple[bool, int, str]:
    is_bottom = entry.edge == "bottom"
    return is_bottom, -entry.within if is_bottom else entry.within, entry.template


def _list_length(candidate: Candidate) -> int:
    """How many links to expect below a line that speaks of the page; 0 when it often has none."""
    lengths = candidate.below if candidate.kind == Kind.PAGE else []
    heads_list = sum(map(bool, lengths)) >= _HEADS_LIST * candidate.seen
    return min(max(lengths, default=0), _MAX_LINKS) if heads_list else 0
