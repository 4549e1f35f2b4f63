"""The report on scraped pages: figures and metadata as counted by hand, and missing cleaners."""

import json
import sys
from pathlib import Path

import pytest
from benchmarks.page_sets import (
    OURS,
    Report,
    as_html,
    format_report,
    judge,
    load_peers,
    measure_page,
    measure_set,
    read_pages,
    tabulate_classes,
    tabulate_keys,
    tabulate_origins,
)

from gongwen_clean import Cleaner
from gongwen_clean.document import Field

GOLD = "关于开展安全检查的通知\n请各单位于月底前报送。\n"
TABLE = Field("issuer", "镇安监办", 0, 4, origin="table", confidence=0.6)
BYLINE = Field("author", "李四", 5, 7, origin="byline", confidence=0.9)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A set of two pages, of 20 and 4 gold characters: one with a line that may be kept or dropped."""
    files = {
        "A1.raw.txt": f"首页\n{GOLD}打印本页\n",
        "A1.gold.txt": GOLD,
        "A1.debatable.txt": "打印，本页\n",
        "A1.meta.json": json.dumps({"issuer": "镇安监办", "source": " "}),
        "B1.raw.txt": "甲乙丙丁\n",
        "B1.gold.txt": "甲乙丙戊\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def cut_first_line(text: str) -> str:
    """What the peer of these tests does."""
    return text.partition("\n")[2]


def test_figures_are_those_counted_by_hand(folder: Path) -> None:
    """A1: 首页 is cut, 打印本页 debatable. B1: all four characters go, three of them right before."""
    pages = read_pages(folder)
    figures = [measure_page(page, cut_first_line(page.sample.raw)) for page in pages]
    rows = list(tabulate_classes(Report("made", [page.name[0] for page in pages], {"peer": figures}, [])))
    assert rows == [
        ("all", "peer", 2, "0.1200", "0.1600", "1.333", "1200.0", "0.0", "1"),
        ("A", "peer", 1, "0.0952", "0.0000", "0.000", "0.0", "0.0", "1"),
        ("B", "peer", 1, "0.2500", "1.0000", "4.000", "7500.0", "0.0", "0"),
    ]


def test_characters_beyond_gold_are_extra_not_harm(folder: Path) -> None:
    page = read_pages(folder)[0]
    assert measure_page(page, page.sample.raw)[-2:] == (0, 2)


def test_metadata_without_value_is_not_expected(folder: Path) -> None:
    assert [page.expected for page in read_pages(folder)] == [{"issuer": "镇安监办"}, None]


def test_precision_and_recall_count_only_keys_that_are_known() -> None:
    expected = {"issuer": "镇 安监办", "author": "张三", "source": "镇政府网"}
    views = Field("views", "12", 8, 10, origin="byline", confidence=0.9)
    verdicts = list(judge([TABLE, BYLINE, views], expected))
    assert list(tabulate_keys(Report("made", [], {}, verdicts))) == [
        ("made", "author", 1, 1, 0, "0.000", "0.000"),
        ("made", "issuer", 1, 1, 1, "1.000", "1.000"),
        ("made", "source", 1, 0, 0, "-", "0.000"),
        ("made", "all", 3, 2, 1, "0.500", "0.333"),
    ]


def test_confidence_is_compared_with_the_share_that_is_right() -> None:
    """(1 + 1) / (1 + 2) is 0.67; an origin whose values cannot be judged has (0 + 1) / (0 + 2)."""
    verdicts = list(judge([TABLE, BYLINE], {"issuer": "镇安监办"}))
    assert list(tabulate_origins(verdicts)) == [
        ("byline", 0, 0, "0.50", "0.90", "no", 1),
        ("table", 1, 1, "0.67", "0.60", "no", 0),
    ]
    agreeing = judge([TABLE._replace(confidence=2 / 3)], {"issuer": "镇安监办"})
    assert next(iter(tabulate_origins(agreeing)))[5] == "yes"


def test_missing_peer_is_named_with_the_way_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("trafilatura", "justext", "jionlp"):
        monkeypatch.setitem(sys.modules, module, None)
    peers, lines = load_peers()
    assert not peers
    assert lines[1] == "- jusText is not installed; to measure it: `pip install justext lxml_html_clean`"


def test_html_has_a_paragraph_for_each_line_with_signs_escaped() -> None:
    page = as_html("甲<乙\n\n 丙&丁")
    assert page.count("<p>") == 2
    assert "<p>甲&lt;乙</p>" in page
    assert "<p> 丙&amp;丁</p>" in page


def test_report_holds_figures_of_every_cleaner_and_nothing_of_the_texts(folder: Path) -> None:
    report = measure_set(folder, Cleaner("safe"), {"peer": cut_first_line})
    text = format_report([report], ["- peer 1.0"])
    assert all(f"| all | {name} | 2 | 0.1200 |" in text for name in (OURS, "peer"))
    assert "安监" not in text
    assert "通知" not in text
