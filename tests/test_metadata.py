"""Metadata: what each kind of page tells, and where in the source it stands."""

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from gongwen_clean import Cleaner
from gongwen_clean.document_json import document_line

BODY = (
    "各乡镇人民政府：\n为做好汛期安全工作，现就有关事项通知如下。请认真贯彻执行，确保安全度汛。\n"
    "禾县人民政府\n2024年4月30日\n"
)
SIGNED = {"issuer": "禾县人民政府", "date_issued": "2024年4月30日"}
TITLE = "关于开展农村危房排查的通知"

PAGES = {
    "pipe-table": (
        "索 引 号: | 11330482/2024-00012 | 主题分类: | 农业、林业 |\n"
        "发布机构: | 禾县住建局 | 发文日期: | 2024-03-02 |\n"
        f"名  称: | {TITLE} | 文  号: | 禾政发[2024]7号 |\n{TITLE}\n{BODY}",
        {
            "index_number": "11330482/2024-00012",
            "topic": "农业、林业",
            "issuer": "禾县住建局",
            "date_issued": "2024-03-02",
            "title": TITLE,
            "doc_number": "禾政发〔2024〕7号",
        },
    ),
    "one-line": (
        f"首页 > 政务公开 > 通知公告\n{TITLE}\n来源：禾县住建局  日期：2024-05-01  浏览次数：36\n{BODY}",
        {
            "category": "政务公开 > 通知公告",
            "title": TITLE,
            "source": "禾县住建局",
            "date_published": "2024-05-01",
            "views": "36",
        },
    ),
    "label-line": (
        f"首页 > 政策文件\n关键词：\n危房排查\n{TITLE}\n来源：禾县住建局 2024-05-01 10:00\n{BODY}",
        {
            "keywords": "危房排查",
            "title": TITLE,
            "source": "禾县住建局",
            "date_published": "2024-05-01 10:00",
            "category": "政策文件",
        },
    ),
    "glued": (
        f"首页 > 要闻\n{TITLE}\n2021-03-05 08:30来源：栗市在线作者：李某\n{BODY}",
        {
            "date_published": "2021-03-05 08:30",
            "source": "栗市在线",
            "author": "李某",
            "title": TITLE,
            "category": "要闻",
        },
    ),
    "portal": (
        f"{TITLE}.docx\n《{TITLE}.docx》由会员分享,可在线阅读,更多相关《{TITLE}.docx(8页珍藏版)》"
        f"请在某某文库上搜索。\n{BODY}",
        {"title": TITLE, "pages": "8", "source": "某某文库"},
    ),
    "breadcrumb": (
        f"您当前的位置：首页 >> 新闻中心 >> 部门动态 >> 正文\n{TITLE}\n{BODY}",
        {"category": "新闻中心 >> 部门动态", "title": TITLE},
    ),
    "date-and-names": (
        f"{TITLE}\n2024-05-01 10:00 禾县日报\n{BODY}",
        {"title": TITLE, "date_published": "2024-05-01 10:00", "source": "禾县日报"},
    ),
    "bare-cells": (
        "| 索引号 | 11330482-2024-0012 | 公开方式 | 主动公开 |\n"
        f"| 成文日期 | 2024-03-02 | 登记编号 |  |\n{TITLE}\n{BODY}",
        {
            "index_number": "11330482-2024-0012",
            "disclosure": "主动公开",
            "date_issued": "2024-03-02",
            "title": TITLE,
        },
    ),
    "markdown": (
        f"| 文号 | 禾政发〔2024〕7号 |\n|---|---|\n| 有效性 | 有效 |\n{TITLE}\n{BODY}",
        {"doc_number": "禾政发〔2024〕7号", "validity": "有效", "title": TITLE},
    ),
    "bullets": (
        f"返回顶部\n{TITLE}\n • 索引号:\n   11330482/2024-00012\n • 来源:\n • 发文机构:\n   禾县住建局\n"
        f" • 登记编号:\n • 发文日期:\n   2024年3月2日\n • 内容概述:\n{TITLE}\n{BODY}",
        {
            "index_number": "11330482/2024-00012",
            "issuer": "禾县住建局",
            "date_issued": "2024年3月2日",
            "title": TITLE,
        },
    ),
    "brackets": (
        f"【发布单位】禾县水利局\n【发布文号】禾水〔2024〕9号\n【发布日期】2024-03-02\n{TITLE}\n{BODY}",
        {
            "issuer": "禾县水利局",
            "doc_number": "禾水〔2024〕9号",
            "date_published": "2024-03-02",
            "title": TITLE,
        },
    ),
    "blanks": (
        f"索引号  11330482/2024-00012\n主题分类  农业、林业\n{TITLE}\n{BODY}",
        {"index_number": "11330482/2024-00012", "topic": "农业、林业", "title": TITLE},
    ),
    "validity": (
        f"发布机构：禾县财政局 有效性：有效 公开方式：主动公开 生效日期：2024-06-01\n{TITLE}\n{BODY}",
        {
            "issuer": "禾县财政局",
            "validity": "有效",
            "disclosure": "主动公开",
            "date_effective": "2024-06-01",
            "title": TITLE,
        },
    ),
}
each_page = pytest.mark.parametrize("name", PAGES)
# values that are written in another form than on the page
REWRITTEN = frozenset({"doc_number", "pages", "views"})


