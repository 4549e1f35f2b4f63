"""Corpora in Parquet files and in folders of text and HTML files."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gongwen_clean.errors import MissingExtraError
from gongwen_clean.streaming import folders, parquet
from gongwen_clean.streaming.corpora import Shard
from gongwen_clean.streaming.tally import Tally
from gongwen_clean.streaming.texts import LineOptions
from gongwen_clean.streaming.worker import ShardWriter
from tests.streaming_corpora import CLEAN, RAW, clean, end, records, start

COUNT = 300


def raw_texts() -> list[str | None]:
    return [None if at % 10 == 0 else CLEAN if at % 3 == 0 else RAW.format(at) for at in range(COUNT)]


@pytest.fixture
def table() -> Any:
    columns = {
        "id": pa.array(range(COUNT), pa.int32()),
        "body": pa.array(raw_texts(), pa.large_string()),
        "tags": pa.array([["甲", None]] * COUNT),
        "score": pa.array([0.1, None, 2.5] * (COUNT // 3), pa.float32()),
    }
    return pa.table(columns).replace_schema_metadata({"made by": "hand"})


@pytest.fixture
def rows(tmp_path: Path, table: Any) -> Path:
    path = tmp_path / "corpus.parquet"
    pq.write_table(table, path, row_group_size=40, compression="zstd")
    return path


def clean_rows(rows: Path, *argv: object) -> int:
    return clean(rows, "--text-field", "body", "-o", rows.with_name("out.parquet"), *argv)


def test_only_the_texts_of_parquet_change(rows: Path) -> None:
    assert clean_rows(rows) == 0
    result = pq.read_table(rows.with_name("out.parquet"))
    before = pq.read_table(rows)
    assert result.schema.equals(before.schema, check_metadata=True)
    assert result.drop_columns("body").equals(before.drop_columns("body"))
    expected = [text and text.replace(",", "，").replace(":", "：") for text in raw_texts()]
    assert result.column("body").to_pylist() == expected


def test_parquet_keeps_its_compression(rows: Path) -> None:
    clean_rows(rows)
    metadata = pq.ParquetFile(rows.with_name("out.parquet")).metadata
    assert metadata.row_group(0).column(1).compression == "ZSTD"


@pytest.mark.parametrize("jobs", [2, 3])
def test_parquet_is_the_same_bytes_for_any_number_of_jobs(rows: Path, jobs: int) -> None:
    clean_rows(rows)
    expected = rows.with_name("out.parquet").read_bytes()
    clean_rows(rows, "--jobs", jobs)
    assert rows.with_name("out.parquet").read_bytes() == expected


def test_parquet_rows_that_fail_are_left_out_and_told(rows: Path, tmp_path: Path) -> None:
    assert clean_rows(rows, "--max-doc-chars", len(RAW.format(9)), "--edits", tmp_path / "edits") == 3
    told = records(tmp_path / "out.parquet.errors.jsonl")
    long = [at + 1 for at, text in enumerate(raw_texts()) if text and len(text) > len(RAW.format(9))]
    assert [record["line"] for record in told] == long
    kept = pq.read_table(rows.with_name("out.parquet")).column("id").to_pylist()
    assert kept == [at for at in range(COUNT) if at + 1 not in long]
    edit = next(record for record in records(tmp_path / "edits") if "rule" in record)
    assert (edit["line"], edit["id"]) == (2, "1")


def replay_rows(rows: Path, edits: Path, *argv: object) -> int:
    again = rows.with_name("again.parquet")
    return clean(rows, "--text-field", "body", "--replay", edits, "-o", again, *argv)


def test_edits_of_parquet_are_made_again_to_the_same_bytes(rows: Path, tmp_path: Path) -> None:
    assert clean_rows(rows, "--edits", tmp_path / "edits.jsonl", "--max-doc-chars", len(CLEAN)) == 3
    assert replay_rows(rows, tmp_path / "edits.jsonl") == 0
    assert rows.with_name("again.parquet").read_bytes() == rows.with_name("out.parquet").read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_edits_of_parquet_are_made_again_without_some_rules(rows: Path, tmp_path: Path) -> None:
    clean_rows(rows, "--edits", tmp_path / "edits.jsonl")
    assert replay_rows(rows, tmp_path / "edits.jsonl", "--without-rules", "*") == 0
    assert pq.read_table(rows.with_name("again.parquet")).equals(pq.read_table(rows))


def test_edits_of_another_parquet_are_refused(
    rows: Path, tmp_path: Path, table: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    clean_rows(rows, "--edits", tmp_path / "edits.jsonl")
    pq.write_table(table.slice(0, 100), rows)
    assert replay_rows(rows, tmp_path / "edits.jsonl") == 4
    assert "is it the same file?" in capsys.readouterr().err
    assert not rows.with_name("again.parquet").exists()


def test_parquet_of_no_rows_stays_one(tmp_path: Path, table: Any) -> None:
    path = tmp_path / "empty.parquet"
    pq.write_table(table.slice(0, 0), path)
    assert clean_rows(path) == 0
    result = pq.read_table(tmp_path / "out.parquet")
    assert result.num_rows == 0
    assert result.schema.equals(pq.read_schema(path))


def test_parquet_gets_parts_as_columns_of_json(rows: Path) -> None:
    assert clean_rows(rows, "--add", "scores,stamp") == 0
    result = pq.read_table(rows.with_name("out.parquet"))
    assert result.column_names == ["id", "body", "tags", "score", "scores", "stamp"]
    assert result.column("scores")[0].as_py() is None
    assert result.column("stamp")[1].as_py().startswith('{"tool":"gongwen-clean"')


def test_large_row_group_is_written_in_pieces(rows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clean_rows(rows)
    expected = pq.read_table(rows.with_name("out.parquet"))
    monkeypatch.setattr(parquet, "_GROUP_BYTES", 500)
    monkeypatch.setattr(parquet, "_BATCH_ROWS", 7)
    clean_rows(rows)
    assert pq.ParquetFile(rows.with_name("out.parquet")).metadata.num_row_groups > 20
    assert pq.read_table(rows.with_name("out.parquet")).equals(expected)


def test_parquet_run_that_stops_is_resumed_to_the_same_bytes(
    rows: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean_rows(rows)
    expected = rows.with_name("out.parquet").read_bytes()
    rows.with_name("out.parquet").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(ShardWriter, "clean", stopping_at(3))
        assert clean_rows(rows) == 130
    assert not rows.with_name("out.parquet").exists()
    assert clean_rows(rows, "--resume") == 0
    assert rows.with_name("out.parquet").read_bytes() == expected


def stopping_at(number: int) -> Any:
    do = ShardWriter.clean

    def stop(self: ShardWriter, shard: Shard, skipped: Sequence[int] = ()) -> Tally:
        if shard.number == number:
            raise KeyboardInterrupt
        return do(self, shard, skipped)

    return stop


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--text-field", "no"], "has no column 'no' but id, body, tags, score"),
        (["--text-field", "score"], "not texts"),
        (["--text-field", "body", "--add", "edits"], "has a column 'edits' already"),
    ],
)
def test_parquet_without_texts_is_refused(
    tmp_path: Path, table: Any, argv: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if "--add" in argv:
        table = table.append_column("edits", pa.array([1] * COUNT))
    pq.write_table(table, tmp_path / "corpus.parquet")
    assert clean(tmp_path / "corpus.parquet", "-o", tmp_path / "out.parquet", *argv) == 4
    assert told in capsys.readouterr().err


def test_what_is_no_parquet_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more")
    assert clean(tmp_path / "a.parquet", "-o", tmp_path / "out.parquet") == 4
    assert "no Parquet file" in capsys.readouterr().err


def test_missing_pyarrow_is_named(rows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"gongwen-clean\[io\]"):
        parquet.ParquetRows(rows, LineOptions(text_field="body"))


PAGE = "<html><head><title>{0}</title></head><body><article><p>{0}</p><p>{1}</p></article></body></html>"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(folders, "_SHARD_FILES", 2)
    folder = tmp_path / "raw"
    body = RAW.format(1) * 5
    files = {
        "a.txt": RAW.format(1),
        "b/c.TXT": CLEAN,
        "b/d.html": PAGE.format("某区行动方案的通知", body),
        "b/e.txt": RAW.format(2),
        "b/e.htm": PAGE.format("某市行动方案的通知", body),
        "notes.md": "甲,乙",
        ".hidden.txt": "甲,乙",
        ".git/f.txt": "甲,乙",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("jobs", [1, 2])
def test_folder_becomes_a_folder_of_texts(folder: Path, jobs: int) -> None:
    target = folder.parent / "clean"
    assert clean(folder, "-o", target, "--jobs", jobs) == 0
    result = texts(target)
    assert sorted(result) == ["a.txt", "b/c.TXT", "b/d.txt", "b/e.htm.txt", "b/e.txt"]
    assert result["a.txt"] == RAW.format(1).replace(",", "，").replace(":", "：") + "\n"
    assert result["b/c.TXT"] == CLEAN + "\n"
    assert "某区政府" not in result["b/d.txt"]
    assert "某区行动方案的通知" in result["b/d.txt"]


def test_output_below_the_folder_is_no_input(folder: Path) -> None:
    target = folder / "clean"
    clean(folder, "-o", target)
    first = texts(target)
    clean(folder, "-o", target)
    assert texts(target) == first
    assert "clean/a.txt" not in first


def test_files_that_cannot_be_read_are_told_and_the_run_goes_on(folder: Path) -> None:
    (folder / "a.txt").write_bytes(bytes(range(256)) * 50)
    (folder / "lost.txt").symlink_to(folder / "nowhere")
    target = folder.parent / "clean"
    assert clean(folder, "-o", target) == 3
    assert sorted(texts(target)) == ["b/c.TXT", "b/d.txt", "b/e.htm.txt", "b/e.txt"]
    told = records(folder.parent / "clean.errors.jsonl")
    assert {Path(record["file"]).name for record in told} == {"a.txt", "lost.txt"}
    assert any("is a binary file" in record["reason"] for record in told)


def test_folder_run_that_stops_is_resumed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, target, edits = folder.parent / "whole", folder.parent / "clean", folder.parent / "edits"
    clean(folder, "-o", whole, "--edits", edits)
    expected = edits.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(ShardWriter, "clean", stopping_at(1))
        assert clean(folder, "-o", target, "--edits", edits) == 130
    assert clean(folder, "-o", target, "--edits", edits, "--resume") == 0
    assert texts(target) == texts(whole)
    assert edits.read_bytes() == expected
    assert not (folder.parent / "clean.parts").exists()


def test_resume_of_a_folder_whose_files_changed_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = folder.parent / "clean"
    with monkeypatch.context() as patch:
        patch.setattr(ShardWriter, "clean", stopping_at(1))
        clean(folder, "-o", target)
    (folder / "a.txt").write_text("甲,乙,丙", encoding="utf-8")
    assert clean(folder, "-o", target, "--resume") == 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_folder_run_killed_is_resumed_to_the_same_texts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_SHARD_FILES", 20)
    for number in range(300):
        (folder / f"{number}.txt").write_text(RAW.format(number), encoding="utf-8")
    clean(folder, "-o", folder.parent / "whole")
    target = folder.parent / "clean"
    end(start(lambda: clean(folder, "-o", target, "--jobs", 2)), signal.SIGKILL, after_s=0.1)
    begun = target.with_name("clean.parts").exists()
    assert clean(folder, "-o", target, *(["--resume"] if begun else [])) == 0
    assert texts(target) == texts(folder.parent / "whole")


@pytest.mark.parametrize(
    "options", [[], ["-o", "{folder}"], ["-o", "{folder}/a.txt"], ["-o", "{folder}/x", "--add", "scores"]]
)
def test_folder_without_a_place_to_go_is_refused(folder: Path, options: list[str]) -> None:
    assert clean(folder, *(option.format(folder=folder) for option in options)) == 2


def test_edits_of_a_folder_made_again_give_the_same_texts(folder: Path) -> None:
    target, again, edits = (folder.parent / name for name in ("clean", "again", "edits"))
    clean(folder, "-o", target, "--edits", edits)
    assert clean(folder, "--replay", edits, "-o", again) == 0
    assert texts(again) == texts(target)


def test_edits_of_text_files_are_made_again(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    files = [folder / "a.txt", folder / "b" / "c.TXT"]
    assert clean(*files, "--edits", tmp_path / "edits") == 0
    expected = capfdbinary.readouterr().out
    assert clean(*files, "--replay", tmp_path / "edits") == 0
    assert capfdbinary.readouterr().out == expected
    files[0].write_text("other", encoding="utf-8")
    assert clean(*files, "--replay", tmp_path / "edits") == 3


def test_options_for_corpora_are_refused_for_text_files(folder: Path) -> None:
    assert clean(folder / "a.txt", "--stats", folder / "stats.json") == 2
