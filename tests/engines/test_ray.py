from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from gongwen_clean.adapters import ray as adapter
from gongwen_clean.errors import InputError

from .corpus import EVERYTHING, HARD, by_id, expected, hard_expected, hard_rows, rows
from .jobs import PAGES, SITES, check_documents, expected_profile, page_rows, site_rows


@pytest.mark.parametrize(("blocks", "workers"), [(1, 1), (5, 2)])
def test_dataset_comes_out_as_the_plain_library_cleans_it(ray: Any, blocks: int, workers: int) -> None:
    dataset = ray.data.from_arrow(pa.Table.from_pylist(rows())).repartition(blocks)
    clean = adapter.clean(dataset, EVERYTHING, workers)
    assert clean.columns() == list(expected()[0])
    assert by_id(clean.iter_rows()) == expected()


def test_hard_rows_survive(ray: Any) -> None:
    dataset = ray.data.from_arrow(pa.Table.from_pylist(hard_rows())).repartition(3)
    assert by_id(adapter.clean(dataset, HARD).iter_rows()) == hard_expected()


def test_missing_column_is_told(ray: Any) -> None:
    with pytest.raises(Exception, match="no column 'text' but id"):
        adapter.clean(ray.data.range(3)).materialize()


@pytest.mark.parametrize("blocks", [1, 4])
def test_pages_are_rejoined_as_on_one_machine(ray: Any, blocks: int) -> None:
    dataset = ray.data.from_arrow(pa.Table.from_pylist(page_rows())).repartition(blocks)
    check_documents(adapter.rejoin(dataset, PAGES, "id").iter_rows())


def test_column_that_pages_need_is_told(ray: Any) -> None:
    with pytest.raises(InputError, match="no column 'host'"):
        adapter.rejoin(ray.data.range(3), PAGES, "id")


@pytest.mark.parametrize("blocks", [1, 4])
def test_shells_are_learned_as_on_one_machine(ray: Any, blocks: int) -> None:
    dataset = ray.data.from_arrow(pa.Table.from_pylist(site_rows())).repartition(blocks)
    assert adapter.learn_shells(dataset, SITES) == expected_profile()
