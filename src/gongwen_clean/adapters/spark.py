"""Clean the texts in Spark data frames; rejoin pages and learn shells as jobs of the cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongwen_clean.adapters.arrow import BatchCleaner
from gongwen_clean.adapters.buckets import BUCKET
from gongwen_clean.adapters.columns import CleaningOptions
from gongwen_clean.adapters.pages import PageJoiner
from gongwen_clean.adapters.shells import PLACE, SITE, SiteFields, SiteLearner
from gongwen_clean.errors import MissingExtraError
from gongwen_clean.rejoining.documents import REPORT
from gongwen_clean.rejoining.entries import PageFields
from gongwen_clean.shell_profiles.choosing import Learned
from gongwen_clean.shell_profiles.learning import LearnOptions

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def clean(frame: DataFrame, options: CleaningOptions | None = None) -> DataFrame:
    """Return a frame with clean texts, and the columns that are added behind the others.

    `frame.transform(clean, options)` reads well in a chain. For `mapInArrow` itself, what it takes is
    `BatchCleaner(options).clean_batches`. Raises: InputError for a frame without the column of texts, or with
    one that would be added; MissingExtraError without PySpark.
    """
    types = _import_types()
    cleaner = BatchCleaner(options)
    cleaner.columns.check_names(frame.columns)
    added = [types.StructField(n, types.StringType()) for n in cleaner.columns.options.added_names]
    return frame.mapInArrow(cleaner.clean_batches, types.StructType([*frame.schema.fields, *added]))


def rejoin(frame: DataFrame, fields: PageFields, place: str) -> DataFrame:
    """Return a frame of documents from one of pages, in no order: the report of each is in `rejoined`.

    Args: as of PageJoiner. Raises: InputError for a frame without a column that is needed, or with
    one that would be added; MissingExtraError without PySpark.
    """
    types = _import_types()
    joiner = PageJoiner(fields, place)
    joiner.check_names(frame.columns)
    marked = [*frame.schema.fields, types.StructField(BUCKET, types.IntegerType())]
    documents = [*frame.schema.fields, types.StructField(REPORT, types.StringType())]
    rows = frame.mapInArrow(joiner.mark, types.StructType(marked)).repartition(BUCKET)
    return rows.sortWithinPartitions(place).mapInArrow(joiner.join, types.StructType(documents))


def learn_shells(frame: DataFrame, fields: SiteFields, options: LearnOptions | None = None) -> Learned:
    """Return the shells of the sites in a frame; `format_profile` makes the file of their profile.

    Raises: InputError for a frame without a column that is needed; MissingExtraError without PySpark.
    """
    types = _import_types()
    learner = SiteLearner(fields, options)
    learner.check_names(frame.columns)
    kind = frame.schema[fields.place].dataType
    marked = [
        types.StructField(SITE, types.StringType()),
        types.StructField(PLACE, kind),
        types.StructField("text", types.StringType()),
        types.StructField(BUCKET, types.IntegerType()),
    ]
    rows = frame.mapInArrow(learner.mark, types.StructType(marked)).repartition(BUCKET)
    sites = rows.sortWithinPartitions(SITE, PLACE)
    found = sites.mapInArrow(learner.learn, "site string, documents long, entries string")
    return learner.gather(row.asDict() for row in found.collect())


def _import_types() -> Any:
    try:
        from pyspark.sql import types
    except ImportError:
        raise MissingExtraError("Spark data frames need PySpark", "spark") from None
    return types
