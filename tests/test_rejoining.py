"""Pages that came as records of their own: read, ordered, joined, and every gap reported."""

from __future__ import annotations

import json
import random
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen_clean.document import Edit
from gongwen_clean.edits import apply_edits, invert_edits
from gongwen_clean.errors import InputError
from gongwen_clean.rejoining import rejoin
from gongwen_clean.rejoining.borders import Page, join_pages
from gongwen_clean.rejoining.page_numbers import PageNumber, read_page, split_title
from tests.conftest import Run

Record = dict[str, Any]
KEY = ("host", "title")
PORTAL_SIZE = 60
WORDS = [
    "禾县",
    "栗市",
    "水库除险",
    "春耕备耕",
    "秸秆还田",
    "农村危房",
    "集中供水",
    "林长巡山",
    "电商服务站",
    "圩堤",
]


def _page(number: object, text: str, title: str = "工作总结", **more: object) -> Record:
    return {"host": "a", "title": title, "page": number, "text": text, **more}


def _rejoin(records: Sequence[Record], page: str = "page") -> list[Record]:
    return list(rejoin(records, KEY, page))


def _only(records: Sequence[Record]) -> Record:
    (document,) = _rejoin(records)
    return document


# --- the number of a page


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, PageNumber(3)),
        (3.0, PageNumber(3)),
        ("３", PageNumber(3)),
        ("003", PageNumber(3)),
        (" 3 ", PageNumber(3)),
        ("p3", PageNumber(3)),
        ("P.3", PageNumber(3)),
        ("3页", PageNumber(3)),
        ("第3页", PageNumber(3)),
        ("第三页", PageNumber(3)),
        ("第一百零五页", PageNumber(105)),
        ("二十", PageNumber(20)),
        ("(3)", PageNumber(3)),
        ("3/12", PageNumber(3, 12)),
        ("page 3 of 12", PageNumber(3, 12)),
        ("第3页共12页", PageNumber(3, 12)),
        ("第三页，共十二页", PageNumber(3, 12)),
        ("共12页 第3页", PageNumber(3, 12)),
        ("工作总结_第3页", PageNumber(3)),
        (0, PageNumber(0)),
    ],
)
def test_page_number_is_read_in_many_forms(value: object, expected: PageNumber) -> None:
    assert read_page(value) == expected


@pytest.mark.parametrize(
    "value",
    [None, "", "封面", True, 3.5, -1, float("nan"), float("inf"), 20240501, "20240501", "十十页", "3-4", []],
)
def test_page_number_is_not_guessed(value: object) -> None:
    assert read_page(value) is None


@pytest.mark.parametrize(
    ("title", "bare", "page"),
    [
        ("工作总结_第3页", "工作总结", PageNumber(3)),
        ("工作总结第3页", "工作总结", PageNumber(3)),
        ("工作总结 - 第三页", "工作总结", PageNumber(3)),
        ("工作总结（第3页/共12页）", "工作总结", PageNumber(3, 12)),
        ("工作总结第三页共十二页", "工作总结", PageNumber(3, 12)),
        ("工作总结(3)", "工作总结", PageNumber(3)),
        ("工作总结（３）", "工作总结", PageNumber(3)),
    ],
)
def test_title_is_parted_from_its_page_mark(title: str, bare: str, page: PageNumber) -> None:
    marked = split_title(title)
    assert marked is not None
    assert (marked.bare, marked.page) == (bare, page)


@pytest.mark.parametrize(
    "title",
    [
        "翻开历史第三页",
        "关于第2页(试行)",
        "第2页附表",
        "工作总结(2023)",
        "工作总结（三）",
        "第3页",
        "(3)",
        "工作总结_3",
        "",
    ],
)
def test_title_without_a_page_mark_stays_whole(title: str) -> None:
    assert split_title(title) is None


