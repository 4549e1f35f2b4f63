"""The decoder by its parts: best paths, phrases, prices, confidence, paragraphs."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen_clean.decoding.confidence import (
    MOST_CANDIDATES,
    Change,
    Rival,
    chance_of_harm,
    weigh_changes,
    within_budget,
)
from gongwen_clean.decoding.evidence import least_evidence
from gongwen_clean.decoding.forks import Forks
from gongwen_clean.decoding.lattice import Choice, Fork, Lattice, Option
from gongwen_clean.decoding.lattice import Path as BestPath
from gongwen_clean.decoding.paragraphs import Paragraphs
from gongwen_clean.decoding.phrases import PhraseIndex
from gongwen_clean.decoding.prices import OPPOSITE_PRICE, Prices, recognise_dialect
from gongwen_clean.decoding.reading import Reading, spell
from gongwen_clean.decoding.spinner_tables import Pair
from gongwen_clean.decoding.spun_lexicon import Candidate, Entry, SpunLexicon, Variant
from gongwen_clean.decoding.telltales import weigh_words
from gongwen_clean.scoring import BuildOptions, LanguageModel, build_model

TEXTS = ["甲乙甲丙\n甲乙丙", "丙乙甲甲甲乙\n丁", "乙丙乙丙乙丙甲乙甲丙", "丁甲丁乙丁\n丙丁丁"]


@cache
def model() -> LanguageModel:
    """Trigrams over four letters."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "tiny.lm")
        build_model(TEXTS, path, BuildOptions(order=3, cutoffs=(1,)))
        return LanguageModel.load(path)


def total(text: str) -> float:
    return float(model().text_log_probs(text).sum())


Arc = tuple[int, int, str, float]


def best_by_trying_all(text: str, arcs: Sequence[Arc]) -> float:
    """The gain of the best choice of arcs that do not overlap, found by trying every choice."""
    best = 0.0
    for size in range(1, len(arcs) + 1):
        for chosen in itertools.combinations(arcs, size):
            if any(a[1] > b[0] for a, b in itertools.pairwise(chosen)):
                continue
            pieces, at = [], 0
            for start, end, after, _ in chosen:
                pieces += [text[at:start], after]
                at = end
            restored = "".join((*pieces, text[at:]))
            best = max(best, total(restored) - total(text) - sum(arc[3] for arc in chosen))
    return best


letters = st.text("甲乙丙丁", min_size=1, max_size=3)


@st.composite
def texts_with_arcs(draw: st.DrawFn) -> tuple[str, list[Arc]]:
    text = draw(st.text("甲乙丙丁\n", min_size=1, max_size=14))
    arcs = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, min(len(text), start + 3)))
        arcs.append((start, end, draw(letters), draw(st.integers(0, 3)) / 2))
    return text, sorted(arcs)


def make_lattice(text: str, arcs: Sequence[Arc]) -> tuple[Lattice, list[Option]]:
    """The lattice of a text with a fork for each arc, and the options of the forks."""
    words = spell(model(), [after for *_, after, _ in arcs])
    options = [Option(word, arc[3], n) for n, (word, arc) in enumerate(zip(words, arcs, strict=True))]
    forks = [Fork(arc[0], arc[1], [option]) for arc, option in zip(arcs, options, strict=True)]
    return Lattice(Reading(model().walk, model().encode(text).tolist()), forks), options


@given(texts_with_arcs())
def test_best_paths_gain_as_much_as_the_best_of_all_choices(case: tuple[str, list[Arc]]) -> None:
    text, arcs = case
    found = sum(path.gain for path in make_lattice(text, arcs)[0].best_paths())
    assert found == pytest.approx(best_by_trying_all(text, arcs), abs=1e-4)


@given(texts_with_arcs(), st.lists(st.integers(0, 6), min_size=4, max_size=4))
def test_best_paths_follow_the_prices(case: tuple[str, list[Arc]], prices: list[int]) -> None:
    text, arcs = case
    lattice, options = make_lattice(text, arcs)
    for option, price in zip(options, prices, strict=False):
        option.cost = price
    dearer = [(start, end, after, price) for (start, end, after, _), price in zip(arcs, prices, strict=False)]
    found = sum(path.gain for path in lattice.best_paths())
    assert found == pytest.approx(best_by_trying_all(text, dearer), abs=1e-4)


