"""Archives made to break what unpacks them: bombs, cut and damaged ones, with more behind their end."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard

from gongwen_clean.errors import InputError
from gongwen_clean.scoring.build import read_texts
from gongwen_clean.streaming import compression, json_lines, parquet
from gongwen_clean.streaming.compression import unpack
from gongwen_clean.streaming.json_lines import Bounds, JsonLines
from gongwen_clean.streaming.replay import Choice, LineEdits, replay_blocks
from tests.streaming_corpora import clean, cleaned, json_corpus, records, small_shards

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
}
KINDS = pytest.mark.parametrize("kind", PACKERS)
BOMB = b'{"text": "' + b"a" * 3_000_000 + b'"}\n'
LINE = '{"text": "甲,乙"}\n'.encode()


def write(tmp_path: Path, kind: str, packed: bytes) -> Path:
    (path := tmp_path / f"in.jsonl.{kind}").write_bytes(packed)
    return path


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the ratio count from 1 MB on."""
    for module in (compression, parquet):
        monkeypatch.setattr(module, "FREE_BYTES", 1_000_000)


@KINDS
@pytest.mark.usefixtures("strict")
def test_a_tool_reads_no_more_of_an_archive_than_it_may_hold(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path, kind, PACKERS[kind](LINE + BOMB))
    with pytest.raises(InputError, match="unpack it by another program") as told:
        list(read_texts([path]))
    assert str(path) in str(told.value)


