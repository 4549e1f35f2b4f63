"""What is gathered for a corpus report while documents stream by."""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen_clean.cleaner import Cleaner
from gongwen_clean.document import Document, Edit, Finding
from gongwen_clean.errors import InputError
from gongwen_clean.report import gathering
from gongwen_clean.report.gathering import CHANGED, Gathering
from gongwen_clean.report.sampling import Sample, document_key, nth_key

CLEANER = Cleaner("safe")
DOCUMENTS = [CLEANER.run(f"第{n}号,工作(要点)\n打印 关闭\n{n * '发展,'}", str(n)) for n in range(30)]


def gathered(documents: Sequence[Document], seed: int = 0) -> Gathering:
    made = Gathering(seed)
    for document in documents:
        made.add(document)
    return made


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "SAMPLED_EDITS", 7)
    monkeypatch.setattr(gathering, "WORST_DOCUMENTS", 5)


@given(st.permutations(DOCUMENTS), st.lists(st.integers(0, len(DOCUMENTS)), max_size=4).map(sorted))
def test_gathering_depends_neither_on_order_nor_on_division(
    documents: list[Document], cuts: list[int]
) -> None:
    whole = Gathering()
    for start, end in zip([0, *cuts], [*cuts, len(documents)], strict=True):
        whole.merge(gathered(documents[start:end]))
    assert whole.as_json() == gathered(DOCUMENTS).as_json()


def test_gathering_keeps_no_more_than_its_samples() -> None:
    made = gathered(DOCUMENTS)
    assert made.families["width"] > 7
    assert {family: len(sample) for family, sample in made.samples.items()}["width"] == 7
    assert {name: len(ranked) for name, ranked in made.worst.items()}[CHANGED] == 5


def test_sample_holds_the_edit_as_it_stands_in_the_source() -> None:
    for sample in gathered(DOCUMENTS).samples["width"].values():
        source = next(d.source for d in DOCUMENTS if d.id == sample.document)
        assert source[sample.start : sample.end] == sample.before
        assert sample.left == source[max(0, sample.start - 20) : sample.start]
        assert sample.right == source[sample.end : sample.end + 20]


def test_long_removal_is_shortened_in_its_sample() -> None:
    source = "头" + "壳" * 900 + "尾"
    removal = Edit(1, 901, "", "shell.menu")
    (sample,) = gathered([Document("1", source, "头尾", (removal,))]).samples["shell"].values()
    assert sample.before == "壳" * 200 + "…" + "壳" * 200
    assert (sample.start, sample.end) == (1, 901)


def test_worst_documents_come_first() -> None:
    ranked = [worst.value for worst in gathered(DOCUMENTS).worst[CHANGED].values()]
    assert ranked == sorted(ranked, reverse=True)
    assert ranked[0] == max(worst.value for worst in gathered(DOCUMENTS).worst[CHANGED].values())


def test_scores_above_zero_rank_documents_and_shares_do_not() -> None:
    document = Document("1", "甲", "甲", scores={"spun": 3.0, "ocr": 0.0, "spun.dialect.A": 0.7})
    assert set(gathered([document]).worst) == {"spun"}


def test_findings_and_metadata_are_counted() -> None:
    finding = Finding("scan.date", 0, 1, "")
    made = gathered([Document(str(n), "甲", "甲", findings=(finding, finding)) for n in range(3)])
    assert made.findings == {"scan.date": 6}
    assert made.text_chars == 3


def test_gathering_survives_json_and_pickle() -> None:
    made = gathered(DOCUMENTS, seed=2**64 - 1)
    again = Gathering.from_json(json.loads(json.dumps(made.as_json())))
    assert again.as_json() == made.as_json()
    assert pickle.loads(pickle.dumps(made)).as_json() == made.as_json()
    again.merge(made)
    assert [s.start for s in again.samples["width"].values()] == [
        s.start for s in made.samples["width"].values()
    ]


def test_another_seed_draws_other_samples() -> None:
    one, two = (gathered(DOCUMENTS, seed).samples["width"] for seed in (1, 2))
    assert list(one.items()) != list(two.items())


def test_gatherings_of_different_seeds_do_not_merge() -> None:
    with pytest.raises(InputError, match="seed 2"):
        Gathering(1).merge(Gathering(2))


def test_sample_takes_each_part_of_the_things_alike() -> None:
    drawn: Sample[int] = Sample(500)
    key = document_key("1", "甲", 0)
    for number in range(10_000):
        drawn.add(nth_key(key, number), number)
    first_half = sum(number < 5_000 for number in drawn.values())
    assert 200 < first_half < 300


def test_document_key_tells_id_source_and_seed_apart() -> None:
    keys = {
        document_key(*given) for given in [("1", "甲", 0), ("2", "甲", 0), ("1", "乙", 0), ("1", "甲", 1)]
    }
    assert len(keys) == 4


def test_document_without_id_or_with_lone_surrogates_is_gathered() -> None:
    made = gathered([Document(None, "\ud800,", "\ud800，", (Edit(1, 2, "，", "width.sign"),))])
    (sample,) = made.samples["width"].values()
    assert sample.document is None
