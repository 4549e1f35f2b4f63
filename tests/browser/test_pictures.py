"""The pictures of both reports that the documentation shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from benchmarks.reports import take_screenshots
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHOWN = Path(__file__).parents[2] / "docs" / "images"


def test_pictures_of_the_documentation_are_of_both_reports(browser: Browser, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    take_screenshots(browser, tmp_path / "pictures", tmp_path)
    made, shown = (
        {path.name: Image.open(path).size for path in folder.glob("*.png")}
        for folder in (tmp_path / "pictures", SHOWN)
    )
    assert made == shown
    for path in (tmp_path / "pictures").iterdir():
        colours = Image.open(path).convert("RGB").getcolors(maxcolors=1 << 16)
        assert colours
        assert len(colours) > 8, f"{path.name} shows a page, not a blank"
