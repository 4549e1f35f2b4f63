"""Building: reproducible, and reading what corpora come as."""

import gzip
import itertools
import json
import lzma
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

from gongwen_clean.errors import InputError, ModelError
from gongwen_clean.scoring import BuildOptions, build_model, read_texts
from gongwen_clean.scoring.counting import count_ngrams
from gongwen_clean.scoring.pruning import prune, select_ngrams
from gongwen_clean.scoring.smoothing import smooth_kneser_ney

from .test_counting import VOCABULARY, list_ngrams, make_row

TEXTS = ["各项工作扎实推进\n各项任务", "扎实推进各项工作", "工作任务"]
BUILD = """
import sys
from gongwen_clean.scoring import BuildOptions, build_model
build_model(sys.argv[2:], sys.argv[1], BuildOptions(cutoffs=(1,)))
"""


@pytest.mark.parametrize("seed", ["0", "1"])
def test_build_model_gives_the_same_bytes_in_another_process(tmp_path: Path, seed: str) -> None:
    here, there = tmp_path / "here.lm", tmp_path / "there.lm"
    build_model(TEXTS, here, BuildOptions(cutoffs=(1,)))
    command = [sys.executable, "-c", BUILD, str(there), *TEXTS]
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)})
    assert here.read_bytes() == there.read_bytes()


def test_build_model_describes_itself(tmp_path: Path) -> None:
    header = build_model(TEXTS, tmp_path / "a.lm", BuildOptions(order=3, cutoffs=(1,), sources=("甲.txt",)))
    assert header["order"] == 3
    assert header["sources"] == ["甲.txt"]
    # 8 + 4 + 8 + 4 characters, and the boundary after each of the four paragraphs
    assert header["training_characters"] == 28
    assert header["ngrams"] == header["ngrams_counted"]


def test_build_model_refuses_an_empty_corpus(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no text"):
        build_model(["", "\n"], tmp_path / "a.lm", BuildOptions())


@pytest.mark.parametrize("wrong", [{"smoothing": "magic"}, {"order": 1}, {"cutoffs": ()}])
def test_options_refuse_what_cannot_be_built(wrong: dict[str, Any]) -> None:
    with pytest.raises(ModelError, match=next(iter(wrong))):
        BuildOptions(**wrong)


def test_pruning_keeps_prefixes_and_suffixes_of_what_it_keeps() -> None:
    levels = count_ngrams(make_row([3, 4, 5, 3, 4, 5, 3, 3, 1, 4, 4, 5, 5, 3, 4, 3, 5] * 2), 4, VOCABULARY)
    probs = smooth_kneser_ney(levels)
    kept = select_ngrams(levels, probs, (0, 1, 2, 2), 0.004)
    smaller, _ = prune(levels, probs, kept)
    listed = list_ngrams(smaller)
    assert 0 < len(listed[3]) < len(levels[3])
    for shorter, longer in itertools.pairwise(listed):
        assert {ngram[1:] for ngram in longer} | {ngram[:-1] for ngram in longer} <= set(shorter)


def test_pruning_by_cutoff_drops_rare_ngrams_alone() -> None:
    levels = count_ngrams(make_row([3, 4, 3, 4, 5]), 2, VOCABULARY)
    kept = select_ngrams(levels, smooth_kneser_ney(levels), (0, 2), float("-inf"))
    assert [ngram for ngram, stays in zip(list_ngrams(levels)[1], kept[1], strict=True) if stays] == [(3, 4)]


@pytest.mark.parametrize(
    ("name", "opener"), [("a.jsonl", open), ("a.jsonl.gz", gzip.open), ("a.json.xz", lzma.open)]
)
def test_read_texts_reads_json_lines(tmp_path: Path, name: str, opener: Callable[..., IO[str]]) -> None:
    with opener(tmp_path / name, "wt", encoding="utf-8") as file:
        file.write(json.dumps({"text": "甲\n乙"}) + "\n\n" + json.dumps({"text": "丙"}) + "\n")
    assert list(read_texts([tmp_path / name])) == ["甲\n乙", "丙"]


def test_read_texts_takes_other_files_as_one_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲\n乙\n", encoding="utf-8")
    assert list(read_texts([tmp_path / "a.txt"])) == ["甲\n乙\n"]


def test_read_texts_leaves_out_records_by_title(tmp_path: Path) -> None:
    records = [{"title": "2023年报告", "text": "甲"}, {"title": "2024年报告", "text": "乙"}, {"text": "丙"}]
    lines = "\n".join(json.dumps(record) for record in records)
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    assert list(read_texts([tmp_path / "a.jsonl"], r"^\d{3}[13579]年")) == ["乙", "丙"]


@pytest.mark.parametrize("line", ["{", "[]", "1", '{"title": "甲"}'])
def test_read_texts_names_the_line_without_text(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "甲"}\n' + line, encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.jsonl:2"):
        list(read_texts([tmp_path / "a.jsonl"]))


def test_read_texts_names_what_to_install_for_zstandard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    (path := tmp_path / "a.jsonl.zst").write_bytes(b"")
    with pytest.raises(InputError, match=r"pip install 'gongwen-clean\[io\]'"):
        list(read_texts([path]))
