"""Outputs that cannot be written: full, read-only, closed, of a narrow encoding, or the input itself."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from gongwen_clean.cli import main
from tests.streaming_corpora import clean, json_corpus, records

TEXT = "各镇人民政府,区政府各部门:"
CLEAN = TEXT.replace(",", "，").replace(":", "：") + "\n"
COMMAND = (sys.executable, "-m", "gongwen_clean.cli")
LEXICON = (sys.executable, "-m", "gongwen_clean.lexicon_cli")
JOBS = pytest.mark.parametrize("jobs", [1, 2])
_READ_ONLY, _REMOUNT = 1, 32  # of mount(2)

Mount = Callable[[int], int]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mounts a disk of 256 kB at `disk`, or again with other flags."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root of a Linux can mount a small disk")
    libc = ctypes.CDLL(None, use_errno=True)
    disk = os.fsencode(tmp_path / "disk")

    def call(flags: int) -> int:
        return int(libc.mount(b"none", disk, b"tmpfs", flags, b"size=256k"))

    (tmp_path / "disk").mkdir()
    if call(0):
        pytest.skip(f"no disk can be mounted here: {os.strerror(ctypes.get_errno())}")
    yield call
    libc.umount2(disk, 2)


@pytest.fixture
def full_disk(tmp_path: Path, mount: Mount) -> Path:  # noqa: ARG001 it must be mounted
    """A disk with a file `ballast` and room for nothing more."""
    (ballast := tmp_path / "disk" / "ballast").touch()
    with suppress(OSError), ballast.open("ab", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    return tmp_path / "disk"


@pytest.fixture
def read_only_disk(tmp_path: Path, mount: Mount) -> Path:
    """A disk with a file `old` on which nothing can be written."""
    (tmp_path / "disk" / "old").write_text("old")
    assert mount(_READ_ONLY | _REMOUNT) == 0
    return tmp_path / "disk"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (path := tmp_path / "in.jsonl").write_bytes(json_corpus(300) + b"\nno JSON\n")
    return path


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (path := tmp_path / "in.txt").write_text(TEXT, encoding="utf-8")
    return path


@JOBS
@pytest.mark.parametrize("option", ["--output", "--edits", "--errors", "--stats", "--report"])
def test_run_on_a_full_disk_goes_on_when_there_is_room(
    tmp_path: Path, full_disk: Path, corpus: Path, jobs: int, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if option == "--report":
        pytest.importorskip("matplotlib")
    places = {"--output": tmp_path / "out.jsonl", option: full_disk / "target.jsonl"}
    argv = [corpus, "--jobs", jobs, *(part for pair in places.items() for part in pair)]
    assert clean(*argv) == 4
    told = capsys.readouterr().err
    assert "No space left on device" in told
    if option != "--output":  # else not even the folder of the parts can be made
        assert "--resume goes on from there" in told
    assert {path.name for path in full_disk.iterdir()} <= {"ballast", "target.jsonl.parts"}
    (full_disk / "ballast").unlink()
    assert clean(*argv, "--resume") == 3
    assert places[option].stat().st_size > 0
    assert clean(corpus, "-o", tmp_path / "expected.jsonl") == 3
    assert places["--output"].read_bytes() == (tmp_path / "expected.jsonl").read_bytes()
    assert not places["--output"].with_name(f"{places['--output'].name}.parts").exists()


@pytest.mark.parametrize("option", ["--output", "--edits", "--report"])
def test_text_on_a_full_disk_is_told_and_leaves_nothing(
    full_disk: Path, page: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(page), option, str(full_disk / "target"), "-q"]) == 4
    assert "target: cannot be written: No space left on device" in capsys.readouterr().err
    assert [path.name for path in full_disk.iterdir()] == ["ballast"]


@pytest.mark.parametrize("name", ["old", "new", "none/new"])
@pytest.mark.parametrize("option", ["--output", "--edits", "--errors", "--stats", "--report"])
def test_run_to_a_read_only_place_is_refused_before_it_begins(
    tmp_path: Path,
    read_only_disk: Path,
    corpus: Path,
    option: str,
    name: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    assert clean(corpus, "-o", tmp_path / "out.jsonl", option, read_only_disk / name) == 4
    assert f"{name}: cannot be written: " in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} == before
    assert (read_only_disk / "old").read_text() == "old"


@pytest.mark.parametrize("name", ["old", "new", "none/new"])
@pytest.mark.parametrize("option", ["--output", "--edits", "--report"])
def test_text_to_a_read_only_place_is_told(
    read_only_disk: Path, page: Path, option: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(page), option, str(read_only_disk / name), "-q"]) == 4
    assert f"{name}: cannot be written: " in capsys.readouterr().err


def test_folder_to_a_read_only_place_is_told(tmp_path: Path, read_only_disk: Path, page: Path) -> None:
    (folder := tmp_path / "pages").mkdir()
    page.rename(folder / page.name)
    assert clean(folder, "-o", read_only_disk) == 4
    assert clean(folder, "-o", read_only_disk / "new") == 4


def test_edits_on_a_read_only_disk_are_made_again(tmp_path: Path, mount: Mount, corpus: Path) -> None:
    edits = tmp_path / "disk" / "edits"
    assert clean(corpus, "-o", tmp_path / "out.jsonl", "--edits", edits) == 3
    assert mount(_READ_ONLY | _REMOUNT) == 0
    assert main([str(corpus), "-o", str(tmp_path / "again.jsonl"), "--replay", str(edits)]) == 0
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
def test_read_only_file_is_not_replaced(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (target := page.with_name("out.txt")).write_text("old")
    target.chmod(0o444)
    if os.geteuid() == 0:  # whom no rights of a file keep out
        monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != target)
    assert main([str(page), "-o", str(target), "-q"]) == 4
    assert target.read_text() == "old"


def shell(command: str, *argv: object, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of the shell in which "$@" is the command with its arguments."""
    line = ["bash", "-c", f"set -o pipefail; {command}", "bash", *map(str, argv)]
    return subprocess.run(
        line, capture_output=True, env={**os.environ, **variables}, check=False, timeout=120
    )


