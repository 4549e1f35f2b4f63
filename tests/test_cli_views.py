"""The command's views: explanations, dry runs, help, versions, completion."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from gongwen_clean.cli import main
from gongwen_clean.cli.parser import make_parser
from gongwen_clean.document import Document, Edit
from gongwen_clean.report.explanation import Place, find_places
from gongwen_clean.shipped import seed_pages
from tests.conftest import Run

RAW = "一切照旧。\n加强领导,落实责任;不得有误。\n"
SPUN = "年夜力晋升名目扶植程度，阐扬龙头企业感化，增强技能立异，推动工业成长，今朝已经造成领先上风。" * 3


@pytest.fixture(autouse=True)
def page(tmp_path: Path) -> None:
    """The page that the commands clean, in the folder that `run` goes into."""
    (tmp_path / "page.txt").write_text(RAW, encoding="utf-8")


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_explain_groups_edits_by_rule_with_reason_and_surroundings(run: Run) -> None:
    code, out, err = run("-q", "--explain", "page.txt")
    assert (code, err) == (0, "")
    head, reason, *places = out.splitlines()
    assert head == "width.sign  2 edits"
    assert reason.endswith("full-width (GB/T 15834).")
    assert places[0] == "      2  加强领导[-,-]{+，+}落实责任;不得有误。"


def test_explain_writes_nothing(run: Run, tmp_path: Path) -> None:
    before = _files(tmp_path)
    run("-q", "--explain", "-o", "out.txt", "page.txt")
    assert _files(tmp_path) == before


def test_explain_shows_the_first_edits_of_a_rule_and_verbose_all(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("加强领导,落实责任。\n" * 9, encoding="utf-8")
    assert run("-q", "--explain", "page.txt")[1].count("[-,-]") == 5
    assert run("-q", "--explain", "-v", "page.txt")[1].count("[-,-]") == 9


def test_explain_tells_what_was_left(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(SPUN, encoding="utf-8")
    out = run("-q", "--explain", "--max-harm", "0", "page.txt")[1]
    assert "left as it is" in out
    assert "spun.doubt" in out
    assert "年夜力 may have been 大力" in out or "年夜 may have been 大" in out


def test_explain_names_what_else_a_word_may_have_been(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(SPUN, encoding="utf-8")
    out = run("-q", "--explain", "page.txt")[1]
    (line,) = {line.partition("  candidates: ")[2] for line in out.splitlines() if "{+发展+}" in line}
    assert line == "生长"


def test_explain_gives_the_reason_of_each_joined_rule(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(SPUN.replace("名目扶植", "《名目扶植》"), encoding="utf-8")
    out = run("-q", "--explain", "page.txt")[1]
    assert "Inside a quoted title a spun word needs stronger evidence." in out


def test_places_have_the_line_and_what_stands_on_it() -> None:
    source = "\n".join(["甲" * 20, "乙" * 20 + "丙" + "丁" * 20, "戊"])
    (place,) = find_places(Document(None, source, "", (Edit(41, 42, "己", "r"),)))
    assert place == Place(2, "乙" * 12, "丙", "己", "丁" * 12)


def test_a_change_over_lines_is_shown_on_one() -> None:
    (place,) = find_places(Document(None, "甲\n\n乙", "", (Edit(1, 3, "", "r"),)))
    assert place == Place(1, "甲", "\n\n", "", "乙")


def test_a_lone_surrogate_can_be_explained() -> None:
    source = "甲\ud800,乙方负责。"
    document = Document("x", source, "", (Edit(2, 3, "，", "width.sign"),))
    (place,) = find_places(document)
    assert place.left == "甲?"


def test_explain_preset_lists_steps_with_thresholds(run: Run) -> None:
    standard = run("--explain-preset", "standard")[1]
    assert standard.index("shell  ") < standard.index("width  ") < standard.index("spun  ")
    assert "min_rate = 105" in standard
    assert "min_rate = 60" in run("--explain-preset", "aggressive")[1]
    assert "spun" not in run("--explain-preset", "safe")[1]


def test_explain_preset_says_what_each_step_does_to_files(run: Run) -> None:
    lines = run("--explain-preset", "safe", "page.txt")[1].splitlines()
    (at,) = [n for n, line in enumerate(lines) if line.startswith("width  ")]
    assert lines[at + 1] == "    2 edits in 1 files, such as"
    assert "[-,-]{+，+}" in lines[at + 2]


def test_explain_preset_without_files_says_what_each_step_does_to_the_seeds(run: Run) -> None:
    lines = run("--explain-preset", "safe")[1].splitlines()
    (at,) = [n for n, line in enumerate(lines) if line.startswith("metadata  ")]
    assert re.fullmatch(r"    \d+ values in 5 sample pages", lines[at + 1])
    (at,) = [n for n, line in enumerate(lines) if line.startswith("fragments  ")]
    assert re.fullmatch(r"    \d+ edits in 5 sample pages, such as", lines[at + 1])


def test_explain_preset_counts_findings_at_the_step_that_makes_them(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("会议定于13月5日召开，2月30日前报送。\n", encoding="utf-8")
    lines = run("--explain-preset", "standard", "page.txt")[1].splitlines()
    (at,) = [n for n, line in enumerate(lines) if line.startswith("scan-findings  ")]
    assert lines[at + 1 :] == ["    2 findings in 1 files"]


def test_the_wheel_holds_the_folders_that_are_read() -> None:
    build = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    packed = build["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert packed == {name: f"gongwen_clean/{name}" for name in ("lexicons", "seeds")}
    assert [path.parents[1].name for path in seed_pages()] == ["seeds"] * 5


def test_explain_preset_refuses_one_that_there_is_not(run: Run) -> None:
    code, _, err = run("--explain-preset", "best")
    assert code == 2
    assert "there are aggressive, safe, standard" in err


@pytest.mark.parametrize("argv", [["--in-place"], ["-o", "out.txt"], ["--edits", "edits.jsonl"]])
def test_a_dry_run_on_texts_writes_nothing_and_tells(run: Run, tmp_path: Path, argv: list[str]) -> None:
    before = _files(tmp_path)
    code, out, err = run("--dry-run", *argv, "page.txt")
    assert (code, out) == (0, "")
    assert "page.txt: 2 edits (width 2)" in err
    assert _files(tmp_path) == before


def _corpus(folder: Path, kind: str) -> str:
    lines = "".join(json.dumps({"text": text}) + "\n" for text in (RAW, "一切照旧。", RAW))
    if kind == "corpus.jsonl":
        (folder / kind).write_text(lines, encoding="utf-8")
    elif kind == "corpus.jsonl.gz":
        (folder / kind).write_bytes(gzip.compress(lines.encode()))
    elif kind == "corpus.parquet":
        pyarrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        parquet.write_table(pyarrow.table({"text": [RAW, "一切照旧。", RAW]}), folder / kind)
    else:
        (folder / kind).mkdir()
        for number, text in enumerate((RAW, "一切照旧。", RAW)):
            (folder / kind / f"{number}.txt").write_text(text, encoding="utf-8")
    return kind


@pytest.mark.parametrize("kind", ["corpus.jsonl", "corpus.jsonl.gz", "corpus.parquet", "folder"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_dry_run_on_a_corpus_writes_nothing_and_counts(
    run: Run, tmp_path: Path, kind: str, jobs: int
) -> None:
    corpus = _corpus(tmp_path, kind)
    before = _files(tmp_path)
    code, out, err = run("--dry-run", "--jobs", jobs, "-o", "out", "--stats", "stats.json", corpus)
    assert (code, out) == (0, "")
    assert f"{kind}: 2 of 3 would change" in err
    assert "  width.sign: 4\n" in err
    assert _files(tmp_path) == before


def test_a_dry_run_tells_what_cannot_be_cleaned(run: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text("no JSON\n", encoding="utf-8")
    code, _, err = run("--dry-run", "corpus.jsonl")
    assert code == 3
    assert "1 cannot be cleaned" in err


def test_a_dry_run_on_a_corpus_that_is_not_there_ends_with_4(run: Run) -> None:
    assert run("--dry-run", "none.jsonl")[0] == 4


@pytest.mark.parametrize(
    "argv", [["--dry-run", "--diff"], ["--dry-run", "--replay", "e"], ["--explain", "--format", "json"]]
)
def test_views_that_exclude_each_other_are_usage_errors(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*argv, "page.txt"])
    assert ended.value.code == 2


def test_version_tells_what_does_the_work(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[0] for line in lines] == ["gongwen-clean", "lexicons", "model", "OpenCC"]
    assert all(len(line) == 2 for line in lines)


def test_help_shows_the_examples_as_they_are_written() -> None:
    text = make_parser().format_help()
    assert '  gongwen-clean --config \'rules."spun*" = "warn"\' page.txt\n' in text
    assert "[-h]" not in text.partition("\n")[0]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_print_completion_prints_what_the_shell_reads(run: Run, shell: str) -> None:
    code, out, _ = run("--print-completion", shell)
    assert code == 0
    assert "gongwen-clean" in out
    assert "gongwen-lexicon" in out


def _complete(module: str, line: str) -> list[str]:
    """What a shell would be offered behind `line`."""
    asked = {
        "_ARGCOMPLETE": "1",
        "COMP_LINE": line,
        "COMP_POINT": str(len(line.encode())),
        "_ARGCOMPLETE_IFS": "\n",
    }
    command = line.split()[0]
    # the answer goes to the descriptor 8, as the shell's own function opens it
    script = f"import os, sys; os.dup2(1, 8); sys.argv[0] = {command!r}; from {module} import main; main([])"
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, **asked}, capture_output=True, check=True
    )
    return [name.strip() for name in done.stdout.decode().split("\n")]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("gongwen-clean --dry", "--dry-run"),
        ("gongwen-clean --preset agg", "aggressive"),
        ("gongwen-clean --explain-rule width.s", "width.sign"),
        ("gongwen-clean --add metadata,fin", "metadata,findings"),
        ("gongwen-clean --steps width,-site", "width,-site-shell"),
    ],
)
def test_the_shell_is_offered_options_and_names(line: str, offered: str) -> None:
    assert offered in _complete("gongwen_clean.cli", line)


def test_a_clean_text_waits_for_nothing_that_only_others_need(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("一切照旧。\n", encoding="utf-8")
    script = "import sys; from gongwen_clean.cli import main; main(['-q', 'page.txt']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=True)
    heavy = {"numpy", "rich", "rich_argparse", "argcomplete", "tomlkit", "pyarrow", "rapidfuzz", "orjson"}
    assert heavy & set(done.stdout.decode().split()) == set()
