from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gongwen_clean.adapters import datasets as adapter
from gongwen_clean.errors import InputError

from .corpus import EVERYTHING, HARD, expected, hard_expected, hard_rows, rows

datasets: Any = pytest.importorskip("datasets", reason="datasets is not installed: pip install '.[datasets]'")

_FINGERPRINT = """
from datasets.fingerprint import Hasher
from gongwen_clean.adapters.columns import CleaningOptions
from gongwen_clean.adapters.datasets import CleanExamples
print(Hasher.hash(CleanExamples(CleaningOptions(steps=({step!r},), add=("edits", "scores")))))
"""


@pytest.fixture(autouse=True)
def _quiet() -> None:
    datasets.disable_progress_bars()


@pytest.mark.parametrize("batch_size", [1000, 77])
def test_dataset_comes_out_as_the_plain_library_cleans_it(batch_size: int) -> None:
    dataset = datasets.Dataset.from_list(rows())
    clean = adapter.clean(dataset, EVERYTHING, {"batch_size": batch_size})
    assert clean.column_names == list(expected()[0])
    assert clean.to_list() == expected()


@pytest.mark.usefixtures("workers_see_tests")
def test_processes_give_the_same(tmp_path: Path) -> None:
    datasets.Dataset.from_list(rows()).save_to_disk(tmp_path / "rows")
    dataset = datasets.load_from_disk(tmp_path / "rows")
    assert adapter.clean(dataset, EVERYTHING, {"num_proc": 2}).to_list() == expected()


def test_streamed_dataset_comes_out_the_same() -> None:
    stream = datasets.Dataset.from_list(rows()).to_iterable_dataset(num_shards=3)
    clean = adapter.clean(stream, EVERYTHING)
    assert list(clean) == expected()
    assert list(clean.features) == list(expected()[0])


def test_stream_of_unknown_features_comes_out_the_same() -> None:
    stream = datasets.IterableDataset.from_generator(lambda: iter(rows()[:100]))
    assert stream.features is None
    assert list(adapter.clean(stream, EVERYTHING)) == expected()[:100]


def test_splits_are_cleaned_each() -> None:
    splits = datasets.DatasetDict({"train": datasets.Dataset.from_list(rows()[:50])})
    assert adapter.clean(splits, EVERYTHING)["train"].to_list() == expected()[:50]


def test_hard_rows_survive() -> None:
    dataset = datasets.Dataset.from_list(hard_rows())
    assert adapter.clean(dataset, HARD, {"batch_size": 2}).to_list() == hard_expected()


def fingerprint(step: str, seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", _FINGERPRINT.format(step=step)]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def test_fingerprint_is_the_same_in_two_processes_and_another_for_other_options() -> None:
    assert fingerprint("-spun", "1") == fingerprint("-spun", "2") != fingerprint("-width", "1")


def test_missing_column_is_told() -> None:
    with pytest.raises(InputError, match="no column 'text' but body"):
        adapter.clean(datasets.Dataset.from_list([{"body": "甲"}]))
