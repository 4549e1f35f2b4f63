"""Facts, titles and document numbers: what no repair of words may touch."""

import pytest

from gongwen_clean.matching.doc_number import find_doc_numbers
from gongwen_clean.matching.facts import find_facts, find_titles


def _found(text: str) -> list[str]:
    return [text[start:end] for start, end in find_facts(text)]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("同比增长5.6%,完成", ["5.6%"]),
        ("投资3,500万元", ["3,500万元"]),
        ("耗时3个月", ["3个月"]),
        ("人口8万", ["8万"]),
        ("2023年5月1日起", ["2023年", "5月", "1日"]),
        ("二〇二三年六月", ["二〇二三年", "六月"]),
        ("按照GB/T-9704执行", ["GB/T-9704"]),
        ("依据第十二条", ["第十二条"]),
        ("全市第一名", ["第一名"]),
    ],
)
def test_find_facts_finds_a_fact_with_its_unit(text: str, facts: list[str]) -> None:
    assert _found(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [("共12项目标", ["12"]), ("新增20名目录", ["20"]), ("2023年夜间", ["2023"]), ("1978成长", ["1978"])],
)
def test_find_facts_leaves_a_word_behind_a_figure_alone(text: str, facts: list[str]) -> None:
    assert _found(text) == facts


def test_find_facts_finds_a_document_number() -> None:
    assert "禾政发〔2024〕7号" in _found("禾政发〔2024〕7号")


def test_find_titles_finds_what_stands_inside_the_marks() -> None:
    text = "根据《甲法》和《乙条例》"
    assert [text[start:end] for start, end in find_titles(text)] == ["甲法", "乙条例"]


@pytest.mark.parametrize("text", ["《甲\n乙》", "《》", "《甲"])
def test_find_titles_finds_none_in_marks_that_do_not_pair_in_a_line(text: str) -> None:
    assert list(find_titles(text)) == []


@pytest.mark.parametrize("brackets", ["〔〕", "[]", "［］", "【】", "﹝﹞", "〖〗"])
def test_find_doc_numbers_reads_every_square_bracket(brackets: str) -> None:
    text = f"禾政发{brackets[0]}2024{brackets[1]}第7号"
    assert [number.canonical for number in find_doc_numbers(text)] == ["禾政发〔2024〕7号"]


@pytest.mark.parametrize(
    "text", ["（2019）京01民终123号", "总产量[2021年]为", "据统计[3]，增长", "人民路[东段]15号"]
)
def test_find_doc_numbers_finds_none_in_other_brackets(text: str) -> None:
    assert list(find_doc_numbers(text)) == []