def test_a_stretch_begins_at_a_fork_and_ends_at_a_newline() -> None:
    lattice, _ = make_lattice("甲甲\n丙甲", [(1, 2, "乙", 0.0), (4, 5, "乙", 0.0)])
    assert [path.start for path in lattice.best_paths()] == [1, 4]


def test_a_long_stretch_is_let_go_without_deep_recursion() -> None:
    text = "甲乙丙丁" * 20_000
    arcs = [(n, n + 1, "乙丙", 0.5) for n in range(0, len(text), 2)]
    assert make_lattice(text, arcs)[0].best_paths()[0].start == 0


@given(st.lists(st.sampled_from(["成长", "焦点", "甲"]), max_size=9), st.integers(0, 12))
def test_forks_are_charged_where_they_begin_in_a_span(words: list[str], at: int) -> None:
    starts = [2 * n for n in range(len(words))]
    forks = Forks(model(), [(n, n + 1, Variant((A,))) for n in starts])
    forks.charge([(at, at + 5)], 2.0)
    assert [fork.surcharge for fork in forks.forks] == [2.0 * (at <= n < at + 5) for n in starts]


@given(st.text("甲乙丙丁戊\n", max_size=20))
def test_a_reading_scores_as_the_model_does(text: str) -> None:
    reading = Reading(model().walk, model().encode(text).tolist())
    assert reading.sums[-1] == pytest.approx(total(text), abs=1e-4)


INDEX = PhraseIndex([("phr-1", "战略性新兴产业"), ("phr-2", "高质量发展"), ("phr-3", "四字短语")])


@pytest.mark.parametrize(
    ("text", "phrase", "damage"),
    [
        ("推动高质亮发展", "高质量发展", "homophone"),
        ("发展战略性新典产业", "战略性新兴产业", "slip"),
        ("站略性新兴产业", "战略性新兴产业", "homophone"),
    ],
)
def test_phrases_are_found_with_one_damaged_character(text: str, phrase: str, damage: str) -> None:
    entries = [variant.entries[0] for _, _, variant in INDEX.match(text)]
    found = [(entry.canonical, entry.damage) for entry in entries]
    assert set(found) == {(phrase, damage)}


@pytest.mark.parametrize("text", ["高质量发展", "高品亮发展", "高质5发展", "四字短浯", "质量"])
def test_phrases_are_not_found_whole_or_damaged_otherwise(text: str) -> None:
    assert list(INDEX.match(text)) == []


A, B = Entry("a", "成长", "发展", frozenset("A")), Entry("b", "成长", "生长", frozenset("B"))


def test_the_dialect_is_the_one_that_explains_most_repairs() -> None:
    chosen = [Candidate(0, 2, A), Candidate(4, 6, A), Candidate(8, 10, B)]
    assert recognise_dialect(["A", "B"], chosen) == "A"


def _prices(chosen: Sequence[Candidate], title: str = "") -> Prices:
    return Prices(chosen, "A", title, lexicon=SpunLexicon([A, B]))


def test_a_repair_of_the_dialect_is_cheaper_than_another() -> None:
    prices = _prices([Candidate(n, n + 2, A) for n in range(0, 40, 2)])
    assert prices.price(A) < prices.price(B)


def test_price_of_a_word_that_the_unspun_title_has_is_lower() -> None:
    chosen = [Candidate(n, n + 2, A) for n in range(0, 40, 2)]
    entry = Entry("b", "出产", "生产", frozenset({"A"}))
    with_title, without = _prices(chosen, "关于安全生产的通知"), _prices(chosen)
    assert with_title.price(entry) < without.price(entry)


def test_price_of_a_word_that_the_unspun_title_lacks_is_the_same() -> None:
    chosen = [Candidate(n, n + 2, A) for n in range(0, 40, 2)]
    entry = Entry("b", "出产", "生产", frozenset({"A"}))
    assert _prices(chosen, "关于放假的通知").price(entry) == _prices(chosen).price(entry)


def prices_of(*kinds: tuple[Entry, int]) -> Prices:
    """The prices in a document in which each entry was chosen so many times."""
    return _prices([Candidate(0, len(e.variant), e) for e, times in kinds for _ in range(times)])


