"""The lock names a version and hashes for every dependency, and no place to get them from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
_PIN = re.compile(r"^([a-z0-9._-]+)==", re.MULTILINE)


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=~! ;]", requirement)[0].lower().replace("_", "-").replace(".", "-")


def test_lock_pins_every_direct_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["html"], *extras["io"], *extras["report"], *extras["dev"]]
    assert {_name(one) for one in wanted} - {"gongwen-clean"} <= set(_PIN.findall(LOCK))


def test_lock_has_hashes_for_every_pin() -> None:
    entries = re.split(r"\n(?=[a-z])", LOCK)
    assert [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_lock_names_no_registry() -> None:
    assert "://" not in LOCK
    assert "--index-url" not in LOCK
    assert "--find-links" not in LOCK


def test_direct_dependencies_have_a_lower_end() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [one for one in project["dependencies"] if ">=" not in one] == []
