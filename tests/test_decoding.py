"""The decoder by its parts: islands, best paths, phrases, prices, confidence, paragraphs."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gongwen_clean.decoding.confidence import Change, measure_confidence, within_budget
from gongwen_clean.decoding.lattice import Arc, Lattice, Path, find_islands
from gongwen_clean.decoding.paragraphs import Paragraphs
from gongwen_clean.decoding.phrases import PhraseIndex
from gongwen_clean.decoding.prices import Prices, recognise_dialect
from gongwen_clean.decoding.restore import shared_restorer
from gongwen_clean.decoding.spun_lexicon import Candidate, Entry, SpunLexicon
from gongwen_clean.decoding.trust import Trust


class TinyModel:
    """Trigrams over four letters with made-up but fixed scores."""

    order = 3

    def encode(self, text: str) -> NDArray[np.uint16]:
        return np.array(["\n甲乙丙丁".index(char) + 1 for char in text], dtype=np.uint16)

    def log_probs(self, ngrams: NDArray[np.uint16]) -> NDArray[np.float32]:
        mixed = (ngrams.astype(np.int64) @ np.array([7, 31, 57])) % 23
        scores: NDArray[np.float32] = -mixed.astype(np.float32) / 4
        return scores


def total(text: str) -> float:
    model = TinyModel()
    ids = [1, 1, *model.encode(text).tolist()]
    rows = [ids[k : k + 3] for k in range(len(text))]
    return float(model.log_probs(np.array(rows, dtype=np.uint16)).sum()) if rows else 0.0


def best_by_trying_all(text: str, arcs: Sequence[Arc]) -> float:
    """The gain of the best choice of arcs that do not overlap, found by trying every choice."""
    best = 0.0
    for size in range(1, len(arcs) + 1):
        for chosen in itertools.combinations(arcs, size):
            if any(a.end > b.start for a, b in itertools.pairwise(chosen)):
                continue
            pieces, at = [], 0
            for arc in chosen:
                pieces += [text[at : arc.start], arc.after]
                at = arc.end
            restored = "".join((*pieces, text[at:]))
            best = max(best, total(restored) - total(text) - sum(arc.cost for arc in chosen))
    return best


letters = st.text("甲乙丙丁", min_size=1, max_size=3)


@st.composite
def texts_with_arcs(draw: st.DrawFn) -> tuple[str, list[Arc]]:
    text = draw(st.text("甲乙丙丁", min_size=1, max_size=14))
    arcs = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, min(len(text), start + 3)))
        arcs.append(Arc(start, end, draw(letters), draw(st.integers(0, 3)) / 2))
    return text, sorted(arcs)


@given(texts_with_arcs())
def test_best_paths_gain_as_much_as_the_best_of_all_choices(case: tuple[str, list[Arc]]) -> None:
    text, arcs = case
    found = sum(path.gain for path in Lattice(TinyModel(), text, arcs).best_paths())
    assert found == pytest.approx(best_by_trying_all(text, arcs), abs=1e-4)


def test_islands_end_at_a_newline() -> None:
    arcs = [Arc(0, 1, "乙", 0.0), Arc(3, 4, "乙", 0.0)]
    islands = list(find_islands(arcs, "甲\n丙甲", 4))
    assert [(island.start, island.end) for island in islands] == [(0, 2), (3, 4)]


def test_islands_join_arcs_that_stand_near() -> None:
    arcs = [Arc(0, 1, "乙", 0.0), Arc(3, 4, "乙", 0.0), Arc(9, 10, "乙", 0.0)]
    assert [island.arcs for island in find_islands(arcs, "甲" * 12, 3)] == [[0, 1], [2]]


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
    found = [(c.entry.canonical, c.entry.damage) for c in INDEX.find(text)]
    assert set(found) == {(phrase, damage)}


@pytest.mark.parametrize("text", ["高质量发展", "高品亮发展", "高质5发展", "四字短浯", "质量"])
def test_phrases_are_not_found_whole_or_damaged_otherwise(text: str) -> None:
    assert list(INDEX.find(text)) == []


A, B = Entry("a", "成长", "发展", frozenset("A")), Entry("b", "成长", "生长", frozenset("B"))


def test_the_dialect_is_the_one_that_explains_most_repairs() -> None:
    chosen = [Candidate(0, 2, A), Candidate(4, 6, A), Candidate(8, 10, B)]
    assert recognise_dialect(["A", "B"], chosen) == "A"


def test_a_repair_of_the_dialect_is_cheaper_than_another() -> None:
    prices = Prices([Candidate(n, n + 2, A) for n in range(0, 40, 2)], "A")
    assert prices.price(A) < prices.price(B)


def test_opposites_differ_only_in_opposite_characters() -> None:
    lexicon = SpunLexicon([A], frozenset({("有", "无"), ("无", "有")}))
    pairs = [("有限", "无限"), ("有限", "无穷"), ("发展", "成长")]
    assert [lexicon.are_opposites(Entry("", *pair)) for pair in pairs] == [True, False, False]


def test_confidence_is_what_the_text_gains_by_a_change_less_its_price() -> None:
    changes = [Change(2, 3, "丁", 0.5), Change(6, 8, "甲", 1.0)]
    text = "甲乙丙丁甲乙丙丁甲"
    both = "甲乙丁丁甲乙甲甲"
    expected = [
        total(both) - total("甲乙丙丁甲乙甲甲") - 0.5,
        total(both) - total("甲乙丁丁甲乙丙丁甲") - 1.0,
    ]
    assert measure_confidence(TinyModel(), text, changes) == pytest.approx(expected, abs=1e-4)


@given(st.lists(st.tuples(st.floats(-5, 30), st.integers(1, 4)), max_size=20), st.floats(0, 10))
def test_a_budget_lets_the_surest_repairs_through(repairs: list[tuple[float, int]], budget: float) -> None:
    odds, sizes = [r[0] for r in repairs], [r[1] for r in repairs]
    allowed = within_budget(odds, sizes, budget)
    refused = [o for o, ok in zip(odds, allowed, strict=True) if not ok]
    assert all(o >= max(refused, default=-99) for o, ok in zip(odds, allowed, strict=True) if ok)


def paths(gains: Sequence[tuple[int, float]]) -> list[Path]:
    islands = [next(find_islands([Arc(at, at + 1, "乙", 0.0)], "甲" * 999, 2)) for at, _ in gains]
    return [Path(island, [0], gain) for island, (_, gain) in zip(islands, gains, strict=True)]


def test_a_long_paragraph_that_gains_nothing_is_left_alone_in_a_spun_text() -> None:
    text = "甲" * 200 + "\n" + "甲" * 200
    assert Paragraphs(text, paths([(5, 90.0)])).spun(95.0) == [True, False]


def test_a_spun_paragraph_is_seen_in_a_clean_text() -> None:
    text = "甲" * 200 + "\n" + "甲" * 2000
    assert Paragraphs(text, paths([(5, 90.0)])).spun(95.0) == [True, False]


SPUN = "我市年夜力推动工业成长，晋升企业焦点竞争力，阐扬龙头企业带动感化，今朝名目建设周全展开。"


def test_restore_leaves_what_no_evidence_supports() -> None:
    assert shared_restorer().restore("今年全市经济运行总体平稳，各项工作有序推进。", Trust()).repairs == []


def test_restore_undoes_a_spun_text() -> None:
    repairs = shared_restorer().restore(SPUN, Trust()).repairs
    found = {(r.candidate.entry.variant, r.candidate.entry.canonical) for r in repairs}
    assert {("年夜", "大"), ("成长", "发展"), ("焦点", "核心"), ("名目", "项目")} <= found


def test_restore_mends_a_phrase_with_a_homophone_in_a_spun_text() -> None:
    repairs = shared_restorer().restore(SPUN + "推进高质亮发展。", Trust()).repairs
    assert "高质量发展" in {r.candidate.entry.canonical for r in repairs}
