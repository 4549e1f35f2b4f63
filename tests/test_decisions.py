"""The file of decisions that reports export: its schema, and what reads it."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from gongwen_clean.errors import InputError
from gongwen_clean.report.decisions import Decision, read_decisions

DECISION: dict[str, Any] = {
    "verdict": "reject",
    "rule": "width.sign",
    "before": ",",
    "after": "，",
    "left": "会议指出",
    "right": "要",
    "document": None,
    "start": 4,
    "end": 5,
    "confidence": None,
}


def schema() -> dict[str, Any]:
    text = (files("gongwen_clean") / "schemas" / "decisions.schema.json").read_text("utf-8")
    values: dict[str, Any] = json.loads(text)
    return values


def written(path: Path, *decisions: object) -> Path:
    path.write_text(json.dumps({"gongwen_clean_decisions": 1, "decisions": decisions}), encoding="utf-8")
    return path


def test_decisions_are_read_in_order(tmp_path: Path) -> None:
    second = {**DECISION, "verdict": "accept", "confidence": 3.5, "document": "7"}
    assert read_decisions(written(tmp_path / "d.json", DECISION, second)) == [
        Decision(**DECISION),
        Decision(**second),
    ]


def test_decision_has_the_fields_of_the_schema() -> None:
    definition = schema()["$defs"]["decision"]
    assert list(definition["properties"]) == definition["required"] == list(Decision._fields)


WRONG = [
    ({"verdict": "maybe"}, "verdict must be accept or reject, not 'maybe'"),
    ({"rule": ""}, "rule must be the name of a rule"),
    ({"before": 3}, "before must be text, not 3"),
    ({"left": "很" * 21}, "left must be at most 20 characters"),
    ({"document": 12}, "document must be text or null, not 12"),
    ({"start": -1}, "start must be a whole number from 0, not -1"),
    ({"start": True}, "start must be a whole number from 0, not True"),
    ({"confidence": "sure"}, "confidence must be a number or null"),
    ({"why": "no"}, "has why, which no decision has"),
]


@pytest.mark.parametrize(("change", "message"), WRONG)
def test_wrong_decision_is_told_with_file_and_number(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    path = written(tmp_path / "d.json", DECISION, {**DECISION, **change})
    with pytest.raises(InputError) as caught:
        read_decisions(path)
    assert str(caught.value).startswith(f"{path}: decision 2: {message}")


@pytest.mark.parametrize("change", [change for change, _ in WRONG])
def test_what_the_reader_refuses_the_schema_refuses(change: dict[str, Any]) -> None:
    values = {"gongwen_clean_decisions": 1, "decisions": [{**DECISION, **change}]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(values, schema())


def test_end_before_start_and_missing_fields_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="end must be no less than start"):
        read_decisions(written(tmp_path / "d.json", {**DECISION, "start": 6}))
    with pytest.raises(InputError, match="decision 1: lacks rule"):
        read_decisions(written(tmp_path / "d.json", {k: v for k, v in DECISION.items() if k != "rule"}))
    with pytest.raises(InputError, match="decision 1: is no object"):
        read_decisions(written(tmp_path / "d.json", 5))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is no JSON"),
        ("[]", "is no file of decisions"),
        ('{"decisions": []}', "is no file of decisions"),
        ('{"gongwen_clean_decisions": 2, "decisions": []}', "form 2"),
        ('{"gongwen_clean_decisions": 1}', "has no list of 'decisions'"),
    ],
)
def test_file_that_holds_no_decisions_is_told(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "d.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_decisions(path)


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_decisions(tmp_path / "none.json")
