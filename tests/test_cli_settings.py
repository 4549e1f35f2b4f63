"""The command with settings: where they come from, what overrides what, and how they are shown."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from gongwen_clean.cli.config_file import default_config
from gongwen_clean.configuration.reading import check_settings, configure
from tests.conftest import Run

RAW = "加强领导,落实责任。\n"
CLEAN = "加强领导，落实责任。\n"
OFF = '[rules]\n"width.sign" = "off"\n'


@pytest.fixture(autouse=True)
def page(tmp_path: Path) -> None:
    """The page that the commands clean, in the folder that `run` goes into."""
    (tmp_path / "page.txt").write_text(RAW, encoding="utf-8")


def _settings(text: str, name: str = "gongwen-clean.toml") -> None:
    Path(name).write_text(text, encoding="utf-8")


def test_settings_of_the_working_directory_hold(run: Run) -> None:
    _settings(OFF)
    assert run("-q", "page.txt") == (0, RAW, "")


def test_no_config_reads_none(run: Run) -> None:
    _settings(OFF)
    assert run("-q", "--no-config", "page.txt") == (0, CLEAN, "")


def test_a_file_that_is_named_is_read_in_place_of_the_one_above(run: Run) -> None:
    _settings(OFF)
    _settings("", "other.toml")
    assert run("-q", "--config", "other.toml", "page.txt") == (0, CLEAN, "")


def test_one_key_on_the_command_line_overrides_the_file(run: Run) -> None:
    _settings(OFF)
    assert run("-q", "--config", 'rules."width.sign" = "fix"', "page.txt") == (0, CLEAN, "")


def test_an_option_overrides_the_file_and_the_key(run: Run) -> None:
    _settings('steps = ["-width"]\n')
    assert run("-q", "page.txt")[1] == RAW
    assert run("-q", "--steps", "width", "--config", 'steps = ["-width"]', "page.txt")[1] == CLEAN


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--config", "a.toml", "--config", "b.toml"], "one file at a time"),
        (["--config", "a.toml", "--no-config"], "--no-config does not go with --config a.toml"),
        (["--config", "none.toml"], "none.toml: cannot be read: No such file"),
        (["--config", "preset=safe"], "a text needs quotation marks"),
        (["--config", "max_harms = 1"], "did you mean max_harm?"),
        (["--max-harm", "-1"], "command line: max_harm is -1.0; it must be a number, 0 or more"),
        (["--lexicon", "none.tsv"], "none.tsv"),
    ],
)
def test_wrong_settings_end_with_2_and_a_reason(run: Run, argv: list[str], message: str) -> None:
    code, out, err = run(*argv, "page.txt")
    assert (code, out) == (2, "")
    assert message in err


def test_a_fault_in_the_file_ends_with_2_and_its_line(run: Run) -> None:
    _settings("\nmax_harms = 5\n")
    code, out, err = run("page.txt")
    assert (code, out) == (2, "")
    assert "gongwen-clean.toml:2: no key 'max_harms'; did you mean max_harm?" in err


def test_init_writes_a_file_that_changes_nothing_and_names_every_key(run: Run) -> None:
    assert run("--init")[0] == 0
    assert configure(check_settings(tomllib.loads(Path("gongwen-clean.toml").read_text()))) == configure()


def test_the_default_file_shows_the_defaults() -> None:
    text = default_config().partition("# Rules by id")[0]
    values = tomllib.loads(
        "".join(line[1:] + "\n" for line in text.splitlines() if line.startswith("#") and line[1:2] != " ")
    )
    assert values.pop("model") == "own.lm"
    assert values == {k: v for k, v in configure().as_values().items() if k != "rules"}


def test_init_overwrites_nothing(run: Run) -> None:
    _settings(OFF)
    code, _, err = run("--init")
    assert code == 2
    assert "is there already" in err
    assert Path("gongwen-clean.toml").read_text(encoding="utf-8") == OFF


def test_show_config_prints_toml_that_reads_back(run: Run) -> None:
    _settings('max_harm = 5\n[protect]\nwords = ["甲", "乙"]\n' + OFF)
    _, out, _ = run("--show-config", "--preset", "safe")
    values = tomllib.loads(out)
    assert (values["preset"], values["max_harm"], values["rules"]) == ("safe", 5.0, {"width.sign": "off"})
    _settings(out, "shown.toml")
    assert run("--show-config", "--config", "shown.toml")[1].splitlines()[1:] == out.splitlines()[1:]


def test_show_config_names_its_file(run: Run, tmp_path: Path) -> None:
    _settings(OFF)
    assert run("--show-config")[1].startswith(f"# read from {tmp_path / 'gongwen-clean.toml'}\n")
    assert run("--show-config", "--no-config")[1].startswith("# no settings file\n")


def test_show_config_refuses_rules_that_there_are_not(run: Run) -> None:
    assert run("--show-config", "--config", 'rules."widht*" = "off"')[0] == 2


def _stamp(run: Run, *argv: object) -> str:
    Path("corpus.jsonl").write_text(json.dumps({"id": 1, "text": RAW}) + "\n", encoding="utf-8")
    code, out, err = run("-q", "--add", "stamp", *argv, "corpus.jsonl")
    assert code == 0, err
    return str(json.loads(out)["stamp"]["config_hash"])


def test_the_hash_of_a_stamp_is_that_of_the_settings_shown(run: Run) -> None:
    _settings(OFF)
    assert f"# config_hash {_stamp(run)}\n" in run("--show-config")[1]


def test_the_hash_depends_on_what_holds_and_not_on_where_it_was_said(run: Run) -> None:
    by_option = _stamp(run, "--max-harm", "5", "--steps=-spun,-shell")
    _settings('steps = ["-shell", "-spun"]\nmax_harm = 5\n')
    assert _stamp(run) == by_option
    assert _stamp(run, "--max-harm", "6") != by_option


def test_the_hash_depends_on_the_content_of_files_and_not_on_their_names(run: Run) -> None:
    for name in ("one.tsv", "two.tsv"):
        _settings("id\tvariant\tcanonical\nown-1\t台帐簿\t台账\n", name)
    first = _stamp(run, "--lexicon", "one.tsv")
    assert _stamp(run, "--lexicon", "two.tsv") == first
    _settings("id\tvariant\tcanonical\nown-1\t台帐册\t台账\n", "two.tsv")
    assert _stamp(run, "--lexicon", "two.tsv") != first


def test_limits_of_documents_come_from_the_settings(run: Run) -> None:
    _settings("max_doc_chars = 5\n")
    Path("corpus.jsonl").write_text(json.dumps({"text": RAW}) + "\n", encoding="utf-8")
    assert run("-q", "corpus.jsonl")[:2] == (3, "")
    assert run("-q", "--max-doc-chars", "0", "corpus.jsonl")[0] == 0


def test_replaying_needs_no_settings(run: Run) -> None:
    run("-q", "--edits", "edits.jsonl", "page.txt")
    _settings("this is no TOML [")
    assert run("-q", "--replay", "edits.jsonl", "page.txt") == (0, CLEAN, "")


def test_explain_rule_knows_a_lexicon_and_the_level_of_the_settings(run: Run) -> None:
    _settings("id\tvariant\tcanonical\tyes\tno\nown-1\t台帐簿\t台账\t建立台帐簿。\t-\n", "own.tsv")
    _settings('lexicons = ["own.tsv"]\n[rules]\n"own-1" = "warn"\n')
    out = run("--explain-rule", "own-1")[1]
    assert "台帐簿 stands for 台账" in out
    assert "changes: 建立台帐簿。" in out
    assert "level: warn" in out


@pytest.mark.parametrize("rule", ["spun-0001", "shell.crumb-trail"])
def test_explain_rule_gives_sentences_that_change_and_that_stay(run: Run, rule: str) -> None:
    out = run("--explain-rule", rule)[1]
    assert "  changes: " in out
    assert "  stays: " in out
