"""Reading and writing files: encodings, bad input, whole or not at all."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from gongwen_clean.errors import InputError
from gongwen_clean.text_files import STANDARD_INPUT, decode, read_text, write_text

NOTICE = "国务院办公厅关于印发《某某办法》的通知"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_decode_recognises_the_encoding_of_chinese_text(encoding: str) -> None:
    assert decode(NOTICE.encode(encoding), "notice.txt") == NOTICE


def test_decode_takes_an_encoding_by_name() -> None:
    assert decode("國務院".encode("big5"), "notice.txt", "big5") == "國務院"


def test_decode_keeps_a_stray_nul() -> None:
    assert decode(b"a\x00b", "notice.txt") == "a\x00b"


@pytest.mark.parametrize(
    ("raw", "encoding", "message"),
    [
        (NOTICE.encode() + b"\xff\xfe" + NOTICE.encode(), "auto", "offset 57"),
        (bytes(range(256)) * 4, "auto", "binary"),
        (b"abc\xff", "utf-8", "offset 3"),
        (b"abc", "klingon", "no encoding 'klingon'"),
    ],
)
def test_decode_says_what_is_wrong_and_where(raw: bytes, encoding: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as failure:
        decode(raw, "notice.txt", encoding)
    assert "notice.txt" in str(failure.value)


@pytest.mark.parametrize("case", ["folder", "missing"])
def test_read_text_names_a_path_that_is_no_file(tmp_path: Path, case: str) -> None:
    path = tmp_path if case == "folder" else tmp_path / "missing.txt"
    with pytest.raises(InputError, match=str(path)):
        read_text(path)


def test_read_text_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NOTICE.encode())))
    assert read_text(STANDARD_INPUT) == NOTICE


def test_write_text_makes_a_file_of_the_mode_that_others_make(tmp_path: Path) -> None:
    written, plain = tmp_path / "written.txt", tmp_path / "plain.txt"
    write_text(written, NOTICE)
    plain.write_text(NOTICE, encoding="utf-8")
    assert written.stat().st_mode == plain.stat().st_mode


def test_write_text_replaces_a_file_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text("old")
    path.chmod(0o640)
    write_text(path, NOTICE)
    assert (path.read_text(encoding="utf-8"), path.stat().st_mode & 0o777) == (NOTICE, 0o640)


def test_write_text_leaves_no_part_behind_when_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "notice.txt"
    path.write_text("old")
    monkeypatch.setattr(Path, "replace", _fail)
    with pytest.raises(InputError, match="cannot be written"):
        write_text(path, NOTICE)
    assert [p.name for p in tmp_path.iterdir()] == ["notice.txt"]
    assert path.read_text() == "old"


def _fail(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_write_text_names_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_text(tmp_path / "none" / "notice.txt", NOTICE)


def test_write_text_writes_through_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("old")
    link.symlink_to(target)
    write_text(link, NOTICE)
    assert (link.is_symlink(), target.read_text(encoding="utf-8")) == (True, NOTICE)


def test_write_text_writes_into_a_pipe_without_replacing_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_text(pipe, NOTICE)
    assert (os.read(reader, 1000).decode(), pipe.is_fifo()) == (NOTICE, True)
    os.close(reader)
