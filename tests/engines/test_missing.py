"""What is said where an engine is not installed."""

from __future__ import annotations

import builtins
import importlib
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from gongwen_clean.errors import MissingExtraError

_ENGINES = ("pyarrow", "pyspark", "ray", "datatrove", "datasets", "polars", "dask", "pandas")
_CALLS: dict[str, Callable[[Any], object]] = {
    "arrow": lambda adapter: adapter.BatchCleaner(),
    "spark": lambda adapter: adapter.clean(None),
    "ray": lambda adapter: adapter.clean(None),
    "datatrove": lambda adapter: adapter,
    "datasets": lambda adapter: adapter.clean(None),
    "polars": lambda adapter: adapter.clean_text(),
    "dask": lambda adapter: adapter.clean(None),
}


@pytest.mark.parametrize("name", _CALLS)
def test_missing_engine_is_told_with_what_installs_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = f"gongwen_clean.adapters.{name}"
    known = sys.modules.pop(module, None)
    do = builtins.__import__

    def fail(asked: str, *rest: Any) -> Any:
        # what belongs to the project is asked for by its whole name
        if asked.partition(".")[0] in _ENGINES:
            raise ImportError(asked)
        return do(asked, *rest)

    monkeypatch.setattr(builtins, "__import__", fail)
    extra = "io" if name == "arrow" else name
    try:
        with pytest.raises(MissingExtraError, match=rf"pip install 'gongwen-clean\[{extra}\]'"):
            _CALLS[name](importlib.import_module(module))
    finally:
        sys.modules.pop(module, None)
        if known:
            sys.modules[module] = known


def test_adapters_import_no_engine_before_they_need_it() -> None:
    names = {*_CALLS, "pandas", "plain"} - {"datatrove"}  # its step is a class of the engine's
    modules = ", ".join(f"gongwen_clean.adapters.{name}" for name in names)
    code = f"import sys, {modules}; print(*sorted({set(_ENGINES)!r} & sys.modules.keys()))"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.split() == []
