"""A document's report in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gongwen_clean.report.decisions import read_decisions
from gongwen_clean.report.page import render_document
from gongwen_clean.report.templates import Language
from tests.browser.conftest import Open
from tests.browser.pages import SOURCE, long_document, read_export, small_document

if TYPE_CHECKING:
    from playwright.sync_api import Page

expect = pytest.importorskip("playwright.sync_api", reason="pip install '.[browser]'").expect

PHONE = {"width": 360, "height": 740}


def decoration(page: Page, selector: str) -> str:
    value: str = page.locator(selector).first.evaluate("e => getComputedStyle(e).textDecorationLine")
    return value


def highlighted(page: Page) -> str:
    text: str = page.evaluate("() => [...CSS.highlights.get('place')].map(String).join('')")
    return text


def test_next_and_previous_walk_through_the_edits(open_page: Open) -> None:
    page = open_page(render_document(small_document()))
    place = page.locator("#place")
    page.keyboard.press("n")
    page.keyboard.press("j")
    expect(place).to_have_text("2 / 4")
    expect(page.locator("del.current")).to_have_text(",")
    expect(page.locator("ins.current")).to_have_text("，")
    page.keyboard.press("p")
    expect(place).to_have_text("1 / 4")
    page.keyboard.press("k")
    expect(place).to_have_text("1 / 4")
    page.locator("#next").click()
    expect(place).to_have_text("2 / 4")


def test_note_tells_change_reason_and_confidence(open_page: Open) -> None:
    page = open_page(render_document(small_document(), "en"))
    page.locator("del", has_text="出产").click()
    note = page.locator("#note")
    expect(note).to_contain_text("replaced")
    expect(note).to_contain_text("生产")
    expect(note).to_contain_text("In spun text 出产 stands for 生产")
    expect(note).to_contain_text("≈ 70 : 1 (4.25 nats)")
    expect(note).to_contain_text("spun-0006")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()


@pytest.mark.parametrize(("language", "told"), [("en", "Candidates"), ("zh", "候选")])
def test_note_names_the_candidates_of_a_repair_by_judgement(
    open_page: Open, language: Language, told: str
) -> None:
    page = open_page(render_document(small_document(), language))
    page.locator("del", has_text="出产").click()
    expect(page.locator("#note dt").last).to_have_text(told)
    kept = {"en": "as it was", "zh": "保留原词"}[language]
    expect(page.locator("#note .candidates li")).to_have_text(["产出", f"出产{kept}"])
    page.keyboard.press("n")
    expect(page.locator("#note .candidates")).to_have_count(0)


def test_hovering_over_the_cleaned_side_shows_the_note(open_page: Open) -> None:
    page = open_page(render_document(small_document()))
    page.locator("ins", has_text="生产").hover()
    expect(page.locator("#note")).to_contain_text("出产")
    page.locator("h1").hover()
    expect(page.locator("#note")).to_be_hidden()


def test_removed_lines_unfold_for_their_edit_and_fold_behind_it(open_page: Open) -> None:
    page = open_page(render_document(small_document()))
    removed = page.locator("details.row")
    expect(removed).not_to_have_attribute("open", "")
    page.keyboard.press("n")
    expect(page.locator("del", has_text="会员登录")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("del", has_text="会员登录")).to_be_hidden()


def test_filter_by_family_takes_the_marks_away_and_skips_them(open_page: Open) -> None:
    page = open_page(render_document(small_document()))
    sign = "del:text-is(',')"
    assert decoration(page, sign) == "underline"
    page.locator('[data-family="width"]').uncheck()
    assert decoration(page, sign) == "none"
    assert decoration(page, "del:has-text('出产')") == "underline"
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(page.locator("del.current")).to_have_text("出产")
    page.locator('[data-family="width"]').check()
    assert decoration(page, sign) == "underline"


def test_edit_of_two_rules_is_hidden_only_when_both_are(open_page: Open) -> None:
    page = open_page(render_document(small_document()))
    both = page.locator("del").last
    line = "e => getComputedStyle(e).textDecorationLine"
    page.locator('[data-family="width"]').uncheck()
    assert both.evaluate(line) != "none"
    page.locator('[data-family="layout"]').uncheck()
    assert both.evaluate(line) == "none"


def test_filter_by_one_rule_leaves_its_family_half_ticked(open_page: Open) -> None:
    document = long_document(3)
    document_rules = {edit.rule for edit in document.edits}
    assert document_rules == {"width.sign"}
    page = open_page(render_document(small_document()))
    family = page.locator(".family", has=page.locator('[data-family="width"]'))
    family.locator("summary").click()
    family.locator("[data-rule]").first.uncheck()
    expect(page.locator('[data-family="width"]')).not_to_be_checked()


def test_metadata_jumps_to_its_place(open_page: Open) -> None:
    page = open_page(render_document(small_document()))
    page.locator(".fields a").click()
    assert highlighted(page) == "关于𠮷县工作的通知"


def test_finding_jumps_to_its_place_and_says_why(open_page: Open) -> None:
    page = open_page(render_document(small_document(), "en"))
    page.locator(".findings a").click()
    assert highlighted(page) == "2023年2月31日"
    expect(page.locator("mark.current")).to_have_text("2023年2月31日")
    expect(page.locator("#note")).to_contain_text("A date is in no calendar.")
    expect(page.locator("#note")).to_contain_text("2023年2月31日: no such day in the calendar")
    page.locator("#language").click()
    expect(page.locator("#note")).to_contain_text("2023年2月31日：日历上没有这一天")


def test_jump_reaches_far_places_of_long_documents(open_page: Open) -> None:
    document = long_document(900)
    page = open_page(render_document(document))
    page.keyboard.press("p")
    expect(page.locator("#place")).to_have_text(f"{len(document.edits)} / {len(document.edits)}")
    expect(page.locator("ins.current")).to_be_in_viewport()
    expect(page.locator(".row:has(ins.current)")).to_contain_text("第899段")


def test_rows_of_a_long_document_are_filled_without_being_asked_for(open_page: Open) -> None:
    document = long_document(900)
    page = open_page(render_document(document, "en"))
    expect(page.locator("#rows script")).to_have_count(0)
    shown = page.locator(".raw").evaluate_all("all => all.map(e => e.textContent).join('')")
    assert shown == document.source


def test_decisions_are_exported_as_the_schema_has_them(open_page: Open, tmp_path: Path) -> None:
    document = small_document()
    page = open_page(render_document(document))
    for key in "nxnnann":
        page.keyboard.press(key)
    expect(page.locator("#accepted")).to_have_text("1")
    expect(page.locator("#rejected")).to_have_text("1")
    with page.expect_download() as download:
        page.keyboard.press("e")
    assert download.value.suggested_filename == "decisions.json"
    download.value.save_as(tmp_path / "decisions.json")
    removed, repaired = read_export(tmp_path / "decisions.json")
    start = SOURCE.index("出产")
    assert repaired == {
        "verdict": "accept",
        "rule": "spun-0006",
        "before": "出产",
        "after": "生产",
        "left": SOURCE[start - 20 : start],
        "right": SOURCE[start + 2 : start + 22],
        "document": "gov-1",
        "start": start,
        "end": start + 2,
        "confidence": 4.25,
    }
    assert (removed["verdict"], removed["before"], removed["after"]) == ("reject", "会员登录 打印\n", "")
    assert (removed["left"], removed["right"]) == ("", SOURCE[8:28])
    assert len(read_decisions(tmp_path / "decisions.json")) == 2


def test_contexts_reach_across_sheets_of_rows(open_page: Open, tmp_path: Path) -> None:
    document = long_document(120)
    page = open_page(render_document(document))
    for _ in range(41):
        page.keyboard.press("n")
    page.keyboard.press("a")
    with page.expect_download() as download:
        page.keyboard.press("e")
    download.value.save_as(tmp_path / "decisions.json")
    (decision,) = read_export(tmp_path / "decisions.json")
    edit = document.edits[40]
    assert decision["left"] == document.source[edit.start - 20 : edit.start]
    assert decision["right"] == document.source[edit.end : edit.end + 20]


def test_same_verdict_again_takes_it_back(open_page: Open) -> None:
    page = open_page(render_document(small_document()))
    expect(page.locator("#export")).to_be_disabled()
    page.locator("del", has_text="出产").click()
    accept = page.locator("#note .accept")
    accept.click()
    expect(accept).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#export")).to_be_enabled()
    accept.click()
    expect(accept).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#export")).to_be_disabled()


def test_switch_changes_the_language_of_page_and_open_note(open_page: Open) -> None:
    page = open_page(render_document(small_document()))
    page.locator("del", has_text="出产").click()
    expect(page.locator("#note")).to_contain_text("伪原创工具")
    page.locator("#language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#next")).to_contain_text("Next")
    expect(page.locator("#note")).to_contain_text("In spun text")
    page.locator("#language").click()
    expect(page.locator("#next")).to_contain_text("下一处")


def test_question_mark_opens_help_and_escape_closes_it(open_page: Open) -> None:
    page = open_page(render_document(small_document()))
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()


def test_dark_mode_follows_the_system(open_page: Open) -> None:
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = open_page(render_document(small_document()), color_scheme="light").evaluate(ground)
    dark = open_page(render_document(small_document()), color_scheme="dark").evaluate(ground)
    assert (light, dark) == ("rgb(250, 249, 245)", "rgb(22, 24, 27)")


def test_phone_stacks_both_sides_and_scrolls_only_downwards(open_page: Open) -> None:
    page = open_page(render_document(small_document()), viewport=PHONE, has_touch=True)
    row = page.locator(".row:has(del:text-is(','))")
    raw, clean = row.locator(".raw").bounding_box(), row.locator(".clean").bounding_box()
    assert raw is not None
    assert clean is not None
    assert clean["y"] >= raw["y"] + raw["height"]
    page.locator("ins", has_text="生产").tap()
    expect(page.locator("#note")).to_be_in_viewport()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_phone_shows_unchanged_paragraphs_once(open_page: Open) -> None:
    page = open_page(render_document(small_document()), viewport=PHONE)
    same = page.locator(".row.same")
    expect(same.locator(".clean")).to_be_visible()
    expect(same.locator(".raw")).to_be_hidden()


def test_print_shows_removed_lines_and_no_buttons(open_page: Open) -> None:
    page = open_page(render_document(small_document()))
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("del", has_text="会员登录")).to_be_visible()
    expect(page.locator("#next")).to_be_hidden()
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    expect(page.locator("del", has_text="会员登录")).to_be_hidden()


def test_document_without_edits_has_a_page_that_answers(open_page: Open) -> None:
    page = open_page(render_document(long_document(0)))
    for key in "npaxe":
        page.keyboard.press(key)
    expect(page.locator("#place")).to_have_text("0 / 0")
