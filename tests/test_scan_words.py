"""Tests of the repair of characters that recognition misread."""

import random
from pathlib import Path

import numpy as np
import pytest

from gongwen_clean.edits import apply_edits
from gongwen_clean.errors import ModelError
from gongwen_clean.lexicon import lexicon_folder, read_table
from gongwen_clean.matching.characters import is_han
from gongwen_clean.normalizers.scan_words import RepairScanWords
from gongwen_clean.scan.words import slips
from gongwen_clean.scan.words.shapes import DIGITS, Shapes, shared_shapes
from gongwen_clean.scan.words.slips import Bar, shared_finder
from gongwen_clean.scoring import LanguageModel

SLIPS = (
    "县委要求，各乡镇要切实覆行主体责任，完善社会保漳制度，加强墓层治理。",
    "各部门要强化监督检查，维续推进安全生产专项整治，确保各项任务落到实处。",
)
SCANNED = "\n".join(SLIPS)
NUMERALS = set("〇一二三四五六七八九十百千万亿两")
FOLDER = lexicon_folder() / "scan"
BAR = Bar(margin=9.0, oddness=-22.0)


def _repair(text: str) -> str:
    return apply_edits(text, RepairScanWords().edits(text))


def _shape(*coordinates: int) -> str:
    return "".join(DIGITS[value] for value in coordinates)


def test_slips_of_a_scanned_text_are_repaired() -> None:
    assert _repair(SCANNED) == SCANNED.replace("覆行", "履行").replace("保漳", "保障").replace(
        "墓层", "基层"
    ).replace("维续", "继续")


def test_each_repair_is_one_character_with_its_confidence() -> None:
    edits = RepairScanWords().edits(SCANNED)
    assert [(SCANNED[e.start : e.end], e.after, e.rule) for e in edits] == [
        ("覆", "履", "scan.look-alike"),
        ("漳", "障", "scan.look-alike"),
        ("墓", "基", "scan.look-alike"),
        ("维", "继", "scan.look-alike"),
    ]
    assert all(edit.confidence is not None and edit.confidence >= 7 for edit in edits)


def test_each_repair_tells_what_else_could_be_read_and_last_what_stands() -> None:
    doubled = SCANNED.replace("安全生产", "安全全生产")
    edits = RepairScanWords().edits(doubled)
    assert {edit.rule for edit in edits} == {"scan.look-alike", "scan.doubled"}
    for edit in edits:
        assert edit.candidates[-1] == doubled[edit.start : edit.end]
        assert edit.after not in edit.candidates


def test_a_place_with_several_readings_has_the_likeliest_and_tells_those_that_pass_the_bar() -> None:
    at = SCANNED.index("漳")
    low, high = (shared_finder().find(SCANNED, BAR._replace(margin=margin)) for margin in (7.0, 20.0))
    assert [(slip.after, slip.others) for slip in low if slip.start == at] == [("障", ("险", "护"))]
    assert [(slip.after, slip.others) for slip in high] == [("障", ())]


def test_text_with_two_slips_is_left_as_it_is() -> None:
    text = SCANNED.replace("覆行", "履行").replace("墓层", "基层")
    assert _repair(text) is text


def test_slip_that_recurs_counts_once() -> None:
    text = "各乡镇要切实覆行主体责任，认真覆行安全生产职责，依法覆行监管职责。" * 3
    assert _repair(text) is text


def test_what_repeats_is_repaired_alike_everywhere() -> None:
    length = len(SCANNED) + 1
    edits = RepairScanWords().edits(f"{SCANNED}\n" * 3)
    copies = [[e for e in edits if n * length <= e.start < (n + 1) * length] for n in range(3)]
    assert copies[1]
    assert [e._replace(start=e.start + length, end=e.end + length) for e in copies[1]] == copies[2]


def test_what_repeats_is_weighed_once_but_for_places_in_phrases() -> None:
    windows = np.array([[1, 2], [3, 4], [1, 2], [1, 2]], np.uint16)
    assert slips._group(windows, range(4), apart=set()) == {0: [0, 2, 3], 1: [1]}
    assert slips._group(windows, range(4), apart={2}) == {0: [0, 3], 1: [1], 2: [2]}


def test_few_slips_in_a_long_text_are_left_as_they_are() -> None:
    filling = "各乡镇要切实履行主体责任，完善社会保障制度，加强基层治理。\n" * 150
    text = filling + SCANNED
    assert _repair(text) is text


def test_character_read_twice_is_removed_once() -> None:
    text = SCANNED + "\n要统筹发展和和安全，加大民生投入。"
    edits = [edit for edit in RepairScanWords().edits(text) if edit.rule == "scan.doubled"]
    assert [(text[e.start - 1 : e.end], e.after) for e in edits] == [("和和", "")]


