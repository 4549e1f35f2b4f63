"""Rejoin pages where an engine brings together those of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import orjson

from gongwen_clean.adapters.arrow import import_arrow
from gongwen_clean.adapters.buckets import BUCKET, bucket_of, check_columns
from gongwen_clean.rejoining.documents import REPORT, rejoin_placed
from gongwen_clean.rejoining.entries import PageFields, read_entry

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH_ROWS = 256


class PageJoiner:
    """Rejoins rows of one page each into rows of one document each, as `rejoining.rejoin` does.

    Args: fields: which columns name a document, its page, its text. place: the column by which rows sort as
    their records stood in their files; it stands in the reports, too.
    """

    def __init__(self, fields: PageFields, place: str) -> None:
        import_arrow()
        self.place = place
        self._fields = fields

    def check_names(self, names: Sequence[str]) -> None:
        """Raise InputError for columns without one that is needed, or with one that would be added."""
        check_columns(names, (*self._fields.key, self._fields.text, self.place), (REPORT,))

    def mark(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield batches with the bucket of each row behind the other columns."""
        pa = import_arrow()
        asked = {*self._fields.key, self._fields.page, self._fields.text, self.place}
        for batch in batches:
            records = batch.select([name for name in batch.schema.names if name in asked]).to_pylist()
            buckets = [bucket_of(self._key(record)) for record in records]
            yield batch.append_column(BUCKET, pa.array(buckets, pa.int32()))

    def join(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the documents of marked rows, all those of some buckets, sorted by their places.

        All rows go through a temporary file (see TMPDIR); memory holds one document.
        """
        batches = iter(batches)
        if (first := next(batches, None)) is None:
            return
        schema = self.output_schema(first.schema)
        documents = rejoin_placed(self._records(chain([first], batches)), self._fields)
        while True:
            rows = list(islice(documents, _BATCH_ROWS))
            for row in rows:
                row[REPORT] = orjson.dumps(row[REPORT], default=str).decode()
            yield import_arrow().RecordBatch.from_pylist(rows, schema=schema)
            if len(rows) < _BATCH_ROWS:
                return

    def output_schema(self, schema: pa.Schema) -> pa.Schema:
        """Return the schema of documents: that of rows, marked or not, and the report as JSON text."""
        pa = import_arrow()
        kept = [field for field in schema if field.name != BUCKET]
        return pa.schema([*kept, pa.field(REPORT, pa.string())])

    def _key(self, record: dict[str, Any]) -> str:
        entry = read_entry(record[self.place], record, self._fields)
        return f"alone {entry.place!r}" if entry.problem else repr(entry.names)

    def _records(self, batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[Any, dict[str, Any]]]:
        for batch in batches:
            for record in batch.drop_columns(BUCKET).to_pylist():
                yield record[self.place], record
