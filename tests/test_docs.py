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
from docs.languages import SUFFIXES, language
from docs.make_pages import make_pages, step_page

from gongwen_clean.cleaner import choose_steps
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


_RUN = [page for page in PAGES if ".zh" not in page.suffixes and next(_sessions(page), None)]
_TRANSLATED = [page for page in PAGES if ".zh" in page.suffixes]
_ORIGINAL = [page for page in PAGES if page not in _TRANSLATED]


@pytest.mark.parametrize("page", _ORIGINAL, ids=lambda page: page.stem)
def test_every_page_is_there_in_chinese(page: Path) -> None:
    translated = page.with_suffix(".zh.md")
    assert translated in _TRANSLATED
    assert _shape(translated) == _shape(page)


def _shape(page: Path) -> list[str]:
    """The headings and the rows of tables of a page, by their kind only: README has a text of its own."""
    if page.parent == ROOT:
        return []
    lines = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^(?:#+|\|)(?= )", lines, re.MULTILINE)


@pytest.mark.parametrize("page", _TRANSLATED, ids=lambda page: page.stem)
def test_a_translated_page_shows_the_same_commands_and_outputs(page: Path) -> None:
    original = page.with_name(page.name.replace(".zh.md", ".md"))
    assert list(_sessions(page)) == list(_sessions(original))


@pytest.mark.parametrize("page", _RUN, ids=lambda page: page.stem)
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


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the site is built from."""
    folder = tmp_path_factory.mktemp("site") / "pages"
    make_pages(folder)
    return folder


@pytest.mark.parametrize("suffix", SUFFIXES.values())
def test_each_step_has_a_page_with_its_rules_in_the_order_of_the_preset(site: Path, suffix: str) -> None:
    index = (site / "rules" / f"index{suffix}.md").read_text(encoding="utf-8")
    steps = choose_steps("standard", ())
    assert re.findall(r"\]\((.*)\.md\)", index) == [step.name for step in steps]
    for step in steps:
        page = (site / "rules" / f"{step.name}{suffix}.md").read_text(encoding="utf-8")
        shown = re.findall(r"^### `(.*)`$", page, re.MULTILINE)
        assert step.name == "spun" or shown == list(step.rules)


def test_the_site_names_the_page_of_each_step() -> None:
    named = re.findall(r"rules/(.*)\.md$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert named == ["index", *(step.name for step in choose_steps("standard", ()))]


def test_the_site_names_every_page_of_docs() -> None:
    nav = re.findall(r"[\w/-]+\.md$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    docs = [page.relative_to(ROOT / "docs") for page in _ORIGINAL if page.parent != ROOT]
    assert [page.as_posix() for page in docs if page.as_posix() not in nav] == []


def test_a_page_shows_what_a_rule_changes_and_leaves() -> None:
    by_name = {step.name: step for step in choose_steps("standard", ())}
    english = language("en")
    assert "各企业要严格落实安全出产主体责任。 | 当地出产的红茶" in step_page(by_name["spun"], english)
    before, after = "支持５Ｇ和ＡＩ产业", "支持5G和AI产业"
    assert f"{before}\n``````\n\nbecomes\n\n``````text\n{after}\n" in step_page(by_name["width"], english)


def test_a_chinese_page_says_in_chinese_what_a_step_and_its_rules_do() -> None:
    (width,) = (step for step in choose_steps("standard", ()) if step.name == "width")
    page = step_page(width, language("zh"))
    assert page.startswith("# width\n\n汉字之间的标点用全角，字母和数字用半角。\n\n## 规则\n\n")
    assert "### `width.sign`\n\n中文文本使用全角标点（GB/T 15834）。" in page
    assert "**全角字母**\n\n``````text\n支持５Ｇ和ＡＩ产业\n``````\n\n改为\n\n" in page


def test_every_step_has_a_chinese_description_and_every_such_description_a_step() -> None:
    assert set(language("zh").steps) == {step.name for step in choose_steps("standard", ())}


@pytest.mark.parametrize("table", ["cases.zh.tsv", "steps.zh.tsv", "words.tsv"])
def test_a_table_of_the_pages_is_sorted_and_has_each_key_once(table: str) -> None:
    lines = (ROOT / "docs" / table).read_text(encoding="utf-8").splitlines()
    keys = [line.partition("\t")[0] for line in lines if line[0] != "#"][1:]
    assert keys == sorted(set(keys))


def test_the_words_of_both_languages_hold_the_same_values() -> None:
    english, chinese = (language(name).words for name in SUFFIXES)
    values = re.compile(r"\{\w+\}|`[^`]+`")
    assert [key for key in english if values.findall(english[key]) != values.findall(chinese[key])] == []


def test_a_case_without_a_chinese_name_is_shown_by_its_english_one() -> None:
    (width,) = (step for step in choose_steps("standard", ()) if step.name == "width")
    page = step_page(width, language("zh")._replace(cases={}))
    assert "**full-width letters**" in page


def test_links_to_results_lead_into_the_site(site: Path) -> None:
    pages = [path for path in site.rglob("*.md") if path.parent.name != "rules"]
    links = [
        (page.parent / link).resolve()
        for page in pages
        for link in re.findall(r"\]\(([^):#]+\.(?:md|png|svg))", page.read_text(encoding="utf-8"))
    ]
    assert len(links) > 50
    assert [link for link in links if not link.exists() or site.resolve() not in link.parents] == []