# --- joining


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("推进数字物流、工业", "软件等领域发展。", "推进数字物流、工业软件等领域发展。"),
        ("推进数字物流、工业 \n", "\n软件等领域发展。", "推进数字物流、工业软件等领域发展。"),
        ("会议指出，要抓好落实，", "压实责任。", "会议指出，要抓好落实，压实责任。"),
        ("全县粮食丰收。", "林业稳步发展。", "全县粮食丰收。\n林业稳步发展。"),
        ("他说：“要落实。”", "会后进行了调研。", "他说：“要落实。”\n会后进行了调研。"),
        ("各乡镇人民政府：", "现将方案印发给你们。", "各乡镇人民政府：\n现将方案印发给你们。"),
        ("落实责任，加强督查", "　　下一步，要抓好整改。", "落实责任，加强督查\n下一步，要抓好整改。"),
        ("落实责任，加强督查", "二、主要任务", "落实责任，加强督查\n二、主要任务"),
        ("关于春耕工作的通知", "今年以来，全县抓好春耕。", "关于春耕工作的通知\n今年以来，全县抓好春耕。"),
        ("| 乡镇 | 户数 |", "| 禾镇 | 12 |", "| 乡镇 | 户数 |\n| 禾镇 | 12 |"),
        ("今年，推广 smart \n", "grid 技术。", "今年，推广 smart grid 技术。"),
        ("今年，完成投资12", "3万元。", "今年，完成投资123万元。"),
        ("", "林业稳步发展。", "林业稳步发展。"),
        ("林业稳步发展。\n", " \u200b", "林业稳步发展。\n\u200b"),
    ],
)
def test_border_is_closed_inside_a_sentence_and_breaks_a_line_after_one(
    one: str, two: str, expected: str
) -> None:
    assert join_pages([Page(1, one), Page(2, two)]).text == expected


def test_one_page_stays_as_it_is() -> None:
    text = "\n　第1页/共1页\n林业稳步发展。 \n\n"
    joined = join_pages([Page(1, text)])
    assert joined.text is text or joined.text == text
    assert joined.cuts == []


def test_border_breaks_a_line_where_a_page_is_missing() -> None:
    text = "推进数字物流、工业"
    assert join_pages([Page(1, text), Page(3, "软件等领域。")]).text == f"{text}\n软件等领域。"


def test_pages_of_one_size_are_joined_even_after_a_sentence() -> None:
    text = "会议听取了春耕备耕情况。" * 10
    pages = [Page(n + 1, text[n * 48 : n * 48 + 48] + "\n") for n in range(3)]
    assert join_pages(pages).text == text + "\n"


def test_line_that_states_the_page_is_cut_only_between_pages() -> None:
    joined = join_pages([Page(1, "第1页\n推进数字物流、工业\n第1页"), Page(2, "— 2 —\n软件等领域。\n第2页")])
    assert joined.text == "第1页\n推进数字物流、工业软件等领域。\n第2页"
    assert [(cut.nth, cut.why) for cut in joined.cuts] == [(0, "page mark"), (1, "page mark")]


def test_line_that_states_another_page_stays() -> None:
    assert "第7页" in join_pages([Page(1, "详见附表。\n第7页"), Page(2, "抓好落实。")]).text


def test_running_lines_stay_once() -> None:
    bodies = ["推进数字物流、工业", "软件等领域，形成", "产业集群。"]
    pages = [Page(n + 1, f"禾县工作总结\n{body}\n上一页 [{n + 1}] 下一页") for n, body in enumerate(bodies)]
    joined = join_pages(pages)
    assert joined.text == f"禾县工作总结\n{''.join(bodies)}\n上一页 [3] 下一页"
    assert len(joined.cuts) == 4


def test_line_that_one_page_lacks_is_no_running_line() -> None:
    pages = [Page(1, "禾县\n甲。"), Page(2, "禾县\n乙。"), Page(3, "栗市\n丙。")]
    assert join_pages(pages).text == "禾县\n甲。\n禾县\n乙。\n栗市\n丙。"


