"""What texts that try to run something do in a report: nothing. `open_page` checks what a page did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gongwen_clean.document import Document, Edit, Field, Finding
from gongwen_clean.edits import apply_edits
from gongwen_clean.report.corpus import CorpusRun, render_corpus
from gongwen_clean.report.gathering import Gathering
from gongwen_clean.report.page import render_document
from gongwen_clean.streaming.tally import Tally
from tests.browser.conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Browser

expect = pytest.importorskip("playwright.sync_api", reason="pip install '.[browser]'").expect

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'><svg onload=alert(3)><iframe src=https://example.org></iframe>",
    "</script><script>alert(4)</script>",
    "</style><style>@import url(https://example.org/a.css);</style>",
    "<!-- <script> --></div></main></body></html><b>没有关",
    '<a href="javascript:alert(5)">点击</a><base href=https://example.org>',
    "{{ 7 * 7 }}{% raw %}${alert(6)}\u2028\u2029",
    "<meta http-equiv=refresh content=0;url=https://example.org>",
]


def hostile_document(text: str) -> Document:
    edits = (Edit(0, 4, text, text), Edit(len(text), len(text) * 2, "", "shell.menu"))
    source = text + text
    field = Field("title", text, 4, 9, text, text)
    return Document(text, source, apply_edits(source, edits), edits, (field,), (Finding(text, 5, 7, text),))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_document_is_shown_and_runs_nothing(open_page: Open, text: str) -> None:
    page = open_page(render_document(hostile_document(text)))
    assert text.strip() in page.locator("h1").inner_text()
    shown = page.locator(".raw").evaluate_all("all => all.map(e => e.textContent).join('')")
    assert shown == text + text
    for key in "nnaxp":
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    page.locator(".fields a").click()
    page.locator(".findings a").click()
    expect(page.locator("#note")).to_contain_text(text.splitlines()[0][:20])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_corpus_is_shown_and_runs_nothing(open_page: Open, text: str) -> None:
    gathering, tally = Gathering(), Tally()
    document = hostile_document(text)
    gathering.add(document)
    tally.count(document)
    page = open_page(render_corpus(CorpusRun(text, tally.as_json(), gathering)))
    expect(page.locator("h1")).to_contain_text(text.splitlines()[0])
    for key in "nax":
        page.keyboard.press(key)
    assert text in page.locator("#items").evaluate("e => e.textContent")


def test_policy_stops_a_script_that_got_into_the_page(browser: Browser, tmp_path: Path) -> None:
    html = render_document(hostile_document("甲乙丙丁"))
    path = tmp_path / "report.html"
    path.write_text(html.replace("</main>", "<script>alert(1)</script></main>"), encoding="utf-8")
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.goto(path.as_uri())
    page.keyboard.press("n")
    expect(page.locator("#place")).to_have_text("1 / 2")
    assert ["Content Security Policy" in complaint for complaint in complaints] == [True]
    page.close()
