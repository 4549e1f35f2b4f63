"""Settings from files and mappings: what they mean, and what is told of those that are wrong."""

from __future__ import annotations

import math
import tomllib
import warnings
from dataclasses import fields
from pathlib import Path

import pytest

from gongwen_clean import Cleaner
from gongwen_clean.cleaner import configured_steps
from gongwen_clean.configuration.reading import (
    check_settings,
    configure,
    find_config,
    read_config,
    read_setting,
)
from gongwen_clean.configuration.settings import Configuration
from gongwen_clean.errors import ConfigError, LexiconError, UnknownNameError

SPUN = "年夜力晋升名目扶植程度，阐扬龙头企业感化，增强技能立异，推动工业成长，今朝已经造成领先上风。" * 3


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_find_config_takes_the_nearest_file_above(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    _write(tmp_path / "gongwen-clean.toml", "")
    near = _write(tmp_path / "a" / "pyproject.toml", '[tool.gongwen-clean]\npreset = "safe"\n')
    assert find_config(inner) == near


def test_find_config_takes_the_file_of_its_own_before_the_project(tmp_path: Path) -> None:
    _write(tmp_path / "pyproject.toml", "[tool.gongwen-clean]\n")
    own = _write(tmp_path / "gongwen-clean.toml", "")
    assert find_config(tmp_path) == own


@pytest.mark.parametrize(
    "text", ["[tool.ruff]\n", "this is [ no TOML", '[project]\nname = "gongwen-clean"\n']
)
def test_find_config_passes_by_a_project_that_says_nothing_of_it(tmp_path: Path, text: str) -> None:
    above = _write(tmp_path / "gongwen-clean.toml", "")
    (tmp_path / "a").mkdir()
    _write(tmp_path / "a" / "pyproject.toml", text)
    assert find_config(tmp_path / "a") == above


def test_find_config_passes_by_a_project_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes("# 项目".encode("gb18030"))
    assert find_config(tmp_path) != tmp_path / "pyproject.toml"


def test_read_config_reads_the_table_of_a_project(tmp_path: Path) -> None:
    path = _write(tmp_path / "pyproject.toml", '[tool.gongwen-clean]\npreset = "safe"\n')
    assert configure(read_config(path)).preset == "safe"


def test_read_config_refuses_a_project_without_the_table(tmp_path: Path) -> None:
    path = _write(tmp_path / "pyproject.toml", "[tool.ruff]\n")
    with pytest.raises(ConfigError, match=r"has no table \[tool.gongwen-clean\]"):
        read_config(path)


def test_paths_are_relative_to_their_file(tmp_path: Path) -> None:
    path = _write(tmp_path / "gongwen-clean.toml", 'model = "own.lm"\nlexicons = ["own.tsv"]\n')
    configuration = configure(read_config(path))
    assert (configuration.model, configuration.lexicons) == (tmp_path / "own.lm", (tmp_path / "own.tsv",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('# head\n\nprset = "safe"\n', r"gongwen-clean.toml:3: no key 'prset'; did you mean preset\?"),
        ("max-harm = 5\n", r"gongwen-clean.toml:1: no key 'max-harm'; did you mean max_harm\?"),
        ("xyzzy = 1\n", r"gongwen-clean.toml:1: no key 'xyzzy'; there are preset, steps"),
        ("preset = 3\n", r":1: preset is 3; it must be a text"),
        ('steps = "width"\n', r":1: steps is 'width'; it must be a list of texts"),
        ('\nmax_harm = "5"\n', r":2: max_harm is '5'; it must be a number, 0 or more"),
        ("max_harm = -1\n", r"max_harm is -1; it must be a number, 0 or more"),
        ("timeout_s = true\n", r"timeout_s is True; it must be a number"),
        ("min_confidence = nan\n", r"min_confidence is nan; it must be a number"),
        ("max_doc_chars = 1.5\n", r"max_doc_chars is 1.5; it must be a whole number"),
        ("model = 1\n", r"model is 1; it must be the path of a file"),
        ('lexicons = "a.tsv"\n', r"lexicons is 'a.tsv'; it must be a list of paths"),
        ('protect = ["a"]\n', r"protect is \['a'\]; it must be a table \[protect\]"),
        (
            'preset = "safe"\n[protect]\nword = ["a"]\n',
            r":3: no key 'word' in \[protect\]; did you mean words\?",
        ),
        ('[protect]\nwords = "a"\n', r":2: words is 'a'; it must be a list of texts"),
        ("[protect]\npatterns = ['(a']\n", r":2: the pattern '\(a' does not compile: missing \)"),
        (
            "[protect]\npatterns = ['[[〔]\\d+']\n",
            r":2: the pattern '\[\[〔\].*' will mean .* Possible nested set at position .; write a backslash",
        ),
        ("[protect]\npatterns = ['[甲||乙]']\n", r":2: the pattern .* Possible set union at position 2"),
        ('[rules]\nwidth = "on"\n', r":2: the level of width is 'on'; it must be off, warn or fix"),
        ('rules = "off"\n', r":1: rules is 'off'; it must be a table \[rules\]"),
        ('preset = "safe\n', r":1: is no TOML"),
    ],
)
def test_a_fault_is_told_with_its_place_and_what_is_wanted(tmp_path: Path, text: str, message: str) -> None:
    path = _write(tmp_path / "gongwen-clean.toml", text)
    with pytest.raises(ConfigError, match=message):
        read_config(path)


def test_a_fault_in_a_project_is_told_with_the_line_in_its_own_table(tmp_path: Path) -> None:
    path = _write(tmp_path / "pyproject.toml", "[tool.other]\npreset = 3\n[tool.gongwen-clean]\npreset = 3\n")
    with pytest.raises(ConfigError, match=r"pyproject.toml:4: preset is 3"):
        read_config(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read: No such file"):
        read_config(tmp_path / "none.toml")


def test_read_setting_takes_one_key(tmp_path: Path) -> None:
    assert configure(read_setting('rules."spun*" = "off"', tmp_path)).rules.as_values() == {"spun*": "off"}


def test_read_setting_says_how_a_text_is_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="a text needs quotation marks"):
        read_setting("preset=safe", tmp_path)


def test_a_later_layer_overrides_key_by_key() -> None:
    first = check_settings({"preset": "safe", "max_harm": 5, "rules": {"width*": "off", "spun*": "off"}})
    second = check_settings({"max_harm": 2, "rules": {"spun*": "warn"}, "protect": {"words": ["甲"]}})
    made = configure(first, second)
    assert (made.preset, made.max_harm, made.protect.words) == ("safe", 2.0, ("甲",))
    assert made.rules.as_values() == {"spun*": "warn", "width*": "off"}


def test_a_rule_id_needs_no_quotes() -> None:
    settings = check_settings(tomllib.loads('[rules]\nwidth.sign = "off"\n'))
    assert configure(settings).rules.level("width.sign") == "off"


def test_without_settings_all_is_as_the_standard_preset_has_it() -> None:
    made = configure()
    assert (made.preset, made.max_harm, made.protect.words, made.rules.entries) == (
        "standard",
        math.inf,
        (),
        (),
    )


def test_every_field_is_a_key_and_every_value_reads_back() -> None:
    values = configure().as_values() | {"model": "own.lm"}
    assert {*values, "origins"} == {field.name for field in fields(Configuration)}
    assert configure(check_settings(values)) == configure(check_settings({"model": "own.lm"}))


def test_the_order_of_what_has_none_does_not_count() -> None:
    one = {"steps": ["width", "-spun"], "rules": {"spun*": "off", "width*": "warn"}}
    two = {"rules": {"width*": "warn", "spun*": "off"}, "steps": ["-spun", "width"]}
    assert configure(check_settings(one)).as_values() == configure(check_settings(two)).as_values()


@pytest.mark.parametrize(
    ("rule", "level"),
    [
        ("spun-0001", "fix"),
        ("spun-0002", "off"),
        ("spun.title+spun-0001", "warn"),
        ("width.sign", "fix"),
        ("width.sign+spun-0002", "off"),
    ],
)
def test_the_most_exact_pattern_decides_and_the_strictest_of_joined_rules(rule: str, level: str) -> None:
    levels = {"*": "fix", "spun*": "off", "spun.*": "warn", "spun-0001": "fix"}
    assert configure(check_settings({"rules": levels})).rules.level(rule) == level


def test_from_config_finds_the_file_of_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path / "gongwen-clean.toml", '[protect]\nwords = ["甲,乙"]\n')
    monkeypatch.chdir(tmp_path)
    assert Cleaner.from_config().run("由甲,乙,丙各方商定。").text == "由甲,乙，丙各方商定。"