OVERLAP = "软件和云服务等细分领域重点企业均呈现较好的发展态势"


def test_overlap_is_joined_once_and_reported() -> None:
    joined = join_pages([Page(1, f"一季度，{OVERLAP}"), Page(2, f"{OVERLAP}，同比增长。")])
    assert joined.text == f"一季度，{OVERLAP}，同比增长。"
    assert [(cut.nth, cut.start, cut.end, cut.why) for cut in joined.cuts] == [
        (1, 0, len(OVERLAP), "overlap")
    ]


@pytest.mark.parametrize("stretch", [OVERLAP[:12], "| — | — | — | — | — | — | — |"])
def test_short_or_wordless_repetition_stays(stretch: str) -> None:
    joined = join_pages([Page(1, f"一季度，\n{stretch}"), Page(2, f"{stretch}\n同比增长。")])
    assert joined.text.count(stretch) == 2


def test_repetition_that_a_page_has_twice_itself_stays() -> None:
    joined = join_pages([Page(1, f"{OVERLAP}。{OVERLAP}。"), Page(2, f"{OVERLAP}。同比增长。")])
    assert joined.text.count(OVERLAP) == 3


def test_overlap_stays_where_a_page_is_missing_between() -> None:
    joined = join_pages([Page(1, f"一季度，{OVERLAP}"), Page(3, f"{OVERLAP}，同比增长。")])
    assert joined.text.count(OVERLAP) == 2


# --- documents


def test_missing_pages_are_reported_up_to_the_stated_total() -> None:
    report = _only([_page("2/5", "甲。"), _page("4/5", "乙。")])["rejoined"]
    assert (report["pages"], report["total"], report["missing"]) == ([2, 4], 5, [1, 3, 5])


def test_total_is_read_from_the_page_mark_in_the_text() -> None:
    assert _only([_page(1, "甲。\n第1页/共3页"), _page(2, "乙。\n第2页/共3页")])["rejoined"]["missing"] == [3]


def test_series_from_zero_misses_no_page() -> None:
    document = _only([_page(1, "乙。"), _page(0, "甲。")])
    assert (document["text"], document["rejoined"]["missing"]) == ("甲。\n乙。", [])


def test_same_double_collapses_and_is_reported() -> None:
    document = _only([_page(1, "甲。"), _page(1, "甲。"), _page(2, "乙。")])
    assert document["text"] == "甲。\n乙。"
    assert document["rejoined"]["doubled"] == [{"page": 1, "record": 1, "is_same": True, "fields": None}]


def test_differing_double_stands_whole_in_the_report() -> None:
    other = _page(1, "丙。", url="u")
    (double,) = _only([_page(1, "甲。"), other])["rejoined"]["doubled"]
    assert (double["is_same"], double["fields"]) == (False, other)


def test_blank_double_gives_way_to_the_text() -> None:
    assert _only([_page(1, " \n"), _page(1, "甲。")])["text"] == "甲。"


def test_fields_of_the_first_page_are_kept() -> None:
    document = _only([_page(2, "乙。", url="u2"), _page(1, "甲。", url="u1", when=date(2024, 5, 1))])
    assert (document["url"], document["when"]) == ("u1", date(2024, 5, 1))


def test_page_is_read_from_the_title_where_its_field_is_absent() -> None:
    records = [{"host": "a", "title": f"总结_第{n}页", "text": t} for n, t in ((2, "乙。"), (1, "甲。"))]
    document = _only(records)
    assert (document["title"], document["text"]) == ("总结", "甲。\n乙。")
    assert [part["label"] for part in document["rejoined"]["parts"]] == ["总结_第1页", "总结_第2页"]


def test_titles_that_differ_in_their_page_marks_name_one_document() -> None:
    document = _only([_page(1, "甲。", "总结（1）"), _page(2, "乙。", "总结（2）")])
    assert (document["title"], document["rejoined"]["missing"]) == ("总结", [])


