"""The programs of the documentation run as they stand there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_PAGES = sorted(path for path in (_ROOT / "docs" / "engines").glob("*.md") if "README" not in path.name)
_TRANSLATED = [path for path in _PAGES if path.name.endswith(".zh.md")]
_NEEDS = {"arrow": "pyarrow", "spark": "pyspark", "rejoin_on_spark": "pyspark"}
_EXAMPLES = sorted((_ROOT / "examples").glob("*_example.py"))


@pytest.mark.parametrize("path", _EXAMPLES, ids=lambda path: path.stem)
def test_example_stands_on_a_page_and_runs(path: Path, request: pytest.FixtureRequest) -> None:
    program = f"```python\n{path.read_text(encoding='utf-8')}```\n"
    assert any(program in page.read_text(encoding="utf-8") for page in _PAGES)
    name = path.stem.removesuffix("_example")
    package = _NEEDS.get(name, name)
    pytest.importorskip(package, reason=f"{package} is not installed")
    if package == "pyspark":
        request.getfixturevalue("java")
    found = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, timeout=300)
    assert found.returncode == 0, found.stderr
    assert "嘉经〔2022〕3号" in found.stdout or "工业软件等领域发展" in found.stdout


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.stem)
def test_every_program_of_a_page_is_an_example(page: Path) -> None:
    examples = {path.read_text(encoding="utf-8") for path in _EXAMPLES}
    assert _programs(page)
    assert set(_programs(page)) <= examples


@pytest.mark.parametrize("page", _TRANSLATED, ids=lambda page: page.stem)
def test_a_translated_page_shows_the_same_programs(page: Path) -> None:
    assert _programs(page) == _programs(page.with_name(page.name.replace(".zh.md", ".md")))


def _programs(page: Path) -> list[str]:
    blocks = page.read_text(encoding="utf-8").split("```python\n")[1:]
    return [block.partition("```\n")[0] for block in blocks]
