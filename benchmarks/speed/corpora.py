"""The corpora that are timed: clean, noisy and spun, made of the seeds' originals and made-up documents.

The same number of characters and seed give the same corpora. A text is noisy by what pages put around it, and
by one of two: signs and digits of the wrong width, or the script of a traditional mirror.
"""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import daachorse
import opencc
import orjson

from benchmarks.ocr.texts import make_text, read_text
from gongwen_clean.decoding.spun_lexicon import spun_lexicon

SEEDS = Path(__file__).parents[2] / "seeds"
CLEAN, SPUN = "clean", "100 % spun"
NOISY = {"1 % noisy": 0.01, "10 % noisy": 0.1, "100 % noisy": 1.0}
_EXCERPT_CHARS = (400, 2_000)
_PERIOD_KB = 16
_SPUN_SHARE = 0.5  # of the words that a spinner's table has; tools leave some, to look less alike
_WRONG_WIDTHS = str.maketrans("，；：？！（）0123456789", ",;:?!()０１２３４５６７８９")


class Corpus(NamedTuple):
    """Texts under a name."""

    name: str
    documents: Sequence[str]

    @property
    def chars(self) -> int:
        """The code points of all documents."""
        return sum(map(len, self.documents))


def make_corpora(chars: int, seed: int) -> list[Corpus]:
    """Return the corpora, each of the same documents; `chars`: of the clean one, about."""
    documents = make_clean(chars, seed)
    noisy = [Corpus(name, spoil(documents, share, seed)) for name, share in NOISY.items()]
    spun = Corpus(SPUN, [spin(text, _chance(seed, "spun", n)) for n, text in enumerate(documents)])
    return [Corpus(CLEAN, documents), *noisy, spun]


def read_corpus(path: Path) -> Corpus:
    """Return the texts of a file of JSON lines with a field `text`, under the file's name."""
    records = (orjson.loads(line) for line in path.read_bytes().splitlines() if line.strip())
    texts = [record.get("text") for record in records if isinstance(record, dict)]
    documents = [text for text in texts if isinstance(text, str)]
    if not documents:
        raise SystemExit(f"{path}: no line has a text in its field 'text'")
    return Corpus(path.name, documents)


def write_lines(path: Path, documents: Sequence[str]) -> Path:
    """Write documents as JSON lines with `id` and `text`, and return the path."""
    records = ({"id": str(n), "text": text} for n, text in enumerate(documents))
    path.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in records))
    return path


def make_clean(chars: int, seed: int) -> list[str]:
    """Return clean documents of at least `chars` code points: made up and from the seeds, half and half."""
    documents: list[str] = []
    while chars > 0:
        text = _write_clean(len(documents), seed)
        documents.append(text)
        chars -= len(text)
    return documents


def _write_clean(number: int, seed: int) -> str:
    if number % 2:
        return "\n".join(make_text(number, seed).lines).replace("＋", "+")
    chance = _chance(seed, "clean", number)
    lines = chance.choice(_originals())
    start = chance.randrange(len(lines))
    wanted = chance.randint(*_EXCERPT_CHARS)
    excerpt = [lines[start]]
    for line in lines[start + 1 :]:
        if sum(map(len, excerpt)) >= wanted:
            break
        excerpt.append(line)
    return "\n".join(excerpt)


def spoil(documents: Sequence[str], share: float, seed: int) -> list[str]:
    """Make a share of the documents noisy, evenly spread; what is noisy at 1 % is so, the same, at 10 %."""
    return [
        make_noisy(text, _chance(seed, "noisy", n)) if is_chosen(n, share) else text
        for n, text in enumerate(documents)
    ]


def is_chosen(number: int, share: float) -> bool:
    """Whether a document is one of those that make up a share, counted from the first."""
    return int((number + 1) * share + 1e-9) > int(number * share + 1e-9)


def make_noisy(text: str, chance: random.Random) -> str:
    """Return a text as the page of a site: with its shell, and wrong widths or traditional script."""
    shells = _shells()
    before = chance.sample(shells["before"], chance.randint(1, 3))
    after = chance.sample(shells["after"], chance.randint(2, 5))
    if chance.random() < 0.5:
        return "\n".join([*before, text.translate(_WRONG_WIDTHS), *after])
    return str(_traditional().convert("\n".join([*before, text, *after])))


def spin(text: str, chance: random.Random) -> str:
    """Return a text with half of the words that one spinner's table has replaced by what it writes."""
    table = _tables()[chance.choice(sorted(_tables()))]
    pieces, at = [], 0
    for start, end, n in table.matcher.find(text):
        if chance.random() < _SPUN_SHARE:
            pieces += [text[at:start], chance.choice(table.variants[n])]
            at = end
    return "".join([*pieces, text[at:]])


class _Table(NamedTuple):
    """A spinner's table: a matcher of the words it replaces, and what it writes for each."""

    matcher: daachorse.CharwiseDoubleArrayAhoCorasick
    variants: Sequence[Sequence[str]]


@cache
def _tables() -> Mapping[str, _Table]:
    """The tables that read in one direction, by the letter of their dialect."""
    words: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for entry in spun_lexicon().entries:
        for dialect in entry.dialects:
            words[dialect][entry.canonical].append(entry.variant)
    return {dialect: _compile(found) for dialect, found in words.items() if dialect.endswith(">")}


def _compile(words: Mapping[str, Sequence[str]]) -> _Table:
    longest = daachorse.MATCH_KIND_LEFTMOST_LONGEST
    matcher = daachorse.CharwiseDoubleArrayAhoCorasick(list(words), longest)
    return _Table(matcher, [sorted(variants) for variants in words.values()])


@cache
def _originals() -> Sequence[Sequence[str]]:
    return [read_text(path).lines for path in sorted(SEEDS.glob("*/gold.txt"))]


@cache
def _shells() -> Mapping[str, Sequence[str]]:
    return tomllib.loads(Path(__file__).with_name("shells.toml").read_text(encoding="utf-8"))


@cache
def _traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def _chance(seed: int, use: str, number: int) -> random.Random:
    return random.Random(f"{seed}/{use}/{number}")


def cut_documents(documents: Sequence[str], kilobytes: int) -> list[str]:
    """Return texts of a length, all of the same words: one above 16 kB, more of what is shorter.

    The words are those of the first 16 kB, again and again, as passages differ in the time that they take.
    """
    content = "\n".join(documents).encode()
    period = content[: 1_000 * _PERIOD_KB].decode("utf-8", "ignore") + "\n"
    chars = len(period) * kilobytes // _PERIOD_KB
    text = period * max(1, -(-kilobytes // _PERIOD_KB))
    return [text[start : start + chars] for start in range(0, len(text) - chars + 1, chars)]
