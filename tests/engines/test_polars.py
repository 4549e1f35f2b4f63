from __future__ import annotations

from typing import Any

import pytest

from gongwen_clean.adapters import polars as adapter
from gongwen_clean.adapters.columns import CleaningOptions
from gongwen_clean.errors import InputError

from .corpus import EVERYTHING, HARD, expected, hard_expected, hard_rows, rows

pl: Any = pytest.importorskip("polars", reason="Polars is not installed: pip install '.[polars]'")


def frame(found: list[dict[str, Any]], chunks: int) -> Any:
    size = -(-len(found) // chunks)
    schema = pl.DataFrame(found).schema
    return pl.concat(
        [pl.DataFrame(found[at : at + size], schema) for at in range(0, len(found), size)], rechunk=False
    )


@pytest.mark.parametrize("chunks", [1, 7])
@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_frame_comes_out_as_the_plain_library_cleans_it(chunks: int, engine: Any) -> None:
    lazy = frame(rows(), chunks).lazy().pipe(adapter.clean, EVERYTHING)
    assert lazy.collect(engine=engine).to_dicts() == expected()


def test_schema_is_known_without_cleaning() -> None:
    lazy = frame(rows()[:50], 1).lazy().pipe(adapter.clean, EVERYTHING)
    assert lazy.collect_schema() == lazy.collect().schema
    assert lazy.collect_schema().names() == list(expected()[0])


def test_eager_frame_comes_out_eager() -> None:
    assert adapter.clean(frame(rows()[:70], 2), EVERYTHING).to_dicts() == expected()[:70]


@pytest.mark.parametrize("dtype", ["String", "Categorical"])
def test_expression_of_the_text_alone_is_a_string(dtype: str) -> None:
    options = CleaningOptions("body", error_field="")
    found = frame(rows()[:70], 2).with_columns(pl.col("body").cast(getattr(pl, dtype)))
    column = found.lazy().select(adapter.clean_text(options)).collect().get_column("body")
    assert column.dtype == pl.String
    assert column.to_list() == [row["body"] for row in expected()[:70]]


def test_hard_rows_survive() -> None:
    lazy = frame(hard_rows(), 3).lazy().pipe(adapter.clean, HARD)
    assert lazy.collect(engine="streaming").to_dicts() == hard_expected()


def test_column_that_is_no_text_is_told() -> None:
    with pytest.raises(InputError, match="Int64 in the column 'text', not texts"):
        adapter.clean(pl.DataFrame({"text": [1]}))


def test_missing_column_is_told() -> None:
    with pytest.raises(InputError, match="no column 'text' but body"):
        adapter.clean(pl.DataFrame({"body": ["甲"]}))
