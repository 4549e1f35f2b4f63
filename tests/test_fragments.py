"""Pieces that a portal cut and numbered: which chains of numbers are taken for cuts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import pytest

from gongwen_clean.edits import apply_edits
from gongwen_clean.normalizers.fragments import JoinFragments

RUN = "各镇要抓好春耕备耕工作并把种子化肥农机送到田间地头" * 40


def cut(*sizes: int, end: str = "", before: str = "\n") -> str:
    """A text in numbered pieces of so many characters; each but the last ends on `end`."""
    pieces = [RUN[: size - len(end)] + end for size in sizes[:-1]] + [RUN[: sizes[-1]]]
    return before.join(f"{n}、{piece}" for n, piece in zip(count(1), pieces))


def joined(sizes: Sequence[int], end: str = "") -> str:
    """The same text before it was cut."""
    return "".join(RUN[: size - len(end)] + end for size in sizes[:-1]) + RUN[: sizes[-1]]


def clean(text: str) -> str:
    return apply_edits(text, JoinFragments().edits(text))


@pytest.mark.parametrize(
    "sizes",
    [
        (100, 100, 40),
        (100, 102, 40),
        (60, 100, 102, 98, 40),
        (180, 100, 100, 100, 102),
        (38, 38, 38, 38),
        (250, 90),
        (252, 90),
        (298, 300),
        (100, 250, 30),
        (100, 252, 30),
    ],
)
def test_pieces_of_like_size_are_joined(sizes: tuple[int, ...]) -> None:
    assert clean(cut(*sizes)) == joined(sizes)


@pytest.mark.parametrize(
    "sizes",
    [
        (100, 103, 40),
        (60, 100, 105, 90, 40),
        (100, 100, 100, 103),
        (37, 37, 37, 37),
        (253, 90),
        (200, 90),
        (250, 253),
        (100, 200, 30),
        (250, 200, 90),
    ],
)
def test_pieces_of_unlike_or_small_size_stay(sizes: tuple[int, ...]) -> None:
    assert clean(cut(*sizes)) == cut(*sizes)


def test_items_that_end_sentences_stay_though_of_one_size() -> None:
    assert clean(text := cut(100, 100, 100, 60, end="。")) == text


def test_most_pieces_must_be_cut_inside_a_sentence() -> None:
    pieces = [RUN[:99] + end for end in "的。。的。"]
    few = "\n".join(f"{n}、{piece}" for n, piece in zip(count(1), pieces))
    assert clean(few) == few
    many = few.replace("。\n3", "的\n3")
    assert clean(many) == "".join(pieces).replace("。", "的", 1)


@pytest.mark.parametrize("before", ["\n", "\n\u3000\u3000", " ", "\n" * 20, "\u3000" * 10])
def test_blanks_before_a_number_go_with_it(before: str) -> None:
    assert clean(cut(100, 100, 100, 60, before=before)) == joined((100, 100, 100, 60))


@pytest.mark.parametrize(("blanks", "is_cut"), [(20, True), (30, False)])
def test_blanks_behind_a_number_do_not_count_as_long_as_they_are_few(blanks: int, is_cut: bool) -> None:
    text = cut(100, 100, 100, 100, 60).replace("、", "、" + " " * blanks)
    assert (clean(text) != text) == is_cut


def test_a_text_may_begin_with_a_few_lines_that_are_not_cut() -> None:
    text, head = cut(100, 100, 100, 60), "关于春耕的通知\n来源禾县\n今日\n各镇并各村"
    assert clean(f"{head}\n{text}") == head + joined((100, 100, 100, 60))
    assert clean(f"禾县门户\n{head}\n{text}") == f"禾县门户\n{head}\n{text}"


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_like_number_inside_a_piece_is_no_cut(number: int) -> None:
    false = f" {number}、"
    text = cut(100, 100, 100, 60).replace("2、" + RUN[:53], "2、" + RUN[:50] + false)
    expected = RUN[:100] + RUN[:50] + false + RUN[53:100] + RUN[:100] + RUN[:60]
    assert clean(text) == expected
