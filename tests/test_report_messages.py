"""What findings say in Chinese: every message that a step makes has its form in the table."""

from __future__ import annotations

import re

import pytest

from gongwen_clean.cleaner import Cleaner, choose_steps
from gongwen_clean.document import Finding
from gongwen_clean.lexicon import read_table
from gongwen_clean.report.assets import ASSETS
from gongwen_clean.report.messages import chinese_messages, translate_message

SCAN = "\n".join(
    [
        "生产总值增长9.59%6，新能源装机占比达到709%，工业用电量下降3.296，",
        "会议定于13月5日召开，自2024年17月起施行，2924年3月5日印发，到20l9年底，募集资金3.217.4万元，总投资12,35亿元。",
        "按照《档案整理办法的规定，由县档案馆）组织落实。",
        "一、摸清底数",
        "二、列出台账",
        "四、明确专人",
        "序号 | 项目",
        "1 | 桥梁检测",
        "2 | 电梯维保",
        "3 | 水库巡查",
        "4 | 林区防火 | 禾县",
        "各乡镇要列出台账。县直各单位要逐项整改并及时上报有关情况和存在的",
        "困难，并核对数据、和补齐短板。",
    ]
)
SPUN = (
    "年夜力晋升名目扶植程度，增强技能立异，今朝已经获得领先上风。\n"
    "各镇要创建题目台账，逐项明白义务单元，确保整改到位。"
)
MIRRORED = "經(jīng)濟發(fā)展規(guī)劃的實(shí)施，要堅(jiān)持全面深?化改革，統(tǒng)籌各項任務。"


def _findings() -> list[Finding]:
    """Findings of every kind, as the steps make them."""
    warned = Cleaner.from_config({"rules": {"width.sign": "warn"}}).run("各镇,各村:")
    doubtful = Cleaner.from_config({"max_harm": 0}).run(SPUN)
    mirrored = Cleaner().run(MIRRORED)
    return [
        *(f for document in (warned, doubtful, mirrored) for f in document.findings),
        *Cleaner().run("各镇\ufffd\ufffd要摸清底数。").findings,
        *Cleaner().run(SCAN).findings,
    ]


def test_every_message_of_the_steps_has_a_form_and_every_form_a_message() -> None:
    findings = _findings()
    assert [f for f in findings if translate_message(f)["zh"] == f.message] == []
    fitting = {
        (kind, form.chinese)
        for kind, forms in chinese_messages().items()
        for form in forms
        if any(kind in ("*", f.kind) and form.pattern.fullmatch(f.message) for f in findings)
    }
    assert fitting == {(kind, form.chinese) for kind, forms in chinese_messages().items() for form in forms}


def test_every_kind_of_finding_has_a_form() -> None:
    readers = [step for step in choose_steps("standard", ()) if Finding in getattr(step, "kinds", ())]
    kinds = {rule for step in readers for rule in step.rules}
    assert set(chinese_messages()) == {"*", *kinds}


@pytest.mark.parametrize(
    ("finding", "chinese"),
    [
        (Finding("scan.date", 0, 5, "2月30日: no such day in the calendar"), "2月30日：日历上没有这一天"),
        (Finding("spun.doubt", 0, 2, "成长 may have been 发展 (+1 nats)"), "“成长”可能原是“发展”（+1 奈特）"),
        (Finding("width.sign", 0, 1, "',' would become '，'"), "',' 本会改为 '，'"),
        (Finding("own.rule", 0, 1, "odd {n} %s"), "odd {n} %s"),
    ],
)
def test_a_message_keeps_its_values(finding: Finding, chinese: str) -> None:
    assert translate_message(finding) == {"zh": chinese, "en": finding.message}


def test_a_message_over_lines_is_told_with_its_lines() -> None:
    message = "'甲\n{0}' would become '乙'"
    assert translate_message(Finding("layout.blank", 0, 4, message))["zh"] == "'甲\n{0}' 本会改为 '乙'"


def test_both_languages_of_a_form_have_the_same_values() -> None:
    rows = [row.cells for row in read_table(ASSETS / "messages.zh.tsv", ("kind", "message", "chinese"))]
    assert rows == sorted(rows, key=lambda row: (row["kind"], row["message"]))
    for row in rows:
        values, chinese_values = (re.findall(r"\{\w+\}", row[key]) for key in ("message", "chinese"))
        assert sorted(values) == sorted(chinese_values)
