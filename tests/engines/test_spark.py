from __future__ import annotations

from typing import Any

import pytest

from gongwen_clean.adapters import spark as adapter
from gongwen_clean.errors import InputError

from .corpus import EVERYTHING, HARD, by_id, expected, hard_expected, hard_rows, rows
from .jobs import PAGES, SITES, check_documents, expected_profile, page_rows, site_rows

_SCHEMA = "id long, body string, score double, host string"
_HARD_SCHEMA = "id long, text string, tags array<string>, unknown binary"


def collected(frame: Any) -> list[dict[str, Any]]:
    return by_id(row.asDict() for row in frame.collect())


@pytest.mark.parametrize("partitions", [1, 5])
def test_frame_comes_out_as_the_plain_library_cleans_it(spark: Any, partitions: int) -> None:
    frame = spark.createDataFrame(rows(), _SCHEMA).repartition(partitions)
    clean = frame.transform(adapter.clean, EVERYTHING)
    assert clean.columns == list(expected()[0])
    assert collected(clean) == expected()


def test_hard_rows_survive(spark: Any) -> None:
    frame = spark.createDataFrame(hard_rows(), _HARD_SCHEMA).repartition(3)
    assert collected(frame.transform(adapter.clean, HARD)) == hard_expected()


def test_missing_column_is_told(spark: Any) -> None:
    with pytest.raises(InputError, match="no column 'text' but id"):
        adapter.clean(spark.range(3))


@pytest.mark.parametrize("partitions", [1, 4])
def test_pages_are_rejoined_as_on_one_machine(spark: Any, partitions: int) -> None:
    frame = spark.createDataFrame(page_rows(), "id long, host string, title string, page string, text string")
    documents = adapter.rejoin(frame.repartition(partitions), PAGES, "id")
    assert documents.columns == [*frame.columns, "rejoined"]
    check_documents(row.asDict() for row in documents.collect())


@pytest.mark.parametrize("partitions", [1, 4])
def test_shells_are_learned_as_on_one_machine(spark: Any, partitions: int) -> None:
    frame = spark.createDataFrame(site_rows(), "id long, url string, text string").repartition(partitions)
    assert adapter.learn_shells(frame, SITES) == expected_profile()
