"""No pattern, and no step, takes a time that grows faster than its text.

A time at n and at 4n characters: a square takes 16 times as long. What is measured as more than 10 times is
measured again, so that a busy machine makes no failure.
"""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time

import pytest
from benchmarks.pattern_growth import SEEDS
from benchmarks.pattern_sources import Source, all_patterns

from gongwen_clean import Cleaner
from gongwen_clean.html_files import extract_text

MOST_RATIO = 10.0
TRIES = 4
SOURCES = list(all_patterns())


def ratio(run: Callable[[str], object], seed: str, chars: int, least_s: float) -> float:
    """How many times as long a text of four times the length takes; 1 for what takes too little to tell."""

    def seconds(length: int) -> float:
        text = (seed * (length // len(seed) + 1))[:length]
        start = thread_time()
        run(text)
        return thread_time() - start

    least = float("inf")
    for _ in range(TRIES):
        long = seconds(4 * chars)
        least = min(least, long / max(seconds(chars), 1e-6) if long > least_s else 1.0)
        if least < MOST_RATIO:
            break
    return least


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_pattern_takes_linear_time(source: Source) -> None:
    slow = [seed for seed in (*source.seeds, *SEEDS) if ratio(source.match, seed, 400, 1e-3) > MOST_RATIO]
    assert slow == []


def test_every_kind_of_pattern_is_tried() -> None:
    names = {source.name for source in SOURCES}
    assert {"shell.portal-header", "form.phrase", "html_files._SITE", "normalizers.layout._HEADING"} & names
    assert len(names) > 150


def test_ratio_tells_what_grows_much_faster_than_its_text() -> None:
    def cube(text: str) -> int:
        return sum(one == two == three for one in text for two in text for three in text)

    assert ratio(cube, "a", 30, 1e-4) > MOST_RATIO


@pytest.mark.parametrize("seed", [*SEEDS, ":", "年夜", "經(jīng)", "| a ", "中(", ")", "\ud800", "中,"])
def test_cleaner_takes_linear_time(seed: str) -> None:
    cleaner = Cleaner()
    cleaner.run(seed * 50)
    assert ratio(cleaner.run, seed, 500, 0.05) < MOST_RATIO


@pytest.mark.parametrize(
    "seed", ["各镇人民政府，区政府各部门认真执行。", "各镇人民政府,区政府:", "經(jīng)濟發(fā)展"]
)
def test_one_long_line_takes_linear_time(seed: str) -> None:
    cleaner = Cleaner()
    cleaner.run(seed)
    assert ratio(cleaner.run, seed, 60_000, 0.05) < MOST_RATIO


@pytest.mark.parametrize(
    "page", ["<p>{}</p>", "<div><span>{}</span></div>", "<table><tr><td>{}</td></tr></table>"]
)
def test_html_of_one_long_line_takes_linear_time(page: str) -> None:
    pytest.importorskip("trafilatura")

    def extract(text: str) -> str:
        return extract_text(f"<html><body>{page.format(text)}</body></html>".encode(), "page.html")

    extract("各镇人民政府，区政府各部门认真执行。" * 9)
    assert ratio(extract, "各镇人民政府，区政府各部门认真执行。", 60_000, 0.05) < MOST_RATIO
