"""Edits files: what is read back of them, and what is told of records that are none."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from gongwen_clean import Cleaner
from gongwen_clean.cli import main
from gongwen_clean.errors import InputError
from gongwen_clean.streaming.edit_records import Record, parse_edit
from gongwen_clean.streaming.replay import read_line_edits
from tests.streaming_corpora import clean

SPUN = "我市年夜力推动工业成长，晋升企业焦点竞争力，阐扬龙头企业带动感化，今朝名目建设周全展开。"
_EDIT = {"line": 1, "before": ",", "start": 1, "end": 2, "after": "，", "rule": "width.sign"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"start": None}, "'start' is None, not a whole number"),
        ({"end": True}, "'end' is True, not a whole number"),
        ({"after": 3}, "'after' is 3, not text"),
        ({"confidence": "high"}, "'confidence' is 'high', neither a number nor null"),
        ({"candidates": "乙"}, "'candidates' is '乙', not a list of texts"),
        ({"candidates": [1]}, r"'candidates' is \[1\], not a list of texts"),
        ({"start": -1}, "there are no characters -1:2"),
        ({"start": 3}, "there are no characters 3:2"),
        ({"start": 0}, "the edit begins at 0, but the one before it ends at 1"),
    ],
)
@pytest.mark.parametrize("kind", ["jsonl", "txt"])
def test_replay_tells_a_record_that_is_no_edit_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, change: dict[str, Any], fault: str
) -> None:
    path, edits = tmp_path / f"source.{kind}", tmp_path / "edits.jsonl"
    path.write_text('{"text": "甲,乙"}\n' if kind == "jsonl" else "甲,乙", encoding="utf-8")
    first = {**_EDIT, "id": str(path), "before": "甲", "start": 0, "end": 1, "after": "丙"}
    notes = [first, {**_EDIT, "id": str(path), **change}]
    edits.write_text("".join(json.dumps(note) + "\n" for note in notes), encoding="utf-8")
    assert clean(path, "--replay", edits, "-o", tmp_path / "again") == 4
    assert re.search(
        re.escape(f"gongwen-clean: {edits}:2: ") + fault + "; give the file as --edits wrote it",
        capsys.readouterr().err,
    )


def test_an_edit_of_a_corpus_that_names_no_line_is_told_with_its_own(tmp_path: Path) -> None:
    (edits := tmp_path / "edits.jsonl").write_text(json.dumps({**_EDIT, "line": "1"}), encoding="utf-8")
    with pytest.raises(InputError, match=r"edits.jsonl:1: 'line' is '1', not a whole number"):
        list(read_line_edits(edits))


@pytest.mark.parametrize("part", ["start", "end", "after", "rule", "before"])
def test_an_edit_that_lacks_a_part_is_told_with_its_line(tmp_path: Path, part: str) -> None:
    values = {name: value for name, value in _EDIT.items() if name != part}
    with pytest.raises(InputError, match=rf"edits:7: the edit has no '{part}'"):
        parse_edit(Record(values, tmp_path / "edits", 7))


def test_edits_of_a_spun_corpus_are_read_as_they_were_made(tmp_path: Path) -> None:
    path, edits = tmp_path / "corpus.jsonl", tmp_path / "edits.jsonl"
    path.write_text(json.dumps({"text": SPUN}), encoding="utf-8")
    main([str(path), "-q", "-o", str(tmp_path / "out.jsonl"), "--edits", str(edits)])
    (noted,) = read_line_edits(edits)
    made = Cleaner().run(SPUN).edits
    assert [edit for edit, _ in noted.edits] == list(made)
    assert any(len(edit.candidates) > 1 for edit in made)
    assert clean(path, "--replay", edits, "-o", tmp_path / "again.jsonl") == 0
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()
