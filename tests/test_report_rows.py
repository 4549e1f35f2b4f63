"""How a document's source and text are laid beside each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen_clean.cleaner import Cleaner
from gongwen_clean.document import Document, Edit, Finding
from gongwen_clean.edits import apply_edits
from gongwen_clean.report.kinds import KINDS, edit_kind
from gongwen_clean.report.rows import Row, lay_rows

CLEANER = Cleaner("safe")
PIECES = ["关于", "\n", "打印", "，", ",", " ", "\r\n", "一、", "。", "会员登录 退出", "\x85", "a\x0bb", "時"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=80)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any text with any edits and findings."""
    source = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(source)), max_size=12)))
    edits = tuple(
        Edit(a, b, after, "rule")
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
        if (after := draw(st.sampled_from(["", "\n", "，", "新\n的", "词"]))) != source[a:b]
    )
    places = draw(st.lists(st.tuples(st.integers(0, len(source)), st.integers(0, 5)), max_size=4))
    findings = tuple(Finding("kind", a, min(len(source), a + n), "why") for a, n in sorted(places))
    return Document(None, source, apply_edits(source, edits), edits, findings=findings)


def sides(rows: list[Row]) -> tuple[str, str]:
    pieces = [piece for row in rows for piece in row.pieces]
    return "".join(piece.before for piece in pieces), "".join(piece.after for piece in pieces)


def document(source: str, *edits: Edit, findings: tuple[Finding, ...] = ()) -> Document:
    return Document(None, source, apply_edits(source, edits), edits, findings=findings)


@given(documents())
def test_sides_of_the_rows_are_source_and_text(any_document: Document) -> None:
    assert sides(lay_rows(any_document)) == (any_document.source, any_document.text)


@given(documents())
def test_rows_know_where_they_start_and_every_edit_stands_in_one(any_document: Document) -> None:
    rows = lay_rows(any_document)
    at = 0
    for row in rows:
        assert row.start == at
        at += sum(len(piece.before) for piece in row.pieces)
    numbers = [piece.edit for row in rows for piece in row.pieces if piece.edit is not None]
    assert numbers == list(range(len(any_document.edits)))


@given(TEXTS)
def test_sides_of_what_the_cleaner_made_are_source_and_text(text: str) -> None:
    cleaned = CLEANER.run(text)
    assert sides(lay_rows(cleaned)) == (cleaned.source, cleaned.text)


def test_paragraphs_are_numbered_as_they_stand_in_the_text() -> None:
    rows = lay_rows(
        document("一\n打印 关闭\n二三", Edit(2, 8, "", "shell.controls"), Edit(9, 9, "\n", "split"))
    )
    assert [(row.number, row.is_removed) for row in rows] == [(1, False), (0, True), (2, False), (3, False)]


def test_removed_lines_side_by_side_are_one_row() -> None:
    rows = lay_rows(document("打印\n关闭\n正文", Edit(0, 3, "", "a"), Edit(3, 6, "", "b")))
    assert [(row.is_removed, len(row.pieces)) for row in rows] == [(True, 2), (False, 1)]
    assert rows[0].removed_chars == 4


def test_number_of_a_page_inside_a_paragraph_stays_in_its_row() -> None:
    rows = lay_rows(document("推动产\n12、业发展", Edit(3, 7, "", "fragments.join")))
    assert [row.is_removed for row in rows] == [False]


def test_long_paragraph_goes_on_in_rows_without_numbers() -> None:
    rows = lay_rows(document("很长的一句话，没有别的。" * 1000 + "\n下一段"))
    assert len(rows) > 3
    assert [row.number for row in rows if row.number] == [1, 2]
    assert max(len(sides([row])[0]) for row in rows) < 7000


def test_finding_is_marked_in_unchanged_text_only() -> None:
    findings = (Finding("a", 1, 2, ""), Finding("b", 3, 5, ""))
    rows = lay_rows(document("甲乙丙丁戊", Edit(4, 5, "己", "r"), findings=findings))
    assert [(p.before, p.finding) for p in rows[0].pieces if p.finding is not None] == [("乙", 0)]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("，", "", "removed"),
        ("", "》", "inserted"),
        ("産业", "产业", "replaced"),
        ("(", "（", "form"),
        ("１２", "12", "form"),
        ("\n", "", "line"),
        ("", "\n", "line"),
        (" \n", "\n", "line"),
    ],
)
def test_kind_of_an_edit_is_what_it_does(before: str, after: str, kind: str) -> None:
    assert edit_kind(before, after) == kind
    assert kind in KINDS
