"""Clean the texts in Polars frames, eager, lazy and streaming."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from gongwen_clean.adapters.columns import CleaningOptions, ColumnCleaner
from gongwen_clean.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    import polars as pl

    Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)

_CLEANED = "gongwen_clean"


def clean_text(options: CleaningOptions | None = None) -> pl.Expr:
    """Return the expression of clean texts, for `with_columns`; those of categories come out as strings.

    With columns to add, it is a struct of the text and these; `CleaningOptions(error_field="")` adds none.
    It works row by row, so that the streaming engine may cut a frame as it likes.
    Raises: MissingExtraError without Polars.
    """
    pl = _import_polars()
    column = _SeriesCleaner(options)
    field = column.columns.options.text_field
    return pl.col(field).map_batches(column, return_dtype=column.dtype(), is_elementwise=True)


def clean(frame: Frame, options: CleaningOptions | None = None) -> Frame:
    """Return a frame with clean texts, and the columns that are added behind the others.

    `frame.pipe(clean, options)` reads well in a chain. Of a lazy frame nothing is collected.
    Raises: InputError for a frame without the column of texts, or with one that would be added;
    MissingExtraError without Polars.
    """
    columns = ColumnCleaner(options)
    columns.check_names(frame.collect_schema().names())
    field = columns.options.text_field
    if not columns.options.added_names:
        return frame.with_columns(clean_text(options))
    pl = _import_polars()
    parts = pl.col(_CLEANED).struct
    added = [parts.field(name) for name in columns.options.added_names]
    return (
        frame.with_columns(clean_text(options).alias(_CLEANED))
        .with_columns(parts.field(field), *added)
        .drop(_CLEANED)
    )


class _SeriesCleaner:
    """A column of texts to one of clean texts, or of structs."""

    def __init__(self, options: CleaningOptions | None) -> None:
        self.columns = ColumnCleaner(options)

    def dtype(self) -> Any:
        pl = _import_polars()
        names = self.columns.options.added_names
        text = self.columns.options.text_field
        return pl.Struct(dict.fromkeys((text, *names), pl.String)) if names else pl.String

    def __call__(self, series: pl.Series) -> pl.Series:
        pl = _import_polars()
        if series.dtype not in (pl.String, pl.Categorical, pl.Enum, pl.Null):
            raise InputError(f"{series.dtype} in the column {series.name!r}, not texts")
        cleaned = self.columns.clean_texts(series.cast(pl.String).to_list())
        columns = {self.columns.options.text_field: cleaned.texts, **cleaned.added}
        series_of = [pl.Series(name, values, pl.String) for name, values in columns.items()]
        return pl.DataFrame(series_of).to_struct(series.name) if cleaned.added else series_of[0]


def _import_polars() -> Any:
    try:
        import polars
    except ImportError:
        raise MissingExtraError("Polars frames need polars", "polars") from None
    return polars
