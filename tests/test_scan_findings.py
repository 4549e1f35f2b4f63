"""Tests of what is noted as damaged and never changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen_clean.document import Finding
from gongwen_clean.normalizers.scan_findings import FindScanDamage
from gongwen_clean.scan.doubts.gaps import read_han_number


def _read(text: str) -> list[Finding]:
    return list(FindScanDamage().read(text))


def _found(text: str) -> list[tuple[str, str]]:
    """The kind and the words of each finding."""
    return [(finding.kind, text[finding.start : finding.end]) for finding in _read(text)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("生产总值增长9.59%6，", "scan.percent", "9.59%6"),
        ("自然增长率为2.13%0，", "scan.percent", "2.13%0"),
        ("工业用电量下降3.296，", "scan.percent", "下降3.296"),
        ("新能源装机占比达到709%。", "scan.share", "占比达到709%"),
        ("森林覆盖率提高到643%。", "scan.share", "覆盖率提高到643%"),
        ("会议定于13月5日召开。", "scan.date", "13月5日"),
        ("截至6月31日，", "scan.date", "6月31日"),
        ("2月30日前报送。", "scan.date", "2月30日"),
        ("自2024年17月起施行。", "scan.date", "2024年17月"),
        ("2924年3月5日印发", "scan.date", "2924年3月5日"),
        ("到20l9年底，", "scan.letter", "20l9"),
        ("增长4.O%。", "scan.letter", "4.O"),
        ("募集资金3.217.4万元。", "scan.decimal", "3.217.4"),
        ("总投资12,35亿元。", "scan.decimal", "12,35"),
    ],
)
def test_number_that_cannot_be_right_is_noted(text: str, kind: str, words: str) -> None:
    assert _found(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "生产总值增长9.5%，投资增长12.96亿元，人均96元。",
        "同比增长150%，完成计划的103.5%，覆盖率达到100%。",
        "增幅在3%-5%之间，占50%左右，降至2.96%。",
        "2024年2月29日起施行，60日内答复，12月31日截止，历时13个月。",
        "公元前221年，618年，5000年文明，1949年10月1日。",
        "编号A1-04，执行GB/T 9704—2012，版本2.0.1，IP地址10.0.1.2。",
        "总额1,286.5万元，共3,200,150元，电话0731-5550198，于10.15前完成。",
        "购置LED屏20块，Al展厅3间。",
    ],
)
def test_right_number_is_not_noted(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("根据《栗市城市管理条例的规定，现通知如下。", 2, "《 is never closed"),
        ("深化放管服”改革，优化营商环境。", 5, "” closes what nothing opens"),
        ("推进“双随机、一公开监管，深化“放管服”改革。", 2, "“ is never closed"),
        ("各县（市、区人民政府：", 2, "（ is never closed"),
        ("各县市、区）人民政府：", 5, "） closes what nothing opens"),
        ("栗政发〔2024 12号", 3, "〔 is never closed"),
    ],
)
def test_bracket_without_a_partner_is_noted(text: str, at: int, message: str) -> None:
    assert _read(text) == [Finding("scan.lost-bracket", at, at + 1, message)]


@pytest.mark.parametrize(
    "text",
    [
        "根据《栗市城市管理条例》（栗政发〔2024〕12号）的规定，",
        "《关于印发《栗市停车办法》的通知》（（试行）稿）",
        "1）报送材料；2)审核；\nA）甲类\n一）总则",
        "“第一段的话。\n“第二段的话。\n“第三段的话。”",
        "他说：“大家\n都辛苦了。”",
        "报告（共三册\n分两批）已印发。",
    ],
)
def test_brackets_in_order_are_not_noted(text: str) -> None:
    assert _found(text) == []


def test_item_behind_a_jump_is_noted() -> None:
    text = "一、总体要求\n坚持稳中求进。\n二、主要目标\n到明年底建成。\n四、保障措施\n压实责任。"
    at = text.index("四")
    message = "item 4 follows item 2: text may be lost before it"
    assert _read(text) == [Finding("scan.lost-item", at, at + 1, message)]


@pytest.mark.parametrize(
    "text",
    [
        "一、总则\n（一）目的\n（二）依据\n二、细则\n（一）范围\n（二）程序\n三、附则",
        "1.甲\n2.乙\n1.丙\n2.丁\n3.戊",
        "1.甲\n2.乙\n9.庚",
        "一、甲\n三、丙",
        "第十一条 甲。\n第十二条 乙。\n第十四条 丁。",
        "12.5亿元\n13.5亿元\n15.5亿元",
    ],
)
def test_lists_in_order_and_excerpts_are_not_noted(text: str) -> None:
    assert "scan.lost-item" not in [kind for kind, _ in _found(text)]


def test_row_of_another_length_is_noted() -> None:
    text = "镇名 | 户数 | 人数\n白石镇 | 120 | 356\n东坪镇 | 98\n柳林镇 | 75 | 214\n南桥镇 | 60 | 190"
    assert _found(text) == [("scan.row", "东坪镇 | 98")]


def test_rows_of_mixed_lengths_are_not_noted() -> None:
    assert _found("甲 | 乙 | 丙\n甲 | 乙\n甲 | 乙 | 丙 | 丁\n甲 | 乙") == []


def test_sentence_that_breaks_off_is_noted() -> None:
    text = "要压实责任。各镇要做好汛期值守，落实巡查制度，确保群众生命财\n各单位要抓好落实。"
    assert _found(text) == [("scan.broken-off", "财")]


def test_heading_without_a_full_stop_is_not_noted() -> None:
    assert _found("一、压实防汛责任，落实巡查制度，确保群众生命财产安全\n各镇要做好值守。") == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("发放种粮补贴、和农机补贴。", "和"),
        ("统筹发展和和安全。", "和和"),
        ("各族人人民团结一心。", "人人"),
    ],
)
def test_word_that_recognition_puts_in_is_noted(text: str, word: str) -> None:
    assert _found(text) == [("scan.phantom", word)]


@pytest.mark.parametrize("text", ["推动合作、和平与发展。", "维护世界和和平事业。", "人人参与、人人享有。"])
def test_words_that_begin_with_those_characters_are_not_noted(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(("word", "number"), [("十", 10), ("二十一", 21), ("一百零二", 102), ("九", 9)])
def test_han_number_is_read(word: str, number: int) -> None:
    assert read_han_number(word.replace("零", "〇")) == number


@given(st.text(alphabet="一二三十、（）()《》“”\n0123456789.%年月日lO 和人|，。", max_size=80))
def test_findings_lie_within_the_text_in_order_and_name_a_rule(text: str) -> None:
    findings = _read(text)
    assert all(0 <= f.start < f.end <= len(text) and f.kind in FindScanDamage.rules for f in findings)
    assert findings == sorted(findings, key=lambda f: (f.start, f.end, f.kind))