def test_price_of_a_word_follows_what_it_stood_for_elsewhere_in_the_document() -> None:
    rival, other = Entry("c", "成长", "生长", frozenset("A")), Entry("d", "年夜", "大", frozenset("A"))
    prices = prices_of((A, 20))
    assert prices.price(A) < prices.price(other) < prices.price(rival)


def test_a_repair_of_a_kind_that_the_document_is_full_of_still_has_its_price() -> None:
    other = Entry("d", "年夜", "大", frozenset("A"))
    assert 0.9 <= prices_of((A, 20)).price(other) < 1.0


def test_price_of_a_kind_falls_with_its_share_in_the_document() -> None:
    other = Entry("d", "年夜", "大", frozenset("A"))
    assert prices_of((A, 9), (B, 1)).price(other) < prices_of((A, 1), (B, 9)).price(other)


def test_words_of_one_character_say_nothing_of_longer_words() -> None:
    one, two = Entry("e", "途", "路", frozenset("A")), Entry("f", "晋", "升", frozenset("A"))
    long = Entry("g", "出产力", "生产力", frozenset("A"))
    prices = prices_of((one, 20))
    assert prices.price(two) < prices.price(long)


def test_a_word_of_one_character_is_no_cheaper_for_standing_in_the_title() -> None:
    chosen, entry = [Candidate(0, 2, A)] * 9, Entry("d", "年夜", "大", frozenset("A"))
    assert _prices(chosen, "关于加大投入的通知").price(entry) == _prices(chosen).price(entry)


def test_options_of_a_fork_are_the_entries_of_its_word() -> None:
    first, second = Variant((A, B)), Variant((Entry("c", "焦点", "核心"),))
    forks = Forks(model(), [(0, 2, first), (3, 5, second), (6, 8, first)])
    told = [[forks.candidate(Choice(fork, o)).entry.canonical for o in fork.options] for fork in forks.forks]
    assert told == [["发展", "生长"], ["核心"], ["发展", "生长"]]


def test_opposites_differ_only_in_opposite_characters() -> None:
    lexicon = SpunLexicon([A], frozenset({("有", "无"), ("无", "有")}))
    pairs = [("有限", "无限"), ("有限", "无穷"), ("发展", "成长")]
    assert [lexicon.are_opposites(Entry("", *pair)) for pair in pairs] == [True, False, False]


def test_a_pair_of_opposites_is_dear_in_the_lexicon_and_as_a_phrase() -> None:
    pair = Entry("o", "有限", "无限")
    lexicon = SpunLexicon([A, pair], frozenset({("有", "无"), ("无", "有")}))
    chosen = [Candidate(0, 2, A)]
    opposed, plain = Prices(chosen, "A", lexicon=lexicon), Prices(chosen, "A", lexicon=SpunLexicon([A, pair]))
    for entry in (pair, Entry("p", "有限责任", "无限责任", damage="slip")):
        assert opposed.price(entry) == pytest.approx(plain.price(entry) + OPPOSITE_PRICE)


def test_confidence_is_what_the_text_gains_by_a_change_less_its_price() -> None:
    changes = [Change(2, 3, "丁", 0.5), Change(6, 8, "甲", 1.0)]
    text = "甲乙丙丁甲乙丙丁甲"
    both = "甲乙丁丁甲乙甲甲"
    expected = [
        total(both) - total("甲乙丙丁甲乙甲甲") - 0.5,
        total(both) - total("甲乙丁丁甲乙丙丁甲") - 1.0,
    ]
    odds = [weight.confidence for weight in weigh_changes(model(), text, changes)]
    assert odds == pytest.approx(expected, abs=1e-4)


@given(st.text("甲乙丙丁", min_size=3, max_size=9), st.sets(letters, max_size=4), st.integers(0, 2))
def test_candidates_are_what_stood_and_the_rivals_by_what_the_text_gains(
    text: str, words: set[str], at: int
) -> None:
    stood, (after, *others) = text[at], sorted({"丁丁", *words} - {text[at]})
    price = {word: n / 4 for n, word in enumerate([stood, after, *others])}  # nothing for what stood

    def behind(word: str) -> float:
        made, other = (text[:at] + one + text[at + 1 :] for one in (after, word))
        return total(made) - total(other) - price[after] + price[word]

    rivals = [Rival(word, model().encode(word).tolist(), price[word]) for word in others]
    (weight,) = weigh_changes(model(), text, [Change(at, at + 1, after, price[after], rivals)])
    ranked = [behind(word) for word in weight.candidates]
    assert set(weight.candidates) == {stood, *others}
    assert weight.confidence == pytest.approx(behind(stood), abs=1e-4)
    assert ranked == pytest.approx(sorted(ranked), abs=1e-4)


