"""Files and texts made to break what reads them: each comes back whole, or is refused with a message."""

from __future__ import annotations

import ast
import gzip
import json
import lzma
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import gongwen_clean
from gongwen_clean import Cleaner
from gongwen_clean.cli import main
from gongwen_clean.configuration import protection
from gongwen_clean.edits import apply_edits, invert_edits
from gongwen_clean.errors import ConfigError, InputError, LexiconError, ModelError, PatternTimeoutError
from gongwen_clean.lexicon import read_patterns, read_table
from gongwen_clean.scoring import LanguageModel, packing
from gongwen_clean.scoring.build import read_texts
from gongwen_clean.scoring.model import SHIPPED
from gongwen_clean.workbench.user_lexicon import read_head
from tests.streaming_corpora import clean, records

NAUGHTY: list[str] = json.loads((Path(__file__).parent / "data" / "naughty_strings.json").read_bytes())
PACKAGE = Path(gongwen_clean.__file__).parent
TEXT = "各镇人民政府,区政府各部门:"
CLEANER = Cleaner()
BOMB_CHARS = 3_000_000
PACKERS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "xz": lzma.compress}


def test_naughty_strings_are_a_hundred() -> None:
    assert len(set(NAUGHTY)) >= 100


@pytest.mark.parametrize("text", NAUGHTY, ids=lambda text: ascii(text[:12]))
@pytest.mark.parametrize("around", ["{}", "禾县人民政府,{}\n年夜力晋升名目。"])
def test_naughty_string_is_cleaned_and_undone(text: str, around: str) -> None:
    document = CLEANER.run(source := around.replace("{}", text))
    assert apply_edits(source, document.edits) == document.text
    assert apply_edits(document.text, invert_edits(source, document.edits)) == source


def test_naughty_strings_come_through_a_corpus(tmp_path: Path) -> None:
    path, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    path.write_text("".join(json.dumps({"id": text, "text": text}) + "\n" for text in NAUGHTY))
    assert clean(path, "-o", out) == 0
    assert [record["id"] for record in records(out)] == NAUGHTY
    assert {path.name for path in tmp_path.iterdir()} == {"in.jsonl", "out.jsonl"}


@pytest.mark.parametrize("kind", PACKERS)
def test_bomb_of_one_line_is_told_and_not_held(tmp_path: Path, kind: str) -> None:
    path, out, errors = tmp_path / f"in.jsonl.{kind}", tmp_path / "out.jsonl", tmp_path / "errors"
    lines = [{"text": TEXT}, {"text": "a" * BOMB_CHARS}, {"text": TEXT}]
    path.write_bytes(PACKERS[kind]("".join(json.dumps(line) + "\n" for line in lines).encode()))
    assert path.stat().st_size < BOMB_CHARS // 100
    assert clean(path, "-o", out, "--errors", errors, "--max-doc-chars", 1000) == 3
    (told,) = records(errors)
    assert "more than --max-doc-chars allows" in told["reason"]
    assert len(told["content"]) <= 1000
    assert len(records(out)) == 2


def test_json_nested_without_end_is_told(tmp_path: Path) -> None:
    path, out, errors = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "errors"
    deep = "[" * 200_000
    path.write_text(f'{{"text": "甲"}}\n{deep}\n{{"text": "乙", "deep": {deep}\n')
    assert clean(path, "-o", out, "--errors", errors) == 3
    assert [told["line"] for told in records(errors)] == [2, 3]


def test_huge_row_of_parquet_is_told(tmp_path: Path) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path, out, errors = tmp_path / "in.parquet", tmp_path / "out.parquet", tmp_path / "errors"
    parquet.write_table(arrow.table({"text": [TEXT, "a" * BOMB_CHARS, TEXT]}), path)
    assert clean(path, "-o", out, "--errors", errors, "--max-doc-chars", 1000) == 3
    assert parquet.read_table(out).num_rows == 2
    assert "--max-doc-chars allows 1000" in records(errors)[0]["reason"]


def test_row_of_64_mb_is_told_and_its_column_keeps_its_large_texts(tmp_path: Path) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path, out, errors = tmp_path / "in.parquet", tmp_path / "out.parquet", tmp_path / "errors"
    texts = arrow.array([TEXT, "甲" * (64_000_000 // 3), TEXT], arrow.large_string())
    parquet.write_table(arrow.table({"text": texts}), path, use_dictionary=False, compression="none")
    assert path.stat().st_size > 63_000_000
    assert clean(path, "-o", out, "--errors", errors) == 3
    assert "--max-doc-chars allows 5000000" in records(errors)[0]["reason"]
    rows = parquet.read_table(out)
    assert (rows.num_rows, rows.schema.field("text").type) == (2, arrow.large_string())


@pytest.mark.parametrize("name", ["in.jsonl", "link.jsonl", "folder/../in.jsonl"])
def test_output_that_is_the_input_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"text": TEXT}))
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.jsonl").symlink_to(path)
    before = path.read_bytes()
    assert clean(path, "-o", tmp_path / name) != 0
    assert path.read_bytes() == before


