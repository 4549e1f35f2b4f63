"""Settings of all tests, and the command as tests call it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from gongwen_clean.cli import main

Run = Callable[..., tuple[int, str, str]]

# how long an example takes says more of the machine than of the code; speed belongs to the benchmarks.
# In CI the examples of a commit are always the same, elsewhere others each time
settings.register_profile("without deadline", deadline=None, derandomize="CI" in os.environ)
settings.register_profile(
    "first failure", deadline=None, database=None, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("without deadline")


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the command in a folder of its own; return its code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def call(*argv: object) -> tuple[int, str, str]:
        code = main([str(arg) for arg in argv])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call
