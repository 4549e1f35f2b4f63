"""Clean the texts in pandas frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongwen_clean.adapters.columns import CleaningOptions, ColumnCleaner

if TYPE_CHECKING:
    import pandas as pd

_TEXT = "string"  # of what is added: a partition without any error still has a column of texts


class FrameCleaner:
    """Cleans the column of texts in frames; index, other columns and their types stay.

    The texts keep their type, but for categories, which come out as strings.
    """

    def __init__(self, options: CleaningOptions | None = None) -> None:
        self._columns = ColumnCleaner(options)

    def __call__(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return a copy of a frame with clean texts, and the columns that are added.

        Raises: InputError for a frame without the column of texts, or with one that would be added.
        """
        self._columns.check_names(frame.columns)
        field = self._columns.options.text_field
        column = frame[field]
        gone = column.isna()
        cleaned = self._columns.clean_texts(
            None if missing else text for text, missing in zip(column, gone, strict=True)
        )
        # what stands for null (None, NaN, NA) stays
        texts = [
            old if missing else new for new, old, missing in zip(cleaned.texts, column, gone, strict=True)
        ]
        kind = _TEXT if column.dtype == "category" else column.dtype
        series = type(column)
        added = {name: series(v, frame.index, _TEXT) for name, v in cleaned.added.items()}
        return frame.assign(**{field: series(texts, frame.index, kind), **added})
