"""Clean the texts in Ray datasets; rejoin pages and learn shells as jobs of the cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from gongwen_clean.adapters.arrow import BatchCleaner, import_arrow
from gongwen_clean.adapters.buckets import BUCKET
from gongwen_clean.adapters.columns import CleaningOptions
from gongwen_clean.adapters.pages import PageJoiner
from gongwen_clean.adapters.shells import PLACE, SITE, SiteFields, SiteLearner
from gongwen_clean.errors import MissingExtraError
from gongwen_clean.rejoining.entries import PageFields
from gongwen_clean.shell_profiles.choosing import Learned
from gongwen_clean.shell_profiles.learning import LearnOptions

if TYPE_CHECKING:
    import pyarrow as pa
    from ray.data import Dataset

_ARROW = "pyarrow"


class CleanBlocks:
    """What `Dataset.map_batches` makes once in each worker, with batch_format="pyarrow"; `clean` calls it."""

    def __init__(self, options: CleaningOptions | None = None) -> None:
        self._cleaner = BatchCleaner(options)

    def __call__(self, table: pa.Table) -> pa.Table:
        """Return a table with clean texts, and the columns that are added."""
        return self._cleaner.clean_table(table)


def clean(dataset: Dataset, options: CleaningOptions | None = None, workers: int = 1) -> Dataset:
    """Return a dataset with clean texts, and the columns that are added; nothing is computed yet.

    Args: workers: processes that clean at most, each on a CPU of its own; what reads needs CPUs, too.
    Raises: MissingExtraError without Ray. InputError, when it is computed, for rows without the column
    of texts, or with one that would be added.
    """
    data = _import_data()
    compute = data.ActorPoolStrategy(min_size=1, max_size=workers)
    CleanBlocks(options)  # a wrong name is told here, not on some machine of a cluster
    return dataset.map_batches(
        CleanBlocks, fn_constructor_args=(options,), batch_format=_ARROW, compute=compute
    )


def rejoin(dataset: Dataset, fields: PageFields, place: str) -> Dataset:
    """Return a dataset of documents from one of pages, in no order: the report of each is in `rejoined`.

    Args: as of PageJoiner. Raises: InputError for a dataset without a column that is needed, or with one
    that would be added; MissingExtraError without Ray.
    """
    _import_data()
    joiner = PageJoiner(fields, place)
    joiner.check_names(dataset.columns())
    rows = dataset.map_batches(_OnTables(joiner.mark), batch_format=_ARROW)
    return rows.groupby(BUCKET).map_groups(_OnTables(joiner.join, [place]), batch_format=_ARROW)


def learn_shells(dataset: Dataset, fields: SiteFields, options: LearnOptions | None = None) -> Learned:
    """Return the shells of the sites in a dataset; `format_profile` makes the file of their profile.

    Raises: InputError for a dataset without a column that is needed; MissingExtraError without Ray.
    """
    _import_data()
    learner = SiteLearner(fields, options)
    learner.check_names(dataset.columns())
    rows = dataset.map_batches(_OnTables(learner.mark), batch_format=_ARROW)
    sites = rows.groupby(BUCKET).map_groups(_OnTables(learner.learn, [SITE, PLACE]), batch_format=_ARROW)
    return learner.gather(sites.iter_rows())


class _OnTables:
    """A function on batches as one on tables, which it sorts first by columns."""

    def __init__(
        self, run: Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]], by: Iterable[str] = ()
    ) -> None:
        self._run = run
        self._by = [(name, "ascending") for name in by]
        self.__name__ = "gongwen_clean"  # Ray asks for one

    def __call__(self, table: pa.Table) -> pa.Table:
        rows = table.sort_by(self._by) if self._by else table
        batches = rows.to_batches() or [import_arrow().RecordBatch.from_pylist([], schema=rows.schema)]
        return import_arrow().Table.from_batches(self._run(batches))


def _import_data() -> Any:
    try:
        import ray.data
    except ImportError:
        raise MissingExtraError("Ray datasets need Ray Data", "ray") from None
    return ray.data
