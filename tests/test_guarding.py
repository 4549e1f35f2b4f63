"""Protected text and rules that are off: what is left out, and that what is left keeps every promise."""

from __future__ import annotations

import pickle
import re
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen_clean import Cleaner
from gongwen_clean.configuration.guarding import guard_steps
from gongwen_clean.configuration.protection import UNPROTECTED, Protection
from gongwen_clean.configuration.rule_levels import ALL_MADE, RuleLevel, RuleLevels
from gongwen_clean.document import Document, Edit
from gongwen_clean.edits import apply_edits, invert_edits
from gongwen_clean.presets import PRESETS

from .strategies import FRAGMENTS, SITE_PAGES, SPUN, TEXTS

SPUN_TEXT = "年夜力晋升名目扶植程度，阐扬龙头企业感化，增强技能立异，推动工业成长，今朝已经造成领先上风。" * 3
PAGES = st.one_of(SITE_PAGES, FRAGMENTS, SPUN, TEXTS)
LEVELS = st.dictionaries(
    st.sampled_from(
        ["width*", "width.sign", "layout*", "shell*", "spun*", "fragments*", "headings*", "scan*"]
    ),
    st.sampled_from(["off", "warn", "fix"]),
    max_size=3,
)


def _cleaner(protection: Protection = UNPROTECTED, levels: Mapping[str, str] | None = None) -> Cleaner:
    entries = tuple(RuleLevel(pattern, level) for pattern, level in (levels or {}).items())
    return Cleaner(steps=guard_steps(PRESETS["standard"], protection, RuleLevels(entries)))


@st.composite
def _pages_with_words(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    """A page, and words cut out of it anywhere."""
    text = draw(PAGES)
    words = set[str]()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(text) - 1)))
        words.add(text[start : start + draw(st.integers(1, 6))])
    return text, tuple(word for word in words if word and not re.search("[\ud800-\udfff]", word))


def _occurrences(word: str, text: str) -> list[tuple[int, int]]:
    return [(m.start(), m.start() + len(word)) for m in re.finditer(f"(?={re.escape(word)})", text)]


def _touching(edits: Sequence[Edit], spans: Sequence[tuple[int, int]]) -> list[Edit]:
    return [edit for edit in edits if any(start < edit.end and edit.start < end for start, end in spans)]


def _assert_replays(document: Document) -> None:
    assert apply_edits(document.source, document.edits) == document.text
    assert apply_edits(document.text, invert_edits(document.source, document.edits)) == document.source


@given(case=_pages_with_words())
@settings(max_examples=40)
def test_no_edit_touches_a_protected_word_of_the_source(case: tuple[str, tuple[str, ...]]) -> None:
    text, words = case
    document = _cleaner(Protection(words)).run(text)
    spans = [span for word in words for span in _occurrences(word, text)]
    assert _touching(document.edits, spans) == []
    _assert_replays(document)


@given(case=_pages_with_words())
@settings(max_examples=40)
def test_a_protected_word_stands_in_the_output_as_often(case: tuple[str, tuple[str, ...]]) -> None:
    text, words = case
    output = _cleaner(Protection(words)).run(text).text
    assert [w for w in words if len(_occurrences(w, output)) < len(_occurrences(w, text))] == []


@given(text=PAGES)
@settings(max_examples=40)
def test_no_edit_touches_what_a_protected_pattern_finds(text: str) -> None:
    pattern = r"\d+[,.，]?\d*|附件.?"
    document = _cleaner(Protection(patterns=(pattern,))).run(text)
    assert _touching(document.edits, [match.span() for match in re.finditer(pattern, text)]) == []
    _assert_replays(document)


@given(case=_pages_with_words(), levels=LEVELS)
@settings(max_examples=40)
def test_each_guarded_step_changes_nothing_when_run_again(
    case: tuple[str, tuple[str, ...]], levels: dict[str, str]
) -> None:
    text, words = case
    entries = tuple(RuleLevel(pattern, level) for pattern, level in levels.items())
    for step in guard_steps(PRESETS["standard"], Protection(words), RuleLevels(entries)):
        alone = Cleaner(steps=[step])
        once = alone.run(text).text
        assert alone.run(once).text == once, step.name


@given(text=st.one_of(SITE_PAGES, FRAGMENTS, SPUN), levels=LEVELS)
@settings(max_examples=40)
def test_a_cleaner_with_rules_off_changes_nothing_when_run_again(text: str, levels: dict[str, str]) -> None:
    cleaner = _cleaner(levels=levels)
    once = cleaner.run(text).text
    assert cleaner.run(once).text == once


@given(text=PAGES, levels=LEVELS)
@settings(max_examples=40)
def test_no_edit_is_made_by_a_rule_that_is_not_at_fix(text: str, levels: dict[str, str]) -> None:
    document = _cleaner(levels=levels).run(text)
    rules = RuleLevels(tuple(RuleLevel(pattern, level) for pattern, level in levels.items()))
    assert [edit for edit in document.edits if rules.level(edit.rule) != "fix"] == []
    _assert_replays(document)


