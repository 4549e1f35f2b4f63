"""A chain: order, triggers, one receipt, notes in source offsets."""

import pickle
from collections.abc import Mapping, Sequence

import pytest

from gongwen_clean.chain import Chain
from gongwen_clean.document import Edit, Finding, Note, Score
from gongwen_clean.errors import EditError


class Replace:
    """Replace one word by another; counts nothing, keeps nothing."""

    def __init__(self, word: str, after: str, triggers: frozenset[str] | None = None) -> None:
        self.name = f"{word}-{after}"
        self.triggers = frozenset({word}) if triggers is None else triggers
        self.rules: Mapping[str, str] = {self.name: "A word becomes another."}
        self._word, self._after = word, after

    def edits(self, text: str) -> Sequence[Edit]:
        at = text.find(self._word)
        return [] if at < 0 else [Edit(at, at + len(self._word), self._after, self.name)]


class Find:
    """Note where a word stands, and a score."""

    name = "find"
    kinds = (Finding, Score)
    rules: Mapping[str, str] = {"found": "A word was found."}

    def __init__(self, word: str) -> None:
        self.triggers = frozenset({word})
        self._word = word

    def read(self, text: str) -> Sequence[Note]:
        at = text.find(self._word)
        return [Finding("found", at, at + len(self._word), "here"), Score("length", float(len(text)))]


class Fail:
    """A step that must not be asked."""

    name = "fail"
    rules: Mapping[str, str] = {}

    def __init__(self, *triggers: str) -> None:
        self.triggers = frozenset(triggers)

    def edits(self, text: str) -> Sequence[Edit]:
        raise AssertionError(f"asked about {text!r}")


def test_chain_runs_steps_in_order_each_on_what_the_one_before_made() -> None:
    assert Chain(Replace("甲", "乙"), Replace("乙", "丙")).apply("甲") == (
        "丙",
        [Edit(0, 1, "丙", "甲-乙+乙-丙")],
    )


def test_chain_gives_edits_of_later_steps_in_offsets_of_the_source() -> None:
    _, edits = Chain(Replace("页眉", ""), Replace(",", "，")).apply("页眉甲,乙")
    assert edits == [Edit(0, 2, "", "页眉-"), Edit(3, 4, "，", ",-，")]


@pytest.mark.parametrize("triggers", [("号",), ("]", "^"), ("-", "\\"), ("1、", "a.c")])
def test_chain_skips_a_step_without_a_trigger_in_the_text(triggers: tuple[str, ...]) -> None:
    assert Chain(Fail(*triggers)).apply("abc")[1] == []


@pytest.mark.parametrize("trigger", ["]", "^", "-", "\\", "a.c", "1、"])
def test_chain_runs_a_step_with_a_trigger_that_a_pattern_would_misread(trigger: str) -> None:
    assert Chain(Replace(trigger, "!")).apply(f"甲{trigger}乙")[0] == "甲!乙"


def test_chain_looks_for_triggers_in_what_earlier_steps_made() -> None:
    assert Chain(Replace("甲", "乙"), Replace("乙", "丙")).apply("甲")[0] == "丙"


def test_chain_runs_a_step_without_triggers_on_any_text() -> None:
    assert Chain(Replace("甲", "乙", frozenset())).apply("甲")[0] == "乙"


def test_chain_passes_text_that_no_step_changes_on_as_the_same_object() -> None:
    text = "".join(["没有", "变化"])
    assert Chain(Replace("甲", "乙", frozenset())).apply(text)[0] is text


def test_chain_passes_text_that_is_changed_back_on_as_the_same_object() -> None:
    text = "".join(["甲", "方"])
    assert Chain(Replace("甲", "乙"), Replace("乙", "甲")).apply(text)[0] is text


def test_chain_gives_notes_of_later_readers_in_offsets_of_the_source() -> None:
    notes = Chain(Replace("页眉", ""), Find("乙")).run("页眉甲乙").notes
    assert Finding("found", 3, 4, "here") in notes


def test_chain_gives_scores_as_they_are() -> None:
    assert Score("length", 2.0) in Chain(Replace("页眉", ""), Find("乙")).run("页眉甲乙").notes


def test_chain_without_steps_changes_nothing() -> None:
    assert Chain().run("甲") == ("甲", [], [])


def test_chain_works_the_same_after_pickling() -> None:
    chain = Chain(Replace("甲", "乙"), Find("乙"))
    assert pickle.loads(pickle.dumps(chain)).run("某甲") == chain.run("某甲")


def test_chain_refuses_edits_that_overlap() -> None:
    class Overlap(Replace):
        def edits(self, text: str) -> Sequence[Edit]:
            return [Edit(0, len(text), "", "one"), Edit(0, 1, "", "two")]

    with pytest.raises(EditError, match="two"):
        Chain(Overlap("甲", "")).apply("甲乙")


class OnlyWhenNeeded:
    """A step that has work only where the text it all began with has a 甲."""

    name = "needed"
    triggers: frozenset[str] = frozenset()
    rules: Mapping[str, str] = {"needed": "Drops the last character."}

    def is_needed(self, source: str) -> bool:
        return "甲" in source

    def edits(self, text: str) -> list[Edit]:
        return [Edit(len(text) - 1, len(text), "", "needed")]


@pytest.mark.parametrize(("source", "cleaned"), [("甲乙", "甲"), ("丙乙", "丙乙")])
def test_chain_asks_a_step_whether_the_source_needs_it(source: str, cleaned: str) -> None:
    assert Chain(OnlyWhenNeeded()).apply(source)[0] == cleaned
