"""Edits: applied, tidied, inverted, composed, and mapped back."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen_clean.document import Edit
from gongwen_clean.edits import (
    SourceMap,
    apply_edits,
    compose_edits,
    drop_overlaps,
    invert_edits,
    tidy_edits,
)
from gongwen_clean.errors import EditError

from .strategies import edit_lists

SOURCES = st.text("abcd", max_size=12)
thorough = settings(max_examples=200)


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    source = draw(SOURCES)
    return source, draw(edit_lists(source))


@st.composite
def twice_edited_texts(draw: st.DrawFn) -> tuple[str, list[Edit], list[Edit]]:
    source, first = draw(edited_texts())
    return source, first, draw(edit_lists(apply_edits(source, first)))


def _apply_one_by_one(text: str, edits: list[Edit]) -> str:
    for edit in reversed(edits):
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text


def _names(edits: list[Edit]) -> set[str]:
    return {name for edit in edits for name in edit.rule.split("+")}


@given(case=edited_texts())
@thorough
def test_apply_edits_equals_edits_made_one_by_one_from_the_end(case: tuple[str, list[Edit]]) -> None:
    source, edits = case
    assert apply_edits(source, edits) == _apply_one_by_one(source, edits)


def test_apply_edits_returns_the_same_object_without_edits() -> None:
    text = "".join(["禾", "县"])
    assert apply_edits(text, []) is text


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, 4, "", "far")],
        [Edit(-1, 1, "", "negative")],
        [Edit(2, 1, "", "backwards")],
        [Edit(0, 2, "", "one"), Edit(1, 3, "", "overlap")],
        [Edit(2, 3, "", "late"), Edit(0, 1, "", "unsorted")],
    ],
    ids=lambda edits: edits[-1].rule,
)
def test_apply_edits_raises_for_edits_that_do_not_fit(edits: list[Edit]) -> None:
    with pytest.raises(EditError, match=edits[-1].rule if len(edits) > 1 else edits[0].rule):
        apply_edits("甲乙丙", edits)


@given(case=edited_texts())
@thorough
def test_invert_edits_leads_back_to_the_source(case: tuple[str, list[Edit]]) -> None:
    source, edits = case
    assert apply_edits(apply_edits(source, edits), invert_edits(source, edits)) == source


@given(case=edited_texts())
@thorough
def test_invert_edits_twice_gives_the_edits(case: tuple[str, list[Edit]]) -> None:
    source, edits = case
    assert invert_edits(apply_edits(source, edits), invert_edits(source, edits)) == edits


@given(case=edited_texts())
@thorough
def test_tidy_edits_keeps_the_effect(case: tuple[str, list[Edit]]) -> None:
    source, edits = case
    assert apply_edits(source, tidy_edits(source, edits)) == apply_edits(source, edits)


def test_tidy_edits_drops_an_edit_that_changes_nothing() -> None:
    assert tidy_edits("甲乙", [Edit(0, 1, "甲", "same")]) == []


def test_tidy_edits_joins_neighbours_of_one_rule() -> None:
    assert tidy_edits("甲乙", [Edit(1, 2, "丁", "r"), Edit(0, 1, "丙", "r")]) == [Edit(0, 2, "丙丁", "r")]


def test_tidy_edits_gives_neighbours_that_it_joins_no_candidates() -> None:
    edits = [Edit(0, 1, "丙", "r", 2.0, ("丁", "甲")), Edit(1, 2, "戊", "r", 2.0, ("乙",))]
    assert tidy_edits("甲乙", edits) == [Edit(0, 2, "丙戊", "r", 2.0)]


def test_compose_edits_keeps_the_candidates_of_an_edit_that_no_other_meets() -> None:
    first, second = [Edit(0, 1, "", "r")], [Edit(1, 2, "丁", "s", 3.0, ("丙", "乙"))]
    assert compose_edits("甲-乙", first, second)[-1].candidates == ("丙", "乙")


def test_compose_edits_gives_edits_that_meet_no_candidates() -> None:
    first, second = [Edit(0, 1, "乙", "r")], [Edit(0, 2, "丁", "s", 3.0, ("丙丙", "乙丙"))]
    assert compose_edits("甲丙", first, second) == [Edit(0, 2, "丁", "r+s", 3.0)]


def test_tidy_edits_keeps_neighbours_of_two_rules_apart() -> None:
    edits = [Edit(0, 1, "丙", "q"), Edit(1, 2, "丁", "r")]
    assert tidy_edits("甲乙", edits) == edits


@given(bounds=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), max_size=8))
@thorough
def test_drop_overlaps_leaves_sorted_disjoint_edits(bounds: list[tuple[int, int]]) -> None:
    kept = drop_overlaps(Edit(start, start + length, "x", "r") for start, length in bounds)
    assert all(one.end <= two.start for one, two in pairwise(kept))


@given(bounds=st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), max_size=8))
@thorough
def test_drop_overlaps_drops_only_what_overlaps_an_edit_given_before(bounds: list[tuple[int, int]]) -> None:
    edits = [Edit(start, start + length, "x", "r") for start, length in bounds]
    naive: list[Edit] = []
    for edit in edits:
        if all(edit.end <= other.start or other.end <= edit.start for other in naive):
            naive.append(edit)
    assert drop_overlaps(edits) == sorted(naive)


def test_compose_edits_keeps_a_replacement_apart_from_the_deletion_behind_it() -> None:
    deleted, replaced = Edit(1, 2, "", "r"), Edit(0, 1, "丁", "q")
    assert compose_edits("甲乙丙", [deleted], [replaced]) == [replaced, deleted]


@given(case=twice_edited_texts())
@settings(max_examples=500)
def test_compose_edits_does_what_first_and_second_do(case: tuple[str, list[Edit], list[Edit]]) -> None:
    source, first, second = case
    both = apply_edits(apply_edits(source, first), second)
    assert apply_edits(source, compose_edits(source, first, second)) == both


@given(case=twice_edited_texts())
@thorough
def test_compose_edits_names_only_rules_that_it_was_given(case: tuple[str, list[Edit], list[Edit]]) -> None:
    source, first, second = case
    assert _names(compose_edits(source, first, second)) <= _names(first) | _names(second)


@given(case=edited_texts())
@thorough
def test_compose_edits_of_edits_and_their_inverse_is_nothing(case: tuple[str, list[Edit]]) -> None:
    source, edits = case
    back = invert_edits(source, edits)
    assert apply_edits(source, compose_edits(source, edits, back)) == source


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([Edit(1, 2, "x", "p")], [Edit(1, 2, "y", "q")], [Edit(1, 2, "y", "p+q")]),
        ([Edit(1, 2, "", "p")], [Edit(0, 2, "y", "q")], [Edit(0, 3, "y", "q+p")]),
        ([Edit(1, 1, "xyz", "p")], [Edit(2, 3, "", "q")], [Edit(1, 1, "xz", "p+q")]),
        ([Edit(0, 1, "x", "p")], [Edit(0, 1, "y", "p")], [Edit(0, 1, "y", "p")]),
        ([Edit(0, 1, "x", "p+q")], [Edit(0, 1, "y", "q+r")], [Edit(0, 1, "y", "p+q+r")]),
    ],
    ids=["replaced-twice", "deleted-around", "cut-in-insertion", "one-rule", "three-rules"],
)
def test_compose_edits_joins_edits_in_one_place_under_both_rules(
    first: list[Edit], second: list[Edit], expected: list[Edit]
) -> None:
    composed = compose_edits("abcd", first, second)
    assert [(e.start, e.end, e.after, set(e.rule.split("+"))) for e in composed] == [
        (e.start, e.end, e.after, set(e.rule.split("+"))) for e in expected
    ]


def test_compose_edits_keeps_edits_in_two_places_apart() -> None:
    composed = compose_edits("abcd", [Edit(0, 1, "xx", "p")], [Edit(4, 5, "y", "q")])
    assert composed == [Edit(0, 1, "xx", "p"), Edit(3, 4, "y", "q")]


def test_compose_edits_keeps_an_insertion_apart_from_a_deletion_before_or_behind_it() -> None:
    composed = compose_edits("abcd", [Edit(1, 2, "", "p")], [Edit(2, 2, "y", "q")])
    assert composed == [Edit(1, 2, "", "p"), Edit(3, 3, "y", "q")]
    composed = compose_edits("abcd", [Edit(2, 3, "", "p")], [Edit(1, 1, "y", "q")])
    assert composed == [Edit(1, 1, "y", "q"), Edit(2, 3, "", "p")]


def test_compose_edits_makes_a_replacement_of_a_deletion_and_an_insertion_in_its_place() -> None:
    composed = compose_edits("abcd", [Edit(1, 2, "", "p")], [Edit(1, 1, "y", "q")])
    assert composed == [Edit(1, 2, "y", "p+q")]


def test_compose_edits_drops_what_changes_back() -> None:
    assert compose_edits("abcd", [Edit(1, 2, "x", "p")], [Edit(1, 2, "b", "q")]) == []


@given(case=edited_texts(), start=st.integers(0, 40), length=st.integers(0, 40))
@thorough
def test_source_map_span_lies_inside_the_source(
    case: tuple[str, list[Edit]], start: int, length: int
) -> None:
    source, edits = case
    text = apply_edits(source, edits)
    start, end = min(start, len(text)), min(start + length, len(text))
    first, last = SourceMap(edits).span(start, end)
    assert 0 <= first <= last <= len(source)


@given(case=edited_texts())
@thorough
def test_source_map_span_grows_with_the_span(case: tuple[str, list[Edit]]) -> None:
    source, edits = case
    places = SourceMap(edits)
    ends = [places.span(0, end)[1] for end in range(len(apply_edits(source, edits)) + 1)]
    assert ends == sorted(ends)


@given(case=edited_texts())
@thorough
def test_source_map_places_an_untouched_character_where_it_stands(case: tuple[str, list[Edit]]) -> None:
    source, edits = case
    marked = [*source]
    touched = {at for edit in edits for at in range(edit.start, edit.end)}
    shift, expected = 0, []
    for at in range(len(marked)):
        shift = sum(len(e.after) - (e.end - e.start) for e in edits if e.end <= at)
        if at not in touched:
            expected.append((at + shift, at))
    places = SourceMap(edits)
    assert [places.span(there, there + 1) for there, _ in expected] == [(at, at + 1) for _, at in expected]


def test_source_map_takes_in_a_replacement_that_a_span_begins_inside() -> None:
    assert SourceMap([Edit(1, 3, "xyz", "r")]).span(2, 5) == (1, 4)


def test_source_map_leaves_a_deletion_before_the_span_outside() -> None:
    assert SourceMap([Edit(0, 3, "", "strip")]).span(0, 2) == (3, 5)


def test_source_map_without_edits_gives_the_span_itself() -> None:
    assert SourceMap([]).span(2, 5) == (2, 5)
