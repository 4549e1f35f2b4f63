"""Corpora in Parquet files: a row is an item, a row group a shard."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any, BinaryIO

from gongwen_clean.document import Document
from gongwen_clean.errors import InputError, MissingExtraError
from gongwen_clean.streaming.books import Books
from gongwen_clean.streaming.compression import too_large
from gongwen_clean.streaming.corpora import Shard
from gongwen_clean.streaming.json_fields import dump
from gongwen_clean.streaming.json_lines import file_identity
from gongwen_clean.streaming.limits import FREE_BYTES, MOST_RATIO
from gongwen_clean.streaming.texts import LineOptions

_BATCH_ROWS = 256
_GROUP_BYTES = 32 << 20  # of a row group that is written, so that one need not fit into memory


class ParquetRows:
    """Rows of a Parquet file. All columns stay; what is added are columns of JSON texts.

    Args: max_ratio: how many times its size a column of a row group may unpack to, as the file itself says;
    0 for any. The first 256 MiB are free.
    Raises: InputError for a file that is no Parquet, unpacks to more, or has no column of texts under the
    name asked for; MissingExtraError without pyarrow.
    """

    def __init__(self, path: Path, options: LineOptions, max_ratio: int = MOST_RATIO) -> None:
        self.path = path
        self._options = options
        self._max_ratio = max_ratio
        self._arrow, self._parquet = _import_arrow()
        with self._open(path) as file:
            self._groups = file.metadata.num_row_groups
            self._codec = _codec(file)
            schema = file.schema_arrow
            self._check_ratio(file.metadata)
        self._check(schema)
        self._schema = schema
        for name in options.added_names:
            self._schema = self._schema.append(self._arrow.field(name, self._arrow.string()))

    def __reduce__(self) -> tuple[type[ParquetRows], tuple[Path, LineOptions, int]]:
        return ParquetRows, (self.path, self._options, self._max_ratio)  # modules do not pickle

    def identity(self) -> dict[str, Any]:
        """Return path, size and time of the file."""
        return file_identity(self.path)

    def shards(self, _folder: Path, finished: Mapping[int, str]) -> Generator[Shard, None, None]:
        """Yield the row groups that are not finished."""
        for number in range(self._groups):
            if number not in finished:
                yield Shard(number, self.path, number, number + 1)

    def clean(self, shard: Shard, books: Books) -> None:
        """Clean the rows of a row group into a Parquet file."""
        with self._open(shard.path) as file, self._writer(books.output) as writer:
            books.tally.source_bytes = file.metadata.row_group(shard.start).total_byte_size
            held: list[Any] = []
            batches = file.iter_batches(_BATCH_ROWS, row_groups=[shard.start], use_threads=False)
            for batch in batches:
                held.append(self._clean_batch(batch, books))
                if sum(one.nbytes for one in held) >= _GROUP_BYTES:
                    self._write(writer, held)
                    held = []
                books.lap("writing")
            self._write(writer, held)

    def join(self, parts: Iterator[Path], output: BinaryIO) -> None:
        """Write the row groups of all parts into one file."""
        with self._writer(output) as writer:
            for path in parts:
                with self._open(path) as part:
                    for group in range(part.metadata.num_row_groups):
                        writer.write_table(part.read_row_group(group, use_threads=False))

    def _clean_batch(self, batch: Any, books: Books) -> Any:
        options = self._options
        names = batch.column(options.id_field) if options.id_field in batch.schema.names else None
        column = batch.column(options.text_field)
        kept: list[int] = []
        texts: list[str | None] = []
        added: list[Mapping[str, Any]] = []
        for row in range(batch.num_rows):
            place = {"line": books.begin()}
            try:
                text = column[row].as_py()
            except UnicodeDecodeError as error:
                books.fail(f"is not UTF-8: the byte at offset {error.start} fits no character", place, None)
                continue
            document = _clean_text(text, None if names is None else names[row].as_py(), place, books)
            if text is None or document is not None:
                kept.append(row)
                texts.append(document.text if document else None)
                added.append(options.added_fields(document) if document else {})
        return self._with_texts(batch, kept, texts, added)

    def _with_texts(
        self, batch: Any, kept: list[int], texts: list[str | None], added: list[Mapping[str, Any]]
    ) -> Any:
        arrow, options = self._arrow, self._options
        rows = batch if len(kept) == batch.num_rows else batch.take(arrow.array(kept, arrow.int64()))
        at = self._schema.get_field_index(options.text_field)
        columns = [
            rows.column(name)
            if number != at
            else arrow.array(texts, arrow.string()).cast(rows.column(at).type)
            for number, name in enumerate(rows.schema.names)
        ]
        for name in options.added_names:
            values = [dump(fields[name]).decode() if name in fields else None for fields in added]
            columns.append(arrow.array(values, arrow.string()))
        return arrow.RecordBatch.from_arrays(columns, schema=self._schema)

    def _write(self, writer: Any, batches: list[Any]) -> None:
        if batches:
            writer.write_table(self._arrow.Table.from_batches(batches, self._schema))

    def _writer(self, output: BinaryIO) -> Any:
        sink = self._arrow.PythonFile(output, mode="w")
        return self._parquet.ParquetWriter(sink, self._schema, compression=self._codec)

    def _open(self, path: Path) -> Any:
        try:
            return self._parquet.ParquetFile(path, pre_buffer=False)
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
        except self._arrow.ArrowInvalid as error:
            raise InputError(f"{path}: is damaged or cut short, or no Parquet file: {error}") from error

    def _check_ratio(self, metadata: Any) -> None:
        chunks = product(range(metadata.num_row_groups), range(metadata.num_columns))
        for chunk in (metadata.row_group(group).column(number) for group, number in chunks):
            whole, packed = chunk.total_uncompressed_size, chunk.total_compressed_size
            if self._max_ratio and whole > max(FREE_BYTES, self._max_ratio * packed):
                name = f"{self.path}: {packed} bytes of the column {chunk.path_in_schema!r}"
                raise InputError(too_large(name, self._max_ratio))

    def _check(self, schema: Any) -> None:
        field = self._options.text_field
        if schema.names.count(field) != 1:
            raise InputError(
                f"{self.path}: has no column {field!r} but {', '.join(schema.names)}; see --text-field"
            )
        kind = schema.field(field).type
        kind = getattr(kind, "value_type", kind)
        if kind not in (self._arrow.string(), self._arrow.large_string()):
            raise InputError(f"{self.path}: has {kind} in the column {field!r}, not texts")
        for name in self._options.added_names:
            if name in schema.names:
                raise InputError(f"{self.path}: has a column {name!r} already; rename or remove it")


def _clean_text(text: str | None, name: object, place: Mapping[str, Any], books: Books) -> Document | None:
    if text is None:
        return None
    document = books.clean(text, None if name is None else str(name), place, text)
    if document is not None:
        books.keep(document, place)
    return document


def _codec(file: Any) -> str:
    if not file.metadata.num_row_groups or not file.metadata.num_columns:
        return "snappy"
    name = str(file.metadata.row_group(0).column(0).compression).lower()
    return "none" if name == "uncompressed" else name


def _import_arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtraError("Parquet files need pyarrow", "io") from None
    return pyarrow, pyarrow.parquet
