"""Every fuzz target on inputs that are changed at random, the same ones each time, and what fuzzing found."""

from __future__ import annotations

import json
from itertools import islice

import pytest
from fuzz.corpus import seed_inputs
from fuzz.mutation import mutate
from fuzz.targets import TARGETS, BrokenPromiseError, replay_lines

SEED = 20_240
RUNS = {"clean_text": 60, "repeat_steps": 60, "read_page": 1500, "read_settings": 400, "read_lexicons": 150}
MOST_RUNS = 1500
_EDIT = {"line": 1, "id": None, "before": ",", "start": 1, "end": 2, "after": "，", "rule": "width.sign"}


@pytest.mark.parametrize("name", TARGETS)
def test_target_keeps_its_promises(name: str) -> None:
    runs = RUNS.get(name, MOST_RUNS)
    seeds = seed_inputs(name)
    for content in islice(mutate(seeds, SEED), len(seeds) + runs if name not in RUNS else runs):
        TARGETS[name](content)


def test_mutation_gives_the_same_inputs_for_the_same_seed() -> None:
    seeds = seed_inputs("clean_json_lines")
    first, second = (list(islice(mutate(seeds, SEED), 200)) for _ in range(2))
    assert first == second
    assert len(set(first)) > 150


def test_target_tells_a_promise_that_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuzz.targets.apply_edits", lambda *_: "something else")
    with pytest.raises(BrokenPromiseError):
        TARGETS["clean_text"]("甲,乙".encode())


@pytest.mark.parametrize(
    "changed",
    [
        {"before": None},
        {"line": None},
        {"line": "1"},
        {"line": True},
        {"start": "1"},
        {"end": 2.0},
        {"after": 1},
        {"rule": ["width"]},
        {"confidence": "high"},
    ],
    ids=str,
)
def test_edits_file_with_a_value_of_another_kind_is_refused(changed: dict[str, object]) -> None:
    replay_lines(json.dumps({**_EDIT, **changed}).encode() + b'\n\n{"text":"a,b"}\n')


@pytest.mark.parametrize("name", _EDIT)
def test_edits_file_that_lacks_a_part_is_refused(name: str) -> None:
    record = {key: value for key, value in _EDIT.items() if key != name}
    replay_lines(json.dumps(record).encode() + b'\n\n{"text":"a,b"}\n')
