from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from gongwen_clean.adapters.columns import CleaningOptions
from gongwen_clean.cleaner import Cleaner, choose_steps
from gongwen_clean.errors import InputError

from .corpus import EVERYTHING, HARD, expected, hard_expected, hard_rows, rows

_HERE = "datatrove is not installed: pip install '.[datatrove]'"
pytest.importorskip("datatrove", reason=_HERE)
adapter: Any = pytest.importorskip("gongwen_clean.adapters.datatrove", reason=_HERE)
data: Any = pytest.importorskip("datatrove.data", reason=_HERE)
local: Any = pytest.importorskip("datatrove.executor.local", reason=_HERE)
readers: Any = pytest.importorskip("datatrove.pipeline.readers", reason=_HERE)
writers: Any = pytest.importorskip("datatrove.pipeline.writers.jsonl", reason=_HERE)


def run(tmp_path: Path, tasks: int) -> list[dict[str, Any]]:
    """Clean the corpus, one file a task, and return the records written."""
    (tmp_path / "in").mkdir()
    texts = [row for row in rows() if row["body"]]  # the reader drops documents without text
    for task in range(tasks):
        lines = [json.dumps({**row, "id": str(row["id"])}) + "\n" for row in texts[task::tasks]]
        (tmp_path / "in" / f"{task}.jsonl").write_text("".join(lines), encoding="utf-8")
    steps = [
        readers.JsonlReader(str(tmp_path / "in"), text_key="body"),
        adapter.CleanDocuments(EVERYTHING),
        writers.JsonlWriter(str(tmp_path / "out"), compression=None),
    ]
    local.LocalPipelineExecutor(
        pipeline=steps, tasks=tasks, workers=tasks, logging_dir=str(tmp_path / "logs")
    ).run()
    files = sorted((tmp_path / "out").glob("*.jsonl"))
    return [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.usefixtures("workers_see_tests")
@pytest.mark.parametrize("tasks", [1, 2])
def test_documents_come_out_as_the_plain_library_cleans_them(tmp_path: Path, tasks: int) -> None:
    found = {int(record["id"]): record for record in run(tmp_path, tasks)}
    wanted = {row["id"]: row for row in expected() if row["body"] is not None and rows()[row["id"]]["body"]}
    assert found.keys() == wanted.keys()
    for number, record in found.items():
        beside = {name: value for name, value in record["metadata"].items() if name != "file_path"}
        row = {"id": number, "body": record.get("text", ""), **beside, "error": None}
        assert row == wanted[number]


def test_edits_are_counted_by_rule() -> None:
    step = adapter.CleanDocuments(CleaningOptions(steps=("width",)))
    list(step.run(iter([data.Document("甲,乙:丙", "1"), data.Document("甲", "2")])))
    document = Cleaner(steps=choose_steps("standard", ["width"])).run("甲,乙:丙")
    rules = Counter(edit.rule for edit in document.edits)
    counted = {name: int(stat.total) for name, stat in step.stats.stats.items()}
    assert counted == {"total": 2, "changed": 1, **{f"rule/{rule}": n for rule, n in rules.items()}}


def test_hard_rows_survive() -> None:
    documents = [
        data.Document(row["text"], str(row["id"]), metadata={"tags": row["tags"]}) for row in hard_rows()
    ]
    step = adapter.CleanDocuments(HARD)
    found = [(one.text, one.metadata.get("error"), one.metadata["tags"]) for one in step.run(iter(documents))]
    assert found == [(row["text"], row["error"], row["tags"]) for row in hard_expected()]
    assert step.stats.stats["failed"].total == 2


def test_metadata_are_not_overwritten() -> None:
    with pytest.raises(InputError, match="7: has metadata 'error' already"):
        list(adapter.CleanDocuments().run(iter([data.Document("甲", "7", metadata={"error": 1})])))