@each_page
def test_metadata_of_a_page_is_what_the_page_tells(name: str) -> None:
    page, expected = PAGES[name]
    assert Cleaner().run(page).metadata == SIGNED | expected


@each_page
def test_metadata_span_points_at_the_value_in_the_source(name: str) -> None:
    page, _ = PAGES[name]
    fields = [f for f in Cleaner().run(page).fields if f.key not in REWRITTEN]
    assert [f for f in fields if page[f.start : f.end].strip().removesuffix(".docx") != f.value] == []


@each_page
def test_metadata_span_of_a_rewritten_value_holds_its_digits(name: str) -> None:
    page, _ = PAGES[name]
    fields = [f for f in Cleaner().run(page).fields if f.key in REWRITTEN]
    digits = [("".join(filter(str.isdigit, page[f.start : f.end])), f.value) for f in fields]
    assert [pair for pair in digits if pair[0] != "".join(filter(str.isdigit, pair[1]))] == []


@each_page
def test_metadata_page_leaves_title_and_body(name: str) -> None:
    page, expected = PAGES[name]
    title = "" if name == "portal" else f"{expected['title']}\n"
    assert Cleaner().run(page).text == title + BODY


def test_metadata_spans_point_into_a_source_with_invisible_characters() -> None:
    page = f"\ufeff首页 > 要闻\r\n\u200b{TITLE}\r\n来源：禾\u200b县日报 2024-05-01 10:00\r\n{BODY}"
    found = {f.key: page[f.start : f.end] for f in Cleaner().run(page).fields}
    assert (found["title"], found["source"]) == (TITLE, "禾\u200b县日报")


def test_metadata_has_title_issuer_and_date_of_a_text_without_a_page() -> None:
    assert Cleaner().run(f"{TITLE}\n{BODY}").metadata == {"title": TITLE, **SIGNED}


def test_metadata_takes_no_date_without_an_office_above_it_for_a_signature() -> None:
    assert Cleaner().run(f"{TITLE}\n全文见附表，请查收。\n2024年4月30日\n").metadata == {"title": TITLE}


@pytest.mark.parametrize(
    ("key", "row", "parsed"),
    [
        ("date_issued", "成文日期: | 2024年4月3日 |", "2024-04-03"),
        ("date_published", "发布时间: | 2024-04-03 09:05 |", "2024-04-03T09:05"),
        ("date_issued", "成文日期: | 2024-02-31 |", None),
        ("doc_number", "文号: | 禾政发[2024]7号 |", {"agency": "禾政发", "year": "2024", "number": "7"}),
        ("views", "浏览次数: | 1203 |", 1203),
        ("topic", "主题分类: | 2024 |", None),
    ],
)
def test_metadata_value_is_parsed_by_its_key(key: str, row: str, parsed: object) -> None:
    fields = Cleaner().run(f"索引号: | 11330482/2024-00012 | {row}\n{TITLE}\n{BODY}").fields
    assert [f.parsed for f in fields if f.key == key] == [parsed]


@pytest.mark.parametrize(
    ("name", "key", "origin"),
    [("pipe-table", "topic", "table"), ("one-line", "source", "byline"), ("one-line", "title", "text")],
)
def test_metadata_field_names_the_part_of_the_page_it_comes_from(name: str, key: str, origin: str) -> None:
    fields = Cleaner().run(PAGES[name][0]).fields
    assert [f.origin for f in fields if f.key == key] == [origin]


@each_page
def test_metadata_spans_in_json_agree_with_the_schema(name: str) -> None:
    schema = json.loads((files("gongwen_clean") / "schemas" / "metadata.schema.json").read_text("utf-8"))
    record = json.loads(document_line(Cleaner().run(PAGES[name][0])))
    assert list(Draft202012Validator(schema).iter_errors(record["metadata_spans"])) == []


def test_metadata_has_no_date_of_signing() -> None:
    assert "date_published" not in Cleaner().run(f"{TITLE}\n{BODY}").metadata


def test_metadata_is_empty_for_prose() -> None:
    assert Cleaner().run("全县各级要认真落实防汛责任，确保群众生命财产安全。").metadata == {}


def test_metadata_has_no_time_and_place_of_a_meeting() -> None:
    notice = f"关于召开防汛会议的通知\n{BODY}时间：6月12日上午9:00。\n地点：县政府三楼会议室。\n"
    assert set(Cleaner().run(notice).metadata) == {"title", *SIGNED}


@pytest.mark.parametrize("brackets", ["[]", "〔〕", "【】", "［］"])
def test_metadata_doc_number_is_canonical(brackets: str) -> None:
    row = f"文  号: | 禾政发{brackets[0]}2024{brackets[1]}7号 | 名 称: | {TITLE} |\n{TITLE}\n{BODY}"
    assert Cleaner().run(row).metadata["doc_number"] == "禾政发〔2024〕7号"
