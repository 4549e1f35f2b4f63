"""Learn the shells of sites where an engine brings together the rows of a site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from gongwen_clean.adapters.arrow import import_arrow
from gongwen_clean.adapters.buckets import BUCKET, bucket_of, check_columns
from gongwen_clean.shell_profiles.choosing import Learned, learn_profile
from gongwen_clean.shell_profiles.corpus import SiteText, site_of
from gongwen_clean.shell_profiles.learning import LearnOptions
from gongwen_clean.shell_profiles.profile import Entry, Profile, Site

if TYPE_CHECKING:
    import pyarrow as pa

SITE, PLACE, _TEXT = "site", "place", "text"


class SiteFields(NamedTuple):
    """The columns that tell a row's site (of a URL, its host, is the site), its place and its text."""

    site: str = "host"
    place: str = "id"
    text: str = "text"


class SiteLearner:
    """Learns the shells of sites, each from all of its rows, as `gongwen-lexicon learn-shell` does.

    Rows without a text or a site are passed over. Beyond twice `max_sites`, one machine forgets small sites
    on its way; here all are counted to the end.
    """

    def __init__(self, fields: SiteFields, options: LearnOptions | None = None) -> None:
        import_arrow()
        self._fields = fields
        self._options = options or LearnOptions()

    def check_names(self, names: Sequence[str]) -> None:
        """Raise InputError for columns without one that is needed."""
        check_columns(names, self._fields)

    def mark(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield batches of site, place, text and bucket of each row."""
        pa = import_arrow()
        for batch in batches:
            values = batch.column(self._fields.site).to_pylist()
            sites = [None if value is None else site_of(value) for value in values]
            columns = {
                SITE: pa.array(sites, pa.string()),
                PLACE: batch.column(self._fields.place),
                _TEXT: batch.column(self._fields.text),
                BUCKET: pa.array([bucket_of(site or "") for site in sites], pa.int32()),
            }
            yield pa.RecordBatch.from_pydict(columns)

    def learn(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield site, documents and entries as JSON text, from marked rows sorted by site, then place.

        Memory holds the sketch of one site.
        """
        rows = (row for batch in batches for row in batch.to_pylist())
        found = [self._learn(site, pages) for site, pages in groupby(rows, key=lambda row: row[SITE]) if site]
        pa = import_arrow()
        schema = pa.schema({"site": pa.string(), "documents": pa.int64(), "entries": pa.string()})
        yield pa.RecordBatch.from_pylist(found, schema=schema)

    def gather(self, rows: Iterable[Mapping[str, Any]]) -> Learned:
        """Return the profile of what `learn` yielded, of sites with most documents."""
        ranked = sorted(rows, key=lambda row: (-row["documents"], row["site"]))
        kept = sorted(ranked[: self._options.max_sites], key=lambda row: row["site"])
        sites = [_read_site(row) for row in kept]
        total = sum(site.documents for site in sites)
        profile = Profile(tuple(site for site in sites if site.entries))
        return Learned(profile, len(sites), total, len(ranked) - len(sites))

    def _learn(self, site: str, pages: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        texts = (SiteText(site, page[_TEXT]) for page in pages if page[_TEXT] is not None)
        learned = learn_profile(texts, self._options)
        entries = [entry._asdict() for one in learned.profile.sites for entry in one.entries]
        return {"site": site, "documents": learned.documents, "entries": orjson.dumps(entries).decode()}


def _read_site(row: Mapping[str, Any]) -> Site:
    entries = tuple(Entry(**entry) for entry in orjson.loads(row["entries"]))
    return Site(row["site"], row["documents"], entries)
