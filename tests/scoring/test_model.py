"""The model as it is asked: sums to one, one by one as in batches, and as the formulas say."""

from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen_clean.scoring import BuildOptions, LanguageModel, build_model
from gongwen_clean.scoring.alphabet import BOUNDARY, OUTSIDE, UNKNOWN
from gongwen_clean.scoring.counting import join_boundaries

from .oracle import Naive, NaiveKneserNey, NaiveWittenBell, Ngram

TEXTS = ["甲乙甲丙\n甲乙丙", "丙乙甲甲甲乙\n丁", "乙丙乙丙乙丙甲乙甲丙"]
ORDER = 4
Models: TypeAlias = dict[str, LanguageModel]
ORACLES: list[tuple[str, Naive]] = [("kneser-ney", NaiveKneserNey), ("witten-bell", NaiveWittenBell)]
KINDS = {
    "kneser-ney": BuildOptions(order=ORDER, cutoffs=(1,)),
    "witten-bell": BuildOptions(order=ORDER, cutoffs=(1,), smoothing="witten-bell"),
    "pruned": BuildOptions(order=ORDER, cutoffs=(1, 1, 2), min_worth=0.005),
}
SYMBOLS = st.integers(OUTSIDE, 6)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    """A model of each kind, small enough for no value to be rounded."""
    built = {}
    for name, options in KINDS.items():
        path = tmp_path_factory.mktemp("models") / f"{name}.lm"
        build_model(TEXTS, path, options)
        built[name] = LanguageModel.load(path)
    return built


@pytest.mark.parametrize("kind", KINDS)
@given(context=st.lists(SYMBOLS, min_size=ORDER - 1, max_size=ORDER - 1))
def test_probabilities_sum_to_one_after_any_context(models: Models, kind: str, context: list[int]) -> None:
    model = models[kind]
    ngrams = np.array([[*context, last] for last in range(1, len(model.alphabet))], np.uint16)
    assert np.exp(model.log_probs(ngrams)).sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40)
@given(ngrams=st.lists(st.tuples(SYMBOLS, SYMBOLS, SYMBOLS, st.integers(1, 6)), max_size=40))
def test_a_batch_equals_its_ngrams_one_by_one(models: Models, kind: str, ngrams: list[Ngram]) -> None:
    model = models[kind]
    rows = np.array(ngrams, np.uint16).reshape(-1, ORDER)
    single = [float(model.log_probs(row[None])[0]) for row in rows]
    assert model.log_probs(rows).tolist() == single


@pytest.mark.parametrize(("kind", "naive"), ORACLES)
@given(ngram=st.tuples(SYMBOLS, SYMBOLS, SYMBOLS, st.integers(1, 6)))
def test_log_probs_equal_the_naive_formula(models: Models, kind: str, naive: Naive, ngram: Ngram) -> None:
    model = models[kind]
    row = join_boundaries(model.encode("\n" + "\n".join(TEXTS) + "\n")).tolist()
    wanted = np.log(naive(row, ORDER, len(model.alphabet) - 1).prob(ngram))
    assert model.log_probs(np.array([ngram], np.uint16))[0] == pytest.approx(wanted, abs=1e-5)


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text("甲乙丙丁戊\n", max_size=30))
def test_a_walk_scores_as_batches_do(models: Models, kind: str, text: str) -> None:
    model = models[kind]
    state, logs = model.walk.start, []
    for symbol in model.encode(text).tolist():
        step = model.walk.step(state, symbol)
        state = step.state
        logs.append(step.log)
    assert logs == pytest.approx(model.text_log_probs(text).tolist(), abs=1e-5)


def test_text_log_probs_are_those_of_its_ngrams(models: Models) -> None:
    model = models["kneser-ney"]
    one, two, end = model.encode("甲乙\n").tolist()
    ngrams = [[BOUNDARY] * 3 + [one], [BOUNDARY] * 2 + [one, two], [BOUNDARY, one, two, end]]
    wanted = model.log_probs(np.array(ngrams, np.uint16))
    assert model.text_log_probs("甲乙\n").tolist() == wanted.tolist()


def test_text_log_probs_start_anew_after_a_newline(models: Models) -> None:
    model = models["kneser-ney"]
    assert model.text_log_probs("丙乙甲\n甲乙丙")[4:].tolist() == model.text_log_probs("甲乙丙").tolist()


@given(text=st.text(st.characters(codec=None, categories=None)))
def test_text_log_probs_survive_any_text(models: Models, text: str) -> None:
    scores = models["kneser-ney"].text_log_probs(text)
    assert scores.dtype == np.float32
    assert scores.shape == (len(text),)
    assert np.isfinite(scores).all()


def test_outside_shortens_an_ngram(models: Models) -> None:
    model = models["kneser-ney"]
    one, two = model.encode("甲乙").tolist()
    short = model.log_probs(np.array([[OUTSIDE, OUTSIDE, one, two]], np.uint16))
    strange = model.log_probs(np.array([[UNKNOWN, UNKNOWN, one, two]], np.uint16))
    assert short.tolist() == strange.tolist()


def test_more_ngrams_than_a_block_are_scored_in_order(models: Models) -> None:
    model = models["kneser-ney"]
    scores = model.text_log_probs("甲乙甲丙" * 40_000)
    again = model.text_log_probs("甲乙甲丙" * 2)[4:]
    assert scores[4:].tolist() == again.tolist() * 39_999


def test_shipped_model_prefers_official_text_to_its_spun_form() -> None:
    model = LanguageModel.load()
    genuine, spun = (model.text_log_probs(t).sum() for t in ("规模以上工业增加值", "范围以上产业增长值"))
    assert genuine > spun + 5


def test_shipped_model_is_small_and_names_its_sources() -> None:
    model = LanguageModel.load()
    assert model.header["payload_bytes"] < 8_000_000
    assert model.header["sources"]
