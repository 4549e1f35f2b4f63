"""Scanned sets: pages as they are laid out and drawn, figures as counted by hand, and what is missing."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("PIL", reason="Pillow is not installed: pip install pillow")

from benchmarks.ocr import engines, fonts
from benchmarks.ocr.engines import ENGINES
from benchmarks.ocr.fonts import Font, fonts_for, installed_fonts, open_font
from benchmarks.ocr.layout import LINE_EMS, ems, gold_text, lay_out, read_blocks, wrap
from benchmarks.ocr.make_set import Plan, Scan, collect_texts, write_readings
from benchmarks.ocr.noise import NOISES
from benchmarks.ocr.render import draw_page
from benchmarks.ocr.score import Reading, Report, count, format_report, measure_set
from benchmarks.ocr.texts import Text, as_printed, make_text, read_text
from PIL import Image, ImageFont

from gongwen_clean import Cleaner

NOTICE = [
    "雁塘县水务局文件",
    "雁水发〔2021〕18号",
    "雁塘县水务局关于清理河道漂浮物的通知",
    "各水管站：",
    "入夏以来，雁塘河漂浮物增多，现就清理事项通知如下。",
    "一、明确时限",
    "6月20日前完成首轮清理，范围包括干流34.5公里。",
    "河段\t长度（公里）",
    "上段\t12.5",
    "雁塘县水务局",
    "2021年6月3日",
]
GOLD = "雁水发〔2021〕18号\n干流长34.5公里，支流长120公里。\n"


@pytest.fixture
def latin_font(monkeypatch: pytest.MonkeyPatch) -> Font:
    """The font that Pillow carries, for tests that need the form of a page but no Chinese."""
    monkeypatch.setattr(Font, "sized", lambda _, pixels: ImageFont.load_default(pixels))
    monkeypatch.setattr(Font, "lacks", lambda *_: "")
    return Font("default", "")


def has_ink(image: Image.Image, box: tuple[float, float, float, float]) -> bool:
    """Whether anything is drawn within a box given in millimetres."""
    left, top, right, bottom = (round(mm * image.width / 210) for mm in box)
    lowest, _ = image.crop((left, top, right, bottom)).getextrema()
    return isinstance(lowest, int | float) and lowest < 128


def test_form_and_place_say_what_a_line_is() -> None:
    assert [block.kind for block in read_blocks(NOTICE)] == [
        "letterhead", "number", "title", "addressee", "paragraph", "heading",
        "paragraph", "row", "row", "signature", "signature",
    ]  # fmt: skip


def test_short_line_in_the_body_is_no_title() -> None:
    kinds = [block.kind for block in read_blocks(["关于春灌的通知", "现将安排公布如下。", "春灌安排"])]
    assert kinds == ["title", "paragraph", "paragraph"]


def test_second_document_after_a_date_has_a_title_of_its_own() -> None:
    assert read_blocks([*NOTICE, "漂浮物清理办法"])[-1].kind == "title"


def test_row_too_wide_for_the_page_is_set_as_a_paragraph() -> None:
    blocks = read_blocks(["牵头单位\t" + "负责沿线清理" * 8])
    assert blocks[0].kind != "row"
    assert gold_text(blocks) == "牵头单位 " + "负责沿线清理" * 8 + "\n"


def test_gold_is_one_line_for_each_paragraph_and_row() -> None:
    assert gold_text(read_blocks(NOTICE)) == "\n".join(NOTICE).replace("\t", " ") + "\n"


def test_closing_sign_hangs_and_opening_sign_moves_on() -> None:
    assert wrap("甲乙丙。丁", 3) == ["甲乙丙。", "丁"]
    assert wrap("甲乙《丙丁》", 3) == ["甲乙", "《丙丁》"]


def test_number_is_not_broken() -> None:
    assert wrap("共计12345.67元", 5) == ["共计", "12345.67元"]


def test_lines_of_a_made_text_fit_the_page_and_lose_nothing() -> None:
    blocks = read_blocks(make_text(0, 1).lines)
    pages = lay_out(blocks)
    lines = [line for page in pages for line in page.lines]
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert max(ems(line.text) for line in lines if line.kind == "paragraph") <= LINE_EMS + 2
    assert "".join("".join(line.text.split()) for line in lines) == "".join(gold_text(blocks).split())


def test_texts_are_made_again_by_the_same_seed_only() -> None:
    assert make_text(3, 1) == make_text(3, 1)
    assert make_text(3, 1) != make_text(3, 2)


def test_made_text_has_no_open_slot_and_all_parts() -> None:
    for number in range(20):
        lines = make_text(number, 1).lines
        kinds = {block.kind for block in read_blocks(lines)}
        assert not {"{", "}"} & set("".join(lines))
        assert kinds >= {"letterhead", "number", "title", "addressee", "heading", "row", "signature"}


def test_half_width_signs_beside_han_are_printed_wide() -> None:
    assert as_printed("水务局(一科),电话:0576-1,200;见a,b(c)") == "水务局（一科），电话：0576-1,200；见a,b(c)"


def test_cells_of_a_file_are_parted_by_bars_or_tabs(tmp_path: Path) -> None:
    path = tmp_path / "table.gold.txt"
    path.write_text("河段 | 长度\n\n上段\t12\n", encoding="utf-8")
    assert read_text(path) == Text("table", ["河段\t长度", "上段\t12"])


def test_seeds_and_made_texts_are_the_default() -> None:
    names = [text.name for text in collect_texts([], 2, 1)]
    assert names[0] == "000-portal-report"
    assert names[-2:] == ["made000", "made001"]
    assert len(names) == 7


def test_page_is_drawn_within_its_margins_with_number_at_the_outer_foot(latin_font: Font) -> None:
    pages = lay_out(read_blocks(["2021.", *["12345 " * 40] * 12]))
    odd, even = (draw_page(page, latin_font, 100) for page in pages[:2])
    assert odd.size == (827, 1169)
    assert has_ink(odd, (28, 37, 184, 262))
    assert not has_ink(odd, (0, 0, 210, 30))
    assert has_ink(odd, (160, 262, 184, 275))
    assert not has_ink(odd, (28, 264, 60, 275))
    assert has_ink(even, (28, 264, 60, 275))


def test_table_has_a_grid(latin_font: Font) -> None:
    page = draw_page(lay_out(read_blocks(["1\t2", "3\t4"]))[0], latin_font, 100)
    assert has_ink(page, (28, 36.5, 184, 37.6))
    assert has_ink(page, (183, 40, 185, 55))


@pytest.mark.parametrize("noise", [name for name in NOISES if name != "clean"])
def test_noise_changes_the_page_and_comes_again_with_the_seed(latin_font: Font, noise: str) -> None:
    plan = Plan([latin_font], [noise], seed=5)
    texts = [Text("digits", ["12345 67890 " * 8])]
    first, again = (next(plan.scan(texts)).pages[0] for _ in range(2))
    plain = draw_page(lay_out(read_blocks(texts[0].lines))[0], latin_font, NOISES[noise].dpi)
    assert first.tobytes() == again.tobytes()
    assert first.size == plain.size
    assert first.tobytes() != plain.tobytes()


def test_documents_get_each_noise_and_each_font_in_turn(latin_font: Font) -> None:
    plan = Plan([latin_font._replace(name=name) for name in "ab"], ["clean", "skew"], seed=1)
    scans = list(plan.scan([Text("same", ["1"])] * 4))
    assert [scan.name for scan in scans] == ["001-same", "002-same", "003-same", "004-same"]
    assert {(scan.noise, scan.font.name) for scan in scans} == {
        (noise, font) for noise in ("clean", "skew") for font in "ab"
    }


def test_missing_glyphs_are_named_with_the_way_to_install_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Font, "sized", lambda _, pixels: ImageFont.load_default(pixels))
    with pytest.raises(SystemExit, match=r"default lacks 砦; more fonts: apt-get install fonts-noto-cjk"):
        fonts_for("12砦", [Font("default", "")])


def test_missing_fonts_are_named_with_the_way_to_install_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "_FOLDERS", (str(tmp_path),))
    with pytest.raises(SystemExit, match="apt-get install fonts-noto-cjk"):
        installed_fonts()


def test_font_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"--font .*none\.ttf:2: cannot open"):
        open_font(f"{tmp_path}/none.ttf:2")


def test_missing_tesseract_is_named_with_the_way_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SystemExit, match="apt-get install tesseract-ocr tesseract-ocr-chi-sim"):
        ENGINES["tesseract"].version()


def test_tesseract_without_chinese_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = subprocess.CompletedProcess([], 0, stdout=b"List of languages:\neng\nosd\n", stderr=b"")
    monkeypatch.setattr(shutil, "which", lambda _: "tesseract")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: listed)
    with pytest.raises(SystemExit, match="no language chi_sim: apt-get install"):
        ENGINES["tesseract"].version()


def test_missing_ppocr_is_named_with_the_way_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    engines._ppocr.cache_clear()
    monkeypatch.setitem(sys.modules, "rapidocr_onnxruntime", None)
    with pytest.raises(SystemExit, match="pip install rapidocr-onnxruntime"):
        ENGINES["ppocr"].version()


def missing(engine: str) -> str:
    """What a test with an engine and Chinese lacks."""
    try:
        installed_fonts()
        return "" if ENGINES[engine].version() else "no version"
    except SystemExit as error:
        return str(error)


@pytest.mark.parametrize("engine", ENGINES)
def test_engine_reads_a_clean_page(engine: str, tmp_path: Path) -> None:
    if reason := missing(engine):
        pytest.skip(reason)
    scan = next(Plan(installed_fonts(), ["clean"], seed=1).scan([Text("notice", NOTICE)]))
    write_readings(tmp_path, scan, {engine: ENGINES[engine].version()})
    report = measure_set(tmp_path, Cleaner("safe"))
    assert report.readings[0].engine == engine
    assert report.counts[0]["han before"] <= 0.1 * report.counts[0]["han chars"]


def test_files_of_a_reading_are_those_that_scoring_reads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader = engines.Engine("made", lambda: "made 1", lambda pages, dpi: f"{len(pages)} {dpi}\f")
    monkeypatch.setattr("benchmarks.ocr.make_set.ENGINES", {"reader": reader})
    scan = Scan("n1", "甲 乙\n", Font("f", ""), "skew", [Image.new("L", (4, 4))] * 2)
    write_readings(tmp_path, scan, {"reader": "made 1"})
    info = json.loads((tmp_path / "n1_skew_reader.info.json").read_text(encoding="utf-8"))
    assert (tmp_path / "n1_skew_reader.raw.txt").read_bytes() == b"2 150\f"
    assert (tmp_path / "n1_skew_reader.gold.txt").read_text(encoding="utf-8") == "甲 乙\n"
    assert [info[key] for key in ("group", "family", "quality", "pages", "chars")] == [
        "reader", "made", "skew", 2, 2,
    ]  # fmt: skip


def test_distances_are_those_counted_by_hand() -> None:
    """Raw has two blanks, one break and one wrong Han too many; cleaned text has the Han and a lost 号."""
    reading = Reading(
        "e", "n", "雁水\n发 〔2021〕 18号\n于流", "雁水发〔2021〕18\n于流", "雁水发〔2021〕18号\n干流\n"
    )
    counts = count(reading)
    assert [counts[f"strict {key}"] for key in ("chars", "before", "after")] == [15, 4, 2]
    assert [counts[f"nows {key}"] for key in ("chars", "before", "after")] == [14, 1, 2]
    assert [counts[f"han {key}"] for key in ("chars", "before", "after")] == [6, 1, 2]
    assert [counts[f"{name} worse"] for name in ("strict", "nows", "han")] == [0, 1, 1]


def test_facts_that_were_right_and_are_no_longer_are_seen() -> None:
    """Before: 2021, 18 and 120 right of 2021, 18, 34.5 and 120; after: all but 120."""
    raw = GOLD.replace("〔2021〕", "(2021]").replace("34.5", "345")
    counts = count(Reading("e", "n", raw, GOLD.replace("120", "12O"), GOLD))
    keys = ("", " before", " after", " stayed")
    assert [counts[f"numbers{key}"] for key in keys] == [4, 3, 3, 2]
    assert [counts[f"doc numbers{key}"] for key in keys] == [1, 0, 1, 0]


def test_number_that_stands_twice_must_be_found_twice() -> None:
    counts = count(Reading("e", "n", "25", "25、25、25", "25和25"))
    assert [counts[f"numbers{key}"] for key in ("", " before", " after", " stayed")] == [2, 1, 2, 1]


def test_report_sums_by_engine_and_noise_and_holds_nothing_of_the_texts() -> None:
    readings = [Reading("x", "clean", "甲乙丙", "甲乙丁", "甲乙丁"), Reading("y", "clean", "戊", "", "戊")]
    text = format_report([Report("made", readings, [count(reading) for reading in readings])])
    assert "| x | 1 | 3 | 33.33 → 0.00 (-100%) |" in text
    assert "| y | 1 | 1 | 0.00 → 100.00 |" in text
    assert "| clean | 2 | 4 | 25.00 → 25.00 (+0%) |" in text
    assert (
        "| all | 2 | 4 | 25.00 → 25.00 (+0%) | 25.00 → 25.00 (+0%) | 25.00 → 25.00 (+0%) | 1 | 1 | 1 |"
        in text
    )
    assert not set("甲乙丙丁戊") & set(text)


def test_set_without_description_of_a_document_is_refused(tmp_path: Path) -> None:
    for kind in ("raw", "gold"):
        (tmp_path / f"n1.{kind}.txt").write_text("甲\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"1 documents have no NAME\.info\.json"):
        measure_set(tmp_path, Cleaner("safe"))


def test_counts_of_a_reading_begin_with_one_document() -> None:
    assert count(Reading("e", "n", "", "", "")) == Counter(documents=1)