needs_bash = pytest.mark.skipif(sys.platform == "win32", reason="needs bash")


@needs_bash
@JOBS
@pytest.mark.parametrize("more", [(), ("--edits", "edits")])
def test_reader_that_wants_one_line_ends_the_run_in_silence(
    tmp_path: Path, jobs: int, more: tuple[str, ...]
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text((json.dumps({"text": TEXT * 400}) + "\n") * 900)
    (temporary := tmp_path / "temporary").mkdir()
    argv = (*COMMAND, path, "-q", "--steps", "width", "--jobs", jobs, *more)
    done = shell('cd "$TMPDIR/.." && "$@" | head -n 1', *argv, TMPDIR=str(temporary))
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, 1, b"")
    assert list(temporary.iterdir()) == []
    assert {one.name for one in tmp_path.iterdir()} == {"in.jsonl", "temporary"}


_PRINTED = [
    (*COMMAND, "-q", "in.txt"),
    (*COMMAND, "-q", "--explain", "-v", "in.txt"),
    (*COMMAND, "-q", "--diff", "in.txt"),
    (*COMMAND, "-q", "--format", "json", "in.txt"),
    (*COMMAND, "--explain-preset", "standard"),
    (*LEXICON, "lint", "bad.tsv"),
]
_NO_PLACE = {"> /dev/full": b"No space left on device", ">&-": b"Bad file descriptor"}


@needs_bash
@pytest.mark.parametrize(
    ("argv", "output", "told"),
    [
        *((argv, "| true", b"") for argv in _PRINTED),
        *((argv, output, told) for argv in _PRINTED[:2] for output, told in _NO_PLACE.items()),
    ],
    ids=lambda part: " ".join(part[3:]) if isinstance(part, tuple) else None,
)
def test_standard_output_that_takes_nothing_ends_the_command_in_a_line(
    tmp_path: Path, argv: tuple[str, ...], output: str, told: bytes
) -> None:
    (tmp_path / "in.txt").write_text((TEXT + "\n") * 20_000, encoding="utf-8")
    (tmp_path / "bad.tsv").write_text("id\tvariant\tcanonical\n" + "a\tb\tb\n" * 20_000, encoding="utf-8")
    done = shell(f'cd "{tmp_path}" && "$@" {output}', *argv)
    said = [line for line in done.stderr.splitlines() if b"standard output" in line]
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    if told:
        assert done.returncode == 4
        assert told in said[0]
    else:
        assert (done.returncode, said) == (0, [])


@needs_bash
def test_standard_input_that_is_closed_is_told() -> None:
    done = shell('"$@" <&-', *COMMAND)
    assert done.returncode == 4
    assert done.stderr == b"gongwen-clean: -: cannot be read: Bad file descriptor\n"


@needs_bash
def test_messages_never_stand_in_the_text_where_there_is_no_place_for_them(page: Path) -> None:
    done = shell('"$@" 2>&-', *COMMAND, "-v", page)
    assert (done.returncode, done.stdout.decode()) == (0, CLEAN)


_SHOWN = [
    ("in.txt", "-v"),
    ("in.txt", "--explain"),
    ("禾县.txt",),
    ("in.txt", "--diff"),
    ("in.txt", "--explain-preset", "standard"),
    ("--explain-rule", "spun-0001"),
    ("--list-steps",),
    ("--show-config",),
    ("禾县.jsonl", "--errors", "错.jsonl"),
    ("in.txt", "--config", "preset = '禾'"),
]
_NARROW = ["ascii", "gbk", "latin-1:strict"]


@needs_bash
@pytest.mark.parametrize(
    ("argv", "locale"),
    [
        *((argv, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}) for argv in _SHOWN),
        *((argv, {"PYTHONIOENCODING": name}) for argv in _SHOWN[:3] for name in _NARROW),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "-".join(part.values()),
)
def test_narrow_terminal_shows_what_it_can(
    tmp_path: Path, argv: tuple[str, ...], locale: dict[str, str]
) -> None:
    for name in ("in.txt", "禾县.jsonl"):
        (tmp_path / name).write_text(TEXT + "𠀀\n", encoding="utf-8")
    bare, usual = (
        shell(f'cd "{tmp_path}" && "$@"', *COMMAND, *argv, **variables)
        for variables in (locale, {"PYTHONUTF8": "1"})
    )
    assert bare.returncode == usual.returncode
    assert b"Traceback" not in bare.stderr
    assert bare.stdout.count(b"\n") == usual.stdout.count(b"\n")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
