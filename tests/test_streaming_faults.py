"""Runs that are killed, stopped, or meet a full disk, a document that hangs or one that kills its process."""

from __future__ import annotations

import ctypes
import gzip
import json
import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from gongwen_clean.cleaner import Cleaner
from gongwen_clean.document import Edit
from gongwen_clean.errors import InputError
from gongwen_clean.normalizer import Normalizer
from gongwen_clean.streaming import pool
from gongwen_clean.streaming.corpora import Shard
from gongwen_clean.streaming.joining import Destination
from gongwen_clean.streaming.json_lines import JsonLines
from gongwen_clean.streaming.run import RunOptions, clean_corpus
from gongwen_clean.streaming.tally import Tally
from gongwen_clean.streaming.texts import LineOptions, TextCleaner
from gongwen_clean.streaming.worker import ShardWriter
from tests.streaming_corpora import clean, cleaned, end, json_corpus, open_files, records, small_shards, start

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

KILLS = 20


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    small_shards(monkeypatch)


class Trap:
    """A step that hangs on 〇, kills its process on 亡, and on 伤 the first time only."""

    name = "trap"
    triggers = frozenset("〇亡伤")
    rules: Mapping[str, str] = {"trap.ate": "removes 〇"}

    def __init__(self, marks: Path) -> None:
        self._mark = marks / "mark"

    def edits(self, text: str) -> Sequence[Edit]:
        while "〇" in text:
            time.sleep(0.01)
        if "亡" in text or ("伤" in text and not self._mark.exists()):
            self._mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return [Edit(at, at + 1, "疗", "trap.ate") for at, char in enumerate(text) if char == "伤"]


def run_trapped(tmp_path: Path, texts: Sequence[str], jobs: int, timeout_s: float = 0.0) -> Tally:
    return run_with(Trap(tmp_path), tmp_path, texts, jobs, timeout_s)


def run_with(
    step: Normalizer, tmp_path: Path, texts: Sequence[str], jobs: int, timeout_s: float = 0.0
) -> Tally:
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts))
    cleaner = TextCleaner(Cleaner(steps=[step]), LineOptions(timeout_s=timeout_s))
    to = Destination(tmp_path / "out.jsonl", errors=tmp_path / "errors.jsonl")
    return clean_corpus(JsonLines(path, "none", "none"), to, cleaner, {}, RunOptions(jobs))


@pytest.mark.parametrize("jobs", [1, 2])
def test_document_that_hangs_is_told_after_the_timeout(tmp_path: Path, jobs: int) -> None:
    total = run_trapped(tmp_path, ["甲", "乙〇", "丙"], jobs, timeout_s=0.1)
    assert (total.cleaned, total.failed) == (2, 1)
    assert [(told["line"], told["reason"]) for told in records(tmp_path / "errors.jsonl")] == [
        (2, "took longer than 0.1 s")
    ]
    assert [record["text"] for record in records(tmp_path / "out.jsonl")] == ["甲", "丙"]


def test_document_that_kills_its_process_again_and_again_is_told(tmp_path: Path) -> None:
    total = run_trapped(tmp_path, [*"甲乙丙" * 100, "死亡", *"丁戊" * 100], jobs=2)
    assert (total.cleaned, total.failed) == (500, 1)
    (told,) = records(tmp_path / "errors.jsonl")
    assert (told["line"], told["reason"]) == (301, "its process died three times on it")


def test_shard_whose_process_is_killed_is_done_again(tmp_path: Path) -> None:
    total = run_trapped(tmp_path, [*"甲乙丙" * 100, "伤", *"丁戊" * 100], jobs=2)
    assert (tmp_path / "mark").exists()
    assert (total.cleaned, total.failed, total.changed) == (501, 0, 1)
    texts = [record["text"] for record in records(tmp_path / "out.jsonl")]
    assert texts == [*"甲乙丙" * 100, "疗", *"丁戊" * 100]


def test_input_on_which_processes_keep_dying_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_MOST_DEATHS", 2)
    with pytest.raises(InputError, match="keep dying"):
        run_trapped(tmp_path, ["亡"] * 3, jobs=2)
    assert multiprocessing.active_children() == []


class Heavy:
    """A step whose process is killed while it loads what the step needs."""

    name = "heavy"
    triggers = frozenset("重")
    rules: Mapping[str, str] = {}
    is_loaded = False

    def prepare(self) -> None:
        self.is_loaded = True

    def edits(self, text: str) -> Sequence[Edit]:
        if "重" in text and not self.is_loaded:
            os.kill(os.getpid(), signal.SIGKILL)
        return ()


def test_document_with_which_a_process_loads_its_models_is_not_blamed(tmp_path: Path) -> None:
    total = run_with(Heavy(), tmp_path, ["甲", "重", "重"], jobs=2)
    assert (total.cleaned, total.failed) == (3, 0)


@pytest.fixture(scope="module", params=["", ".gz"], ids=["plain", "gz"])
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / f"corpus.jsonl{request.param}"
    content = json_corpus(250) + b"\n[1]\n" + json_corpus(250)
    path.write_bytes(gzip.compress(content) if request.param else content)
    return path