@KINDS
@pytest.mark.usefixtures("strict")
def test_archive_that_unpacks_to_too_much_is_refused_until_it_is_trusted(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = write(tmp_path, kind, PACKERS[kind](LINE + BOMB)), tmp_path / "out.jsonl"
    assert clean(path, "-o", out, "--max-ratio", 100) == 4
    told = capsys.readouterr().err
    assert str(path) in told
    assert "more than 100 times" in told
    assert "--max-ratio 0" in told
    assert not out.exists()
    assert clean(path, "-o", out, "--max-ratio", 0, "--resume") == 0
    assert out.read_bytes() == LINE.replace(b",", "，".encode()) + BOMB


@KINDS
def test_corpus_of_the_same_few_texts_is_no_bomb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(compression, "FREE_BYTES", 0)
    path = write(tmp_path, kind, PACKERS[kind](json_corpus(3000)))
    assert clean(path, "-o", tmp_path / "out.jsonl") == 0


@pytest.mark.usefixtures("strict")
def test_row_group_that_unpacks_to_too_much_is_refused_until_it_is_trusted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arrow, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(arrow.table({"text": ["甲", "a" * 3_000_000]}), path, compression="zstd")
    assert clean(path, "-o", out) == 4
    told = capsys.readouterr().err
    assert "the column 'text'" in told
    assert "--max-ratio 0" in told
    assert clean(path, "-o", out, "--max-ratio", 0) == 0


def test_of_a_line_without_end_only_its_beginning_is_laid_aside(tmp_path: Path) -> None:
    path = write(tmp_path, "gz", gzip.compress(LINE + BOMB + LINE))
    corpus = JsonLines(path, "gz", "none", Bounds(line_bytes=1000))
    (shard,) = corpus.shards(tmp_path, {})
    assert shard.path.read_bytes() == LINE + BOMB[:1000] + b"\n" + LINE


@pytest.mark.parametrize("chars", [979, 980, 981])
def test_line_of_about_the_most_bytes_fares_the_same_packed_and_plain(tmp_path: Path, chars: int) -> None:
    lines = LINE + b'{"text": "%s"}\n' % (b"a" * chars) + LINE
    (plain := tmp_path / "in.jsonl").write_bytes(lines)
    packed = write(tmp_path, "gz", gzip.compress(lines))
    argv = ("--max-doc-chars", 980)
    assert clean(plain, "-o", tmp_path / "one.jsonl", *argv) == clean(
        packed, "-o", tmp_path / "two.jsonl", *argv
    )
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


MOST_MB = 150
RUN = """
import pathlib, re, sys
from gongwen_clean.cli import main
code = main(sys.argv[1:])
print(code, re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
@KINDS
def test_line_of_200_mb_in_an_archive_fills_no_memory(tmp_path: Path, kind: str) -> None:
    path, errors = (
        write(tmp_path, kind, PACKERS[kind](b"a" * 200_000_000 + b"\n" + LINE)),
        tmp_path / "errors",
    )
    argv = [path, "-o", tmp_path / "out.jsonl", "-q", "--errors", errors, "--steps", "width"]
    run = subprocess.run([sys.executable, "-c", RUN, *map(str, argv)], capture_output=True, check=True)
    code, peak_kb = map(int, run.stdout.split())
    assert code == 3
    assert peak_kb / 1024 < MOST_MB
    assert "more than --max-doc-chars allows" in records(errors)[0]["reason"]


def test_edits_are_made_again_without_holding_a_line_that_was_too_long() -> None:
    class Source(io.BytesIO):
        longest = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            line = super().readline(size)
            self.longest = max(self.longest, len(line))
            return line

    source = Source(LINE + BOMB + LINE)
    blocks = replay_blocks(source, iter([LineEdits(2, (), failed=True)]), "text", Choice(), "in.jsonl")
    assert b"".join(blocks) == LINE + LINE
    assert source.longest < len(BOMB)


@KINDS
@pytest.mark.parametrize("behind", [b"no archive", b"\x00\x00\x01\x00", LINE * 100])
def test_what_follows_an_archive_and_is_none_is_told(tmp_path: Path, kind: str, behind: bytes) -> None:
    path = write(tmp_path, kind, PACKERS[kind](LINE) + behind)
    assert clean(path, "-o", tmp_path / "out.jsonl") == 4
    assert not (tmp_path / "out.jsonl").exists()


@KINDS
def test_second_archive_whose_begin_is_damaged_is_told(kind: str) -> None:
    second = bytearray(PACKERS[kind](LINE))
    second[1] ^= 1
    with (
        pytest.raises(InputError, match=r"in\.jsonl: is damaged"),
        unpack(io.BytesIO(PACKERS[kind](LINE) + second), "in.jsonl", kind) as content,
    ):
        content.read()


@pytest.mark.parametrize("kind", ["gz", "xz"])
def test_zeros_that_pad_an_archive_are_passed_over(kind: str) -> None:
    packed = PACKERS[kind](LINE) + bytes(4096) + PACKERS[kind](LINE) + bytes(8)
    with unpack(io.BytesIO(packed), "in.jsonl", kind) as content:
        assert content.read() == LINE + LINE


def test_window_of_four_gb_is_refused_before_it_is_made() -> None:
    packed = bytearray(lzma.compress(LINE))
    size = (packed[12] + 1) * 4
    packed[12 + 4] = 40  # of the first block's header: the size of its window, 40 for the largest
    packed[12 + size - 4 : 12 + size] = zlib.crc32(packed[12 : 12 + size - 4]).to_bytes(4, "little")
    with (
        pytest.raises(InputError, match="Memory usage limit"),
        unpack(io.BytesIO(packed), "in.jsonl", "xz") as content,
    ):
        content.read()


def test_archive_that_holds_many_empty_ones_is_read() -> None:
    packed = zstandard.compress(b"") * 20_000 + zstandard.compress(LINE)
    with unpack(io.BytesIO(packed), "in.jsonl", "zst") as content:
        assert content.read() == LINE


@KINDS
def test_run_on_an_archive_cut_short_goes_on_when_all_of_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(json_lines, "SHARD_BYTES", 300_000)
    expected = cleaned(tmp_path, source := json_corpus(8000))
    half = source.index(b"\n", len(source) // 2) + 1
    packed = PACKERS[kind](source[:half]) + PACKERS[kind](source[half:])
    path, out = write(tmp_path, kind, packed[:-9]), tmp_path / "out.jsonl"
    assert clean(path, "-o", out) == 4
    assert "--resume goes on from there" in capsys.readouterr().err
    done = (tmp_path / "out.jsonl.parts" / "manifest.jsonl").read_bytes()
    assert done.count(b"\n") > 2
    path.write_bytes(packed)
    assert clean(path, "-o", out, "--resume") == 0
    assert out.read_bytes() == expected


def test_archive_that_changes_while_it_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small_shards(monkeypatch)
    path = write(tmp_path, "gz", gzip.compress(json_corpus()))
    read = JsonLines.clean

    def change(self: JsonLines, shard: Any, books: Any) -> None:
        path.touch()
        read(self, shard, books)

    monkeypatch.setattr(JsonLines, "clean", change)
    assert clean(path, "-o", tmp_path / "out.jsonl") == 4
    assert "was changed while it was cleaned" in capsys.readouterr().err


def test_ratio_that_is_no_number_is_a_fault_of_usage(tmp_path: Path) -> None:
    path = write(tmp_path, "gz", gzip.compress(json.dumps({"text": "甲"}).encode()))
    with pytest.raises(SystemExit, match="2"):
        clean(path, "-o", tmp_path / "out.jsonl", "--max-ratio", -1)
