"""What lint finds in tables, and that it finds nothing wrong in the shipped ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen_clean.errors import LexiconError
from gongwen_clean.lexicon import lexicon_folder
from gongwen_clean.lexicon_cli import main
from gongwen_clean.lexicon_lint import Entry, Problem, Table, find_loops, find_swallowed, lint

HEADER = "# Pairs. licence: Apache-2.0. order: by id. reader: none"
MINED = f"{HEADER}\nid\tvariant\tcanonical\tsource\n"
CURATED = f"{HEADER}\nid\tvariant\tcanonical\tsource\tyes\tno\tnote\n"
GOOD = "a-1\t成长\t发展\tseed\t推动经济成长。\t少年健康成长。\t-"

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def call(text: str) -> Path:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.tsv"
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return path

    return call


def _told(*paths: Path) -> list[tuple[int, str, bool]]:
    return [(p.line, p.message, p.is_error) for p in lint(paths)]


def _table(*pairs: tuple[str, str], curated: bool = True) -> Table:
    columns = ("id", "variant", "canonical", "source", *(("yes", "no") if curated else ()))
    path = Path("t.tsv")
    cells = [{"id": f"t-{n}", "variant": v, "canonical": c} for n, (v, c) in enumerate(pairs, 1)]
    return Table(path, "", columns, [Entry(path, n, row) for n, row in enumerate(cells, 1)])


def _loops(*pairs: tuple[str, str]) -> set[str]:
    return {problem.message.rpartition(": ")[2] for problem in find_loops([_table(*pairs)])}


def test_shipped_tables_have_no_error() -> None:
    tables = sorted((lexicon_folder() / "spun").glob("*.tsv"))
    assert [str(problem) for problem in lint(tables) if problem.is_error] == []


def test_lint_is_silent_on_a_good_table(write: Write) -> None:
    assert lint([write(f"{CURATED}{GOOD}\n")]) == []


def test_problem_reads_file_line_id_message() -> None:
    problem = Problem(Path("a.tsv"), 7, "a-1", "is odd", False)
    assert str(problem) == "a.tsv:7: a-1: note: is odd"


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ("a-1\t成长\t发展\tA\na-2\t成长\t发展\tB\n", 4, "repeats 成长 → 发展 of line 3"),
        ("a-1\t成长\t成长\tA\n", 3, "maps 成长 to itself"),
        ("a-1\t成长\t发展\n", 3, "3 cells for 4 columns"),
        ("a-1\t成长\t\tA\n", 3, "empty cell"),
        ("a-2\t成长\t发展\tA\na-1\t名目\t项目\tA\n", 4, "stands after line 3"),
        ("a-1\t成长\t发展\tA\na-1\t名目\t项目\tA\n", 4, "its id is that of"),
        ("a-1\tcafe\u0301\t发展\tA\n", 3, "NFC"),
        ("a-1\t成长\t发展\tA\r\n", 3, "CR"),
        ("a-1\t成长\t发展\tA", 3, "no LF"),
    ],
)
def test_lint_tells_the_fault_of_a_row(write: Write, rows: str, line: int, words: str) -> None:
    [(where, message, is_error)] = _told(write(MINED + rows))
    assert (where, is_error) == (line, True)
    assert words in message


@pytest.mark.parametrize(
    ("sentences", "words"),
    [
        ("推动经济发展。\t少年健康成长。", "under yes lacks 成长"),
        ("推动经济成长。\t少年健康发育。", "under no lacks 成长"),
        ("推动经济成长。\t推动经济成长。", "identical"),
    ],
)
def test_lint_tells_sentences_that_test_nothing(write: Write, sentences: str, words: str) -> None:
    [(line, message, is_error)] = _told(write(f"{CURATED}a-1\t成长\t发展\tseed\t{sentences}\t-\n"))
    assert (line, is_error) == (3, True)
    assert words in message


def test_lint_takes_an_entry_without_counterexample(write: Write) -> None:
    assert lint([write(f"{CURATED}a-1\t畛域\t领域\tseed\t进入新畛域。\t-\t-\n")]) == []


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ("variant\tcanonical\tsource", "no column id"),
        ("id\tvariant\tsource", "no column canonical"),
        ("id\tvariant\tcanonical\tsource\tyes", "no column no"),
        ("id\tword\tword", "same name"),
    ],
)
def test_lint_tells_wrong_columns(write: Write, columns: str, words: str) -> None:
    assert any(words in message for _, message, _ in _told(write(f"{HEADER}\n{columns}\n")))


def test_lint_sorts_by_the_columns_that_the_header_names(write: Write) -> None:
    text = "# order: by word, id. reader: none\nid\tword\nb\t乙\na\t甲\nz\t甲乙\nc\t甲\n"
    assert any("the order is by word, id" in message for line, message, _ in _told(write(text)) if line == 6)


def test_lint_takes_rivals_in_either_order_as_one_entry(write: Write) -> None:
    text = f"{HEADER}\nid\tone\tother\no-1\t上\t下\no-2\t下\t上\n"
    assert [line for line, *_ in _told(write(text))] == [4]


def test_lint_finds_an_id_that_another_table_has(write: Write) -> None:
    one, two = write(f"{CURATED}{GOOD}\n"), write(f"{MINED}a-1\t名目\t项目\tA\n")
    assert [message for _, message, _ in _told(one, two)] == [f"its id is that of {one}:3; give it a new one"]


def test_lint_tells_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "gbk.tsv"
    path.write_bytes((MINED + "a-1\t成长\t发展\tA\n").encode("gb18030"))
    assert [(line, "UTF-8" in message) for line, message, _ in _told(path)] == [(3, True)]


def test_lint_tells_a_table_without_columns(write: Write) -> None:
    assert ["no line of column names" in message for _, message, _ in _told(write(f"{HEADER}\n"))] == [True]


def test_lint_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        lint([tmp_path / "none.tsv"])


def test_both_directions_of_curated_pairs_are_noted_once() -> None:
    assert _loops(("产业", "工业"), ("工业", "产业")) == {"产业 → 工业 → 产业"}


def test_longer_loops_are_noted_once() -> None:
    assert _loops(("甲", "乙"), ("乙", "丙"), ("丙", "甲")) == {"甲 → 乙 → 丙 → 甲"}


def test_chains_that_end_are_no_loops() -> None:
    assert _loops(("甲", "乙"), ("乙", "丙"), ("甲", "丙"), ("丁", "丁")) == set()


def test_mined_pairs_may_stand_in_both_directions() -> None:
    assert list(find_loops([_table(("产业", "工业"), ("工业", "产业"), curated=False)])) == []


@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from("甲乙丙丁")), max_size=8, unique=True))
def test_loops_are_noted_exactly_where_a_word_leads_back_to_itself(pairs: list[tuple[str, str]]) -> None:
    reach = {pair for pair in pairs if pair[0] != pair[1]}
    while more := {(a, d) for a, b in reach for c, d in reach if b == c} - reach:
        reach |= more
    noted = {word for loop in _loops(*pairs) for word in loop.split(" → ")}
    assert noted == {a for a, b in reach if a == b}


def test_a_variant_that_holds_another_repaired_otherwise_is_noted() -> None:
    [note] = find_swallowed(_table(("成长", "发展"), ("成长率", "增长率")))
    assert (note.id, note.is_error, "holds 成长" in note.message) == ("t-2", False, True)


def test_a_variant_that_holds_another_repaired_alike_is_not_noted() -> None:
    assert list(find_swallowed(_table(("成长", "发展"), ("成长方针", "发展方针")))) == []


def test_swallowed_variants_of_a_mined_table_are_one_note() -> None:
    pairs = (("成长", "发展"), ("成长率", "增长率"), ("成长股", "绩优股"))
    [note] = find_swallowed(_table(*pairs, curated=False))
    assert "2 variants" in note.message


def test_command_prints_each_problem_and_ends_with_1(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(f"{MINED}a-1\t成长\t成长\tA\n")
    assert main(["lint", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == f"{path}:3: a-1: error: maps 成长 to itself; remove it\n"
    assert err == "1 tables: 1 errors, 0 notes\n"


def test_command_checks_the_shipped_tables_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint"]) == 0
    assert " 0 errors" in capsys.readouterr().err
