"""Decisions of a reader on edits: the file that the reports export.

Its form is given by gongwen_clean/schemas/decisions.schema.json.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import orjson

from gongwen_clean.errors import InputError

CONTEXT_CHARS = 20
"""How many code points of the source a decision holds, at most, on either side of its edit."""

_KEY, _VERSION = "gongwen_clean_decisions", 1
_VERDICTS = ("accept", "reject")
_TEXTS = ("rule", "before", "after", "left", "right")
_PLACES = ("start", "end")


class Decision(NamedTuple):
    """Whether an edit was right. `start:end`: its code points in the source of `document`.

    `left`, `right`: up to CONTEXT_CHARS code points that stood beside `before` in the source.
    `confidence`: of the edit, log odds in nats; None for a rule that needs no judgement.
    """

    verdict: Literal["accept", "reject"]
    rule: str
    before: str
    after: str
    left: str
    right: str
    document: str | None
    start: int
    end: int
    confidence: float | None


def read_decisions(path: Path) -> list[Decision]:
    """Return the decisions of a file, in its order.

    Raises: InputError, with the file and the number of the decision, for what a report cannot have exported.
    """
    try:
        values = orjson.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except orjson.JSONDecodeError as error:
        raise InputError(f"{path}: is no JSON: {error}; export the decisions from the report anew") from error
    if not isinstance(values, dict) or _KEY not in values:
        raise InputError(f"{path}: is no file of decisions: it has no {_KEY!r}; export one from a report")
    if values[_KEY] != _VERSION:
        raise InputError(
            f"{path}: has decisions of form {values[_KEY]!r}, and this version reads form {_VERSION}; "
            "install the version of gongwen-clean that wrote the report"
        )
    decisions = values.get("decisions")
    if not isinstance(decisions, list):
        raise InputError(f"{path}: has no list of 'decisions'")
    return [_read(value, f"{path}: decision {number}") for number, value in enumerate(decisions, 1)]


def _read(value: Any, where: str) -> Decision:
    if not isinstance(value, dict):
        raise InputError(f"{where}: is no object, but {value!r}")
    if missing := [name for name in Decision._fields if name not in value]:
        raise InputError(f"{where}: lacks {', '.join(missing)}")
    if unknown := sorted(set(value) - set(Decision._fields)):
        raise InputError(f"{where}: has {', '.join(unknown)}, which no decision has")
    _check(value, where)
    return Decision(**value)


def _check(value: Mapping[str, Any], where: str) -> None:
    def demand(is_right: bool, name: str, wanted: str) -> None:
        if not is_right:
            raise InputError(f"{where}: {name} must be {wanted}, not {value[name]!r}")

    demand(value["verdict"] in _VERDICTS, "verdict", " or ".join(_VERDICTS))
    for name in _TEXTS:
        demand(isinstance(value[name], str), name, "text")
    demand(bool(value["rule"]), "rule", "the name of a rule")
    for name in ("left", "right"):
        demand(len(value[name]) <= CONTEXT_CHARS, name, f"at most {CONTEXT_CHARS} characters")
    demand(value["document"] is None or isinstance(value["document"], str), "document", "text or null")
    for name in _PLACES:
        demand(type(value[name]) is int and value[name] >= 0, name, "a whole number from 0")
    demand(value["start"] <= value["end"], "end", "no less than start")
    confidence = value["confidence"]
    demand(confidence is None or type(confidence) in (int, float), "confidence", "a number or null")