def test_number_in_brackets_counts_only_beside_other_pages() -> None:
    alone = _only([_page(None, "甲。", "总结(2)")])
    assert (alone["title"], alone["rejoined"]["pages"]) == ("总结(2)", [])
    both = _only([_page(None, "甲。", "总结(2)"), _page(None, "乙。", "总结(1)")])
    assert (both["title"], both["text"]) == ("总结", "乙。\n甲。")


def test_copy_with_a_number_in_brackets_is_a_double() -> None:
    document = _only([_page(None, "甲。", "总结"), _page(None, "甲。", "总结(2)")])
    assert (document["title"], document["text"], len(document["rejoined"]["doubled"])) == ("总结", "甲。", 1)


def test_number_in_brackets_is_no_page_where_the_field_says_another() -> None:
    assert len(_rejoin([_page(1, "甲。", "总结(8)"), _page(2, "乙。", "总结(9)")])) == 2


def test_text_without_a_number_is_the_missing_first_page() -> None:
    document = _only([_page("", "甲。"), _page(2, "乙。")])
    assert (document["text"], document["rejoined"]["pages"]) == ("甲。\n乙。", [1, 2])
    assert document["rejoined"]["parts"][0]["label"] is None


def test_text_without_a_number_that_a_page_has_is_its_double() -> None:
    assert _only([_page(None, "甲。"), _page(1, "甲。"), _page(2, "乙。")])["text"] == "甲。\n乙。"


def test_texts_without_a_number_stay_apart_with_the_reason() -> None:
    documents = _rejoin([_page(None, "甲。"), _page(None, "乙。"), _page(None, "甲。")])
    assert [d["text"] for d in documents] == ["甲。", "乙。", "甲。"]
    assert all("no page number" in d["rejoined"]["problem"] for d in documents)


@pytest.mark.parametrize("value", ["封面", True, 123456, [3]])
def test_page_that_is_no_number_comes_out_alone_and_unchanged(value: object) -> None:
    document, alone = _rejoin([_page(1, "甲。"), record := _page(value, "乙。")])
    assert document["text"] == "甲。"
    assert "no page number" in alone.pop("rejoined")["problem"]
    assert alone == record


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"host": "a", "page": 1, "text": "甲"}, "'title' is missing"),
        ({"host": "a", "title": " ", "page": 1, "text": "甲"}, "'title' is empty"),
        ({"host": float("nan"), "title": "乙", "text": "甲"}, "'host' is empty"),
        ({"host": "a", "title": "乙", "page": 1}, "'text' is missing"),
        ({"host": "a", "title": "乙", "page": 1, "text": None}, "'text' is no text"),
    ],
)
def test_record_without_key_or_text_comes_out_alone_and_unchanged(record: Record, reason: str) -> None:
    first, second = _rejoin([record, record])
    for alone in (first, second):
        assert reason in alone.pop("rejoined")["problem"]
        assert repr(alone) == repr(record)  # NaN is not equal to itself


def test_documents_come_in_the_order_of_their_first_record() -> None:
    titles = "丙甲丙乙甲"
    documents = _rejoin([_page(n, "甲。", title) for n, title in enumerate(titles, 1)])
    assert [d["title"] for d in documents] == ["丙", "甲", "乙"]


def test_key_of_one_field_needs_no_tuple() -> None:
    (document,) = rejoin([_page(1, "甲。"), _page(2, "乙。")], "title", "page")
    assert document["rejoined"]["name"] == "工作总结"


def test_keys_that_look_alike_in_a_row_stay_apart() -> None:
    one, two = {"host": "a,b", "title": "c"}, {"host": "a", "title": "b,c"}
    assert len(_rejoin([{**one, "page": 1, "text": "甲"}, {**two, "page": 2, "text": "乙"}])) == 2


