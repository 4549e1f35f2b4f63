"""Broken signs, brackets, 文号 and variant forms, and the score that counts them."""

import time
from pathlib import Path

import pytest

from gongwen_clean.chain import Chain
from gongwen_clean.cleaner import Cleaner
from gongwen_clean.lexicon import Row, lexicon_folder, read_table
from gongwen_clean.normalizer import Normalizer
from gongwen_clean.normalizers.scan_blanks import RemoveScanBlanks
from gongwen_clean.normalizers.scan_doc_number import RepairScanDocNumbers
from gongwen_clean.normalizers.scan_lines import JoinWrappedLines
from gongwen_clean.normalizers.scan_noise import ReadScanNoise
from gongwen_clean.normalizers.scan_pages import RemovePageFurniture
from gongwen_clean.normalizers.scan_signs import RepairScanSigns
from gongwen_clean.normalizers.scan_variants import FoldScanVariants
from gongwen_clean.scan.brackets import find_broken_brackets
from gongwen_clean.scan.noise import measure_noise

STEPS: list[Normalizer] = [
    RemovePageFurniture(),
    RemoveScanBlanks(),
    JoinWrappedLines(),
    RepairScanDocNumbers(),
    RepairScanSigns(),
    FoldScanVariants(),
]
CLEAN_FILES = sorted((Path(__file__).parent / "golden" / "clean").glob("*.txt"))

each_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)


def _signs(text: str) -> str:
    return Chain(RepairScanSigns()).apply(text)[0]


@pytest.mark.parametrize("path", CLEAN_FILES, ids=lambda path: path.stem)
def test_clean_text_is_left_alone_and_scores_zero(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert Chain(*STEPS).apply(text) == (text, [])
    assert measure_noise(text) == 0.0


@pytest.mark.parametrize("broken", ["[2024]", "【2024】", "［2024］"])
def test_matching_square_brackets_are_left_to_the_step_for_every_text(broken: str) -> None:
    assert RepairScanDocNumbers().edits(f"禾府发{broken}5号") == []


@pytest.mark.parametrize(
    "broken",
    ["(2024)", "〈2024〉", "C2024]", "t2024〕", "l2024)", "【2024）", "(2024]", "〔2024]】", "〔2024j"],
)
def test_doc_number_gets_its_brackets(broken: str) -> None:
    assert Chain(RepairScanDocNumbers()).apply(f"禾府发{broken} 25号")[0] == "禾府发〔2024〕25号"


def test_doc_number_keeps_every_digit() -> None:
    text = "禾府发202425号\n禾财办(2017]12号、禾水函C2020] 108 号"
    repaired = Chain(RepairScanDocNumbers()).apply(text)[0]
    assert [c for c in repaired if c.isdigit()] == [c for c in text if c.isdigit()]


def test_round_brackets_behind_other_words_are_no_doc_number() -> None:
    assert RepairScanDocNumbers().edits("最高人民法院指导案例（2019）12号") == []


def test_sign_repair_keeps_every_digit() -> None:
    text = "2021一2025年，37 mm士1 mm，合计1.960.25万元，-18”C"
    repaired = _signs(text)
    assert repaired == "2021—2025年，37 mm±1 mm，合计1,960.25万元，-18℃"
    assert [c for c in repaired if c.isdigit()] == [c for c in text if c.isdigit()]


def test_wrong_looking_percentage_stays() -> None:
    assert _signs("增长9.59%6，占709%") == "增长9.59%6，占709%"


def test_doubled_comma_goes_only_beside_other_broken_signs() -> None:
    assert _signs("任务完成。，成效明显") == "任务完成。，成效明显"
    assert _signs("任务完成。，2021一2025年成效明显") == "任务完成。2021—2025年成效明显"


def test_half_a_straight_quote_closes_the_open_one_beside_other_broken_signs() -> None:
    assert _signs('建设“粮仓"，2021一2025年') == "建设“粮仓”，2021—2025年"
    assert _signs('建设“粮仓"，稳步推进') == '建设“粮仓"，稳步推进'


def test_bracket_in_a_title_stays_where_nothing_shows_a_remark() -> None:
    assert find_broken_brackets("据《禾县志《食货)记载") == []
    assert [r.after for r in find_broken_brackets("《禾县办法《草案)》")] == ["（", "）"]


def test_number_of_an_item_inside_an_open_bracket_gets_no_second() -> None:
    assert find_broken_brackets("详见办法（说明：一）") == []


def test_score_rises_with_the_slips() -> None:
    line = "全县粮食生产稳定发展，农民收入持续增加。"
    few = line * 20 + "2021一2025年，〈试行）"
    many = line * 20 + "2021一2025年，〈试行），37 mm士1 mm，禾府发(2019]8号。.，建设“粮仓"
    assert 0 < measure_noise(few) < measure_noise(many)


def test_score_is_noted_under_the_name_ocr() -> None:
    assert Cleaner(steps=[ReadScanNoise()]).run("禾县粮食丰收。").scores == {"ocr": 0.0}


def test_variant_that_comes_again_and_again_stays() -> None:
    sentence = "联合举办农业经济论坛，各级领导出席会议并讲话，关注发展问题，实现农民增收。"
    text = "宏強公司、宏強集团、宏強学校" + sentence * 3
    assert FoldScanVariants().edits(text) == []


@pytest.mark.parametrize("row", list(read_table(lexicon_folder() / "scan" / "variants.tsv", ("id",))))
def test_variant_is_no_simplified_character_and_its_canonical_is(row: Row) -> None:
    row.cells["canonical"].encode("gb2312")
    with pytest.raises(UnicodeEncodeError):
        row.cells["variant"].encode("gb2312")


@each_step
@pytest.mark.parametrize("text", ["", "\ud800", "\n", "\f", " ", "一", "〈）", "号", "|", "\u3000\n\t", '“"'])
def test_step_survives_edge_text_and_repeats_nothing(step: Normalizer, text: str) -> None:
    once = Chain(step).apply(text)[0]
    assert Chain(step).apply(once)[0] == once


@each_step
@pytest.mark.parametrize(
    "unit", ["全 县 ，", "〈《(", "一一", "2019]", "”", "甲\n", "\f1\n", "二O", "强別", ".。", "　甲，乙\n"]
)
def test_step_takes_no_more_than_its_share_of_time_on_repeated_text(step: Normalizer, unit: str) -> None:
    short, long = (_least_seconds(step, unit * (chars // len(unit))) for chars in (5_000, 40_000))
    # eight times the text: linear work takes eight times as long, quadratic work 64
    assert long < 30 * short + 0.05


def _least_seconds(step: Normalizer, text: str) -> float:
    """CPU time, which other processes do not take part in; the least of three, as nothing makes it less."""
    times = []
    for _ in range(3):
        begin = time.process_time()
        step.edits(text)
        times.append(time.process_time() - begin)
    return min(times)
