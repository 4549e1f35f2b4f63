"""The cleaner: presets, steps by name, rules by name, documents."""

from pathlib import Path

import pytest

from gongwen_clean import Cleaner, Document, Finding, clean
from gongwen_clean.cleaner import adjust_repairs, choose_steps, explain_rule
from gongwen_clean.errors import UnknownNameError
from gongwen_clean.normalizers.doc_number import CanonicalizeDocNumbers
from gongwen_clean.presets import PRESETS

SPUN = "今朝，全县年夜力晋升重点名目扶植程度，阐扬龙头企业的带动感化，技能立异才能延续增强。"


def test_clean_returns_the_text_of_the_standard_preset() -> None:
    assert clean("各镇人民政府,县政府各部门:") == Cleaner("standard").run("各镇人民政府,县政府各部门:").text


def test_cleaner_keeps_the_id() -> None:
    assert Cleaner().run("甲", id="doc-7").id == "doc-7"


def test_cleaner_keeps_the_source_as_it_came() -> None:
    assert Cleaner().run("　　甲,乙\r\n").source == "　　甲,乙\r\n"


def test_cleaner_runs_only_the_steps_it_is_given() -> None:
    document = Cleaner(steps=[CanonicalizeDocNumbers()]).run("禾政发[2024]7号,甲")
    assert document.text == "禾政发〔2024〕7号,甲"


def test_cleaner_refuses_an_unknown_preset_and_names_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match="aggressive, safe, standard"):
        Cleaner("strict")


def test_cleaner_notes_lost_characters_in_offsets_of_the_source() -> None:
    document = Cleaner().run("\u200b禾县\ufffd\ufffd镇")
    assert [(f.kind, f.start, f.end) for f in document.findings] == [("lost-character", 3, 5)]


def test_cleaner_sorts_findings_by_place() -> None:
    findings = Cleaner().run("\ufffd甲\ufffd乙\ufffd").findings
    assert list(findings) == sorted(findings, key=lambda finding: finding.start)


def test_cleaner_gives_findings_as_findings() -> None:
    assert all(isinstance(finding, Finding) for finding in Cleaner().run("\ufffd").findings)


def test_cleaner_scores_spun_text_high() -> None:
    scores = Cleaner().run(SPUN).scores or {}
    assert scores["spun"] > 95


def test_cleaner_scores_plain_text_zero() -> None:
    scores = Cleaner().run("全县各级要认真落实防汛责任。").scores or {}
    assert scores["spun"] == 0


def test_cleaner_restores_spun_words_in_the_standard_preset() -> None:
    assert "大力提升重点项目建设水平" in Cleaner().run(SPUN).text


def test_cleaner_leaves_spun_words_in_the_safe_preset() -> None:
    assert "年夜力晋升重点名目扶植程度" in Cleaner("safe").run(SPUN).text


def test_cleaner_states_a_title_that_stays_as_the_text_has_it() -> None:
    page = "首页 > 公告\n关于停水的公告(第2号)\n来源：禾县水务 2024-05-01 10:00\n因检修，城东片区停水。\n"
    assert Cleaner().run(page).metadata["title"] == "关于停水的公告（第2号）"


def test_cleaner_stream_keeps_order_and_ids() -> None:
    documents = [Document("a", "甲,乙", ""), Document("b", "丙", "")]
    assert [(d.id, d.text) for d in Cleaner().stream(documents)] == [("a", "甲，乙"), ("b", "丙")]


def test_cleaner_names_the_rules_of_all_steps_in_one_receipt() -> None:
    document = Cleaner().run("禾政发[2024]7号禾县人民政府关于修订章程的通知(试行)")
    assert [edit.rule for edit in document.edits] == [
        "doc-number.bracket",
        "doc-number.glued",
        "width.bracket",
        "width.bracket",
    ]


def test_choose_steps_gives_the_steps_that_are_named_in_order() -> None:
    assert [step.name for step in choose_steps("standard", ["width", "encoding"])] == ["encoding", "width"]


def test_choose_steps_leaves_out_steps_with_a_minus() -> None:
    names = [step.name for step in choose_steps("standard", ["-spun"])]
    assert names == [step.name for step in PRESETS["standard"] if step.name != "spun"]


def test_choose_steps_gives_the_preset_without_names() -> None:
    assert choose_steps("safe", []) == list(PRESETS["safe"])


def test_choose_steps_names_the_nearest_step_for_an_unknown_one() -> None:
    with pytest.raises(UnknownNameError, match="did you mean encoding"):
        choose_steps("standard", ["encodings"])


def test_choose_steps_refuses_an_unknown_preset() -> None:
    with pytest.raises(UnknownNameError, match="no preset 'strict'"):
        choose_steps("strict", [])


def test_explain_rule_says_what_a_rule_of_a_step_does() -> None:
    assert explain_rule("doc-number.bracket") == CanonicalizeDocNumbers.rules["doc-number.bracket"]


def test_explain_rule_refuses_a_rule_that_no_step_has() -> None:
    with pytest.raises(UnknownNameError, match=r"no rule 'no\.such'"):
        explain_rule("no.such")


def test_presets_share_the_order_of_steps() -> None:
    order = [step.name for step in PRESETS["standard"]]
    names = [[step.name for step in steps] for steps in PRESETS.values()]
    assert all(own == sorted(own, key=order.index) for own in names)


def test_presets_name_each_step_once() -> None:
    names = [step.name for step in PRESETS["standard"]]
    assert len(names) == len(set(names))


def test_preset_rules_belong_to_one_step_each() -> None:
    rules = [rule for step in PRESETS["standard"] for rule in step.rules]
    assert len(rules) == len(set(rules))


def test_a_model_of_the_users_own_weighs_scanned_words_as_well() -> None:
    steps = {step.name: step for step in adjust_repairs(PRESETS["standard"], {}, Path("own.lm"))}
    assert [getattr(steps[name], "model", None) for name in ("spun", "scan-words")] == [Path("own.lm")] * 2