@pytest.mark.parametrize("jobs", [1, 2])
def test_run_killed_at_any_moment_is_resumed_to_the_same_bytes(
    corpus: Path, tmp_path: Path, jobs: int
) -> None:
    def run(folder: Path, *argv: object) -> int:
        targets = ("-o", folder / "out.jsonl.gz", "--edits", folder / "edits", "--errors", folder / "errors")
        return clean(corpus, *targets, "--jobs", jobs, *argv)

    (whole := tmp_path / "whole").mkdir()
    begun = time.monotonic()
    assert run(whole) == 3
    seconds = time.monotonic() - begun
    expected = {path.name: path.read_bytes() for path in whole.iterdir()}
    assert set(expected) == {"out.jsonl.gz", "edits", "errors"}
    moments = random.Random(jobs)
    cut = 0
    for number in range(KILLS // 2):
        (folder := tmp_path / str(number)).mkdir()
        end(start(lambda: run(folder)), signal.SIGKILL, moments.uniform(0, seconds))
        cut += not (folder / "out.jsonl.gz").exists()
        assert run(folder, "--resume") == 3
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == expected
    assert cut > 0


def test_resumed_run_does_not_clean_finished_shards_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = cleaned(tmp_path, source := json_corpus())
    out = stopped_run(tmp_path, source, monkeypatch)
    manifest = (tmp_path / "out.jsonl.parts" / "manifest.jsonl").read_bytes()
    began: list[int] = []
    monkeypatch.setattr(ShardWriter, "clean", _noting(began, ShardWriter.clean))
    assert clean(tmp_path / "corpus.jsonl", "-o", out, "--resume") == 0
    assert out.read_bytes() == expected
    assert manifest.count(b'"shard":') == 3
    assert began[0] == 3


def _noting(began: list[int], do: object) -> object:
    def clean_noted(self: object, shard: object, skipped: object = ()) -> object:
        began.append(shard.number)  # type: ignore[attr-defined]
        return do(self, shard, skipped)  # type: ignore[operator]

    return clean_noted


def stopped_run(tmp_path: Path, source: bytes, monkeypatch: pytest.MonkeyPatch, stop_at: int = 3) -> Path:
    """Run until a shard fails for what is no document's fault; return the output that did not come to be."""
    (tmp_path / "corpus.jsonl").write_bytes(source)
    do = ShardWriter.clean

    def stop(self: ShardWriter, shard: Shard, skipped: Sequence[int] = ()) -> Tally:
        if shard.number == stop_at:
            raise KeyboardInterrupt
        return do(self, shard, skipped)

    with monkeypatch.context() as patch:
        patch.setattr(ShardWriter, "clean", stop)
        assert clean(tmp_path / "corpus.jsonl", "-o", tmp_path / "out.jsonl") == 130
    return tmp_path / "out.jsonl"


def test_parts_of_an_ended_run_are_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = stopped_run(tmp_path, json_corpus(), monkeypatch)
    assert "--resume goes on from there" in capsys.readouterr().err
    assert clean(tmp_path / "corpus.jsonl", "-o", out) == 4
    assert "holds the parts of a run that did not end" in capsys.readouterr().err


@pytest.mark.parametrize(
    "change",
    [["--text-field", "body"], ["--max-doc-chars", "7"], ["--add", "scores"], ["--steps", "width,layout"]],
    ids=" ".join,
)
def test_resume_with_other_settings_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], change: list[str]
) -> None:
    from gongwen_clean.cli import main

    out = stopped_run(tmp_path, json_corpus(), monkeypatch)
    path = str(tmp_path / "corpus.jsonl")
    assert main([path, "-q", "-o", str(out), "--resume", "--steps", "width", *change]) == 4
    assert "with other settings" in capsys.readouterr().err


def test_resume_on_changed_input_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = stopped_run(tmp_path, source := json_corpus(), monkeypatch)
    (tmp_path / "corpus.jsonl").write_bytes(source.replace(b"1.5", b"2.5"))
    assert clean(tmp_path / "corpus.jsonl", "-o", out, "--resume") == 4
    assert "on other input" in capsys.readouterr().err


def test_resume_on_other_standard_input_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe, out = tmp_path / "pipe.jsonl", tmp_path / "out.jsonl"
    os.mkfifo(pipe)
    source = json_corpus()

    def feed(content: bytes) -> int:
        with pipe.open("wb", buffering=0) as file:
            try:
                file.write(content)
            except BrokenPipeError:
                return 1
        return 0

    feeder = start(lambda: feed(source))
    do = ShardWriter.clean
    with monkeypatch.context() as patch:

        def stop(self: ShardWriter, shard: Shard, skipped: Sequence[int] = ()) -> Tally:
            if shard.number == 3:
                raise KeyboardInterrupt
            return do(self, shard, skipped)

        patch.setattr(ShardWriter, "clean", stop)
        assert clean(pipe, "-o", out) == 130
    os.waitpid(feeder, 0)
    feeder = start(lambda: feed(source.replace(b"1.5", b"2.5")))
    assert clean(pipe, "-o", out, "--resume") == 4
    os.waitpid(feeder, 0)
    feeder = start(lambda: feed(source))
    assert clean(pipe, "-o", out, "--resume") == 0
    os.waitpid(feeder, 0)
    assert out.read_bytes() == cleaned(tmp_path, source)


