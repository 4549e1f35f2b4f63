"""The command as a user meets it: output, exit codes, messages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gongwen_clean.cli import main
from gongwen_clean.document import Edit
from gongwen_clean.edits import apply_edits
from gongwen_clean.report.terminal import print_diff
from tests.conftest import Run

RAW = "各镇人民政府,区政府各委、办、局:\n  现将《某区行动方案》印发给你们,请认真执行。\n"
CLEAN = "各镇人民政府，区政府各委、办、局：\n现将《某区行动方案》印发给你们，请认真执行。\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(RAW, encoding="utf-8")
    return path


def test_command_prints_only_the_text_on_standard_output(run: Run, page: Path) -> None:
    code, out, err = run(page)
    assert (code, out) == (0, CLEAN)
    assert "width" in err


def test_quiet_prints_nothing_else(run: Run, page: Path) -> None:
    assert run("--quiet", page) == (0, CLEAN, "")


def test_verbose_names_each_edit_and_its_rule(run: Run, page: Path) -> None:
    _, _, err = run("-v", page)
    assert "width.sign" in err
    assert "layout.blank" in err


def test_output_goes_to_a_file(run: Run, page: Path, tmp_path: Path) -> None:
    target = tmp_path / "clean.txt"
    assert run("-q", "-o", target, page)[:2] == (0, "")
    assert target.read_text(encoding="utf-8") == CLEAN


def test_several_outputs_go_to_a_folder(run: Run, page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(CLEAN, encoding="utf-8")
    folder = tmp_path / "out"
    folder.mkdir()
    assert run("-q", "-o", folder, page, other)[0] == 0
    assert sorted(p.name for p in folder.iterdir()) == ["other.txt", "page.txt"]


def test_in_place_rewrites_the_file(run: Run, page: Path) -> None:
    assert run("-q", "--in-place", page)[:2] == (0, "")
    assert page.read_text(encoding="utf-8") == CLEAN


def test_in_place_leaves_a_clean_file_untouched(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "clean.txt"
    path.write_text(CLEAN, encoding="utf-8")
    before = path.stat().st_mtime_ns
    run("-q", "--in-place", path)
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize(("text", "code"), [(RAW, 1), (CLEAN, 0)])
def test_check_tells_by_its_exit_code(run: Run, tmp_path: Path, text: str, code: int) -> None:
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    assert run("--check", "-q", path) == (code, "", "")


def test_json_holds_a_receipt_that_replays(run: Run, page: Path) -> None:
    _, out, _ = run("-q", "--format", "json", page)
    document = json.loads(out)
    edits = [Edit(**edit) for edit in document["edits"]]
    assert apply_edits(RAW, edits) == document["text"] == CLEAN


def test_edits_are_written_as_json_lines(run: Run, page: Path, tmp_path: Path) -> None:
    receipt = tmp_path / "edits.jsonl"
    run("-q", "--edits", receipt, page)
    rows = [json.loads(line) for line in receipt.read_text(encoding="utf-8").splitlines()]
    assert all(RAW[row["start"] : row["end"]] == row["before"] for row in rows)
    assert {row["rule"] for row in rows} == {"width.sign", "layout.blank"}


def test_edits_of_a_spun_page_tell_what_else_was_weighed(run: Run, spun_page: Path, tmp_path: Path) -> None:
    receipt = tmp_path / "edits.jsonl"
    run("-q", "--edits", receipt, spun_page)
    rows = [json.loads(line) for line in receipt.read_text(encoding="utf-8").splitlines()]
    words = {row["before"]: row["candidates"] for row in rows if "candidates" in row}
    assert words["成长"] == ["成长", "生长"]
    assert {row["confidence"] is None for row in rows if "candidates" not in row} <= {True}


def test_diff_shows_only_lines_that_change(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("一切照旧。\n加强领导,落实责任。\n到此为止。\n", encoding="utf-8")
    assert run("-q", "--diff", path)[1] == "2: 加强领导[-,-]{+，+}落实责任。\n"


def test_steps_choose_what_runs(run: Run, page: Path) -> None:
    assert run("-q", "--steps", "width", page)[1] == CLEAN.replace("\n现", "\n  现")
    assert run("-q", "--steps=-width", page)[1] == RAW.replace("\n  现", "\n现")


SPUN = "年夜力晋升名目扶植程度，阐扬龙头企业感化，增强技能立异，推动工业成长，今朝已经造成领先上风。" * 3


@pytest.fixture
def spun_page(tmp_path: Path) -> Path:
    path = tmp_path / "spun.txt"
    path.write_text(SPUN, encoding="utf-8")
    return path


def test_a_spun_text_is_repaired_and_each_repair_has_its_confidence(run: Run, spun_page: Path) -> None:
    document = json.loads(run("-q", "--format", "json", spun_page)[1])
    repairs = [edit for edit in document["edits"] if edit["confidence"] is not None]
    assert "大力" in document["text"]
    assert repairs
    assert document["scores"]["spun"] > 95


@pytest.mark.parametrize("demand", [["--min-confidence", "1000"], ["--max-harm", "0"]])
def test_repairs_that_are_not_sure_enough_are_findings(run: Run, spun_page: Path, demand: list[str]) -> None:
    document = json.loads(run("-q", "--format", "json", *demand, spun_page)[1])
    assert document["text"] == SPUN
    assert {finding["kind"] for finding in document["findings"]} == {"spun.doubt"}


def test_a_model_that_is_none_ends_with_4(run: Run, spun_page: Path) -> None:
    code, out, err = run("-q", "--model", spun_page, spun_page)
    assert (code, out) == (4, "")
    assert "spun.txt" in err


def test_list_steps_names_them_in_order(run: Run) -> None:
    names = [line.split()[0] for line in run("--list-steps")[1].splitlines()]
    assert names.index("shell") < names.index("width") < names.index("spun")


@pytest.mark.parametrize("rule", ["width.sign", "shell.byline", "shell.crumb-trail", "spun-0001"])
def test_explain_rule_answers_in_a_sentence(run: Run, rule: str) -> None:
    code, out, _ = run("--explain-rule", rule)
    assert code == 0
    assert out.partition("\n")[0].endswith(".")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--steps", "widht"], "did you mean width?"),
        (["--preset", "best"], "there are aggressive, safe, standard"),
        (["--explain-rule", "no.rule"], "no rule 'no.rule'"),
    ],
)
def test_unknown_names_are_usage_errors_with_a_hint(
    run: Run, page: Path, argv: list[str], message: str
) -> None:
    code, out, err = run(*argv, page)
    assert (code, out) == (2, "")
    assert message in err


@pytest.mark.parametrize(
    "argv", [["--in-place", "-"], ["--in-place", "--diff", "a.txt"], ["-o", "no-folder", "a.txt", "b.txt"]]
)
def test_options_that_exclude_each_other_are_usage_errors(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert ended.value.code == 2


def test_an_unreadable_file_ends_with_4(run: Run, tmp_path: Path) -> None:
    code, out, err = run(tmp_path / "missing.txt")
    assert (code, out) == (4, "")
    assert "no such file" in err


def test_some_unreadable_files_end_with_3_and_lose_nothing(run: Run, page: Path, tmp_path: Path) -> None:
    assert run("-q", tmp_path / "missing.txt", page)[:2] == (3, CLEAN)


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n"])
def test_text_without_words_comes_back(run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    code, out, _ = run("-q", path)
    assert (code, out.strip()) == (0, "")


def test_a_page_that_is_all_shell_is_not_emptied(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("首页\n登录\n注册\n", encoding="utf-8")
    assert run("-q", path)[1] == "首页\n登录\n注册\n"


def test_standard_input_is_cleaned_and_a_closed_pipe_is_silent() -> None:
    command = [sys.executable, "-m", "gongwen_clean.cli", "-q"]
    done = subprocess.run(command, input=RAW.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, CLEAN, b"")
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write((RAW * 20_000).encode())
        process.stdin.close()
        assert (process.stderr.read(), process.wait()) == (b"", 0)


def test_an_interrupt_ends_with_130(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongwen_clean.text_files.read_text", _interrupt)
    assert run("-q", page)[0] == 130


def _interrupt(*_: object) -> str:
    raise KeyboardInterrupt


def test_a_diff_in_colour_has_the_same_words(capsys: pytest.CaptureFixture[str]) -> None:
    print_diff(["2: 加强领导[-,-]{+，+}落实责任。"])
    assert capsys.readouterr().out == "2: 加强领导[-,-]{+，+}落实责任。\n"
