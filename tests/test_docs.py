"""What the READMEs and the pages of docs show is run: each command, and what it prints."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from gongwen_clean.cli.parser import make_parser
from gongwen_clean.lexicon_cli import make_parser as make_lexicon_parser

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_PARSERS = {"gongwen-clean": make_parser, "gongwen-lexicon": make_lexicon_parser}
_ANSWERS = ("--list-steps", "--init", "--print-completion", "--show-config", "--version")


class Command(NamedTuple):
    """A command behind `$ `, with its lines behind `> `, and the output shown below; `…` is any text."""

    line: str
    shown: str


def _blocks(page: Path) -> list[str]:
    return _BLOCK.findall(page.read_text(encoding="utf-8"))


def _sessions(page: Path) -> Iterator[Command]:
    for block in _blocks(page):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, *rest = part.splitlines()
            more = [text[2:] for text in rest if text.startswith("> ")]
            yield Command("\n".join([line, *more]), "\n".join(rest[len(more) :]))


def _usages(page: Path) -> Iterator[str]:
    """Yield the commands that are shown without their output."""
    for block in _blocks(page):
        if not block.startswith("$ "):
            for line in block.splitlines():
                yield from (part.strip() for part in line.split(" | "))


def _shows(shown: str, printed: str) -> bool:
    """Return whether the output is as shown, where `…` stands for what is long or varies."""
    pattern = ".*?".join(map(re.escape, shown.split("…")))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


@pytest.mark.parametrize("page", [p for p in PAGES if next(_sessions(p), None)], ids=lambda p: p.stem)
def test_the_commands_of_a_page_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    surroundings = os.environ | {"PATH": path, "LC_ALL": "C.UTF-8"}
    for command in _sessions(page):
        ran = subprocess.run(
            ["bash", "-c", command.line],
            cwd=tmp_path, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
        )  # fmt: skip
        printed = ran.stdout.decode().rstrip("\n")
        assert _shows(command.shown, printed), f"{command.line}\nprints:\n{printed}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_commands_that_a_page_only_names_are_there(page: Path) -> None:
    for usage in _usages(page):
        words = shlex.split(usage, comments=True)
        if words:
            _check_usage(words)


def _check_usage(words: list[str]) -> None:
    program, *rest = words
    if program in _PARSERS:
        if not set(rest) & set(_ANSWERS):
            _parse(_PARSERS[program](), rest)
    elif program == "make":
        assert f"\n{rest[0]}: " in (ROOT / "Makefile").read_text(encoding="utf-8"), words
    elif program == "pip":
        settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        extras = re.findall(r"[\w-]+", rest[-1].partition("[")[2])
        assert set(extras) <= set(settings["project"]["optional-dependencies"]), words
    else:
        assert program in ("zcat", "python", "bash"), f"no test knows {words}"


def _parse(parser: argparse.ArgumentParser, words: list[str]) -> None:
    arguments = words[: words.index(">")] if ">" in words else words
    try:
        parser.parse_args(arguments)
    except SystemExit:
        pytest.fail(f"{parser.prog} does not take {arguments}")
