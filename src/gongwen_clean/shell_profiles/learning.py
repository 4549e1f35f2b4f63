"""Learn from a corpus which lines recur on the pages of each site."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gongwen_clean.errors import LexiconError
from gongwen_clean.page.lines import Line, split_lines
from gongwen_clean.shell_profiles.corpus import SiteText
from gongwen_clean.shell_profiles.forms import speaks_of_page
from gongwen_clean.shell_profiles.sketch import EvenSample, FrequentKeys, RecentTexts, hash_text
from gongwen_clean.shell_profiles.templates import find_title, label_template, line_template, title_template
from gongwen_clean.shell_profiles.zones import can_be_listed, could_be_title, edge_indices, line_kind

_KEYS = 500  # templates kept for a site; a page has 100 lines at its ends, those of its shell recur
_SAMPLE_PAGES = 64  # whose order of lines is kept: 20 of them have a line of the least share
_RECENT_TEXTS = 128  # a text that is 30 % of a site's documents is among the last of them
_KEY_CHARS = 300  # a longer line is not counted
_EXAMPLE_CHARS = 100


@dataclass(frozen=True, slots=True)
class LearnOptions:
    """What a line needs to be an entry: documents of its site, as a number and as a share of all."""

    min_documents: int = 5
    min_share: float = 0.3
    max_sites: int = 1000

    def __post_init__(self) -> None:
        if self.min_documents < 2 or not 0 < self.min_share <= 1 or self.max_sites < 1:
            raise LexiconError(
                f"--min-documents {self.min_documents} --min-share {self.min_share} "
                f"--max-sites {self.max_sites}: "
                "a line recurs in 2 documents or more, a share is above 0 and at most 1, and there is a site"
            )


class PageSketch(NamedTuple):
    """The lines at either end of a page: hashes of their templates, kinds, which could be a title or a link.

    `variants`: the hash of the template with the title or a label's value as a class; 0 for a line without.
    """

    keys: array[int]
    variants: array[int]
    kinds: bytes
    titles: bytes
    links: bytes
    is_whole: bool


class SiteSketch:
    """What is kept of a site's documents: frequent templates, and the order of lines of some pages."""

    def __init__(self) -> None:
        self.documents = 0
        self.templates = FrequentKeys(_KEYS)
        self.pages: EvenSample[PageSketch] = EvenSample(_SAMPLE_PAGES)
        self._recent = RecentTexts(_RECENT_TEXTS)

    def add(self, text: str) -> None:
        """Read one document, unless it says what one shortly before it said."""
        lines = split_lines(text)
        if not lines or self._recent.add(_own_sentences(lines)):
            return
        self.documents += 1
        edges = [lines[n] for n in edge_indices(len(lines))]
        keys, variants = self._templates([line.view for line in edges])
        self._count(text, edges, keys, variants)
        rank = hash_text(text)
        if self.pages.wants(rank):
            self.pages.add(
                rank, self.documents, _sketch_page(edges, keys, variants, len(edges) == len(lines))
            )

    def _templates(self, views: Sequence[str]) -> tuple[list[str], list[str]]:
        keys = [line_template(view) for view in views]
        head = zip(views[: len(views) // 2], keys, strict=False)
        title = find_title((view for view, key in head if self.templates.count(key) < 2), views)
        variants = [
            title_template(view, title) or label_template(key) or ""
            for view, key in zip(views, keys, strict=True)
        ]
        return keys, variants

    def _count(self, text: str, edges: Sequence[Line], keys: Sequence[str], variants: Sequence[str]) -> None:
        seen: set[str] = set()
        for line, *forms in zip(edges, keys, variants, strict=True):
            for key in forms:
                if 0 < len(key) <= _KEY_CHARS and key not in seen:
                    seen.add(key)
                    self.templates.add(key, text[line.start : line.end][:_EXAMPLE_CHARS])


class SiteSketches:
    """The sketches of many sites: at most twice `max_sites`, then those with fewest documents go."""

    def __init__(self, max_sites: int) -> None:
        self._max_sites = max_sites
        self._sites: dict[str, SiteSketch] = {}
        self.dropped = 0

    def add(self, page: SiteText) -> None:
        """Read one document of a site."""
        self._sites.setdefault(page.site, SiteSketch()).add(page.text)
        if len(self._sites) > 2 * self._max_sites:
            self._keep_largest()

    def finish(self) -> list[tuple[str, SiteSketch]]:
        """Return the sites with most documents, by name."""
        self._keep_largest()
        return sorted(self._sites.items())

    def _keep_largest(self) -> None:
        ranked = sorted(self._sites.items(), key=lambda item: (-item[1].documents, item[0]))
        self.dropped += len(ranked[self._max_sites :])
        self._sites = dict(ranked[: self._max_sites])


def sketch_sites(texts: Iterable[SiteText], max_sites: int) -> SiteSketches:
    """Read a corpus once. Memory: half a megabyte at most for each site kept. Cost: linear."""
    sketches = SiteSketches(max_sites)
    for text in texts:
        sketches.add(text)
    return sketches


def _own_sentences(lines: Sequence[Line]) -> list[str]:
    """What a text says itself, for telling whether it came twice; all its lines when it has no sentence."""
    prose = [line.view for line in lines if line.is_prose and not speaks_of_page(line.view, is_sentence=True)]
    return prose or [line.view for line in lines]


def _sketch_page(
    edges: Sequence[Line], keys: Sequence[str], variants: Sequence[str], is_whole: bool
) -> PageSketch:
    return PageSketch(
        array("I", map(hash_text, keys)),
        array("I", (hash_text(variant) if variant else 0 for variant in variants)),
        bytes(map(line_kind, edges)),
        bytes(map(could_be_title, edges)),
        bytes(map(can_be_listed, edges)),
        is_whole,
    )
