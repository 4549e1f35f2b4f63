from __future__ import annotations

from typing import Any

import pytest

from gongwen_clean.adapters import dask as adapter
from gongwen_clean.errors import InputError

from .corpus import EVERYTHING, HARD, expected, hard_expected, hard_rows, rows

_HERE = "Dask data frames are not installed: pip install '.[dask]'"
dd: Any = pytest.importorskip("dask.dataframe", reason=_HERE)
dask: Any = pytest.importorskip("dask", reason=_HERE)
pd: Any = pytest.importorskip("pandas", reason=_HERE)


def records(frame: Any) -> list[dict[str, Any]]:
    plain = frame.astype(object)
    return list(plain.where(plain.notna(), None).to_dict("records"))


@pytest.mark.parametrize("partitions", [1, 5])
def test_frame_comes_out_as_the_plain_library_cleans_it(partitions: int) -> None:
    frame = dd.from_pandas(pd.DataFrame(rows()), npartitions=partitions)
    clean = frame.pipe(adapter.clean, EVERYTHING)
    found = clean.compute(scheduler="synchronous")
    assert records(found) == expected()
    assert found.dtypes.equals(clean.dtypes)
    assert found[["id", "score", "host", "body"]].dtypes.equals(frame[["id", "score", "host", "body"]].dtypes)


@pytest.mark.usefixtures("workers_see_tests")
def test_processes_give_the_same() -> None:
    frame = dd.from_pandas(pd.DataFrame(rows()), npartitions=3)
    found = adapter.clean(frame, EVERYTHING).compute(scheduler="processes", num_workers=2)
    assert records(found) == expected()


def test_hard_rows_survive() -> None:
    columns = {name: [row[name] for row in hard_rows()] for name in hard_rows()[0]}
    with dask.config.set({"dataframe.convert-string": False}):  # it takes bytes for texts
        frame = dd.from_pandas(pd.DataFrame(columns), npartitions=3)
        found = adapter.clean(frame, HARD).compute(scheduler="synchronous")
    texts = [(row["text"], row["error"]) for row in records(found)]
    assert texts == [(row["text"], row["error"]) for row in hard_expected()]
    assert found["tags"].tolist() == columns["tags"]
    assert found["unknown"].tolist() == columns["unknown"]


def test_categories_come_out_as_strings() -> None:
    frame = dd.from_pandas(
        pd.DataFrame({"text": pd.Series(["甲,乙", None], dtype="category")}), npartitions=1
    )
    assert records(adapter.clean(frame).compute()) == [
        {"text": "甲，乙", "error": None},
        {"text": None, "error": None},
    ]


def test_missing_column_is_told() -> None:
    with pytest.raises(InputError, match="no column 'text' but body"):
        adapter.clean(dd.from_pandas(pd.DataFrame({"body": ["甲"]}), npartitions=1))