def test_rivals_far_behind_come_last_and_of_many_the_likeliest_are_told() -> None:
    words = {"甲": 90.0, "乙": 1.0, "丙": 2.0, "丁": 3.0, "甲甲": 4.0, "乙乙": 5.0}
    rivals = [Rival(word, model().encode(word).tolist(), price) for word, price in words.items()]
    near = [rival for rival in rivals if rival.word in ("甲", "乙")]
    (few,) = weigh_changes(model(), "甲丁甲", [Change(1, 2, "丙丁", 0.0, near)])
    (many,) = weigh_changes(model(), "甲丁甲", [Change(1, 2, "丙丁", 0.0, rivals)])
    assert few.candidates[-1] == "甲"
    assert len(many.candidates) == MOST_CANDIDATES
    assert "丁" in many.candidates
    assert "甲" not in many.candidates


@given(st.lists(st.tuples(st.floats(-5, 30), st.integers(1, 4)), max_size=20), st.floats(0, 10))
def test_a_budget_lets_the_surest_repairs_through(repairs: list[tuple[float, int]], budget: float) -> None:
    odds, sizes = [r[0] for r in repairs], [r[1] for r in repairs]
    allowed = within_budget(odds, sizes, budget)
    refused = [o for o, ok in zip(odds, allowed, strict=True) if not ok]
    assert all(o >= max(refused, default=-99) for o, ok in zip(odds, allowed, strict=True) if ok)


def test_a_budget_is_spent_repair_by_repair() -> None:
    assert within_budget([0.0] * 5, [2] * 5, 7 * chance_of_harm(0.0)) == [True, True, True, False, False]


def test_chance_of_harm_falls_from_a_fifth_to_nothing() -> None:
    assert chance_of_harm(0.0) == pytest.approx(0.2, abs=0.02)
    assert chance_of_harm(10.0) < 0.02
    assert chance_of_harm(1e6) == pytest.approx(0.0)


def test_evidence_that_is_asked_of_a_text_grows_with_its_length() -> None:
    assert least_evidence(10) == least_evidence(100) < least_evidence(1000)
    assert least_evidence(10_000) == pytest.approx(10 * least_evidence(1000))


def stretches(gains: Sequence[tuple[int, float]]) -> list[BestPath]:
    return [BestPath(at, [], gain) for at, gain in gains]


@pytest.mark.parametrize("gain", [0.0, 3.0])
def test_a_long_paragraph_that_gains_next_to_nothing_is_left_alone_in_a_spun_text(gain: float) -> None:
    text = "甲" * 200 + "\n" + "甲" * 200
    assert Paragraphs(text, stretches([(5, 90.0), (205, gain)])).spun(95.0) == [True, False]


def test_what_the_first_character_gains_counts_for_the_first_paragraph() -> None:
    text = "甲" * 200 + "\n" + "甲" * 200
    assert Paragraphs(text, stretches([(0, 90.0)])).spun(95.0) == [True, False]


def test_a_spun_paragraph_is_seen_in_a_clean_text() -> None:
    text = "甲" * 200 + "\n" + "甲" * 2000
    assert Paragraphs(text, stretches([(5, 90.0)])).spun(95.0) == [True, False]


def test_words_tell_spun_text_where_a_dialect_writes_them_and_clean_texts_do_not() -> None:
    pairs = [
        Pair("出产力", "生产力", ("A>",), 1_000, 0),
        Pair("成长", "发展", ("A>",), 500, 9),
        Pair("办事", "工作", ("A>",), 1_000, 600),
        Pair("途", "路", ("A>",), 1_000, 0),
        Pair("激起", "激发", (), 1_000, 0),
    ]
    assert weigh_words(pairs) == {
        "出产力": pytest.approx(math.log(601)),
        "成长": pytest.approx(math.log(301 / 10)),
    }


def test_gain_of_a_paragraph_is_measured_by_its_own_length() -> None:
    text = "甲" * 200 + "\n" + "乙" * 130
    paragraphs = Paragraphs(text, [BestPath(201, [], 15.0)])
    assert paragraphs.spun(1.0) == [False, True]