def test_full_device_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    path = tmp_path / "in.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert main([str(path), "-o", "/dev/full", "-q"]) != 0
    assert "cannot be written" in capsys.readouterr().err


def _run(*argv: object, **variables: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "gongwen_clean.cli", *map(str, argv)]
    return subprocess.run(command, capture_output=True, env={**os.environ, **variables}, check=False)


def test_locale_of_ascii_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "禾县.txt"
    path.write_text(TEXT, encoding="utf-8")
    plain = _run(path, "-v")
    bare = _run(path, "-v", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (bare.returncode, bare.stdout) == (plain.returncode, plain.stdout) == (0, plain.stdout)
    assert b"Traceback" not in bare.stderr


HEAD = "# 表\nid\tvariant\tcanonical\n"
ROW = "own-1\t年夜\t大\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ((HEAD + ROW).encode("utf-16"), ":1: is UTF-16; save the file as UTF-8"),
        (HEAD.encode() + ROW.encode("gb18030"), ":3: is not UTF-8: the byte 0xc4 fits no character; save"),
        (HEAD.encode() + b"own-1\xed\xa0\x80", ":3: is not UTF-8: the byte 0xed fits no character; save"),
        ((HEAD + "own-1\t年\0夜\t大\n").encode(), r":3: holds the control character U\+0000"),
        ((HEAD + "own-1\t年夜\t\x1b[31m大\n").encode(), r":3: holds the control character U\+001B"),
        ((HEAD + ROW).replace("\n", "\r").encode(), r":1: holds the control character U\+000D"),
    ],
    ids=["UTF-16", "GBK", "surrogate", "NUL", "escape", "CR"],
)
def test_tables_that_lie_about_their_encoding_are_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    for name in ("own.tsv", "own.toml"):
        (tmp_path / name).write_bytes(content)
    with pytest.raises(LexiconError, match=rf"own\.tsv{message}"):
        Cleaner.from_config({"lexicons": [str(tmp_path / "own.tsv")]})
    with pytest.raises(LexiconError, match=rf"own\.tsv{message}"):
        read_head(tmp_path / "own.tsv")
    with pytest.raises(LexiconError, match=rf"own\.toml{message}"):
        Cleaner.from_config({"shell_profiles": [str(tmp_path / "own.toml")]})
    with pytest.raises(LexiconError, match=rf"own\.toml{message}"):
        read_patterns(tmp_path / "own.toml")
    with pytest.raises(ConfigError, match=rf"own\.toml{message}"):
        Cleaner.from_config(tmp_path / "own.toml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_table_that_an_editor_saved_its_own_way_is_read(tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "own.tsv"
    path.write_bytes((HEAD + ROW).replace("\n", end).encode(encoding))
    (row,) = read_table(path, ("id", "variant", "canonical"))
    assert row == ({"id": "own-1", "variant": "年夜", "canonical": "大"}, "own.tsv:3")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (HEAD + "own-1\t年夜\t年夜\n", ":3: variant and canonical must be two different words"),
        (HEAD + "own-1\t年夜\t\n", ":3: variant and canonical"),
        (HEAD + "own-1\t-\t大\n", ":3: variant and canonical"),
        (HEAD + "own-1\t\u3000\t大\n", ":3: variant and canonical"),
        (HEAD + "\t年夜\t大\n", ":3: has no id"),
        (HEAD + "-\t年夜\t大\n", ":3: has no id"),
        ("id\tvariant\tvariant\tcanonical\n", ":1: names the column variant twice"),
        ("", ":1: no column id, variant, canonical"),
    ],
)
def test_entries_that_say_nothing_are_refused(tmp_path: Path, table: str, message: str) -> None:
    (path := tmp_path / "own.tsv").write_text(table, encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"own\.tsv{message}"):
        Cleaner.from_config({"lexicons": [str(path)]})


