"""What every normalizer, and the chain of all, must keep whatever the text."""

import pickle
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen_clean.chain import Chain
from gongwen_clean.cleaner import Cleaner, explain_rule
from gongwen_clean.decoding.trust import Trust
from gongwen_clean.document import Document, Edit
from gongwen_clean.edits import apply_edits, invert_edits
from gongwen_clean.matching.facts import find_facts, find_titles
from gongwen_clean.normalizer import Normalizer
from gongwen_clean.normalizers.ocr import RepairScanSlips
from gongwen_clean.normalizers.spun import RestoreSynonyms

from .steps import NORMALIZERS
from .strategies import FRAGMENTS, SITE_PAGES, SPUN, SPUN_WITH_FACTS, TEXTS

RULES = {name: frozenset(step.rules) for name, step in NORMALIZERS.items()}
CLEANER = Cleaner()
CLEAN_FILES = sorted((Path(__file__).parent / "golden" / "clean").glob("*.txt"))
FACT_RULES = frozenset({"ocr.lot-code", "ocr.title-mark", "spun.title"})
EDGE_TEXTS = [
    "",
    "\ud800",
    "\x00",
    " ",
    "\u3000\n\t",
    "\n",
    "\n\n\n",
    "|",
    "“",
    "1、",
    "《",
    "号",
    "\udfff甲",
]

every_normalizer = pytest.mark.parametrize("name", NORMALIZERS)
some = settings(max_examples=25)
few = settings(max_examples=12)


def _run(normalizer: Normalizer, text: str) -> str:
    return Chain(normalizer).apply(text)[0]


def _assert_sorted_and_disjoint(edits: Sequence[Edit], length: int) -> None:
    assert all(0 <= edit.start <= edit.end <= length for edit in edits)
    assert all(one.end <= two.start for one, two in pairwise(edits))


@every_normalizer
@given(text=TEXTS)
@some
def test_normalizer_changes_nothing_when_run_again(name: str, text: str) -> None:
    once = _run(NORMALIZERS[name], text)
    assert _run(NORMALIZERS[name], once) == once


@every_normalizer
@given(text=TEXTS)
@some
def test_normalizer_proposes_sorted_disjoint_edits(name: str, text: str) -> None:
    _assert_sorted_and_disjoint(NORMALIZERS[name].edits(text), len(text))


@every_normalizer
@given(text=TEXTS)
@some
def test_normalizer_edits_invert_to_the_text(name: str, text: str) -> None:
    edits = NORMALIZERS[name].edits(text)
    assert apply_edits(apply_edits(text, edits), invert_edits(text, edits)) == text


@every_normalizer
@given(text=TEXTS)
@some
def test_normalizer_proposes_only_edits_that_change_something(name: str, text: str) -> None:
    assert [e for e in NORMALIZERS[name].edits(text) if text[e.start : e.end] == e.after] == []


@every_normalizer
@given(text=TEXTS)
@some
def test_chain_leaves_out_no_step_that_has_work(name: str, text: str) -> None:
    step = NORMALIZERS[name]
    is_needed = getattr(step, "is_needed", lambda _: True)
    assert Chain(step).apply(text)[1] == (list(step.edits(text)) if is_needed(text) else [])


@every_normalizer
@given(text=TEXTS)
@few
def test_normalizer_explains_every_rule_it_names(name: str, text: str) -> None:
    named = {part for edit in NORMALIZERS[name].edits(text) for part in edit.rule.split("+")}
    assert named <= RULES[name]


@every_normalizer
@given(text=TEXTS)
@few
def test_normalizer_works_the_same_after_pickling(name: str, text: str) -> None:
    copy = pickle.loads(pickle.dumps(NORMALIZERS[name]))
    assert list(copy.edits(text)) == list(NORMALIZERS[name].edits(text))


@every_normalizer
@pytest.mark.parametrize("text", EDGE_TEXTS)
def test_normalizer_survives_edge_text(name: str, text: str) -> None:
    _assert_sorted_and_disjoint(NORMALIZERS[name].edits(text), len(text))


# text of no sense can lie so near a threshold that a repair moves it to the other side
@given(text=st.one_of(SITE_PAGES, SITE_PAGES, FRAGMENTS, SPUN))
@settings(max_examples=80)
def test_cleaner_changes_nothing_when_run_again(text: str) -> None:
    once = CLEANER.run(text).text
    assert CLEANER.run(once).text == once