def test_from_config_without_a_file_is_the_standard_cleaner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Cleaner.from_config().run("由甲,乙商定。") == Cleaner().run("由甲,乙商定。")


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"rules": {"widht*": "off"}}, ConfigError, r"no rule fits 'widht\*'"),
        ({"rules": {"width.sing": "off"}}, ConfigError, "did you mean width.sign?"),
        ({"preset": "best"}, UnknownNameError, "no preset 'best'"),
        ({"steps": ["widht"]}, UnknownNameError, "did you mean width?"),
        ({"lexicons": ["none.tsv"]}, LexiconError, "none.tsv"),
        ({"shell_profiles": ["none.toml"]}, LexiconError, "none.toml"),
    ],
)
def test_from_config_tells_names_that_there_are_not(
    settings: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        Cleaner.from_config(settings)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '\npreset = "best"\n',
            "gongwen-clean.toml:2: no preset 'best'; there are",
        ),
        ('preset = "safe"\nsteps = [\n  "widht"]\n', r"gongwen-clean.toml:2: no step 'widht'; did you mean"),
        ('preset = "best"\nsteps = ["width"]\n', "gongwen-clean.toml:1: no preset 'best'"),
        ('steps = ["xyzzy"]\n', "gongwen-clean.toml:1: no step 'xyzzy'. The steps are scan-noise, "),
        ('steps = ["site-shell"]\n', "gongwen-clean.toml:1: the step 'site-shell' needs a profile"),
    ],
)
def test_a_preset_or_step_that_there_is_not_is_told_with_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    path = _write(tmp_path / "gongwen-clean.toml", text)
    with pytest.raises(UnknownNameError, match=message):
        Cleaner.from_config(path)