@given(text=PAGES, levels=LEVELS)
@settings(max_examples=40)
def test_findings_lie_in_the_source_and_none_is_of_a_rule_that_is_off(
    text: str, levels: dict[str, str]
) -> None:
    findings = _cleaner(levels=levels).run(text).findings
    rules = RuleLevels(tuple(RuleLevel(pattern, level) for pattern, level in levels.items()))
    assert all(0 <= finding.start <= finding.end <= len(text) for finding in findings)
    assert [finding for finding in findings if rules.level(finding.kind) == "off"] == []


@given(text=PAGES)
@settings(max_examples=30)
def test_a_guard_that_finds_nothing_changes_nothing(text: str) -> None:
    assert _cleaner(Protection(("\x00无此字",)), {"*": "fix"}).run(text) == Cleaner().run(text)


def test_a_rule_at_warn_is_a_finding_that_says_what_would_have_been_changed() -> None:
    document = _cleaner(levels={"width.sign": "warn"}).run("加强领导,落实责任。")
    assert document.text == document.source
    (finding,) = document.findings
    assert finding == ("width.sign", 4, 5, "',' would become '，'")


def test_a_rule_that_is_off_leaves_no_finding() -> None:
    document = _cleaner(levels={"width.sign": "off"}).run("加强领导,落实责任。")
    assert (document.text, document.findings) == (document.source, ())


def test_a_warning_is_not_given_for_protected_text() -> None:
    assert _cleaner(Protection(("导,落",)), {"width.sign": "warn"}).run("加强领导,落实责任。").findings == ()


def test_a_spun_word_that_is_protected_stays_and_others_are_repaired() -> None:
    document = _cleaner(Protection(("名目",))).run(SPUN_TEXT)
    assert "项目" not in document.text
    assert document.text.startswith("大力提升名目建设")


def test_a_protected_word_may_come_about_by_a_repair() -> None:
    assert "大力" in _cleaner(Protection(("大力",))).run(SPUN_TEXT).text


def test_overlapping_occurrences_are_all_protected() -> None:
    assert Protection(("机机",)).spans("机机机与机机") == [(0, 3), (4, 6)]


def test_words_that_only_meet_may_be_parted_between_them() -> None:
    edits = [Edit(0, 0, "-", "a"), Edit(1, 1, "-", "a"), Edit(2, 2, "-", "a"), Edit(4, 4, "-", "a")]
    assert Protection(("甲乙", "丙丁")).spare("甲乙丙丁", edits) == [edits[0], edits[2], edits[3]]


def test_a_pattern_that_matches_nothing_at_all_protects_nothing() -> None:
    assert Protection(patterns=("x*",)).spans("甲乙") == []


def test_lone_surrogates_beside_a_protected_word_are_no_hindrance() -> None:
    assert Protection(("甲",)).spans("\ud800甲\udfff") == [(1, 2)]


def test_without_anything_to_guard_the_steps_are_the_very_same() -> None:
    steps = PRESETS["standard"]
    assert all(a is b for a, b in zip(guard_steps(steps, UNPROTECTED, ALL_MADE), steps, strict=True))


def test_a_guarded_cleaner_pickles() -> None:
    cleaner = _cleaner(Protection(("名目",), ("扶.",)), {"width*": "warn", "scan*": "off"})
    assert pickle.loads(pickle.dumps(cleaner)).run(SPUN_TEXT) == cleaner.run(SPUN_TEXT)


def test_a_step_that_needs_the_source_is_still_asked() -> None:
    guarded = {step.name: step for step in guard_steps(PRESETS["standard"], Protection(("甲",)), ALL_MADE)}
    originals = [step.name for step in PRESETS["standard"] if hasattr(step, "is_needed")]
    assert originals
    assert all(hasattr(guarded[name], "is_needed") for name in originals)


@pytest.mark.parametrize("rule", ["width.sign", "spun-0001", "phr-0001"])
def test_a_guarded_step_explains_its_rules(rule: str) -> None:
    steps = guard_steps(PRESETS["standard"], Protection(("甲",)), ALL_MADE)
    assert any(rule in step.rules for step in steps)


class _Brackets:
    """Removes brackets and commas where they are as many; brackets that are more it opens otherwise."""

    name = "brackets"
    triggers: frozenset[str] = frozenset()
    rules: Mapping[str, str] = {"b.bracket": "Brackets go.", "b.comma": "Commas go.", "b.open": "Opened."}

    def edits(self, text: str) -> Sequence[Edit]:
        if text.count("(") > text.count(","):
            return [Edit(at, at + 1, "[", "b.open") for at, sign in enumerate(text) if sign == "("]
        names = {"(": "b.bracket", ",": "b.comma"}
        return [Edit(at, at + 1, "", names[sign]) for at, sign in enumerate(text) if sign in names]


def test_what_follows_from_an_edit_that_was_left_out_is_done_at_once() -> None:
    (step,) = guard_steps([_Brackets()], UNPROTECTED, RuleLevels((RuleLevel("b.bracket", "off"),)))
    document = Cleaner(steps=[step]).run("甲(乙,")
    assert document.text == "甲[乙"
    _assert_replays(document)


def test_rules_of_tables_are_not_read_where_none_is_only_told() -> None:
    class Costly(_Brackets):
        @property
        def rules(self) -> Mapping[str, str]:  # type: ignore[override]
            raise AssertionError

    assert len(guard_steps([Costly()], Protection(("甲",)), RuleLevels((RuleLevel("b.*", "off"),)))) == 1
