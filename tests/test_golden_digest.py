"""The same texts give the same bytes, whatever the hash seed, the locale and the number of processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from benchmarks import golden
from benchmarks.mixed_texts import make_text, make_texts

TEXTS = "300"


@cache
def digests(jobs: int, hash_seed: str, locale: str) -> Any:
    command = [sys.executable, "-m", "benchmarks.golden", "--texts", TEXTS, "--jobs", str(jobs)]
    settings = {"PYTHONHASHSEED": hash_seed, "LC_ALL": locale, "PYTHONUTF8": "0"}
    env = os.environ | settings
    done = subprocess.run(
        command, capture_output=True, cwd=Path(golden.__file__).parents[1], env=env, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("jobs", "hash_seed", "locale"), [(1, "2", "C.UTF-8"), (2, "1", "C.UTF-8"), (1, "1", "C")]
)
def test_files_of_a_run_do_not_depend_on(jobs: int, hash_seed: str, locale: str) -> None:
    found = digests(jobs, hash_seed, locale)
    assert found == digests(1, "1", "C.UTF-8")
    assert set(found) == {"clean", "edits"}


def test_documents_do_not_depend_on_those_before() -> None:
    assert make_text(7) == list(make_texts(8))[7]


def test_digest_that_is_not_golden_is_told_with_what_to_do() -> None:
    (told,) = golden.compare({"sources": "a", "documents": "b"}, {"sources": "a", "documents": "c"})
    assert told.startswith("documents: b is not the golden c")
    assert golden.compare({"sources": "a"}, {"sources": "a"}) == []