def test_a_preset_of_a_later_layer_is_told_with_its_own_place(tmp_path: Path) -> None:
    path = _write(tmp_path / "gongwen-clean.toml", 'preset = "safe"\n')
    made = configure(read_config(path), check_settings({"preset": "best"}, "command line"))
    with pytest.raises(UnknownNameError, match=r"^command line: no preset 'best'"):
        configured_steps(made)


def test_where_names_were_set_is_no_part_of_what_holds(tmp_path: Path) -> None:
    path = _write(tmp_path / "gongwen-clean.toml", 'preset = "safe"\n')
    one, two = configure(read_config(path)), configure(check_settings({"preset": "safe"}))
    assert one == two
    assert one.as_values() == two.as_values()


def test_a_rule_of_a_step_that_does_not_run_may_be_named() -> None:
    assert Cleaner.from_config({"preset": "safe", "rules": {"scan.look-alike": "off"}})


def test_a_rule_that_is_unknown_is_told_with_its_line(tmp_path: Path) -> None:
    path = _write(tmp_path / "gongwen-clean.toml", '[rules]\n\n"no.such" = "off"\n')
    with pytest.raises(ConfigError, match=r"gongwen-clean.toml:3: no rule fits 'no.such'"):
        Cleaner.from_config(path)


TABLE = "id\tvariant\tcanonical\tsource\n{}\n"


def test_a_lexicon_of_ones_own_takes_part_in_repairs(tmp_path: Path) -> None:
    text = SPUN + "要进一步理清任务台帐簿籍。"
    table = _write(tmp_path / "own.tsv", TABLE.format("own-1\t台帐簿籍\t台账\t-"))
    document = Cleaner.from_config({"lexicons": [str(table)]}).run(text)
    assert "台账" in document.text
    assert "own-1" in {edit.rule for edit in document.edits}
    assert "own-1" not in {edit.rule for edit in Cleaner().run(text).edits}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("spun-0001\t甲乙\t丙丁\t-", r"own.tsv:2: the id spun-0001 is that of another pair"),
        ("own-1\t甲乙\t甲乙\t-", r"own.tsv:2: variant and canonical must be two different words"),
        ("own-1\t甲乙\t-\t-", r"own.tsv:2: variant and canonical must be two different words"),
        ("own-1\t甲乙", r"own.tsv:2: 2 cells"),
        (f"own-1\t{'甲' * 33}\t乙\t-", r"own.tsv:2: a word has more than 32 characters"),
        (f"own-1\t甲乙\t{'乙' * 33}\t-", r"own.tsv:2: a word has more than 32 characters"),
        (
            "\n".join(f"own-{n}\t甲乙\t丙{chr(0x4E00 + n)}\t-" for n in range(65)),
            r"own.tsv:66: '甲乙' has more than 64 originals",
        ),
    ],
)
def test_a_damaged_lexicon_is_told_before_a_text_is_read(tmp_path: Path, row: str, message: str) -> None:
    table = _write(tmp_path / "own.tsv", TABLE.format(row))
    with pytest.raises(LexiconError, match=message):
        Cleaner.from_config({"lexicons": [str(table)]})


def test_a_lexicon_may_have_words_and_originals_up_to_the_bounds(tmp_path: Path) -> None:
    rows = [f"own-{n}\t甲乙\t丙{chr(0x4E00 + n)}\t-" for n in range(64)]
    table = _write(tmp_path / "own.tsv", TABLE.format("\n".join([*rows, f"own-64\t{'甲' * 32}\t乙\t-"])))
    assert Cleaner.from_config({"lexicons": [str(table)]})


@pytest.mark.parametrize(
    "pattern",
    [r"(a+)+$", r"(\d+,?)+号", "(甲|甲乙|乙)*丙", r"(.+)+号", r"\s*\s*\s*\s*号", "(?:办公室?室*)+厅"],
)
def test_a_pattern_that_backtracks_without_bound_is_refused(pattern: str) -> None:
    with pytest.raises(ConfigError, match=r"config: the pattern .* takes too long: .* avoid a repetition"):
        check_settings({"protect": {"patterns": [pattern]}})


@pytest.mark.parametrize("pattern", [r"[\[〔]\d+[\]〕]", r"[\[]\d+\]"])
def test_a_pattern_that_is_escaped_warns_of_nothing(pattern: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        protect = configure(check_settings({"protect": {"patterns": [pattern]}})).protect
        assert protect.spans("见[2024]号") == [(1, 7)]


@pytest.mark.parametrize(
    "pattern",
    [r"第\d+号", r"\d+号", "《[^》]*》", r"(?:[一-龥]+、)*[一-龥]+等", r"[一-龥]{2,8}公司", r"(?i)ab(c|d)+"],
)
def test_a_pattern_as_users_write_them_is_taken(pattern: str) -> None:
    assert configure(check_settings({"protect": {"patterns": [pattern]}})).protect.patterns == (pattern,)
