"""Tests of the tables themselves: form, uniqueness, order, and what each pattern matches."""

import re
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from gongwen_clean.errors import LexiconError
from gongwen_clean.lexicon import lexicon_folder, read_patterns, read_table
from gongwen_clean.matching.folding import fold_width

FOLDER = lexicon_folder()
TABLES = sorted(FOLDER.rglob("*.tsv"))
PATTERN_FILES = sorted((FOLDER / "shell").glob("*.toml"))
PATTERNS: list[dict[str, Any]] = [entry for path in PATTERN_FILES for entry in read_patterns(path)]
KEYS = {"title", "index_number", "doc_number", "issuer", "topic", "source", "author", "category", "views"} | {
    *("date_issued", "date_published", "date_effective", "validity", "disclosure", "keywords", "pages")
}
NESTED_QUANTIFIER = re.compile(r"[+*}]\)(?:[+*]|\{\d+,\d*\})")

each_table = pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
each_pattern = pytest.mark.parametrize("entry", PATTERNS, ids=lambda entry: entry["id"])


def _rows(path: Path) -> list[dict[str, str]]:
    return [row.cells for row in read_table(path, ("id",))]


def _header(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").split("\n")
    return "\n".join(line for line in lines if line.startswith("#"))


def _find(entry: dict[str, Any], text: str) -> re.Match[str] | None:
    regex = re.compile(entry["pattern"])
    view = fold_width(text)
    return regex.fullmatch(view) if entry["scope"] == "line" else regex.search(view)


def test_lexicons_hold_tables_of_every_kind() -> None:
    assert {"labels", "controls", "quoted_terms", "mined", "telltales"} <= {path.stem for path in TABLES}


@each_table
def test_table_has_entries(path: Path) -> None:
    assert _rows(path)


@each_table
def test_table_ids_are_unique(path: Path) -> None:
    assert [i for i, times in Counter(row["id"] for row in _rows(path)).items() if times > 1] == []


@each_table
def test_table_has_no_empty_cell(path: Path) -> None:
    assert [row["id"] for row in _rows(path) if not all(cell.strip() for cell in row.values())] == []


@each_table
def test_table_is_nfc_with_plain_line_ends(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert text == unicodedata.normalize("NFC", text).replace("\r", "")


@each_table
def test_table_ends_with_one_newline(path: Path) -> None:
    assert re.search(r"[^\n]\n\Z", path.read_bytes().decode("utf-8"))


@each_table
@pytest.mark.parametrize("word", ["columns:", "licence:", "order:", "reader:"])
def test_table_header_names(path: Path, word: str) -> None:
    assert word in _header(path).lower()


@each_table
def test_table_is_sorted_as_its_header_says(path: Path) -> None:
    match = re.search(r"[Oo]rder: by ([\w, ]+?)[;.]", _header(path))
    assert match
    columns = match[1].split(", ")
    order = [tuple(row[column] for column in columns) for row in _rows(path)]
    assert order == sorted(order)


@each_table
def test_table_ids_are_unique_among_all_tables(path: Path) -> None:
    others = {row["id"] for other in TABLES if other != path for row in _rows(other)}
    assert {row["id"] for row in _rows(path)} & others == set()


def test_labels_map_to_a_metadata_key_or_to_none() -> None:
    assert {row["key"] for row in _rows(FOLDER / "metadata" / "labels.tsv")} <= KEYS | {"-"}


def test_labels_are_unique_and_without_blanks() -> None:
    labels = [row["label"] for row in _rows(FOLDER / "metadata" / "labels.tsv")]
    assert sorted("".join(label.split()) for label in labels) == sorted(set(labels))


def test_controls_are_strong_or_weak() -> None:
    assert {row["strength"] for row in _rows(FOLDER / "shell" / "controls.tsv")} == {"strong", "weak"}


def test_controls_are_unique_words_in_one_width() -> None:
    words = [row["word"] for row in _rows(FOLDER / "shell" / "controls.tsv")]
    assert sorted(map(fold_width, words)) == sorted(set(words))


def test_quoted_terms_are_without_quotation_marks() -> None:
    terms = [row["term"] for row in _rows(FOLDER / "signs" / "quoted_terms.tsv")]
    assert [term for term in terms if set(term) & set("“”\"'")] == []


def test_quoted_terms_name_a_source_each() -> None:
    assert [r["id"] for r in _rows(FOLDER / "signs" / "quoted_terms.tsv") if r["source"] == "-"] == []


def test_mined_pairs_are_counted_ten_times_at_least() -> None:
    assert [r["id"] for r in _rows(FOLDER / "spun" / "mined.tsv") if int(r["count"]) < 10] == []


def test_mined_pairs_change_the_word() -> None:
    assert [r["id"] for r in _rows(FOLDER / "spun" / "mined.tsv") if r["variant"] == r["canonical"]] == []


def test_mined_ids_tell_the_pair() -> None:
    rows = _rows(FOLDER / "spun" / "mined.tsv")
    assert [r["id"] for r in rows if r["id"] != f"spun.mined:{r['variant']}>{r['canonical']}"] == []


def test_mined_words_are_han() -> None:
    han = re.compile(r"[\u4e00-\u9fff]{1,8}")
    words = {
        row[column] for row in _rows(FOLDER / "spun" / "mined.tsv") for column in ("variant", "canonical")
    }
    assert [word for word in words if not han.fullmatch(word)] == []


def test_telltales_weigh_more_than_nothing() -> None:
    assert [r["id"] for r in _rows(FOLDER / "spun" / "telltales.tsv") if float(r["weight"]) <= 0] == []


def test_telltales_are_variants_of_mined_pairs() -> None:
    variants = {row["variant"] for row in _rows(FOLDER / "spun" / "mined.tsv")}
    assert {row["word"] for row in _rows(FOLDER / "spun" / "telltales.tsv")} <= variants


@pytest.mark.parametrize("path", PATTERN_FILES, ids=lambda path: path.stem)
def test_pattern_file_is_nfc_with_plain_line_ends(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert text == unicodedata.normalize("NFC", text).replace("\r", "")


@pytest.mark.parametrize("path", PATTERN_FILES, ids=lambda path: path.stem)
def test_pattern_file_holds_nothing_but_patterns(path: Path) -> None:
    assert set(tomllib.loads(path.read_text(encoding="utf-8"))) == {"pattern"}


def test_pattern_ids_are_unique() -> None:
    assert [i for i, times in Counter(entry["id"] for entry in PATTERNS).items() if times > 1] == []


@each_pattern
def test_pattern_entry_has_all_keys(entry: dict[str, Any]) -> None:
    assert set(entry) >= {"id", "role", "scope", "pattern", "why", "source", "matches", "ignores"}


@each_pattern
def test_pattern_has_a_known_role(entry: dict[str, Any]) -> None:
    assert entry["role"] in {"banner", "byline", "control", "crumb", "portal", "tail"}


@each_pattern
def test_pattern_has_a_known_scope(entry: dict[str, Any]) -> None:
    assert entry["scope"] in {"line", "span"}


@each_pattern
def test_pattern_matches_all_that_it_should(entry: dict[str, Any]) -> None:
    assert [text for text in entry["matches"] if not _find(entry, text)] == []


@each_pattern
def test_pattern_ignores_all_that_it_should(entry: dict[str, Any]) -> None:
    assert [text for text in entry["ignores"] if _find(entry, text)] == []


@each_pattern
@pytest.mark.parametrize("kind", ["matches", "ignores"])
def test_pattern_has_an_example_of_either_kind(entry: dict[str, Any], kind: str) -> None:
    assert entry[kind]


@each_pattern
def test_pattern_has_no_nested_quantifier(entry: dict[str, Any]) -> None:
    assert NESTED_QUANTIFIER.search(entry["pattern"]) is None


@each_pattern
def test_pattern_has_no_open_quantifier(entry: dict[str, Any]) -> None:
    bare = re.sub(r"\[[^\]]*\]", "C", entry["pattern"])
    assert re.search(r"(?<!\\)(?:\.|C|\))[*]", bare) is None


@each_pattern
def test_pattern_groups_are_metadata_keys(entry: dict[str, Any]) -> None:
    assert set(re.compile(entry["pattern"]).groupindex) <= KEYS


def test_nested_quantifiers_are_seen() -> None:
    assert NESTED_QUANTIFIER.search(r"(?:a+)+")


def test_read_table_tells_file_and_line_of_a_row_of_another_width(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("# a table\nid\tword\nw-1\t甲\nw-2\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"words\.tsv:4: 1 cells"):
        list(read_table(path, ("id", "word")))


def test_read_table_tells_the_column_that_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("id\tword\nw-1\t甲\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="no column source"):
        list(read_table(path, ("id", "word", "source")))


def test_read_table_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read: No such file"):
        list(read_table(tmp_path / "none.tsv", ("id",)))


def test_read_table_refuses_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_bytes("id\tword\nw-1\t县\n".encode("gb18030"))
    with pytest.raises(LexiconError, match=r"words\.tsv:2: is not UTF-8"):
        list(read_table(path, ("id",)))


def test_read_patterns_tells_what_a_pattern_lacks(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text('[[pattern]]\nid = "a"\npattern = "b"\n', encoding="utf-8")
    with pytest.raises(LexiconError, match="pattern 1 lacks why"):
        read_patterns(path)


def test_read_patterns_refuses_a_file_that_is_no_toml(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text("[[pattern", encoding="utf-8")
    with pytest.raises(LexiconError, match="cannot be read as a pattern table"):
        read_patterns(path)
