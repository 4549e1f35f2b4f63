"""Page marks, blanks, wrapped lines and cells: what the layout of a scanned text shows."""

import pytest

from gongwen_clean.chain import Chain
from gongwen_clean.normalizers.scan_blanks import RemoveScanBlanks
from gongwen_clean.normalizers.scan_lines import JoinWrappedLines
from gongwen_clean.normalizers.scan_pages import RemovePageFurniture
from gongwen_clean.scan.blanks import measure_blanks
from gongwen_clean.scan.cells import find_rows
from gongwen_clean.scan.lines import count_columns, count_first_unit, split_lines
from gongwen_clean.scan.openers import ends_sentence, is_date, is_imprint_date, opens_paragraph
from gongwen_clean.scan.page_marks import find_page_marks
from gongwen_clean.scan.page_width import find_page_width

PARAGRAPHS = [
    "县水利局要会同各乡镇，对全县水库、塘坝和机电泵站进行一次拉网式检查，发现隐患及时整改，并把结果报县政府。",
    "各村要组织群众清理沟渠，修补田埂，做到雨前排空、雨中巡查、雨后修复，确保春耕用水和防汛安全两不误。",
    "县财政要把维修养护经费列入年度预算，专款专用，任何单位不得截留挪用；审计部门要加强监督，定期公布结果。",
]


def _wrap(paragraph: str, chars: int) -> str:
    return "\n".join(paragraph[at : at + chars] for at in range(0, len(paragraph), chars))


def _join(text: str) -> str:
    return Chain(JoinWrappedLines()).apply(text)[0]


def _unpage(text: str) -> str:
    return Chain(RemovePageFurniture()).apply(text)[0]


@pytest.mark.parametrize("chars", [16, 19, 20, 24, 31, 37])
def test_text_wrapped_at_any_width_comes_back_as_it_was(chars: int) -> None:
    assert _join("\n".join(_wrap(p, chars) for p in PARAGRAPHS)) == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("chars", [19, 24, 31])
def test_blank_lines_between_wrapped_paragraphs_keep_them_apart(chars: int) -> None:
    assert _join("\n\n".join(_wrap(p, chars) for p in PARAGRAPHS)) == "\n\n".join(PARAGRAPHS)


def test_shown_indent_parts_paragraphs_whose_last_lines_are_full() -> None:
    full = [p[:38] + "。" for p in PARAGRAPHS]
    wrapped = "\n".join("\u3000\u3000" + _wrap("\u3000\u3000" + p, 20).lstrip("\u3000") for p in full)
    assert _join(wrapped).count("\n") == 2


def test_crlf_at_line_ends_goes_with_the_break() -> None:
    wrapped = "\n".join(_wrap(p, 20) for p in PARAGRAPHS).replace("\n", "\r\n")
    assert _join(wrapped).replace("\r", "") == "\n".join(PARAGRAPHS)


def test_one_paragraph_a_line_has_no_page_width() -> None:
    assert find_page_width(split_lines("\n".join(PARAGRAPHS * 3))) is None


def test_page_width_is_the_columns_of_a_full_line() -> None:
    assert find_page_width(split_lines("\n".join(_wrap(p, 20) for p in PARAGRAPHS))) == 40


@pytest.mark.parametrize(
    "item", ["（一）明确职责", "二、工作要求", "第三条 总则", "1.排查", "附件：名单", "抄送：县委"]
)
def test_item_behind_a_full_sentence_opens_a_paragraph(item: str) -> None:
    assert opens_paragraph(item)
    text = "\n".join(_wrap(p, 20) for p in PARAGRAPHS) + "\n" + item
    assert _join(text).endswith("\n" + item)


@pytest.mark.parametrize("words", ["一般来说", "第一时间处置", "2019年的工作", "1.5亿元", "附近村庄"])
def test_words_that_only_begin_like_an_item_open_no_paragraph(words: str) -> None:
    assert not opens_paragraph(words)


def test_lines_of_a_letter_know_their_ends() -> None:
    assert ends_sentence("到此为止。”")
    assert not ends_sentence("到此为止，")
    assert is_date("二〇一九年三月十二日")
    assert not is_date("2019年3月12日起")
    assert is_imprint_date("2019年3月12日印发")


def test_columns_count_full_width_twice_and_unit_keeps_its_marks() -> None:
    assert count_columns("共12项") == 6
    assert count_columns("规定(试行)") == 12
    assert count_columns("\ud800") == 2
    assert count_first_unit("《办法》的") == 4
    assert count_first_unit("了。") == 4
    assert count_first_unit("") == 0


def test_rows_are_found_where_the_first_number_was_lost() -> None:
    cells = ["序号", "乡镇", "编码", "户数", "青山乡", "A1-04", "120"]
    cells += ["2", "白水镇", "A1-07", "98", "3", "黄坪镇", "A1-11", "76", "合计", "294"]
    rows = [[cells[n] for n in row] for row in find_rows(split_lines("\n".join(cells)))]
    assert rows[:3] == [cells[:4], cells[4:7], cells[7:11]]
    assert rows[-1] == ["合计", "294"]


def test_words_and_figures_without_a_period_are_no_table() -> None:
    lines = "人口\n12\n13\n面积\n4\n耕地\n林地\n5\n6\n7"
    assert list(find_rows(split_lines(lines))) == []


def test_numbers_that_do_not_count_up_stay() -> None:
    text = "甲说明。\n-3-\n乙说明。\n-2-\n丙说明。"
    assert _unpage(text) == text


def test_text_of_nothing_but_page_marks_becomes_empty() -> None:
    assert _unpage("\f\f") == ""
    assert find_page_marks("") == []


def test_short_last_line_of_a_page_stays_where_it_ends_a_sentence() -> None:
    page = "\n".join(["一、安排"] * 6)
    assert _unpage(f"{page}\n\n完毕。\n\f{page}") == f"{page}\n\n完毕。\n{page}"


def test_head_of_two_pages_of_five_stays() -> None:
    text = "甲\f禾县志稿\n乙\f丙\n丁\f禾县志稿\n戊\f己\n庚"
    assert _unpage(text).count("禾县志稿") == 2


def test_blank_noise_is_measured_by_share() -> None:
    assert measure_blanks("全 县 粮 食 总 产 量 稳 步 提 高 了").is_spaced
    assert not measure_blanks("王 强、李 明").is_noisy
    assert measure_blanks("做好 。加强 。").is_noisy


def test_blanks_edit_touches_blanks_only() -> None:
    text = "全 县 粮食 总 产量 达到 42 万 吨 ， 比 上 年 增长 3.5% ， 农 民 人 均 收入 稳 步 提高 。"
    edits = RemoveScanBlanks().edits(text)
    assert edits
    assert {text[e.start : e.end].strip() for e in edits} == {""}
