from __future__ import annotations

import json
import pickle
from typing import Any

import pyarrow as pa
import pytest

from gongwen_clean.adapters.arrow import BatchCleaner
from gongwen_clean.adapters.columns import CleaningOptions, ColumnCleaner
from gongwen_clean.adapters.pandas import FrameCleaner
from gongwen_clean.adapters.plain import SampleMapper, TextModifier
from gongwen_clean.errors import GongwenError, InputError, UnknownNameError

from .corpus import EVERYTHING, HARD, expected, hard_expected, hard_rows, rows

WIDTH = CleaningOptions(steps=("width",))
TYPES = [
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.dictionary(pa.int8(), pa.string()),
    pa.dictionary(pa.int32(), pa.large_string()),
]


def column(texts: list[str | None], kind: Any) -> Any:
    if not pa.types.is_dictionary(kind):
        return pa.array(texts, kind)
    return pa.array(texts, kind.value_type).dictionary_encode().cast(kind)


@pytest.mark.parametrize("chunk", [2000, 77])
def test_table_comes_out_as_the_plain_library_cleans_it(chunk: int) -> None:
    table = pa.Table.from_batches(pa.Table.from_pylist(rows()).to_batches(max_chunksize=chunk))
    found = BatchCleaner(EVERYTHING).clean_table(table)
    assert found.column("body").num_chunks == table.column("body").num_chunks
    assert found.to_pylist() == expected()


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_texts_of_every_type_keep_it(kind: Any) -> None:
    batch = pa.record_batch({"n": [1, 2, 3, 4], "text": column(["甲,乙", None, "", "甲,乙"], kind)})
    cleaner = BatchCleaner(WIDTH)
    found = cleaner.clean_batch(batch)
    found.validate(full=True)
    assert found.schema == cleaner.output_schema(batch.schema)
    assert found.column("text").type == kind
    assert found.column("text").to_pylist() == ["甲，乙", None, "", "甲，乙"]


def test_a_column_of_edits_tells_what_else_was_weighed() -> None:
    spun = "我市年夜力推动工业成长，晋升企业焦点竞争力，阐扬龙头企业带动感化，今朝名目建设周全展开。"
    table = pa.table({"text": [spun, "甲,乙"]})
    found = BatchCleaner(CleaningOptions(add=("edits",))).clean_table(table).column("edits").to_pylist()
    words, signs = ([edit.get("candidates") for edit in json.loads(edits)] for edits in found)
    assert ["成长", "生长"] in words
    assert signs == [None]


def test_schema_keeps_metadata_and_order() -> None:
    schema = pa.schema({"a": pa.int8(), "text": pa.string(), "b": pa.list_(pa.int8())}, {"made by": "hand"})
    cleaner = BatchCleaner(CleaningOptions(add=("scores", "metadata")))
    found = cleaner.output_schema(schema)
    assert found.names == ["a", "text", "b", "scores", "metadata", "metadata_spans", "error"]
    assert found.metadata == schema.metadata
    assert cleaner.clean_table(schema.empty_table()).schema.equals(found, check_metadata=True)


def test_clean_column_is_the_same_array() -> None:
    batch = pa.record_batch({"text": ["甲，乙", None]})
    found = BatchCleaner(WIDTH).clean_batch(batch).column("text")
    assert found.buffers()[2].address == batch.column("text").buffers()[2].address


@pytest.mark.parametrize("is_coded", [False, True])
def test_text_that_is_not_utf8_stays_and_is_told(is_coded: bool) -> None:
    raw = pa.array([b"\xff\xfe", "甲,乙".encode(), None], pa.binary())
    broken = pa.Array.from_buffers(pa.string(), 3, raw.buffers())
    batch = pa.record_batch({"text": broken.dictionary_encode() if is_coded else broken})
    found = BatchCleaner(WIDTH).clean_batch(batch)
    texts = found.column("text").dictionary_decode() if is_coded else found.column("text")
    assert texts.cast(pa.binary()).to_pylist() == [b"\xff\xfe", "甲，乙".encode(), None]
    assert found.column("error").to_pylist() == ["is not UTF-8", None, None]


def test_column_of_nulls_stays() -> None:
    found = BatchCleaner(WIDTH).clean_batch(pa.record_batch({"text": pa.nulls(2)}))
    assert found.to_pylist() == [{"text": None, "error": None}] * 2


def test_hard_rows_survive() -> None:
    assert BatchCleaner(HARD).clean_table(pa.Table.from_pylist(hard_rows())).to_pylist() == hard_expected()


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"body": ["甲"]}, "no column 'text' but body"),
        ({"text": ["甲"], "error": [1]}, "there is a column 'error' already"),
        ({"text": [1]}, "int64 in the column 'text', not texts"),
    ],
)
def test_table_that_does_not_fit_is_told(columns: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        BatchCleaner().output_schema(pa.table(columns).schema)


def test_names_that_do_not_exist_are_told_at_once() -> None:
    with pytest.raises(UnknownNameError, match="no part 'edit' to add"):
        CleaningOptions(add=("edit",))
    with pytest.raises(UnknownNameError, match="did you mean width"):
        CleaningOptions(steps=("widht",))
    with pytest.raises(UnknownNameError, match="no preset 'bold'"):
        CleaningOptions(preset="bold")
    with pytest.raises(GongwenError, match="two columns would be named scores"):
        CleaningOptions("scores", add=("scores",))


def test_pickled_cleaner_does_the_same() -> None:
    cleaner = pickle.loads(pickle.dumps(BatchCleaner(EVERYTHING)))
    assert cleaner.clean_table(pa.Table.from_pylist(rows()[:50])).to_pylist() == expected()[:50]


def test_cleaner_of_another_version_is_refused() -> None:
    state = {**ColumnCleaner().__getstate__()}
    state["made_with"] = {**state["made_with"], "version": "0.0.0"}
    with pytest.raises(GongwenError, match="install the same on every machine"):
        ColumnCleaner.__new__(ColumnCleaner).__setstate__(state)


def test_lists_come_out_as_the_plain_library_cleans_them() -> None:
    columns = {name: [row[name] for row in rows()] for name in rows()[0]}
    found = SampleMapper(EVERYTHING).process_batched(columns)
    assert found == {name: [row[name] for row in expected()] for name in expected()[0]}


def test_value_that_is_no_text_is_told() -> None:
    assert ColumnCleaner(WIDTH)({"text": [3]}) == {"text": [3], "error": ["is no text but int"]}


def test_no_column_of_errors_where_none_is_asked() -> None:
    options = CleaningOptions(steps=HARD.steps, error_field="")
    assert ColumnCleaner(options)({"text": ["失败,", "甲,乙"]}) == {"text": ["失败,", "甲，乙"]}


def test_modifier_gives_a_text_that_fails_back() -> None:
    modifier = pickle.loads(pickle.dumps(TextModifier(HARD)))
    assert (modifier("甲,乙"), modifier.modify_document("失败,")) == ("甲，乙", "失败,")


def test_pandas_frame_keeps_index_and_types() -> None:
    pd = pytest.importorskip("pandas", reason="pandas is not installed: pip install '.[dask]'")
    frame = pd.DataFrame({"text": ["甲,乙", None], "n": [1, 2]}, index=["a", "b"])
    found = FrameCleaner(WIDTH)(frame)
    assert found.text.tolist()[0] == "甲，乙"
    assert found[["text", "n"]].dtypes.equals(frame.dtypes)
    assert found.index.equals(frame.index)
    assert frame.text.iloc[0] == "甲,乙"