def test_lone_surrogates_survive() -> None:
    document = _only([_page(1, "甲\ud800", "题\udfff"), _page(2, "乙", "题\udfff")])
    assert (document["title"], "\ud800" in document["text"]) == ("题\udfff", True)


def test_no_key_is_refused_at_once() -> None:
    with pytest.raises(InputError, match="no key"):
        rejoin([], (), "page")


def test_record_that_was_rejoined_before_is_refused() -> None:
    with pytest.raises(InputError, match="record 0: has a field 'rejoined'"):
        _rejoin([_page(1, "甲", rejoined={})])


def test_record_that_cannot_be_laid_aside_is_refused() -> None:
    with pytest.raises(InputError, match="laid aside"):
        _rejoin([_page(1, "甲", opener=lambda: None)])


def test_missing_temporary_folder_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/no/such/folder")
    with pytest.raises(InputError, match="TMPDIR"):
        _rejoin([_page(1, "甲")])


def test_temporary_folder_is_private_and_goes_with_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    documents = rejoin([_page(1, "甲", "一"), _page(1, "乙", "二")], KEY, "page")
    next(documents)
    (folder,) = tmp_path.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    documents.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_records() -> None:
    def peak(count: int) -> int:
        records = (_page(n % 10 + 1, f"{n}禾县春耕。" * 500, f"总结{n // 10}") for n in range(count))
        tracemalloc.start()
        try:
            assert sum(1 for _ in rejoin(records, KEY, "page")) == count // 10
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # what is made once per process
    assert peak(500) < 1.5 * peak(60)


# --- properties


