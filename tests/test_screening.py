"""What is left unread as clean: literals of patterns, triggers of steps, texts told from pages."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen_clean.cleaner import Cleaner
from gongwen_clean.document import Field, Score
from gongwen_clean.matching.folding import fold_width
from gongwen_clean.matching.trigger_scan import TriggerScan
from gongwen_clean.page.analysis import EDGE_LINES, read_page
from gongwen_clean.page.lines import Line
from gongwen_clean.page.marks import mark_line, shows_mark
from gongwen_clean.page.patterns import Pattern, shell_patterns
from gongwen_clean.page.screening import OPEN_CHARS, cue_weights, has_page_line, page_triggers
from gongwen_clean.scan.lines import trim_lines
from gongwen_clean.scan.page_width import find_page_width, is_wrapped

from .pattern_literals import can_match, needed_literals, widest
from .strategies import PAGES, PARAGRAPHS

PATTERNS = [*shell_patterns().lines, *shell_patterns().spans]
_SIZES = (4, 12, 40, 150)


def _by_id(pattern: Pattern) -> str:
    return pattern.id


@pytest.mark.parametrize("pattern", PATTERNS, ids=_by_id)
def test_every_match_of_a_pattern_contains_one_of_its_literals(pattern: Pattern) -> None:
    start = "\n" if pattern in shell_patterns().lines else ""
    derived = {f for size in _SIZES for f in needed_literals(start + pattern.regex.pattern, size)}
    held = [d for d in derived if all(any(literal in word for literal in pattern.literals) for word in d)]
    assert held, f"{pattern.id}: literals could be {min(map(sorted, derived), key=len)}"


@pytest.mark.parametrize("pattern", shell_patterns().lines, ids=_by_id)
def test_a_pattern_says_whether_it_matches_lines_of_prose(pattern: Pattern) -> None:
    matches_prose = can_match(pattern.regex.pattern, "。") or widest(pattern.regex.pattern) > OPEN_CHARS
    assert pattern.in_prose == matches_prose or pattern.role == "banner"


@given(page=PAGES)
def test_lines_show_a_mark_together_where_one_does_alone(page: str) -> None:
    views = [view for line in page.split("\n") if (view := fold_width(line).strip())]
    marks = [mark_line(view, Line(0, len(view), view)) for view in views]
    assert shows_mark(views) == any(mark is not None for mark in marks)
    assert [shows_mark([view]) for view in views] == [mark is not None for mark in marks]


def _wrap(text: str, chars: int) -> list[str]:
    return [text[at : at + chars] for at in range(0, len(text), chars)]


@given(paragraphs=st.lists(PARAGRAPHS, min_size=1, max_size=6), chars=st.integers(14, 60))
def test_a_text_with_a_page_width_is_known_by_the_ends_of_its_lines(
    paragraphs: list[str], chars: int
) -> None:
    lines = [line for paragraph in paragraphs for line in _wrap(paragraph, chars)]
    assert is_wrapped(lines) == (find_page_width(trim_lines(lines)) is not None)


def test_scan_counts_a_line_break_at_either_end_of_the_text() -> None:
    scan = TriggerScan([frozenset({"\n甲"}), frozenset({"乙\n"}), frozenset({"\n乙"})])
    assert scan.find("甲乙") == 0b011


@given(
    weights=st.dictionaries(st.text("甲乙\n", min_size=1, max_size=4), st.just(1.0), min_size=1, max_size=6),
    text=st.text("甲乙\n", max_size=12),
)
def test_scan_finds_what_stands_between_two_line_breaks(weights: dict[str, float], text: str) -> None:
    between = f"\n{text}\n"
    places = [between.startswith(word, at) for word in weights for at in range(len(between))]
    scan = TriggerScan([frozenset(weights)], [weights])
    assert scan.scan(text) == (any(places), [sum(places)])


def test_scan_sums_the_weights_of_every_place() -> None:
    scan = TriggerScan([frozenset(), frozenset({"丙"})], [{"甲": 1.5, "甲乙": 2.0}, {}])
    assert scan.scan("甲乙甲") == (0, [5.0, 0.0])


def test_scan_takes_text_with_half_a_surrogate_pair_for_anything() -> None:
    assert TriggerScan([frozenset("甲"), frozenset("乙")]).find("\ud800") == 0b11


def test_scan_finds_the_same_after_pickling() -> None:
    scan = TriggerScan([frozenset("甲"), frozenset("乙")])
    before = scan.find("乙")
    assert pickle.loads(pickle.dumps(scan)).find("乙") == before == 0b10


PAGE_LINES = [
    "发布时间：2023-03-05 10:20 来源：某市政府",
    "首页 > 政务公开 > 正文",
    "打印本页 关闭窗口",
    "上一篇：某市召开会议",
    "责任编辑：李某",
    "来源：",
]


@pytest.mark.parametrize("line", PAGE_LINES)
def test_screening_sees_a_short_line_of_a_page(line: str) -> None:
    assert has_page_line(["关于印发办法的通知", line, "各部门要抓好落实。"], EDGE_LINES)


def test_screening_looks_at_both_ends_of_a_long_text_only() -> None:
    text = ["各部门要抓好落实。会议要求全力推进。"] * 200
    middle, end = [*text], [*text]
    middle[100] = end[-5] = PAGE_LINES[0]
    assert not has_page_line(middle, EDGE_LINES)
    assert has_page_line(end, EDGE_LINES)


@pytest.mark.parametrize(
    "text",
    [
        "某市人民政府关于做好春耕工作的通知\n各县（区）人民政府：\n为做好春耕工作，现通知如下。",
        "一、总体要求\n（一）指导思想。坚持稳中求进。\n2023年3月5日",
    ],
)
def test_screening_sees_no_page_in_an_official_text(text: str) -> None:
    scan = TriggerScan([page_triggers()], [cue_weights()])
    assert not has_page_line(text.split("\n"), EDGE_LINES)
    assert scan.find(text) == 0


PROSE_LINES = [
    "免责声明：本文来自合作媒体，转载目的在于传递更多信息。如有问题请联系我们。",
    "版权声明：凡注明来源为某网的作品，版权均属某网所有。未经授权不得转载。",
    "温馨提示:下载前请先预览。预览与文档内容完全一致。",
    "｜索引号：｜AB-2023-05｜发布机构：｜某局｜",
]


@pytest.mark.parametrize("line", PROSE_LINES)
@pytest.mark.parametrize("fold", [str, fold_width])
def test_triggers_give_away_lines_of_prose_that_are_no_text(line: str, fold: type[str]) -> None:
    text = f"各部门要抓好落实。\n{fold(line)}"
    hits = TriggerScan([page_triggers()], [cue_weights()]).scan(text)
    assert hits.present or hits.weights[0] >= 4


def test_cleaner_that_takes_no_notes_makes_the_same_edits() -> None:
    text = "首页 > 政务公开\n发布时间：2023-03-05 10:20 来源：某局\n关于印发办法的通知\n各部门要抓好落实。"
    whole, bare = Cleaner().run(text), Cleaner().taking().run(text)
    assert whole.edits
    assert whole.fields
    assert (bare.edits, bare.text) == (whole.edits, whole.text)
    assert (bare.fields, bare.findings, bare.scores) == ((), (), {})


def test_cleaner_takes_only_the_notes_asked_for() -> None:
    text = "发布时间：2023-03-05 10:20 来源：某市政府\n首页 > 政务公开 > 正文\n关于印发办法的通知\n30%6的企业"
    fields, scores = Cleaner().taking(Field).run(text), Cleaner().taking(Score).run(text)
    assert fields.fields
    assert not fields.findings
    assert scores.scores
    assert not scores.fields


def test_page_reader_finds_nothing_where_screening_sees_nothing() -> None:
    text = "\n".join(["某市召开工作会议", "会议强调，要坚持稳中求进。" * 8, "（记者 李某）"])
    assert TriggerScan([page_triggers()], [cue_weights()]).find(text) == 0
    assert not has_page_line(text.split("\n"), EDGE_LINES)
    assert read_page(text).edits == []
