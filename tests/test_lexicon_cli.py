"""The command that makes lexicons."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongwen_clean.decoding.spinner_tables import Pair, check_pairs, read_pairs, read_spinner_table
from gongwen_clean.errors import LexiconError
from gongwen_clean.lexicon import read_table
from gongwen_clean.lexicon_cli import main
from gongwen_clean.scoring import LanguageModel

CORPUS = "推动产业发展，建设现代化产业体系。\n" * 40


@pytest.mark.parametrize("row", ["发展\t成长", "发展,成长", "发展→成长", "发展=成长", "发展 -> 成长"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_read_spinner_table_takes_every_common_form(tmp_path: Path, row: str, encoding: str) -> None:
    path = tmp_path / "table.txt"
    path.write_bytes(f"同义词表\n{row}\n".encode(encoding))
    assert read_spinner_table(path) == [("发展", "成长")]


def test_read_spinner_table_refuses_what_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "prose.txt"
    path.write_text("只有一句话。\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="no line has two words"):
        read_spinner_table(path)


def test_check_pairs_keeps_pairs_whose_original_the_corpus_has() -> None:
    tables = {"A": [("发展", "成长"), ("产业", "工业"), ("稀见", "罕见")]}
    pairs = {(p.variant, p.canonical): p for p in check_pairs(tables, [CORPUS], 10)}
    assert set(pairs) == {("成长", "发展"), ("工业", "产业")}
    assert pairs["成长", "发展"].dialects == ("A", "A>")
    assert pairs["工业", "产业"].canonical_count == 80


def test_check_pairs_passes_over_what_is_not_all_han() -> None:
    tables = {"A": [("产业ABC", "工业"), ("发展", "成长3"), ("产业", "工业"), ("推动" * 5, "促进")]}
    found = [pair[:2] for pair in check_pairs(tables, [CORPUS + "产业ABC" + "推动" * 5], 1)]
    assert found == [("工业", "产业")]


def test_a_substitute_of_one_character_needs_a_dialect_that_writes_it() -> None:
    tables = {"A": [("发展", "兴"), ("产业", "工业"), ("产业", "业")]}
    found = [pair[:2] for pair in check_pairs(tables, [CORPUS], 40)]
    assert found == [("产业", "业"), ("兴", "发展"), ("工业", "产业")]


def test_read_spinner_table_passes_over_lines_that_are_no_pair(tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    path.write_text("发展=，成长\n=成长\n发展\t发展\n发展\n产业\t工业\t实业\n", encoding="utf-8")
    assert read_spinner_table(path) == [("产业", "工业")]


def test_a_dialect_writes_the_first_partner_of_its_table() -> None:
    tables = {"A": [("发展", "成长"), ("发展", "生长")]}
    pairs = {p.variant: p.dialects for p in check_pairs(tables, [CORPUS], 10)}
    assert pairs == {"成长": ("A", "A>"), "生长": ()}


def test_import_writes_tables_that_read_back(tmp_path: Path) -> None:
    corpus, table, out = tmp_path / "corpus.txt", tmp_path / "table.txt", tmp_path / "spun"
    corpus.write_text(CORPUS, encoding="utf-8")
    table.write_text("发展\t成长\n", encoding="utf-8")
    assert main(["import", f"A={table}", "--corpus", str(corpus), "-o", str(out)]) == 0
    assert list(read_pairs(out / "mined.tsv")) == [Pair("成长", "发展", ("A", "A>"), 40, 0)]
    assert [row.cells["word"] for row in read_table(out / "telltales.tsv", ("word",))] == []


def test_build_model_writes_a_model_that_loads(tmp_path: Path) -> None:
    corpus, out = tmp_path / "corpus.txt", tmp_path / "own.lm"
    corpus.write_text(CORPUS, encoding="utf-8")
    assert main(["build-model", str(corpus), "-o", str(out)]) == 0
    assert LanguageModel.load(out).header["sources"] == ["corpus.txt"]


def test_a_missing_table_ends_with_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text(CORPUS, encoding="utf-8")
    assert main(["import", "A=missing.txt", "--corpus", str(corpus), "-o", str(tmp_path)]) == 4
    assert "missing.txt" in capsys.readouterr().err