@pytest.mark.parametrize("kind", PACKERS)
def test_corpus_of_a_model_that_is_damaged_is_told(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"in.jsonl.{kind}"
    path.write_bytes(PACKERS[kind](json.dumps({"text": TEXT * 99}).encode())[:-9])
    with pytest.raises(InputError, match=rf"in\.jsonl\.{kind}: is damaged or cut short"):
        list(read_texts([path]))


@pytest.mark.parametrize("at", [0, 9, 20, 500, 40_000, -1])
def test_model_with_a_flipped_byte_is_refused(tmp_path: Path, at: int) -> None:
    content = bytearray(SHIPPED.read_bytes())
    content[at] ^= 4
    path = tmp_path / "flipped.lm"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"flipped\.lm: "):
        LanguageModel.load(path)


@pytest.mark.parametrize("header", [b"\xd0", b"4", b"{}", b'{"format": 1}', b"[" * 9999])
def test_model_with_a_header_that_no_version_wrote_is_refused(tmp_path: Path, header: bytes) -> None:
    path = tmp_path / "made.lm"
    path.write_bytes(packing._START.pack(packing.MAGIC, len(header), packing._digest(header)) + header)
    with pytest.raises(ModelError, match=r"made\.lm: has a header that no version wrote"):
        LanguageModel.load(path)


def test_package_runs_nothing_that_it_reads() -> None:
    """Only what was laid aside in a private folder by the very same process is unpickled."""
    calls = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (name := ast.unparse(node.func)) in {"eval", "exec", "compile", "pickle.loads", "pickle.load"}
    }
    assert calls == {("rejoining/spill.py", "pickle.loads")}


def test_a_run_opens_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    path = tmp_path / "in.txt"
    path.write_text("来源：http://example.org/a.html\n" + TEXT, encoding="utf-8")
    assert main([str(path), "-o", str(tmp_path / "out.txt"), "-q"]) == 0


RUNAWAY = r"protect.patterns = ['\d+[号文]']"
DIGITS = "甲," + "1" * 50_000


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a search for a pattern end soon."""
    monkeypatch.setattr(protection, "PATTERN_S", 0.2)


@pytest.mark.usefixtures("impatient")
def test_runaway_pattern_ends_in_any_thread_with_its_name() -> None:
    cleaner = Cleaner.from_config({"protect": {"patterns": [r"\d+[号文]"]}})
    with (
        ThreadPoolExecutor(1) as pool,
        pytest.raises(PatternTimeoutError, match=r"'\\\\d\+\[号文\]' takes more than 0\.2 s .* 50002 char"),
    ):
        pool.submit(cleaner.run, DIGITS).result()
    assert cleaner.run("甲,第12号").text == "甲，第12号"


@pytest.mark.usefixtures("impatient")
def test_runaway_pattern_fails_its_file_and_the_others_are_cleaned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("slow.txt", DIGITS), ("quick.txt", TEXT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "out").mkdir()
    files = [str(tmp_path / name) for name in ("slow.txt", "quick.txt")]
    assert main([*files, "-o", str(tmp_path / "out"), "--config", RUNAWAY]) == 3
    assert f"{files[0]}: the protected pattern" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["quick.txt"]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("jobs", [1, 2])
def test_runaway_pattern_fails_its_record_and_the_others_are_cleaned(tmp_path: Path, jobs: int) -> None:
    path, out, errors = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "errors"
    path.write_text(json.dumps({"text": DIGITS}) + "\n" + json.dumps({"text": TEXT}) + "\n")
    argv = [path, "-o", out, "--errors", errors, "--config", RUNAWAY, "-q", "--jobs", jobs]
    assert main([*map(str, argv)]) == 3
    assert "the protected pattern" in records(errors)[0]["reason"]
    assert len(records(out)) == 1


@pytest.mark.usefixtures("impatient")
def test_runaway_pattern_leaves_joined_pages_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    pages = [{"title": "甲", "page": 1, "text": DIGITS}, {"title": "乙", "page": 1, "text": TEXT}]
    path.write_text("".join(json.dumps(page) + "\n" for page in pages))
    assert main([str(path), "-o", str(out), "--rejoin", "title,page", "--config", RUNAWAY]) == 3
    assert "is joined but not cleaned: the protected pattern" in capsys.readouterr().err
    assert [record["text"] for record in records(out)] == [DIGITS, TEXT.replace(",", "，").replace(":", "：")]


def test_runaway_pattern_ends_with_the_time_of_its_document(tmp_path: Path) -> None:
    path, out, errors = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "errors"
    path.write_text(json.dumps({"text": "甲," + "1" * 200_000}) + "\n" + json.dumps({"text": TEXT}) + "\n")
    argv = [path, "-o", out, "--errors", errors, "--timeout-s", 0.5, "--config", RUNAWAY, "-q"]
    assert main([*map(str, argv)]) == 3
    assert [told["reason"] for told in records(errors)] == ["took longer than 0.5 s"]
    assert len(records(out)) == 1
