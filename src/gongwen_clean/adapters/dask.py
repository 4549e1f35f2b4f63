"""Clean the texts in Dask data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongwen_clean.adapters.columns import CleaningOptions
from gongwen_clean.adapters.pandas import FrameCleaner
from gongwen_clean.errors import MissingExtraError

if TYPE_CHECKING:
    import dask.dataframe as dd


def clean(frame: dd.DataFrame, options: CleaningOptions | None = None) -> dd.DataFrame:
    """Return a frame with clean texts, and the columns that are added; nothing is computed yet.

    `frame.pipe(clean, options)` reads well in a chain. Partitions, divisions and types stay.
    Raises: InputError for a frame without the column of texts, or with one that would be added;
    MissingExtraError without Dask.
    """
    try:
        from dask.dataframe.utils import make_meta
    except ImportError:
        raise MissingExtraError("Dask frames need dask", "dask") from None
    cleaner = FrameCleaner(options)
    return frame.map_partitions(cleaner, meta=cleaner(make_meta(frame)))
