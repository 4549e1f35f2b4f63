"""The parts of a page: lines, labels, controls, by-lines, marks, regions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen_clean.matching.folding import fold_width
from gongwen_clean.page.analysis import read_page
from gongwen_clean.page.bylines import read_byline, read_table_row
from gongwen_clean.page.controls import control_words
from gongwen_clean.page.labels import label_table
from gongwen_clean.page.lines import Line, split_lines
from gongwen_clean.page.marks import mark_line
from gongwen_clean.page.regions import Regions, divide
from gongwen_clean.page.repeats import find_teasers

from .strategies import TEXTS

PROSE = "为做好汛期安全工作，现就有关事项通知如下。请认真贯彻执行。"
PLAIN_LINES = [
    "关于召开防汛工作会议的通知",
    "各乡镇人民政府：",
    PROSE,
    "一、总体要求",
    "（一）坚持生态优先。",
    "第三条 本办法自公布之日起施行。",
    "附件：1.申请表",
    "2.汇总表",
    "禾县人民政府办公室",
    "2024年4月30日",
    "联系人：周敏，电话：0576-8123456。",
    "甲 | 乙 | 丙",
    "",
]


def _line(text: str) -> Line:
    return Line(0, len(text), fold_width(text))


def _regions(text: str) -> Regions:
    lines = split_lines(text)
    return divide(lines, [mark_line(text, line) for line in lines])


def _cut(text: str) -> list[str]:
    lines = text.split("\n")
    return [lines[cut.line] for cut in _regions(text).cuts]


@given(text=TEXTS)
@settings(max_examples=60)
def test_fold_width_keeps_the_length(text: str) -> None:
    assert len(fold_width(text)) == len(text)


@given(text=TEXTS)
@settings(max_examples=60)
def test_split_lines_gives_all_that_is_not_blank(text: str) -> None:
    lines = split_lines(text)
    view = fold_width(text)
    assert "".join("".join(view[line.start : line.end].split()) for line in lines) == "".join(view.split())


@given(text=TEXTS)
@settings(max_examples=60)
def test_split_lines_views_stand_in_the_folded_text(text: str) -> None:
    view = fold_width(text)
    assert all(view[line.start : line.end] == line.view for line in split_lines(text))


@given(lines=st.lists(st.sampled_from(PLAIN_LINES), max_size=10))
@settings(max_examples=100)
def test_read_page_cuts_nothing_where_no_line_shows_a_page(lines: list[str]) -> None:
    assert read_page("\n".join(lines)).edits == []


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("首页 > 政务公开 > 通知公告", "crumb"),
        ("您当前的位置：首页 >> 要闻", "crumb"),
        ("打印本页 关闭窗口", "control"),
        ("会员登录 注册 退出", "control"),
        ("来源：禾县日报 2024-05-01 10:00", "byline"),
        ("索 引 号: | 11330/2024 | 主题分类: | 农业 |", "table"),
        ("禾县2023年工作总结.docx", "portal"),
        ("责任编辑：赵某", "tail"),
        ("上一篇：没有了", "tail"),
        ("关键词：", "label"),
    ],
)
def test_mark_line_tells_the_role_of_a_line(line: str, role: str) -> None:
    mark = mark_line(line, _line(line))
    assert mark is not None
    assert mark.role == role


@pytest.mark.parametrize("line", [line for line in PLAIN_LINES if line] + ["2024-05-01", "政策", "新闻"])
def test_mark_line_says_nothing_of_a_line_that_could_be_text(line: str) -> None:
    assert mark_line(line, _line(line)) is None


@pytest.mark.parametrize(
    "line",
    [
        "时间：2024年3月12日（星期二）上午9:00，会期半天，请提前十分钟到会场签到。",
        "来源不明的资金一律不得入账。",
        "据新华社报道，全国夏粮收购进展顺利",
        "2024年4月30日",
    ],
)
def test_read_byline_refuses_a_line_of_text(line: str) -> None:
    assert read_byline(fold_width(line)) is None


def test_read_byline_gives_the_spans_of_the_values() -> None:
    view = "来源:禾县日报 作者:方文"
    values = read_byline(view) or []
    assert {v.key: view[v.start : v.end] for v in values} == {"source": "禾县日报", "author": "方文"}


def test_read_table_row_gives_the_values_behind_labels() -> None:
    view = "索 引 号: | A12 | 公开方式: | 主动公开 |"
    values = read_table_row(view) or []
    assert [view[v.start : v.end] for v in values] == ["A12", "主动公开"]


@pytest.mark.parametrize("row", ["甲 | 乙 | 丙", "序号 | 单位 | 金额", "来源:某报"])
def test_read_table_row_refuses_a_row_of_the_text(row: str) -> None:
    assert read_table_row(row) is None


def test_label_table_finds_a_label_with_blanks_in_it() -> None:
    assert [label.key for label in label_table().find("文  号: 禾政发〔2024〕7号")] == ["doc_number"]


def test_label_table_passes_over_a_label_inside_a_word() -> None:
    assert label_table().find("最新来源: 某报") == []


@pytest.mark.parametrize("line", ["首页", "会员登录 注册 退出", "大 中 小", "打印 关闭窗口"])
def test_control_words_make_a_control_line(line: str) -> None:
    assert control_words().is_control_line(line)


@pytest.mark.parametrize("line", ["政策", "新闻 图片", "1 2 3", "", "登录系统后填写申请表。"])
def test_control_words_alone_or_in_a_sentence_make_none(line: str) -> None:
    assert not control_words().is_control_line(line)


def test_divide_cuts_head_and_tail_of_a_page() -> None:
    page = f"首页 > 公告\n关于放假的通知\n{PROSE}\n{PROSE}\n责任编辑：赵某\n下一篇：没有了"
    assert _cut(page) == ["首页 > 公告", "责任编辑：赵某", "下一篇：没有了"]


def test_divide_finds_the_title_of_a_page() -> None:
    assert _regions(f"首页 > 公告\n关于放假的通知\n{PROSE}").title == 1


def test_divide_finds_no_title_in_prose() -> None:
    assert _regions(f"{PROSE}\n{PROSE}").title is None


def test_divide_keeps_a_text_behind_a_tail_mark_that_stands_inside_it() -> None:
    page = f"首页 > 公告\n关于放假的通知\n{PROSE}\n相关新闻\n{PROSE}\n{PROSE}\n{PROSE}"
    assert _cut(page) == ["首页 > 公告", "相关新闻"]


def test_divide_keeps_the_signature_before_the_tail() -> None:
    page = f"首页 > 公告\n关于放假的通知\n{PROSE}\n禾县人民政府\n2024年4月30日\n打印本页 关闭窗口"
    assert _cut(page) == ["首页 > 公告", "打印本页 关闭窗口"]


def test_divide_cuts_a_table_above_controls_and_what_follows_them() -> None:
    table = "索引号: | 11330/2024-00012 | 主题分类: | 农业、林业 |"
    page = f"{PROSE}\n{table}\n会员登录 注册 退出\n一、总体要求"
    assert _cut(page) == [table, "会员登录 注册 退出", "一、总体要求"]


def test_divide_cuts_a_title_that_is_said_twice_on_a_page() -> None:
    page = f"首页 > 公告\n关于放假的通知\n关于放假的通知\n{PROSE}"
    assert [cut.line for cut in _regions(page).cuts] == [0, 2]


def test_divide_keeps_a_title_that_is_said_twice_without_a_page() -> None:
    assert _cut(f"关于放假的通知\n关于放假的通知\n{PROSE}") == []


def test_find_teasers_finds_a_line_that_repeats_the_lines_below() -> None:
    first, second = PROSE, "各乡镇要认真落实防汛责任。"
    lines = [_line(first + second[:5] + "..."), _line(first), _line(second)]
    assert list(find_teasers(lines)) == [0]


def test_find_teasers_finds_none_in_lines_that_differ() -> None:
    assert list(find_teasers([_line(PROSE), _line(PROSE[3:]), _line("一、总体要求")])) == []


@pytest.mark.parametrize(
    "line", ["一、总体要求", "（一）加强领导", "第一条 目的", "附件：1.名单", "各镇人民政府："]
)
def test_line_is_structure_where_only_a_body_begins_so(line: str) -> None:
    assert _line(line).is_structure


@pytest.mark.parametrize("line", ["关于放假的通知", "首页", "2024年4月30日", "禾县人民政府"])
def test_line_is_no_structure_where_a_head_could_begin_so(line: str) -> None:
    assert not _line(line).is_structure


def test_line_is_prose_with_a_sentence_end() -> None:
    assert _line(PROSE).is_prose


def test_line_is_no_prose_as_a_table_row() -> None:
    assert not _line("甲 | " * 30).is_prose
