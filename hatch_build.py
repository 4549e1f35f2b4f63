"""Compile the modules in which most of the time is spent, when a wheel is built.

Nothing else needs a compiler: an editable installation, and a wheel built where none is found, run the
same modules interpreted, with the same results. GONGWEN_CLEAN_COMPILE=0 asks for a wheel of that form,
which fits every platform.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILED = (
    "gongwen_clean/scoring/columns.py",
    "gongwen_clean/scoring/walk.py",
    "gongwen_clean/decoding/reading.py",
    "gongwen_clean/decoding/lattice.py",
    "gongwen_clean/decoding/forks.py",
    "gongwen_clean/decoding/prices.py",
    "gongwen_clean/decoding/confidence.py",
)
_COMPILERS = ["mypy>=1.18", "setuptools>=65"]
_BUILD = """
from setuptools import setup
from mypyc.build import mypycify
options = ["--follow-imports=silent", "--ignore-missing-imports", "--python-version", {version!r}]
modules = mypycify([*options, *{modules!r}], opt_level="3", group_name="gongwen_clean")
setup(name="gongwen-clean", packages=[], ext_modules=modules, script_args=["-q", "build_ext", "--inplace"])
"""


class CompileHook(BuildHookInterface[Any]):
    """Put compiled modules beside their sources in a wheel."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What compiling needs; nothing where nothing is to be compiled."""
        return _COMPILERS if _is_wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and make the wheel one for this platform; say so and go on where that fails."""
        if version == "editable" or not _is_wanted():
            return
        self._folder = TemporaryDirectory()
        folder = Path(self._folder.name)
        shutil.copytree(Path(self.root, "src", "gongwen_clean"), folder / "gongwen_clean")
        failure = _compile(folder)
        if failure:
            self.app.display_warning(f"gongwen-clean is built without compiled modules: {failure}")
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["force_include"].update(
            {str(library): library.relative_to(folder).as_posix() for library in _libraries(folder)}
        )

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what was compiled: the wheel has it."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()


def _is_wanted() -> bool:
    return os.environ.get("GONGWEN_CLEAN_COMPILE", "1") != "0" and sys.implementation.name == "cpython"


def _compile(folder: Path) -> str:
    """Compile the modules of a copy of the sources in place; return what went wrong, or nothing."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    build = _BUILD.format(version=version, modules=list(COMPILED))
    done = subprocess.run(
        [sys.executable, "-c", build],
        cwd=folder,
        env=os.environ | {"MYPYPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return ""
    return "\n".join((done.stderr or done.stdout).strip().splitlines()[-3:])


def _libraries(folder: Path) -> Iterator[Path]:
    """The compiled modules, and the library that they share."""
    shutil.rmtree(folder / "build", ignore_errors=True)
    for suffix in (".so", ".pyd"):
        yield from sorted(folder.rglob(f"*{suffix}"))
