"""Clean the texts in Arrow tables and record batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from gongwen_clean.adapters.columns import CleaningOptions, ColumnCleaner
from gongwen_clean.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    import pyarrow as pa


class BatchCleaner:
    """Cleans the column of texts in record batches and tables; all other columns stay, in their order.

    The texts may be strings of any size, views or dictionaries, and come out as the same type. See
    ColumnCleaner for what stays as it came, for pickling and errors.
    """

    def __init__(self, options: CleaningOptions | None = None) -> None:
        import_arrow()
        self.columns = ColumnCleaner(options)

    def __call__(self, table: pa.Table) -> pa.Table:
        """Return a table with clean texts; for hosts that call what they are given."""
        return self.clean_table(table)

    def output_schema(self, schema: pa.Schema) -> pa.Schema:
        """Return the schema of what comes out, without cleaning anything.

        Raises: InputError for a schema without the column of texts, or with one that would be added.
        """
        pa = import_arrow()
        self.columns.check_names(schema.names)
        kind = schema.field(self.columns.options.text_field).type
        kind = getattr(kind, "value_type", kind)
        if kind not in (pa.string(), pa.large_string(), pa.string_view(), pa.null()):
            raise InputError(f"{kind} in the column {self.columns.options.text_field!r}, not texts")
        for name in self.columns.options.added_names:
            schema = schema.append(pa.field(name, pa.string()))
        return schema

    def clean_batch(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return a batch with clean texts. Raises: InputError as `output_schema` does."""
        pa = import_arrow()
        schema = self.output_schema(batch.schema)
        at = schema.get_field_index(self.columns.options.text_field)
        before = _read_texts(batch.column(at))
        cleaned = self.columns.clean_texts(before)
        columns = batch.columns
        if any(new is not old for new, old in zip(cleaned.texts, before, strict=True)):
            columns[at] = _write_texts(cleaned.texts, columns[at])
        added = [pa.array(values, pa.string()) for values in cleaned.added.values()]
        return pa.RecordBatch.from_arrays([*columns, *added], schema=schema)

    def clean_batches(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Clean one batch after another."""
        return map(self.clean_batch, batches)

    def clean_table(self, table: pa.Table) -> pa.Table:
        """Return a table with clean texts, in chunks as it came."""
        schema = self.output_schema(table.schema)
        return import_arrow().Table.from_batches(self.clean_batches(table.to_batches()), schema)


def import_arrow() -> Any:
    """Return pyarrow. Raises: MissingExtraError without it."""
    try:
        import pyarrow
    except ImportError:
        raise MissingExtraError("Arrow tables need pyarrow", "io") from None
    return pyarrow


def _read_texts(column: pa.Array) -> list[str | bytes | None]:
    """The texts of a column; what is not UTF-8, as files of other tools can have it, as bytes."""
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return [_read_text(scalar) for scalar in column]


def _read_text(scalar: pa.Scalar) -> str | bytes | None:
    try:
        return scalar.as_py()  # type: ignore[no-any-return]
    except UnicodeDecodeError:
        scalar = scalar.value if hasattr(scalar, "dictionary") else scalar
        return scalar.as_buffer().to_pybytes()  # type: ignore[no-any-return]


def _write_texts(texts: list[str | bytes | None], like: pa.Array) -> pa.Array:
    """The texts as an array of the type of another."""
    pa = import_arrow()
    is_coded = pa.types.is_dictionary(like.type)
    kind = like.type.value_type if is_coded else like.type
    packed = [text.encode("utf-8", "replace") if isinstance(text, str) else text for text in texts]
    # by way of bytes, as only these take what is not UTF-8
    raw = pa.array(packed, pa.large_binary())
    values = pa.Array.from_buffers(pa.large_string(), len(raw), raw.buffers(), raw.null_count).cast(kind)
    if not is_coded:
        return values
    coded = values.dictionary_encode()
    indices = coded.indices.cast(like.type.index_type)
    return pa.DictionaryArray.from_arrays(indices, coded.dictionary, ordered=like.type.ordered)