@given(text=TEXTS)
@settings(max_examples=60)
def test_cleaner_edits_replay_to_the_text(text: str) -> None:
    document = CLEANER.run(text)
    assert apply_edits(text, document.edits) == document.text


@given(text=TEXTS)
@settings(max_examples=60)
def test_cleaner_edits_invert_to_the_source(text: str) -> None:
    document = CLEANER.run(text)
    assert apply_edits(document.text, invert_edits(text, document.edits)) == text


@given(text=TEXTS)
@settings(max_examples=60)
def test_cleaner_edits_change_something_each(text: str) -> None:
    assert [e for e in CLEANER.run(text).edits if text[e.start : e.end] == e.after] == []


@given(text=TEXTS)
@settings(max_examples=60)
def test_cleaner_passes_unchanged_text_on_as_the_same_object(text: str) -> None:
    document = CLEANER.run(text)
    assert document.edits or document.text is text


@given(text=TEXTS)
@settings(max_examples=60)
def test_cleaner_places_fields_and_findings_inside_the_source(text: str) -> None:
    document = CLEANER.run(text)
    fields = [(field.start, field.end) for field in document.fields]
    findings = [(finding.start, finding.end) for finding in document.findings]
    assert all(0 <= start <= end <= len(text) for start, end in (*fields, *findings))


@given(texts=st.lists(TEXTS, max_size=4))
@few
def test_cleaner_stream_equals_run_on_each(texts: list[str]) -> None:
    documents = [Document(str(n), text, text) for n, text in enumerate(texts)]
    assert list(CLEANER.stream(documents)) == [CLEANER.run(d.source, d.id) for d in documents]


@given(text=TEXTS)
@few
def test_cleaner_works_the_same_after_pickling(text: str) -> None:
    assert pickle.loads(pickle.dumps(CLEANER)).run(text) == CLEANER.run(text)


@given(text=st.text(st.characters(), max_size=200))
@settings(max_examples=60)
def test_cleaner_returns_text_that_can_be_encoded(text: str) -> None:
    CLEANER.run(text).text.encode("utf-8")


@pytest.mark.parametrize("text", EDGE_TEXTS)
def test_cleaner_survives_edge_text(text: str) -> None:
    assert CLEANER.run(text).source is text


@pytest.mark.parametrize("path", CLEAN_FILES, ids=lambda path: path.stem)
def test_cleaner_leaves_clean_official_text_as_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert CLEANER.run(text).edits == ()


def test_clean_texts_are_a_dozen() -> None:
    assert len(CLEAN_FILES) >= 12


def test_explain_rule_knows_every_rule_of_the_form_steps() -> None:
    rules = [rule for name, own in RULES.items() if name != "spun" for rule in own]
    assert all(explain_rule(rule) for rule in rules)


def _facts(text: str) -> list[tuple[int, int]]:
    return [*find_facts(text), *find_titles(text)]


def _touching(edits: Sequence[Edit], spans: Sequence[tuple[int, int]]) -> list[Edit]:
    return [edit for edit in edits if any(start < edit.end and edit.start < end for start, end in spans)]


@given(text=SPUN)
@settings(max_examples=40)
def test_spun_repairs_touch_facts_only_under_the_title_rule(text: str) -> None:
    edits = RestoreSynonyms(Trust(min_rate=0.0)).edits(text)
    assert [e for e in _touching(edits, _facts(text)) if not FACT_RULES & set(e.rule.split("+"))] == []


@given(case=SPUN_WITH_FACTS)
@settings(max_examples=60)
def test_spun_repairs_leave_figures_dates_numbers_and_codes_alone(case: tuple[str, list[str]]) -> None:
    text, facts = case
    spans = [match.span() for fact in facts for match in re.finditer(re.escape(fact), text)]
    assert _touching(RestoreSynonyms(Trust(min_rate=0.0)).edits(text), spans) == []


@given(text=TEXTS)
@settings(max_examples=40)
def test_scan_slip_repairs_touch_facts_only_under_a_rule_for_them(text: str) -> None:
    edits = RepairScanSlips().edits(text)
    assert [e for e in _touching(edits, _facts(text)) if e.rule not in FACT_RULES] == []


def test_spun_repairs_are_made_when_the_gate_is_forced_open() -> None:
    text = "今朝全县年夜力晋升名目扶植程度，阐扬龙头企业感化，技能立异才能延续增强。" * 3
    assert len(RestoreSynonyms(Trust(min_rate=0.0)).edits(text)) >= 9
