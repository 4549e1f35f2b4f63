"""The Chromium of this system, opening reports from disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

_TIMEOUT_MS = 10_000  # for what never comes

Open = Callable[..., "Page"]


@dataclass
class Happenings:
    """What a page did that no report may do."""

    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page, own: str) -> None:
        page.on("request", lambda r: self.requests.append(r.url) if self._is_strange(r.url, own) else None)
        page.on("dialog", self._dismiss)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text))

    def _is_strange(self, url: str, own: str) -> bool:
        return not url.startswith((own, "blob:"))

    def _dismiss(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def assert_none(self) -> None:
        assert (self.requests, self.dialogs, self.complaints) == ([], [], [])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is missing: on Debian, apt-get install chromium")
    api = pytest.importorskip("playwright.sync_api", reason="pip install '.[browser]'")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def happenings() -> Iterator[Happenings]:
    """What the pages of a test did that they may not; checked at its end."""
    happened = Happenings()
    yield happened
    happened.assert_none()


@pytest.fixture
def open_page(browser: Browser, happenings: Happenings, tmp_path: Path) -> Iterator[Open]:
    """Opens HTML as a page, with the options of a browser's context."""
    contexts = []

    def open_html(html: str, **options: Any) -> Page:
        path = tmp_path / "report.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        context.set_default_timeout(_TIMEOUT_MS)
        contexts.append(context)
        page = context.new_page()
        happenings.watch(page, path.as_uri())
        page.goto(path.as_uri())
        return page

    yield open_html
    for context in contexts:
        context.close()
