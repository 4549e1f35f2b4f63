"""--report: an HTML page of one document, of several, and of a corpus, as the command writes it."""

import json
import re
from pathlib import Path

import pytest

from gongwen_clean.cli import main
from gongwen_clean.streaming.worker import ShardWriter

PAGE = "首页 > 政务公开\n发布时间：2023-03-05 10:20 来源：禾县政府\n关于印发办法的通知\n各部门要抓好落实。\n"


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _corpus(folder: Path, documents: int) -> Path:
    records = (json.dumps({"id": str(n), "text": f"{PAGE}第{n}件。"}) for n in range(documents))
    return _write(folder / "corpus.jsonl", "\n".join(records) + "\n")


def _without_times(page: str) -> str:
    """The page but for how long it took."""
    return re.sub(r"[0-9.,]+ ?(?:秒|s)\b", "", page)


def test_report_of_a_file_shows_what_was_removed(tmp_path: Path) -> None:
    source = _write(tmp_path / "page.txt", PAGE)
    assert (
        main(["-q", str(source), "-o", str(tmp_path / "clean.txt"), "--report", str(tmp_path / "r.html")])
        == 0
    )
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "首页 &gt; 政务公开" in page
    assert "shell.byline" in page
    assert (tmp_path / "clean.txt").read_text("utf-8") == "关于印发办法的通知\n各部门要抓好落实。\n"


def test_report_opens_in_the_language_asked_for(tmp_path: Path) -> None:
    source = _write(tmp_path / "page.txt", PAGE)
    for language in ("zh", "en"):
        target = tmp_path / f"{language}.html"
        main(["-q", "--check", str(source), "--report", str(target), "--report-language", language])
        assert f'<html lang="{language}' in target.read_text("utf-8")


def test_reports_of_several_files_stand_in_a_folder(tmp_path: Path) -> None:
    files = [str(_write(tmp_path / f"{name}.txt", PAGE)) for name in "ab"]
    assert main(["-q", "--check", *files, "--report", str(tmp_path / "reports")]) == 1
    assert sorted(p.name for p in (tmp_path / "reports").iterdir()) == ["a.txt.html", "b.txt.html"]


def test_report_of_several_files_is_refused_where_a_file_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(_write(tmp_path / f"{name}.txt", PAGE)) for name in "ab"]
    with pytest.raises(SystemExit) as ended:
        main([*files, "--report", files[0]])
    assert ended.value.code == 2
    assert "is a file; several reports need a folder" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_report_of_a_corpus_counts_its_documents(tmp_path: Path, jobs: str) -> None:
    corpus = _corpus(tmp_path, 30)
    target, clean = tmp_path / "run.html", tmp_path / "clean.jsonl"
    assert main(["-q", str(corpus), "-o", str(clean), "--report", str(target), "--jobs", jobs]) == 0
    page = target.read_text("utf-8")
    assert "corpus.jsonl" in page
    assert "shell.byline" in page
    assert len(clean.read_text("utf-8").splitlines()) == 30


def test_report_of_a_run_taken_up_is_that_of_an_uninterrupted_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongwen_clean.streaming.json_lines.SHARD_BYTES", 1000)
    corpus = _corpus(tmp_path, 30)
    whole, resumed = tmp_path / "whole.html", tmp_path / "resumed.html"
    assert main(["-q", str(corpus), "-o", str(tmp_path / "a.jsonl"), "--report", str(whole)]) == 0

    clean, done = ShardWriter.clean, list[int]()

    def stop_at_third(self: ShardWriter, shard: object, skipped: object = ()) -> object:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(1)
        return clean(self, shard, skipped)  # type: ignore[arg-type]

    asked = ["-q", str(corpus), "-o", str(tmp_path / "b.jsonl"), "--report", str(resumed)]
    with monkeypatch.context() as patch:
        patch.setattr(ShardWriter, "clean", stop_at_third)
        assert main(asked) == 130
    assert main([*asked, "--resume"]) == 0
    assert _without_times(resumed.read_text("utf-8")) == _without_times(whole.read_text("utf-8"))


def test_a_report_to_standard_output_of_a_corpus_holds_it_all(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    target = tmp_path / "run.html"
    assert main(["-q", str(_corpus(tmp_path, 5)), "--report", str(target)]) == 0
    assert len(capfdbinary.readouterr().out.splitlines()) == 5
    assert "shell.byline" in target.read_text("utf-8")


def test_reports_of_two_corpora_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = _corpus(tmp_path, 1)
    second = _write(tmp_path / "other.jsonl", first.read_text("utf-8"))
    assert main([str(first), str(second), "--report", str(tmp_path / "run.html")]) == 2
    assert "one corpus at a time" in capsys.readouterr().err
