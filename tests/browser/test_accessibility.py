"""What axe, a checker of accessibility, finds in the reports."""

from __future__ import annotations

import pytest

from gongwen_clean.report.corpus import render_corpus
from gongwen_clean.report.page import render_document
from gongwen_clean.report.templates import LANGUAGES, Language
from tests.browser.conftest import Open
from tests.browser.pages import small_corpus, small_document

checker = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install '.[browser]'")


_GRAVE = ("serious", "critical")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", ["document", "corpus"])
def test_axe_finds_nothing_serious(open_page: Open, report: str, language: Language, scheme: str) -> None:
    is_document = report == "document"
    html = (
        render_document(small_document(), language)
        if is_document
        else render_corpus(small_corpus(), language)
    )
    page = open_page(html, color_scheme=scheme, bypass_csp=True)
    page.evaluate("() => document.querySelectorAll('details').forEach(details => { details.open = true; })")
    page.keyboard.press("n")
    page.keyboard.press("a")
    found = checker.Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"]) for one in found if one["impact"] in _GRAVE] == []
