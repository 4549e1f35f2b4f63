"""Clean the texts in Hugging Face datasets, also those that are streamed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongwen_clean.adapters.columns import CleaningOptions, ColumnCleaner
from gongwen_clean.errors import MissingExtraError


class CleanExamples:
    """What `Dataset.map(CleanExamples(options), batched=True)` needs; `clean` also sees to the types.

    It hashes the same in every process, and otherwise once another version or other tables are installed, so
    that a cached result is taken up again just as long as it is the one that would come out.
    """

    def __init__(self, options: CleaningOptions | None = None) -> None:
        self.columns = ColumnCleaner(options)

    def __call__(self, examples: Mapping[str, Any]) -> dict[str, Any]:
        """Return the columns that change or are added. Raises: InputError for examples without texts."""
        return self.columns.changed_columns(examples)


def clean(dataset: Any, options: CleaningOptions | None = None, how: Mapping[str, Any] | None = None) -> Any:
    """Return a Dataset, an IterableDataset or a dict of either with clean texts, and the columns added.

    Args: how: further arguments of the dataset's `map`, such as num_proc or batch_size.
    Raises: InputError for a dataset without the column of texts, or with one that would be added;
    MissingExtraError without datasets.
    """
    try:
        from datasets import Features, Value
    except ImportError:
        raise MissingExtraError("Hugging Face datasets need datasets", "datasets") from None
    if isinstance(dataset, dict):
        return type(dataset)({name: clean(split, options, how) for name, split in dataset.items()})
    examples, arguments = CleanExamples(options), dict(how or {})
    if dataset.features is not None:
        examples.columns.check_names(dataset.features)
        # a batch without any error would else make the column one of nulls
        added = {name: Value("string") for name in examples.columns.options.added_names}
        arguments["features"] = Features({**dataset.features, **added})
    return dataset.map(examples, batched=True, **arguments)
