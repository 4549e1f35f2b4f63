"""Nothing leaves the machine, and what is written on the way only its owner can read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from benchmarks.mixed_texts import make_texts

from gongwen_clean.cli import main
from gongwen_clean.document import Edit
from gongwen_clean.drafts import create_draft, put_in_place
from gongwen_clean.rejoining.spill import Spill
from gongwen_clean.streaming.joining import open_whole
from gongwen_clean.text_files import open_whole as open_text
from gongwen_clean.text_files import write_text

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")

# processes of one run speak through pairs of sockets that have no address (AF_UNIX); nothing else may be one
OFFLINE = """
import socket, sys
from pathlib import Path

def refuse(event, args):
    if event.startswith("socket.") and not (event == "socket.__new__" and args[1] == socket.AF_UNIX):
        raise AssertionError(f"{event}: a socket was opened")

sys.addaudithook(refuse)
from gongwen_clean import Cleaner
from gongwen_clean.cli import main

text = Path(sys.argv[1]).read_text(encoding="utf-8")
assert Cleaner().run(text).edits
sys.exit(main(["--quiet", *sys.argv[2:]]))
"""


class Mask:
    """Sets the umask that lets everybody read, and sets it back."""

    def __enter__(self) -> None:
        self._before = os.umask(0o022)

    def __exit__(self, *_: object) -> None:
        os.umask(self._before)


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


def write_corpus(path: Path) -> Path:
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in make_texts(40)), encoding="utf-8")
    return path


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_chain_and_stream_open_no_socket(tmp_path: Path, jobs: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text("各镇人民政府,区政府各委、办、局:\n现将《方案》印发给你们,请执行。", encoding="utf-8")
    corpus, output = write_corpus(tmp_path / "corpus.jsonl"), tmp_path / "clean.jsonl"
    argv = [page, corpus, "-o", output, "--jobs", jobs, "--edits", tmp_path / "edits"]
    subprocess.run([sys.executable, "-c", OFFLINE, *map(str, argv)], check=True, cwd=tmp_path)
    assert output.read_bytes().count(b"\n") == 40


def test_test_of_sockets_fails_where_one_is_opened(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("甲", encoding="utf-8")
    program = OFFLINE.replace("assert Cleaner().run(text).edits", "socket.socket()")
    done = subprocess.run(
        [sys.executable, "-c", program, str(page)], capture_output=True, text=True, check=False
    )
    assert "a socket was opened" in done.stderr


class Look:
    """A step that notes the rights of all that stands beside the corpus while it is cleaned."""

    name = "look"
    triggers = frozenset("。，0123456789")
    rules: Mapping[str, str] = {"look.none": "does nothing"}

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: dict[str, int] = {}

    def edits(self, _text: str) -> Sequence[Edit]:
        for path in self.folder.rglob("*"):
            self.seen[path.relative_to(self.folder).as_posix()] = rights(path)
        return []


def test_parts_of_a_run_are_its_owners_alone_and_beside_the_output(tmp_path: Path) -> None:
    from gongwen_clean.cleaner import Cleaner
    from gongwen_clean.streaming.joining import Destination
    from gongwen_clean.streaming.json_lines import JsonLines
    from gongwen_clean.streaming.run import RunOptions, clean_corpus
    from gongwen_clean.streaming.texts import LineOptions, TextCleaner

    corpus = write_corpus(tmp_path / "corpus.jsonl")
    (target := tmp_path / "target").mkdir()
    look = Look(target)
    with Mask():
        texts = TextCleaner(Cleaner(steps=[look]), LineOptions(with_edits=True))
        clean_corpus(JsonLines(corpus, "none", "none"), Destination(target / "out"), texts, {}, RunOptions())
    assert rights(target / "out") == 0o644
    assert look.seen.pop("out.parts") == 0o700
    assert "out.parts/manifest.jsonl" in look.seen
    assert any(name.startswith("out.parts/000000.out.") for name in look.seen)
    assert set(look.seen.values()) == {0o600}


def test_records_that_wait_are_their_owners_alone_and_beside_the_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/no/such/folder")
    seen: dict[str, int] = {}

    def look(self: Spill) -> Iterator[list[object]]:
        for path in (tmp_path / "target").rglob("*"):
            seen[path.suffix or "folder"] = rights(path)
        return documents(self)

    documents = Spill.documents
    monkeypatch.setattr(Spill, "documents", look)
    (corpus := tmp_path / "in.jsonl").write_text('{"title": "a", "page": 1, "text": "b"}\n')
    (tmp_path / "target").mkdir()
    with Mask():
        argv = [corpus, "-o", tmp_path / "target" / "out", "-q", "--rejoin", "title,page"]
        assert main([*map(str, argv)]) == 0
    assert seen == {"folder": 0o700, ".part": 0o600, ".sqlite": 0o600}
    assert [path.name for path in (tmp_path / "target").iterdir()] == ["out"]


@pytest.mark.parametrize(
    "options",
    [
        ("--rejoin", "title,page"),
        ("--rejoin", "title,page", "-o", "out"),
        ("--input-format", "jsonl"),
        ("--input-format", "jsonl", "--dry-run"),
        ("--input-format", "jsonl", "--dry-run", "--jobs", "2"),
    ],
    ids=" ".join,
)
def test_what_waits_is_private_and_goes_when_the_program_is_told_to_end(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    command = [sys.executable, "-m", "gongwen_clean.cli", "--no-config", *options]
    variables = {**os.environ, "TMPDIR": str(tmp_path)}
    line = json.dumps({"title": "a", "page": 1, "text": "甲" * 1000}).encode() + b"\n"
    with (
        Mask(),
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=tmp_path, env=variables
        ) as run,
    ):
        assert run.stdin is not None
        run.stdin.write(line * 1500)  # more than a shard has
        run.stdin.flush()
        until = time.monotonic() + 60
        while time.monotonic() < until and not any(path.is_file() for path in tmp_path.rglob("*")):
            time.sleep(0.02)
        time.sleep(0.3)  # until it waits for more
        kinds = {path.is_dir(): rights(path) for path in tmp_path.rglob("*")}
        run.terminate()
        assert run.wait(20) == 143
    assert kinds == {True: 0o700, False: 0o600}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("open_whole", [open_whole, open_text])
def test_draft_of_an_output_is_private_and_beside_it(tmp_path: Path, open_whole: object) -> None:
    target = tmp_path / "out.txt"
    with Mask(), open_whole(target) as file:  # type: ignore[operator]
        (draft,) = tmp_path.iterdir()
        file.write(b"a")
        assert rights(draft) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]
    assert rights(target) == 0o644


@pytest.mark.parametrize("open_whole", [open_whole, open_text])
def test_output_keeps_the_rights_that_it_had(tmp_path: Path, open_whole: object) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old")
    target.chmod(0o600)
    with Mask(), open_whole(target) as file:  # type: ignore[operator]
        file.write(b"new")
    assert (target.read_text(), rights(target)) == ("new", 0o600)


def test_new_text_file_has_the_rights_that_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "out.txt", "a")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert rights(tmp_path / "out.txt") == 0o640


def test_draft_takes_the_place_of_a_link_without_following_it(tmp_path: Path) -> None:
    (aim := tmp_path / "aim").write_text("kept")
    (draft := tmp_path / "out.part").symlink_to(aim)
    with create_draft(draft) as file:
        file.write(b"own")
    put_in_place(draft, tmp_path / "out")
    assert (aim.read_text(), (tmp_path / "out").read_text()) == ("kept", "own")
