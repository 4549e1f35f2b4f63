"""Corpora of JSON lines: the same bytes however they are read, divided and packed."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard

from gongwen_clean.cli import main
from gongwen_clean.streaming import json_fields, json_lines, lines
from gongwen_clean.streaming.compression import BUFFER, pack, unpack
from gongwen_clean.streaming.joining import Destination, join_parts
from gongwen_clean.streaming.json_lines import JsonLines
from gongwen_clean.streaming.manifest import Entry
from tests.streaming_corpora import CLEAN, RAW, clean, cleaned, json_corpus, open_files, records, small_shards

ZST = zstandard.ZstdCompressor()
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".zst": ZST.compress,
    ".xz": lzma.compress,
}
UNPACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.decompress,
    ".zst": lambda packed: zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True).read(),
    ".xz": lzma.decompress,
}


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    small_shards(monkeypatch)


@pytest.fixture
def expected(tmp_path: Path) -> bytes:
    return cleaned(tmp_path, json_corpus())


def test_changed_texts_are_cleaned_and_all_else_stays(tmp_path: Path) -> None:
    before = json_corpus().split(b"\n")
    after = cleaned(tmp_path, json_corpus()).split(b"\n")
    assert len(after) == len(before)
    for old, new in zip(before, after, strict=True):
        if not old or (text := json.loads(old)["text"]) is None or text == CLEAN:
            assert new == old
        else:
            assert new != old
            assert json.loads(new) == {**json.loads(old), "text": text.replace(",", "，").replace(":", "：")}


def test_changed_line_keeps_spacing_order_escapes_and_numbers_of_other_fields(tmp_path: Path) -> None:
    line = '{ "b" : 1e3, "n":NaN, "text":"甲,乙" , "a":12345678901234567890123, "f":1.50, "u":"\\u4e2d\\/"}'
    expected = line.replace("甲,乙", "甲，乙")
    assert cleaned(tmp_path, f"{line}\r\n".encode()) == f"{expected}\r\n".encode()


def test_changed_text_is_escaped_as_the_old_one_was(tmp_path: Path) -> None:
    assert cleaned(tmp_path, b'{"text":"\\u7532,\\u4e59"}') == b'{"text": "\\u7532\\uff0c\\u4e59"}'.replace(
        b": ", b":"
    )


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_output_is_the_same_for_any_number_of_jobs(tmp_path: Path, expected: bytes, jobs: int) -> None:
    assert cleaned(tmp_path, json_corpus(), "--jobs", jobs) == expected


@pytest.mark.parametrize("suffix", PACKERS)
@pytest.mark.parametrize("jobs", [1, 2])
def test_output_is_the_same_for_any_compression(
    tmp_path: Path, expected: bytes, suffix: str, jobs: int
) -> None:
    path, target = tmp_path / f"packed.jsonl{suffix}", tmp_path / f"out.jsonl{suffix}"
    path.write_bytes(PACKERS[suffix](json_corpus()))
    assert clean(path, "-o", target, "--jobs", jobs) == 0
    assert UNPACKERS[suffix](target.read_bytes()) == expected


@pytest.mark.parametrize("suffix", PACKERS)
def test_members_behind_each_other_are_one_corpus(tmp_path: Path, expected: bytes, suffix: str) -> None:
    source = json_corpus()
    path, target = tmp_path / f"two.jsonl{suffix}", tmp_path / "out.jsonl"
    path.write_bytes(PACKERS[suffix](source[:3001]) + PACKERS[suffix](source[3001:]))
    assert clean(path, "-o", target) == 0
    assert target.read_bytes() == expected


@pytest.mark.parametrize("suffix", [".gz", ".zst", ".xz"])
def test_archive_cut_short_is_refused_and_leaves_no_output(
    tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, target = tmp_path / f"cut.jsonl{suffix}", tmp_path / "out.jsonl"
    path.write_bytes(PACKERS[suffix](json_corpus())[:-9])
    assert clean(path, "-o", target) == 4
    assert "cut short" in capsys.readouterr().err
    assert not target.exists()


@pytest.mark.parametrize("name", ["gz", "zst", "xz"])
def test_what_is_no_archive_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "plain.jsonl"
    path.write_bytes(json_corpus())
    assert clean(path, "-o", tmp_path / "out.jsonl", "--compression", name) == 4


@pytest.mark.parametrize("name", ["gz", "zst", "xz"])
def test_unpacking_gives_back_what_was_packed(name: str) -> None:
    content = json_corpus(3000)
    with unpack(io.BytesIO(pack(content, name) + pack(b"", name) + pack(b"end", name)), "x", name) as stream:
        assert stream.read() == content + b"end"


@pytest.mark.parametrize("jobs", [1, 2])
def test_standard_input_goes_to_standard_output_in_order(
    expected: bytes, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], jobs: int
) -> None:
    packed = io.TextIOWrapper(io.BytesIO(gzip.compress(json_corpus())))
    monkeypatch.setattr(sys, "stdin", packed)
    assert clean("--input-format", "jsonl", "--compression", "gz", "--jobs", jobs) == 0
    assert capfdbinary.readouterr().out == expected


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"\n",
        b"\r\n\n",
        b'{"text":null}',
        b'\xef\xbb\xbf{"text":"\xe7\x94\xb2"}\n',
        b'{"text":"\\ud800"}\r\n',
    ],
    ids=["empty", "blank", "blanks", "null", "byte order mark", "lone surrogate"],
)
def test_corpus_without_anything_to_clean_comes_back(tmp_path: Path, source: bytes) -> None:
    assert cleaned(tmp_path, source) == source


def test_byte_order_mark_and_lone_surrogate_outlive_a_change(tmp_path: Path) -> None:
    source = '\ufeff{"text":"甲,乙","x":"\\ud800"}\n{"text":"甲,乙\\ud800"}'.encode()
    expected = '\ufeff{"text":"甲，乙","x":"\\ud800"}\n{"text":"\\u7532\\uff0c\\u4e59\\ud800"}'
    assert cleaned(tmp_path, source).decode() == expected


@pytest.mark.parametrize("suffix", [".gz", ".zst", ".xz"])
def test_empty_corpus_becomes_an_archive_of_nothing(tmp_path: Path, suffix: str) -> None:
    path, target = tmp_path / "empty.jsonl", tmp_path / f"out.jsonl{suffix}"
    path.write_bytes(b"")
    assert clean(path, "-o", target) == 0
    assert target.read_bytes()
    assert UNPACKERS[suffix](target.read_bytes()) == b""


def test_line_longer_than_a_shard_is_cleaned(tmp_path: Path) -> None:
    long = json.dumps({"text": "甲,乙" + "丙" * 5000}, ensure_ascii=False).encode() + b"\n"
    source = json_corpus(20) + b"\n" + long + long + json_corpus(20)
    path = tmp_path / "long.jsonl.gz"
    path.write_bytes(gzip.compress(source))
    expected = cleaned(tmp_path, source)
    assert expected.count("甲，乙丙".encode()) == 2
    clean(path, "-o", tmp_path / "out.jsonl", "--jobs", 2)
    assert (tmp_path / "out.jsonl").read_bytes() == expected


def test_shards_are_whole_lines_and_cover_the_corpus(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(source := json_corpus())
    shards = list(JsonLines(path, "none", "none").shards(tmp_path, {}))
    assert len(shards) > 10
    assert [shard.start for shard in shards] == [0, *(shard.end for shard in shards[:-1])]
    assert shards[-1].end == len(source)
    assert all(source[shard.end - 1 : shard.end] == b"\n" for shard in shards[:-1])


BAD = [
    (b"[1]", "is a JSON list"),
    (b"{", "is not JSON"),
    (b'{"no":1}', "has no field 'text'"),
    (b'{"text":5}', "has a int in 'text'"),
    (b'{"text":"\xff"}', "is not UTF-8"),
    (b'{"text":"' + b"a" * 101 + b'"}', "has 101 characters"),
    (b'{"text":"' + b"a" * 70_000 + b'"}', "bytes, more than --max-doc-chars allows"),
]


@pytest.mark.parametrize("jobs", [1, 2])
def test_bad_lines_are_told_by_number_and_reason_and_the_run_goes_on(tmp_path: Path, jobs: int) -> None:
    good = json_corpus(30).split(b"\n")
    lines = list(good)
    for at, (line, _) in enumerate(BAD):
        lines.insert(3 * at, line)
    path, target = tmp_path / "bad.jsonl", tmp_path / "out.jsonl"
    path.write_bytes(b"\n".join(lines))
    assert clean(path, "-o", target, "--max-doc-chars", 100, "--jobs", jobs) == 3
    told = records(tmp_path / "out.jsonl.errors.jsonl")
    assert [record["line"] for record in told] == [3 * at + 1 for at in range(len(BAD))]
    assert all(reason in record["reason"] for record, (_, reason) in zip(told, BAD, strict=True))
    assert told[0]["content"] == "[1]"
    assert target.read_bytes() == cleaned(tmp_path, b"\n".join(good))


def test_errors_go_to_the_file_asked_for_also_without_output(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b'{"text":"a"}\n[1]\n{"text":"b"}\n')
    assert clean(path, "--errors", tmp_path / "errors") == 3
    assert capfdbinary.readouterr().out == b'{"text":"a"}\n{"text":"b"}\n'
    assert [record["line"] for record in records(tmp_path / "errors")] == [2]


def test_parts_and_stamp_are_added_behind_the_fields(tmp_path: Path) -> None:
    line = cleaned(tmp_path, '{"id":7,"text":"甲,乙"}\n'.encode(), "--add", "edits,scores,stamp")
    record = json.loads(line)
    assert list(record) == ["id", "text", "edits", "scores", "stamp"]
    assert record["edits"][0]["rule"] == "width.sign"
    assert len(record["stamp"]["source_sha256"]) == 64


def test_parts_never_overwrite_a_field(tmp_path: Path) -> None:
    assert cleaned(tmp_path, b'{"text":"a","edits":[1]}', "--add", "edits") == b""
    (told,) = records(tmp_path / "clean.jsonl.errors.jsonl")
    assert "has a field 'edits' already" in told["reason"]


def test_edits_name_line_and_id_and_what_stood_there(tmp_path: Path) -> None:
    source = '{"id":12345678901234567890123,"text":"甲,乙"}\n{"text":null}\n{"text":"丙,丁"}'.encode()
    cleaned(tmp_path, source, "--edits", tmp_path / "edits.jsonl")
    first, second = records(tmp_path / "edits.jsonl")
    assert (first["line"], first["id"], first["before"]) == (1, "12345678901234567890123", ",")
    assert (second["line"], second["id"], second["after"]) == (3, None, "，")


def test_stats_hold_counts_by_rule_seconds_by_stage_and_scores(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(json_corpus(50))
    main([str(path), "-q", "-o", str(tmp_path / "out.jsonl"), "--stats", str(tmp_path / "stats.json")])
    stats = json.loads((tmp_path / "stats.json").read_text())
    assert stats["lines"] == 50
    assert stats["rules"]["width.sign"] == stats["edits"]
    assert sum(stats["scores"]["spun"].values()) == stats["cleaned"]
    assert set(stats["seconds"]) == {"reading", "cleaning", "writing"}
    assert min(stats["seconds"].values()) > 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_neither_files_nor_handles_are_left(tmp_path: Path, jobs: int) -> None:
    (tmp_path / "corpus.jsonl.gz").write_bytes(gzip.compress(json_corpus()))
    clean(tmp_path / "corpus.jsonl.gz", "-o", tmp_path / "out.jsonl", "--jobs", jobs)
    before = open_files()
    clean(tmp_path / "corpus.jsonl.gz", "-o", tmp_path / "out.jsonl", "--jobs", jobs)
    assert open_files() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.jsonl.gz", "out.jsonl"]


@pytest.mark.parametrize(
    "options",
    [
        ["--in-place"],
        ["--check"],
        ["--diff"],
        ["--verbose"],
        ["--format", "json"],
        ["--resume"],
        ["--add", "edit"],
        ["-o", "{path}"],
        ["-o", "{folder}/o", "--edits", "{path}"],
        ["-o", "{folder}/o", "--errors", "{folder}/o"],
        ["-o", "{folder}/o", "--stats", "{folder}"],
        ["{folder}/text.txt"],
    ],
    ids=" ".join,
)
def test_options_that_do_not_go_together_are_refused(tmp_path: Path, options: list[str]) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(source := json_corpus(10))
    (tmp_path / "text.txt").write_text("甲")
    assert clean(path, *(option.format(path=path, folder=tmp_path) for option in options)) == 2
    assert path.read_bytes() == source


def test_device_as_output_stays_a_device(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(json_corpus(10))
    assert clean(path, "-o", "/dev/null") == 0
    assert Path("/dev/null").is_char_device()


def test_link_as_output_stays_a_link(tmp_path: Path, expected: bytes) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real.jsonl")
    assert clean(tmp_path / "corpus.jsonl", "-o", tmp_path / "link") == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real.jsonl").read_bytes() == expected


def test_missing_corpus_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert clean(tmp_path / "no.jsonl", "-o", tmp_path / "out.jsonl") == 4
    assert "no such file" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_change_fields_takes_the_last_of_doubled_names() -> None:
    line = b'{"text":"a","in":{"text":"b"},"text":"c"}'
    assert json_fields.change_fields(line, "text", "d", {}) == b'{"text":"a","in":{"text":"b"},"text":"d"}'


def test_long_lines_are_not_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []

    def read(line: bytes | lines.LongLine, field: str) -> lines.TextLine | str:
        held.append(len(line.head) if isinstance(line, lines.LongLine) else len(line))
        return read_line(line, field)

    read_line = lines.read_line
    monkeypatch.setattr(json_lines, "read_line", read)
    source = b'{"text":"' + b"a" * 3_000_000 + b'"}\n{"text":"b"}'
    assert cleaned(tmp_path, source, "--max-doc-chars", 10) == b'{"text":"b"}'
    assert held == [1000, 12]


def test_edits_made_again_give_the_same_bytes(tmp_path: Path, expected: bytes) -> None:
    path, edits, again = tmp_path / "corpus.jsonl", tmp_path / "edits.jsonl.gz", tmp_path / "again.jsonl.zst"
    source = path.read_bytes() + b"\n[1]\n" + json_corpus(20)
    path.write_bytes(source)
    assert clean(path, "-o", tmp_path / "out.jsonl.zst", "--edits", tmp_path / "edits.jsonl") == 3
    edits.write_bytes(gzip.compress((tmp_path / "edits.jsonl").read_bytes()))
    assert clean(path, "--replay", edits, "-o", again) == 0
    assert again.read_bytes() == (tmp_path / "out.jsonl.zst").read_bytes()
    assert UNPACKERS[".zst"](again.read_bytes()).startswith(expected)


def test_replay_without_rules_gives_what_the_other_rules_give(tmp_path: Path) -> None:
    path, edits = tmp_path / "corpus.jsonl", tmp_path / "edits.jsonl"
    text = RAW.format(3).replace("方案", "方案２０２２")
    path.write_bytes(json.dumps({"text": text}).encode() + b"\n" + json_corpus(40))
    main([str(path), "-q", "--steps", "width", "-o", str(tmp_path / "all.jsonl"), "--edits", str(edits)])
    assert clean(path, "--replay", edits, "--without-rules", "width.n*", "-o", tmp_path / "some.jsonl") == 0
    assert (tmp_path / "all.jsonl").read_text() != (tmp_path / "some.jsonl").read_text()
    lines = [json.loads(line) if line else {} for line in (tmp_path / "some.jsonl").read_text().split("\n")]
    assert lines[0]["text"] == text.replace(",", "，").replace(":", "：")


def test_replay_with_higher_confidence_leaves_out_what_is_less_sure(tmp_path: Path) -> None:
    path, edits = tmp_path / "corpus.jsonl", tmp_path / "edits.jsonl"
    path.write_text('{"text": "甲,乙丙"}\n', encoding="utf-8")
    notes = [
        {
            "line": 1,
            "before": ",",
            "start": 1,
            "end": 2,
            "after": "，",
            "rule": "width.sign",
            "confidence": None,
        },
        {"line": 1, "before": "乙", "start": 2, "end": 3, "after": "子", "rule": "spun", "confidence": 3.0},
        {"line": 1, "before": "丙", "start": 3, "end": 4, "after": "丑", "rule": "spun", "confidence": 9.0},
    ]
    edits.write_text("".join(json.dumps(note) + "\n" for note in notes), encoding="utf-8")
    assert clean(path, "--replay", edits, "--min-confidence", 5, "-o", tmp_path / "out.jsonl") == 0
    assert records(tmp_path / "out.jsonl") == [{"text": "甲，乙丑"}]


@pytest.mark.parametrize("source", [b'{"text":"other"}\n', b"\n", b"", b"[1]\n"], ids=repr)
def test_replay_on_another_corpus_is_refused(tmp_path: Path, source: bytes) -> None:
    path, edits = tmp_path / "corpus.jsonl", tmp_path / "edits.jsonl"
    path.write_text('{"text":"甲,乙"}\n', encoding="utf-8")
    clean(path, "-o", tmp_path / "out.jsonl", "--edits", edits)
    path.write_bytes(source)
    assert clean(path, "--replay", edits, "-o", tmp_path / "again.jsonl") == 4
    assert not (tmp_path / "again.jsonl").exists()


def test_parts_are_joined_in_order_while_others_are_made(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b"")
    corpus, finished = JsonLines(source, "none", "none"), dict[int, Entry]()
    written: list[bytes] = []

    def made() -> Iterator[int]:
        for number in (1, 0, 3, 2):
            (tmp_path / f"{number:06d}.out").write_bytes(b"%d" % number * BUFFER)
            finished[number] = Entry("", 1, 0)
            yield number
            written.append((tmp_path / "out.jsonl.part").read_bytes()[::BUFFER])
            assert not target.exists()

    join_parts(tmp_path, corpus, Destination(target), finished, made())
    # the last part may wait in a buffer
    assert written[0] == b""
    assert [part[:3] for part in written[1:]] == [b"0", b"0", b"012"]
    assert target.read_bytes() == b"".join(b"%d" % n * BUFFER for n in range(4))