def test_words_of_doubled_characters_stay_in_a_scanned_text() -> None:
    text = SCANNED + "\n人人参与、家家受益，天天向上，渐渐好转。"
    assert _repair(text).endswith("人人参与、家家受益，天天向上，渐渐好转。")


@pytest.mark.parametrize(
    "fact",
    [
        "增长9.59%6，",
        "到20l9年底，",
        "地块编号Al-02，",
        "产量8.3忆吨，",
        "三千二百五十六万元，",
        "县政发〔2024〕12号，",
    ],
)
def test_figures_and_codes_stay_in_a_scanned_text(fact: str) -> None:
    assert fact in _repair(SCANNED + "\n" + fact + "全县经济社会平稳发展。")


def test_numeral_never_takes_the_place_of_a_numeral() -> None:
    text = SCANNED + "\n扎实推进“一网通办”，全面落实二个一百年奋斗目标。"
    for edit in RepairScanWords().edits(text):
        assert not (text[edit.start] in NUMERALS and edit.after in NUMERALS)


def test_slips_beside_each_other_are_repaired_one_after_the_other() -> None:
    text = SCANNED + "\n推进治埋体系和冶理能力现代化。"
    assert _repair(text).endswith("推进治理体系和治理能力现代化。")


def test_missing_model_is_told() -> None:
    with pytest.raises(ModelError):
        RepairScanWords(Path("missing.lm")).edits(SCANNED)


def test_random_damage_of_a_repaired_text_never_grows() -> None:
    clean = _repair(SCANNED) * 3
    chars = random.Random(7)
    readings = [row.cells for row in read_table(FOLDER / "confusions.tsv", ("variant", "canonical"))]
    damaged = list(clean)
    for place, char in enumerate(clean):
        wrong = [row["variant"] for row in readings if row["canonical"] == char]
        if wrong and chars.random() < 0.3:
            damaged[place] = chars.choice(wrong)
    text = "".join(damaged)
    repaired = apply_edits(text, RepairScanWords().edits(text))
    before = sum(a != b for a, b in zip(text, clean, strict=True))
    assert sum(a != b for a, b in zip(repaired, clean, strict=True)) <= before // 2


def test_nearer_shape_has_the_lower_price() -> None:
    shapes = Shapes(
        [("甲", _shape(63, 31)), ("申", _shape(60, 33)), ("口", _shape(0, 40)), ("土", _shape(31, 63))]
    )
    prices = shapes.price("甲", "口土申")
    assert np.argsort(prices).tolist() == [2, 1, 0]


def test_pair_that_was_measured_has_a_low_price() -> None:
    table = [("甲", _shape(63, 31)), ("申", _shape(60, 33)), ("口", _shape(0, 40)), ("土", _shape(31, 63))]
    assert Shapes(table, [("甲", "口")]).price("甲", "申土口")[2] < Shapes(table).price("甲", "申土口")[2]


@pytest.mark.parametrize(("read", "true"), [("己", "已"), ("末", "未"), ("贷", "货"), ("间", "问")])
def test_look_alikes_are_among_the_nearest_of_the_table(read: str, true: str) -> None:
    others = "国人发民政经济工作大会建设理" + true
    assert int(np.argmin(shared_shapes().price(read, others))) == len(others) - 1


@pytest.mark.parametrize("line", SLIPS)
def test_odds_are_what_scoring_whole_texts_gives(line: str) -> None:
    model = LanguageModel.load()
    for slip in shared_finder().find(line, BAR):
        changed = line[: slip.start] + slip.after + line[slip.start + 1 :]
        gain = float(model.text_log_probs(changed).sum() - model.text_log_probs(line).sum())
        assert 0 <= gain - slip.odds <= 12  # the price of the least likely look-alike


def test_confusions_are_single_han_that_differ() -> None:
    rows = [row.cells for row in read_table(FOLDER / "confusions.tsv", ("variant", "canonical"))]
    assert [
        r["id"] for r in rows if len(r["variant"] + r["canonical"]) != 2 or r["variant"] == r["canonical"]
    ] == []
    assert all(is_han(r["variant"]) and is_han(r["canonical"]) for r in rows)


def test_confusions_name_their_source_and_were_seen_twice() -> None:
    rows = [row.cells for row in read_table(FOLDER / "confusions.tsv", ("source", "count"))]
    assert [r["id"] for r in rows if r["source"] != "measured" or int(r["count"]) < 2] == []


def test_confusions_hold_no_numeral_for_a_numeral() -> None:
    rows = [row.cells for row in read_table(FOLDER / "confusions.tsv", ("variant", "canonical"))]
    assert [r["id"] for r in rows if {r["variant"], r["canonical"]} <= NUMERALS] == []


def test_shapes_are_of_one_length_in_known_signs() -> None:
    rows = [row.cells for row in read_table(FOLDER / "shapes.tsv", ("char", "shape", "source"))]
    assert {len(row["shape"]) for row in rows} == {48}
    assert set().union(*(row["shape"] for row in rows)) <= set(DIGITS)