@pytest.mark.parametrize(
    "damage",
    [
        lambda parts: (parts / "manifest.jsonl").write_bytes(b""),
        lambda parts: (parts / "manifest.jsonl").write_bytes((parts / "manifest.jsonl").read_bytes()[:-40]),
        lambda parts: (parts / "manifest.jsonl").open("ab").write(b"\0\0\0\n"),
        lambda parts: (parts / "000001.out").unlink(),
        lambda parts: (parts / "000001.edits").write_bytes(b"{"),
        lambda parts: [path.unlink() for path in parts.iterdir()],
    ],
    ids=["empty manifest", "cut manifest", "zeros in manifest", "lost part", "cut part", "no part"],
)
def test_damaged_parts_are_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: object
) -> None:
    expected = cleaned(tmp_path, source := json_corpus())
    out = stopped_run(tmp_path, source, monkeypatch)
    damage(tmp_path / "out.jsonl.parts")  # type: ignore[operator]
    assert clean(tmp_path / "corpus.jsonl", "-o", out, "--resume") == 0
    assert out.read_bytes() == expected


def test_corpus_that_changes_while_it_is_cleaned_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(json_corpus())
    do = ShardWriter.clean

    def change(self: ShardWriter, shard: Shard, skipped: Sequence[int] = ()) -> Tally:
        if shard.number == 2:
            path.write_bytes(json_corpus()[: shard.start + 50])
        return do(self, shard, skipped)

    monkeypatch.setattr(ShardWriter, "clean", change)
    assert clean(path, "-o", tmp_path / "out.jsonl") == 4
    assert "became shorter" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_signal_ends_the_run_and_its_processes_and_leaves_only_parts(
    tmp_path: Path, number: signal.Signals, code: int, jobs: int
) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"text":"甲〇"}\n' * 300, encoding="utf-8")
    cleaner = TextCleaner(Cleaner(steps=[Trap(tmp_path)]), LineOptions())

    def run() -> int:
        from gongwen_clean.ending import ended_by_signals

        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            with ended_by_signals():
                to = Destination(tmp_path / "out.jsonl")
                clean_corpus(JsonLines(path, "none", "none"), to, cleaner, {}, RunOptions(jobs))
        except KeyboardInterrupt:
            return 130
        return 0

    leader = start(run)
    while not list(tmp_path.glob("out.jsonl.parts/000000.out.*")):
        time.sleep(0.01)
    assert end(leader, number, after_s=0.05) == code
    with pytest.raises(ProcessLookupError):
        os.killpg(leader, 0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.jsonl", "out.jsonl.parts"]


def test_processes_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(json_corpus(2000))
    leader = start(lambda: clean(path, "-o", tmp_path / "out.jsonl", "--jobs", 2))
    while not list(tmp_path.glob("out.jsonl.parts/00000?.out")):
        time.sleep(0.01)
    os.kill(leader, signal.SIGKILL)
    os.waitpid(leader, 0)
    for _ in range(500):
        try:
            os.killpg(leader, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    pytest.fail("processes outlive their parent")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root of a Linux can mount a small disk")
    libc = ctypes.CDLL(None, use_errno=True)
    (disk := tmp_path / "disk").mkdir()
    if libc.mount(b"none", os.fsencode(disk), b"tmpfs", 0, b"size=64k"):
        pytest.skip(f"no disk can be mounted here: {os.strerror(ctypes.get_errno())}")
    yield disk
    libc.umount2(os.fsencode(disk), 2)


@pytest.mark.parametrize("jobs", [1, 2])
def test_full_disk_is_told_and_the_run_goes_on_when_there_is_room(
    tmp_path: Path, small_disk: Path, jobs: int, capsys: pytest.CaptureFixture[str]
) -> None:
    (ballast := small_disk / "ballast").write_bytes(b"x" * 40_000)
    expected = cleaned(tmp_path, json_corpus(150))
    out = small_disk / "out.jsonl.gz"
    assert clean(tmp_path / "corpus.jsonl", "-o", out, "--jobs", jobs) == 4
    told = capsys.readouterr().err
    assert "No space left on device" in told
    assert "--resume goes on from there" in told
    ballast.unlink()
    assert not out.exists()
    assert clean(tmp_path / "corpus.jsonl", "-o", out, "--jobs", jobs, "--resume") == 0
    assert gzip.decompress(out.read_bytes()) == expected


def test_interrupted_run_leaves_no_handle_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = open_files()
    stopped_run(tmp_path, json_corpus(), monkeypatch)
    assert open_files() == before
