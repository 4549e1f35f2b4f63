"""A corpus's report in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongwen_clean.report.corpus import render_corpus
from tests.browser.conftest import Open
from tests.browser.pages import read_export, small_corpus

expect = pytest.importorskip("playwright.sync_api", reason="pip install '.[browser]'").expect

PHONE = {"width": 360, "height": 740}


def test_keys_decide_and_go_on_to_the_next(open_page: Open, tmp_path: Path) -> None:
    run = small_corpus()
    page = open_page(render_corpus(run))
    for key in "nax":
        page.keyboard.press(key)
    expect(page.locator("#place")).to_have_text(f"3 / {page.locator('.item').count()}")
    with page.expect_download() as download:
        page.locator("#export").click()
    download.value.save_as(tmp_path / "decisions.json")
    accepted, rejected = read_export(tmp_path / "decisions.json")
    drawn = next(iter(run.gathering.samples["width"].values()))
    assert accepted == {"verdict": "accept", **drawn._asdict()}
    assert rejected["verdict"] == "reject"


def test_buttons_decide_and_show_it(open_page: Open) -> None:
    page = open_page(render_corpus(small_corpus()))
    item = page.locator(".item").nth(2)
    item.locator(".reject").click()
    expect(item.locator(".reject")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#rejected")).to_have_text("1")
    item.locator(".accept").click()
    expect(item.locator(".reject")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#rejected")).to_have_text("0")


def test_family_that_is_not_ticked_is_hidden_and_skipped(open_page: Open) -> None:
    page = open_page(render_corpus(small_corpus()))
    page.locator('.filters input[value="width"]').uncheck()
    expect(page.locator('.item[data-family="width"]').first).to_be_hidden()
    page.keyboard.press("n")
    expect(page.locator(".item.current")).to_have_attribute("data-family", "shell")


def test_end_of_the_sample_is_told(open_page: Open) -> None:
    page = open_page(render_corpus(small_corpus()))
    page.keyboard.press("n")
    for _ in range(page.locator(".item").count()):
        expect(page.locator("#done")).to_be_hidden()
        page.keyboard.press("a")
    expect(page.locator("#done")).to_be_visible()


def test_switch_changes_the_language_of_plots_too(open_page: Open) -> None:
    page = open_page(render_corpus(small_corpus()))
    expect(page.locator("svg").first).to_contain_text("标点宽度")
    page.locator("#language").click()
    expect(page.locator("svg").first).to_contain_text("width of signs")
    expect(page.locator(".item .why").first).to_contain_text("full-width")


def test_bars_take_the_colour_of_the_scheme(open_page: Open) -> None:
    fill = "() => getComputedStyle(document.querySelector('#family-patch_3 path')).fill"
    html = render_corpus(small_corpus())
    assert open_page(html, color_scheme="light").evaluate(fill) == "rgb(0, 114, 178)"
    assert open_page(html, color_scheme="dark").evaluate(fill) == "rgb(86, 180, 233)"


def test_phone_scrolls_only_downwards(open_page: Open) -> None:
    page = open_page(render_corpus(small_corpus()), viewport=PHONE)
    for details in page.locator("details summary").all():
        if details.is_visible():
            details.click()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_corpus_without_changes_has_a_page_that_answers(open_page: Open) -> None:
    run = small_corpus()
    empty = type(run.gathering)()
    counts = {**run.counts, "rules": {}, "scores": {}, "edits": 0, "changed": 0}
    page = open_page(render_corpus(type(run)("空", counts, empty)))
    page.keyboard.press("n")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
