"""The curated pairs by their own sentences: one that must change, one that must not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from gongwen_clean.decoding.confidence import Change, weigh_changes
from gongwen_clean.document import Score
from gongwen_clean.lexicon import lexicon_folder, read_columns
from gongwen_clean.normalizers.spun import ReadSpun, RestoreSynonyms
from gongwen_clean.scoring import LanguageModel

KNOWN_FAILURES = Path(__file__).parent / "golden" / "spun" / "known_failures.txt"
ROWS = list(
    read_columns(lexicon_folder() / "spun" / "pairs.tsv", ("id", "variant", "canonical", "yes", "no"))
)


@cache
def model() -> LanguageModel:
    return LanguageModel.load()


def odds(sentence: str, variant: str, canonical: str) -> float:
    """How much likelier the sentence is with the canonical word, in nats."""
    start = sentence.index(variant)
    change = Change(start, start + len(variant), canonical, 0.0)
    return weigh_changes(model(), sentence, [change])[0].confidence


def test_the_model_tells_the_sentence_that_changes_from_the_one_that_must_not() -> None:
    confused = {
        rule
        for rule, variant, canonical, yes, no in ROWS
        if no != "-" and odds(yes, variant, canonical) <= odds(no, variant, canonical)
    }
    assert confused == set(KNOWN_FAILURES.read_text(encoding="utf-8").split())


def test_sentences_that_must_not_change_are_not_taken_for_spun() -> None:
    document = "\n".join(no for *_, no in ROWS if no != "-")
    assert list(RestoreSynonyms().edits(document)) == []


def test_sentences_that_must_change_are_taken_for_spun() -> None:
    document = "\n".join(yes for *_, yes, _ in ROWS)
    scores = {note.name: note.value for note in ReadSpun().read(document) if isinstance(note, Score)}
    assert scores["spun"] > 105
