"""Cases as text: what one step alone makes of an input, block by block."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from gongwen_clean.chain import Chain
from gongwen_clean.matching.characters import DIGITS

from .steps import NORMALIZERS

GOLDEN = Path(__file__).parent / "golden"
KINDS = ("wild", "synthetic", "negative")


class Case(NamedTuple):
    """A block of a fixture: `== title`, the input, a line `--`, the expected output."""

    step: str
    kind: str
    title: str
    given: str
    expected: str


def _decode(lines: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), lines)


def _blocks(step: str, kind: str) -> Iterator[Case]:
    text = (GOLDEN / step / f"{kind}.txt").read_text(encoding="utf-8")
    for block in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        title, _, rest = block.partition("\n")
        given, mark, expected = rest.rstrip("\n").partition("\n--\n")
        assert mark, f"{step}/{kind}.txt: the block {title!r} has no line --"
        yield Case(step, kind, title, _decode(given), _decode(expected))


CASES = [case for step in NORMALIZERS for kind in KINDS for case in _blocks(step, kind)]


_WIDE_DIGITS = str.maketrans(DIGITS[:10], DIGITS[10:])


@pytest.mark.parametrize("width", [{}, _WIDE_DIGITS], ids=["as it is", "wide digits"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.step}-{case.kind}-{case.title}")
def test_chain_asks_the_step_wherever_it_has_work(case: Case, width: dict[int, int]) -> None:
    step, text = NORMALIZERS[case.step], case.given.translate(width)
    is_needed = getattr(step, "is_needed", lambda _: True)
    assert Chain(step).apply(text)[1] == (list(step.edits(text)) if is_needed(text) else [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.step}-{case.kind}-{case.title}")
def test_step_makes_the_expected_text_of_a_case(case: Case) -> None:
    assert Chain(NORMALIZERS[case.step]).apply(case.given)[0] == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.step}-{case.kind}-{case.title}")
def test_step_leaves_the_expected_text_of_a_case_as_it_is(case: Case) -> None:
    assert Chain(NORMALIZERS[case.step]).apply(case.expected)[0] == case.expected


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.kind == "negative"], ids=lambda c: f"{c.step}-{c.title}"
)
def test_negative_case_expects_its_own_input(case: Case) -> None:
    assert case.given == case.expected


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.kind != "negative"], ids=lambda c: f"{c.step}-{c.title}"
)
def test_positive_case_expects_a_change(case: Case) -> None:
    assert case.given != case.expected


@pytest.mark.parametrize("step", NORMALIZERS)
def test_every_step_has_three_cases_of_either_sort(step: str) -> None:
    kinds = [case.kind == "negative" for case in CASES if case.step == step]
    assert min(kinds.count(True), kinds.count(False)) >= 3
