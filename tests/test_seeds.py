"""The five seeds: cleaned text near gold, metadata equal to gold's, receipts that replay."""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from gongwen_clean import Cleaner, Document
from gongwen_clean.edits import apply_edits

SEEDS = sorted(path.parent for path in (Path(__file__).parents[1] / "seeds").glob("*/raw.txt"))
MOST_WRONG = 5
MOST_WRONG_SPUN = 40

each_seed = pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)


def _core(text: str) -> str:
    """Letters, digits and Han only, in one width."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum())


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _without(text: str, lines: str) -> str:
    gone = {_core(line) for line in lines.split("\n") if line.strip()}
    return "\n".join(line for line in text.split("\n") if _core(line) not in gone)


def _distance(text: str, gold: str, alternatives: str) -> int:
    """The least distance to gold when each phrase may also be one of its alternatives."""
    best = Levenshtein.distance(text, gold)
    for row in alternatives.splitlines():
        phrase, others = map(str.strip, row.split("\t")[-2:])
        for other in map(_core, re.split("[,，]", others)):
            if other and (trial := _nearer(text, gold, other, _core(phrase))) is not None:
                text = trial
                best = Levenshtein.distance(text, gold)
    return best


def _nearer(text: str, gold: str, other: str, phrase: str) -> str | None:
    before = Levenshtein.distance(text, gold)
    trials = (text[: m.start()] + phrase + text[m.end() :] for m in re.finditer(re.escape(other), text))
    return next((trial for trial in trials if Levenshtein.distance(trial, gold) < before), None)


@cache
def _cleaned(seed: Path) -> Document:
    return Cleaner().run(_read(seed / "raw.txt"), seed.name)


def test_there_are_five_seeds() -> None:
    assert len(SEEDS) == 5


def test_one_seed_is_spun() -> None:
    assert sum((seed / "alternatives.tsv").exists() for seed in SEEDS) == 1


@each_seed
def test_seed_comes_out_near_gold(seed: Path) -> None:
    debatable = _read(seed / "debatable.txt")
    text, gold = (_core(_without(t, debatable)) for t in (_cleaned(seed).text, _read(seed / "gold.txt")))
    alternatives = _read(seed / "alternatives.tsv")
    assert _distance(text, gold, alternatives) <= (MOST_WRONG_SPUN if alternatives else MOST_WRONG)


@each_seed
def test_seed_tells_the_metadata_of_gold(seed: Path) -> None:
    expected = {key: _core(str(value)) for key, value in json.loads(_read(seed / "meta.json")).items()}
    found = {key: _core(value) for key, value in _cleaned(seed).metadata.items()}
    assert {key: found.get(key) for key in expected} == expected


@each_seed
def test_seed_receipt_replays_to_the_text(seed: Path) -> None:
    document = _cleaned(seed)
    assert apply_edits(document.source, document.edits) == document.text


@each_seed
def test_seed_comes_out_the_same_when_cleaned_again(seed: Path) -> None:
    assert Cleaner().run(_cleaned(seed).text).text == _cleaned(seed).text


@each_seed
def test_seed_gold_keeps_its_letters(seed: Path) -> None:
    gold = _read(seed / "gold.txt")
    assert _core(Cleaner().run(gold).text) == _core(gold)


def test_seed_cut_into_pieces_has_its_title_on_a_line_of_its_own() -> None:
    (seed,) = (folder for folder in SEEDS if folder.name.startswith("004-"))
    raw = (seed / "raw.txt").read_text(encoding="utf-8")
    assert Cleaner().run(raw).text.split("\n")[0] == "区科委2023年上半年工作总结和下半年工作要点"
