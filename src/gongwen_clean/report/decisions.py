"""Decisions of a reader on edits: the file that the reports export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal, NamedTuple

from gongwen_clean.errors import InputError

_KEY, _VERSION = "gongwen_clean_decisions", 1


class Decision(NamedTuple):
    """Whether an edit was right. `start:end`: its code points in the source of `document`.

    `left`, `right`: up to 20 code points that stood beside `before` in the source. `confidence`: of the edit,
    log odds in nats; None for a rule that needs no judgement.
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
    """Return the decisions of a file, in its order. Raises: InputError for what no report exported."""
    try:
        values = json.loads(path.read_bytes())
        if values[_KEY] != _VERSION:
            raise InputError(f"{path}: has decisions of form {values[_KEY]!r}; this version reads {_VERSION}")
        return [Decision(**value) for value in values["decisions"]]
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: is no file of decisions ({error}); export one from a report") from error