@pytest.mark.parametrize("kind", ["corpus", "folder", "text"])
def test_names_that_are_no_utf_8_are_names(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / os.fsdecode("禾县".encode("gbk"))
    folder.mkdir()
    path = folder / f"{folder.name}{'.jsonl' if kind == 'corpus' else '.txt'}"
    path.write_text(json.dumps({"text": TEXT}) if kind == "corpus" else TEXT, encoding="utf-8")
    source = folder if kind == "folder" else path
    out = tmp_path / f"out-{path.name}"
    beside = ("--edits", tmp_path / "edits", "--report", tmp_path / "report.html")
    more = ("--stats", tmp_path / "stats", "--jobs", "2") if kind != "text" else ()
    assert main([*map(str, (source, "-o", out, *beside, *more))]) == 0
    (written,) = [out / path.name] if kind == "folder" else [out]
    text = written.read_text(encoding="utf-8")
    assert (json.loads(text)["text"] + "\n" if kind == "corpus" else text) == CLEAN
    assert len((tmp_path / "edits").read_bytes().splitlines()) == 2
    assert "<html" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_report_of_texts_with_half_a_character_is_written(tmp_path: Path) -> None:
    (path := tmp_path / "in.jsonl").write_text(json.dumps({"id": "\ud800", "text": TEXT + "\ud800,"}) + "\n")
    report = tmp_path / "report.html"
    assert clean(path, "-o", tmp_path / "out.jsonl", "--report", report, "--stats", tmp_path / "stats") == 0
    assert "<html" in report.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["link", "hard link", "dots", "same"])
@pytest.mark.parametrize("name", ["in.jsonl", "in.txt"])
def test_input_is_never_overwritten_under_another_name(
    tmp_path: Path, name: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text(json.dumps({"text": TEXT}, ensure_ascii=False) + "\n", encoding="utf-8")
    before = path.read_bytes()
    (tmp_path / "folder").mkdir()
    target = {"dots": tmp_path / "folder" / ".." / name, "same": path}.get(kind, tmp_path / f"other-{name}")
    if kind == "link":
        target.symlink_to(path)
    if kind == "hard link":
        target.hardlink_to(path)
    assert main([str(path), "-o", str(target), "-q"]) == 2
    assert "the input" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize("option", ["--edits", "--errors", "--stats", "--report"])
def test_side_car_is_neither_input_nor_output_under_another_name(tmp_path: Path, option: str) -> None:
    path, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    path.write_bytes(json_corpus(10))
    out.write_text("old")
    for aim in (path, out):
        (link := tmp_path / f"link-{aim.name}").hardlink_to(aim)
        assert clean(path, "-o", out, option, link) == 2
    assert (path.read_bytes(), out.read_text()) == (json_corpus(10), "old")


def test_texts_to_a_folder_that_is_theirs_are_refused(page: Path) -> None:
    assert main([str(page), "-o", str(page.parent), "-q"]) == 2
    assert page.read_text(encoding="utf-8") == TEXT


def test_texts_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    for folder in ("one", "two", "out"):
        (tmp_path / folder).mkdir()
    files = [tmp_path / folder / "in.txt" for folder in ("one", "two")]
    for path in files:
        path.write_text(TEXT, encoding="utf-8")
    assert main([*map(str, files), "-o", str(tmp_path / "out"), "-q"]) == 2
    assert main([*map(str, files), "-o", str(tmp_path / "out"), "--edits", str(files[0]), "-q"]) == 2
    assert list((tmp_path / "out").iterdir()) == []
    assert files[0].read_text(encoding="utf-8") == TEXT


def test_loop_of_links_is_told(tmp_path: Path, page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (loop := tmp_path / "loop.txt").symlink_to(tmp_path / "pool.txt")
    (tmp_path / "pool.txt").symlink_to(loop)
    assert main([str(loop), "-q"]) == 4
    assert main([str(page), "-o", str(loop), "-q"]) == 4
    assert "loop.txt" in capsys.readouterr().err


def test_folder_with_links_out_of_it_and_round_in_it_is_read_once(tmp_path: Path) -> None:
    for name in ("pages", "elsewhere"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "in.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "pages" / "round").symlink_to(tmp_path / "pages")
    (tmp_path / "pages" / "out").symlink_to(tmp_path / "elsewhere")
    assert clean(tmp_path / "pages", "-o", tmp_path / "clean", "--errors", tmp_path / "errors") == 0
    assert records(tmp_path / "errors") == []
    written = [path.relative_to(tmp_path / "clean") for path in (tmp_path / "clean").rglob("*.txt")]
    assert written == [Path("in.txt")]