@st.composite
def cut_documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text of distinct sentences, and its pieces of one size, as a portal cuts it."""
    source = draw(st.randoms(use_true_random=False))
    sentences = [
        f"{n}月{source.choice(WORDS)}完成{source.randint(10, 99)}处，{source.choice(WORDS)}验收{n}次。"
        for n in range(1, draw(st.integers(8, 24)))
    ]
    text = "".join(sentences)
    return text, [text[at : at + PORTAL_SIZE] for at in range(0, len(text), PORTAL_SIZE)]


FORMS: list[Callable[[int, int], Any]] = [
    lambda number, _: number,
    lambda number, _: f"第{number}页",
    lambda number, total: f"{number}/{total}",
    lambda number, _: f"p{number}",
    lambda number, _: float(number),
]


@settings(max_examples=40)
@given(
    st.lists(cut_documents(), min_size=1, max_size=3), st.sampled_from(FORMS), st.integers(0, 3), st.randoms()
)
def test_any_cut_and_shuffled_document_comes_back(
    documents: list[tuple[str, list[str]]],
    form: Callable[[int, int], Any],
    doubles: int,
    source: random.Random,
) -> None:
    records = [
        _page(form(n, len(pieces)), piece, f"总结{which}")
        for which, (_, pieces) in enumerate(documents)
        for n, piece in enumerate(pieces, 1)
    ]
    records += source.choices(records, k=doubles)
    source.shuffle(records)
    joined = {d["title"]: d for d in _rejoin(records)}
    assert {title: d["text"] for title, d in joined.items()} == {
        f"总结{which}": text for which, (text, _) in enumerate(documents)
    }
    assert sum(len(d["rejoined"]["doubled"]) for d in joined.values()) == doubles
    assert not any(d["rejoined"]["missing"] for d in joined.values())


@settings(max_examples=40)
@given(st.sets(st.integers(1, 30), min_size=1), st.integers(1, 35), st.randoms())
def test_missing_pages_are_always_reported(numbers: set[int], total: int, source: random.Random) -> None:
    records = [_page(f"{n}/{total}", f"{n}号圩堤已加固。") for n in numbers]
    source.shuffle(records)
    missing = set(range(1, max(total, *numbers, 0) + 1)) - numbers
    assert _only(records)["rejoined"]["missing"] == sorted(missing)


LINES = st.sampled_from(
    [
        "全县抓好春耕",
        "压实责任。",
        "二、主要任务",
        "第2页",
        "— 1 —",
        "",
        " ",
        "　　下一步，",
        "| a | b |",
        OVERLAP,
        "\u200b",
    ]
)
ANY_PAGES = st.builds(
    _page,
    st.one_of(st.integers(-1, 4), st.sampled_from([None, "第2页", "2/3", "封面", "", 1.5, float("nan")])),
    st.one_of(st.lists(LINES, max_size=5).map("\n".join), st.text(max_size=30)),
    st.sampled_from(["总结", "总结", "总结(2)", "总结_第1页", "总结_第3页", "汇报", "", "总结（1/2）"]),
)


def _texts_out(documents: Sequence[Record]) -> Iterator[tuple[int, str]]:
    """The record and text of each page that the output holds: from its part, its cuts, its doubles."""
    for document in documents:
        report = document["rejoined"]
        for part in report["parts"]:
            cuts = [cut for cut in report["cut"] if cut["record"] == part["record"]]
            stands = document["text"][part["at"] : part["at"] + part["end"] - part["start"]]
            spans = sorted([(part["start"], stands), *((cut["start"], cut["text"]) for cut in cuts)])
            yield part["record"], "".join(text for _, text in spans)
        for double in report["doubled"]:
            if not double["is_same"]:
                yield double["record"], double["fields"]["text"]


@settings(max_examples=150)
@given(st.lists(ANY_PAGES, max_size=8))
def test_text_of_every_page_is_in_the_output(records: list[Record]) -> None:
    found = dict(_texts_out(documents := _rejoin(records)))
    same = {d["record"] for doc in documents for d in doc["rejoined"]["doubled"] if d["is_same"]}
    assert found.keys() | same == set(range(len(records)))
    for number, text in found.items():
        assert "".join(text.split()) == "".join(records[number]["text"].split())
    kept = {"".join(text.split()) for text in found.values()} | {""}
    assert all("".join(records[number]["text"].split()) in kept for number in same)


@settings(max_examples=150)
@given(st.lists(st.lists(LINES, max_size=5).map("\n".join), min_size=1, max_size=5))
def test_parts_say_where_each_piece_of_a_page_stands(texts: list[str]) -> None:
    joined = join_pages([Page(n, text) for n, text in enumerate(texts, 1)])
    end = 0
    for part, text in zip(joined.parts, texts, strict=True):
        size = part.end - part.start
        assert joined.text[part.at : part.at + size] == text[part.start : part.end]
        assert joined.text[end : part.at] in ("", " ", "\n")
        end = part.at + size
    assert end == len(joined.text)


# --- the command


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    records = [_page(2, "软件等领域发展,成效明显。", url="u2"), _page(1, "今年,推进数字物流、工业", url="u1")]
    path = tmp_path / "pages.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def _records(lines: str) -> list[Record]:
    return [json.loads(line) for line in lines.splitlines()]


def test_command_rejoins_and_cleans(run: Run, pages: Path, tmp_path: Path) -> None:
    target = tmp_path / "docs.jsonl"
    assert run("-q", pages, "--rejoin", "host,title,page", "-o", target) == (0, "", "")
    (document,) = _records(target.read_text(encoding="utf-8"))
    assert document["text"] == "今年，推进数字物流、工业软件等领域发展，成效明显。"
    assert document["url"] == "u1"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_command_output_leads_back_to_every_page(run: Run, pages: Path) -> None:
    _, out, _ = run("-q", pages, "--rejoin", "host,title,page")
    (document,) = _records(out)
    edits = [
        (Edit(e["start"], e["end"], e["after"], e["rule"]), e["before"]) for e in document["cleaned"]["edits"]
    ]
    shifted, shift = [], 0
    for edit, before in edits:
        start = edit.start + shift
        shifted.append(Edit(start, start + len(edit.after), before, edit.rule))
        shift += len(edit.after) - len(before)
    joined = apply_edits(document["text"], shifted)
    assert invert_edits(joined, [edit for edit, _ in edits]) == shifted
    lines = pages.read_text(encoding="utf-8").splitlines()
    for part in document["rejoined"]["parts"]:
        page = json.loads(lines[int(part["record"].rpartition(":")[2]) - 1])["text"]
        size = part["end"] - part["start"]
        assert joined[part["at"] : part["at"] + size] == page[part["start"] : part["end"]]


def test_command_names_missing_and_doubled_pages(run: Run, pages: Path) -> None:
    with pages.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(_page(n, "林业。")) + "\n" for n in (2, 6))
    code, _, err = run(pages, "--rejoin", "host,title,page")
    assert code == 0
    assert "a/工作总结: page 3-5 of 6 missing; page 2 came again" in err
    assert f"{pages}:3 differs" in err


def test_command_reports_bad_lines_and_goes_on(run: Run, pages: Path) -> None:
    bad = ["no json", "[1]", '{"page": 1, "text": "甲"}', json.dumps(_page(1, "甲", cleaned=1)), "[" * 100000]
    pages.write_text(pages.read_text(encoding="utf-8") + "\n\n" + "\n".join(bad), encoding="utf-8")
    code, out, err = run("-q", pages, "--rejoin", "host,title,page")
    assert code == 3
    assert len(_records(out)) == 2
    for line, reason in (
        (5, "is no JSON"),
        (6, "is no object but list"),
        (7, "'host' is missing"),
        (8, "'cleaned'"),
    ):
        assert f"{pages}:{line}: " in err
        assert reason in err
    assert f"{pages}:9: is no JSON" in err


def test_command_counts_what_it_no_longer_names(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_text("x\n" * 50, encoding="utf-8")
    _, _, err = run(path, "--rejoin", "title,page")
    assert err.count("is no JSON") == 20
    assert "30 more lines failed" in err


def test_command_joins_pages_of_several_files(run: Run, pages: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.jsonl"
    more.write_text(json.dumps(_page(3, "抓好落实。")), encoding="utf-8")
    code, out, err = run("-q", pages, tmp_path / "none.jsonl", more, "--rejoin", "host,title,page")
    assert (code, len(_records(out))) == (3, 1)
    assert "none.jsonl: cannot be read" in err
    assert _records(out)[0]["rejoined"]["pages"] == [1, 2, 3]


def test_command_that_reads_nothing_writes_nothing(run: Run, tmp_path: Path) -> None:
    code, _, err = run(tmp_path / "none.jsonl", "--rejoin", "title,page", "-o", tmp_path / "docs.jsonl")
    assert code == 4
    assert "no file could be read" in err
    assert list(tmp_path.iterdir()) == []


def test_command_says_that_a_folder_cannot_be_written(run: Run, pages: Path, tmp_path: Path) -> None:
    code, _, err = run(pages, "--rejoin", "host,title,page", "-o", tmp_path)
    assert code == 4
    assert "cannot be written" in err


def test_command_keeps_long_ids_and_escaped_surrogates(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_text('{"id": 123456789012345678901, "title": "\\ud800", "text": "甲"}\n', encoding="utf-8")
    _, out, _ = run("-q", path, "--rejoin", "title,page")
    (document,) = _records(out)
    assert (document["id"], document["title"]) == (123456789012345678901, "\ud800")


@pytest.mark.parametrize(
    "argv",
    [
        ("--rejoin", "page"),
        ("--rejoin", ""),
        ("--rejoin", "host,,page"),
        ("--rejoin", "host,page", "--in-place"),
        ("--rejoin", "host,page", "--check"),
        ("--rejoin", "host,page", "--encoding", "gbk"),
    ],
)
def test_command_refuses_usage_without_sense(run: Run, pages: Path, argv: Sequence[str]) -> None:
    with pytest.raises(SystemExit) as end:
        run(pages, *argv)
    assert end.value.code == 2
