"""Propose spinners' word pairs from documents that exist twice: once spun, once not.

Near duplicates are found by shared 5-grams, aligned character by character, and the stretches where they
differ are counted. A proposal is for a reader to judge: nothing here decides what the cleaner knows.
"""

from __future__ import annotations

import tempfile
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein, MatchingBlock

from gongwen_clean.errors import InputError
from gongwen_clean.matching.counting import count_words
from gongwen_clean.matching.folding import fold_width
from gongwen_clean.matching.lazy_patterns import lazy_pattern
from gongwen_clean.scoring.build import read_texts

_COLUMNS = ("variant", "canonical", "count", "documents", "consistency", "example_spun", "example_clean")
_MAX_CHARS = 50_000  # of a document; aligning costs the product of the lengths, one second here
_MAX_WORD_CHARS = 8
_EXAMPLE_CHARS = 8  # on either side
_SHINGLE_CHARS = 5
_SKETCH_SHINGLES = 64
_MIN_SHARED = 2  # shingles of a candidate; texts that share a text share far more, chance gives one
_MAX_POSTINGS = 100  # a shingle of more documents is a phrase of the trade
_MAX_CANDIDATES = 3
_MIN_SIMILARITY = 0.5  # heavily spun text has 0.65 to its original, texts on one subject 0.2
_MIN_ANCHOR_CHARS = 3  # that are the same on both sides of a stretch together: else the alignment is chance
_BESIDE_CHARS = 2  # that a stretch can grow by on a side
_MIN_NEIGHBOUR_SHARE = 0.6  # where no side is a word: 出 → 生
_MIN_NEIGHBOUR_SHARE_OF_WORDS = 0.9  # where one side is: 年夜 → 大
_WORD = lazy_pattern(rf"[\u4e00-\u9fff]{{0,{_MAX_WORD_CHARS}}}")
_NOT_HAN = lazy_pattern(r"[^\u4e00-\u9fff]")


class Proposal(NamedTuple):
    """A word of spun text, what the original has in its place, and how that was seen.

    `consistency`: the share of the variant's occurrences, unchanged ones too, that stand for `canonical`.
    """

    variant: str
    canonical: str
    times: int
    documents: int
    consistency: float
    example_spun: str
    example_clean: str


class Stretch(NamedTuple):
    """Where two texts differ, and up to two Han characters beside it that they share."""

    variant: str
    canonical: str
    left: str = ""
    right: str = ""

    def grow(self, on_left: bool) -> Stretch:
        """Return the stretch with the shared character on one side taken in."""
        variant, canonical, left, right = self
        if on_left:
            return Stretch(left[-1:] + variant, left[-1:] + canonical, left[:-1], right)
        return Stretch(variant + right[:1], canonical + right[:1], left, right[1:])


@dataclass(slots=True)
class Sightings:
    """How often and in which documents a stretch was seen, with the first example."""

    example: tuple[str, str]
    count: int = 0
    documents: set[int] = field(default_factory=set)

    def add(self, other: Sightings) -> None:
        """Count what another stretch saw as seen here."""
        self.count += other.count
        self.documents |= other.documents


Seen = dict[Stretch, Sightings]


def read_documents(path: Path) -> Iterator[str]:
    """Yield the texts of a folder of .txt files, or of a file that `read_texts` takes.

    Raises: InputError for a file that cannot be read, or a folder without texts.
    """
    files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: no .txt file in this folder; give one that has, or a .jsonl file")
    yield from read_texts(files)


def mine_pairs(
    spun: Iterable[str],
    clean: Iterable[str],
    min_count: int,
    corpus: Iterable[str] = (),
    folder: Path | None = None,
) -> list[Proposal]:
    """Return the word pairs seen `min_count` times or more, most frequent first, then by variant.

    Args: corpus: clean text, which helps to tell where a word begins and ends. folder: where texts wait on
    disk; None for that of the system.
    Memory: the distinct stretches, and under a kilobyte for each clean document; texts wait on disk.
    Cost: a microsecond a clean character, then aligning: a second for a hundred texts of 5,000 characters.
    """
    with TextStore(folder) as store, TextStore(folder) as paired_spun, TextStore(folder) as paired_clean:
        originals = NearDuplicates(clean, store)
        seen: Seen = {}
        for text in map(_compact, spun):
            if (original := originals.find(text)) is not None:
                collect(seen, (text, original), paired_spun.add(text))
                paired_clean.add(original)
        grams = count_words(_grams(seen), chain(paired_spun, paired_clean, corpus))
        pairs = grow_words(split_known(seen, grow_words(seen, grams)), grams)
        kept = {
            pair: sightings for pair, sightings in pairs.items() if _is_proposal(pair, sightings, min_count)
        }
        totals = count_words({pair.variant for pair in kept}, paired_spun)
    return sorted(_propose(kept, totals), key=lambda p: (-p.times, p.variant, p.canonical))


def _grams(seen: Iterable[Stretch]) -> set[str]:
    """The characters in and beside stretches, and every two that meet there."""
    words = {s.left + word + s.right for s in seen for word in s[:2]}
    return {one + two for word in words for one, two in pairwise(word)}.union(*words)


def _is_proposal(pair: Stretch, sightings: Sightings, min_count: int) -> bool:
    variant, canonical = pair[:2]
    if sightings.count < min_count or not variant or not canonical:
        return False
    return variant != canonical and max(len(variant), len(canonical)) <= _MAX_WORD_CHARS


def _propose(words: Seen, totals: Mapping[str, int]) -> Iterator[Proposal]:
    for (variant, canonical, *_), seen in words.items():
        share = min(1.0, seen.count / totals[variant])
        yield Proposal(variant, canonical, seen.count, len(seen.documents), share, *seen.example)


def _compact(text: str) -> str:
    """Widths and white space differ from site to site and tell nothing about words."""
    return "".join(fold_width(text).split())[:_MAX_CHARS]


class TextStore:
    """Texts in a temporary file, by number: memory does not grow with their length.

    Args: folder: where the file stands, which has no name; None for that of the system.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 closed by __exit__
        self._ends = array("q", [0])

    def __enter__(self) -> TextStore:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, text: str) -> int:
        """Keep a text; return its number."""
        self._file.seek(self._ends[-1])
        self._ends.append(self._ends[-1] + self._file.write(text.encode("utf-8", "surrogatepass")))
        return len(self._ends) - 2

    def __getitem__(self, number: int) -> str:
        start, end = self._ends[number : number + 2]
        self._file.seek(start)
        return self._file.read(end - start).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return (self[number] for number in range(len(self._ends) - 1))


class NearDuplicates:
    """Clean documents, found by a spun version: the 5-grams of figures, names and unspun words survive."""

    def __init__(self, texts: Iterable[str], store: TextStore) -> None:
        self._texts = store
        sketches = [sketch("")]
        for text in map(_compact, texts):
            self._texts.add(text)
            sketches.append(sketch(text))
        hashes = np.concatenate(sketches)
        owners = np.repeat(np.arange(len(sketches), dtype=np.int64) - 1, [len(row) for row in sketches])
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._owners = hashes[order], owners[order].astype(np.int32)

    def find(self, text: str) -> str | None:
        """Return the document most similar to `text`, or None where none is similar enough."""
        found, best = None, _MIN_SIMILARITY
        for candidate in self._candidates(text):
            clean = self._texts[candidate]
            similarity = Levenshtein.normalized_similarity(text, clean, score_cutoff=best)
            if similarity >= best:
                found, best = clean, similarity + 1e-9
        return found

    def _candidates(self, text: str) -> list[int]:
        wanted = sketch(text)
        starts = np.searchsorted(self._hashes, wanted, "left")
        ends = np.searchsorted(self._hashes, wanted, "right")
        shared: Counter[int] = Counter()
        for start, end in zip(starts, ends, strict=True):
            if end - start <= _MAX_POSTINGS:
                shared.update(self._owners[start:end].tolist())
        return [owner for owner, n in shared.most_common(_MAX_CANDIDATES) if n >= _MIN_SHARED]


def sketch(text: str) -> NDArray[np.uint64]:
    """Return the smallest hashes of the 5-grams of letters, figures and Han: a fair sample of them.

    Two texts' samples share about what the texts share, whatever their length (bottom-k MinHash).
    """
    signs = "".join(filter(str.isalnum, text)).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(signs, np.uint32).astype(np.uint64)
    size = len(codes) - _SHINGLE_CHARS + 1
    if size < 1:
        return np.empty(0, np.uint64)
    hashes = np.zeros(size, np.uint64)
    for k in range(_SHINGLE_CHARS):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + codes[k : k + size]
    hashes = (hashes ^ (hashes >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.unique(hashes ^ (hashes >> np.uint64(29)))[:_SKETCH_SHINGLES]


def collect(seen: Seen, texts: tuple[str, str], document: int) -> None:
    """Add to `seen` the stretches where a spun and a clean text differ."""
    for stretch, spun_at, clean_at in find_stretches(*texts):
        before, after = _EXAMPLE_CHARS, _EXAMPLE_CHARS + _MAX_WORD_CHARS
        example = tuple(
            text[max(0, at - before) : at + after]
            for text, at in zip(texts, (spun_at, clean_at), strict=True)
        )
        _add(seen, stretch, Sightings((example[0], example[1]), 1, {document}))


def _add(seen: Seen, stretch: Stretch, sightings: Sightings) -> None:
    seen.setdefault(stretch, Sightings(sightings.example)).add(sightings)


def find_stretches(spun: str, clean: str) -> Iterator[tuple[Stretch, int, int]]:
    """Yield the stretches of Han where two texts differ, and where each begins in the one and the other.

    >>> [stretch for stretch, *_ in find_stretches("我市加年夜投入", "我市加大投入")]
    [Stretch(variant='年夜', canonical='大', left='市加', right='投入')]
    """
    for one, two in pairwise(_firm_blocks(spun, clean)):
        i, j = one.a + one.size, one.b + one.size
        variant, canonical = spun[i : two.a], clean[j : two.b]
        if variant == canonical or not (_WORD.fullmatch(variant) and _WORD.fullmatch(canonical)):
            continue
        is_at_border = not i or two.a == len(spun)
        if is_at_border or one.size + two.size >= _MIN_ANCHOR_CHARS:
            left, right = spun[one.a : i][-_BESIDE_CHARS:], spun[two.a : two.a + two.size][:_BESIDE_CHARS]
            yield Stretch(variant, canonical, _NOT_HAN.split(left)[-1], _NOT_HAN.split(right)[0]), i, j


def _firm_blocks(spun: str, clean: str) -> list[MatchingBlock]:
    """The blocks that both texts have, but for single Han next to text that only one has: these are chance.

    不克不及 → 不能 is one word, though the best alignment keeps a 不 in its midst.
    """
    blocks = Levenshtein.opcodes(spun, clean).as_matching_blocks()
    kept = [MatchingBlock(0, 0, 0)]
    for block, following in pairwise(blocks):
        is_weak = block.size == 1 and bool(_WORD.fullmatch(spun[block.a]))
        if not (is_weak and (_is_one_sided(kept[-1], block) or _is_one_sided(block, following))):
            kept.append(block)
    return [*kept, blocks[-1]]


def _is_one_sided(one: MatchingBlock, two: MatchingBlock) -> bool:
    gaps = two.a - one.a - one.size, two.b - one.b - one.size
    return min(gaps) == 0 < max(gaps)


def split_known(seen: Seen, pairs: Seen) -> Seen:
    """Part stretches that begin or end with a pair seen oftener: 成长方针 → 发展目标 is two words."""
    known = {key[:2]: s.count for key, s in pairs.items() if all(key[:2]) and len(key[0] + key[1]) > 2}
    parted: Seen = {}
    for stretch, sightings in seen.items():
        for part in _parts(stretch, known):
            _add(parted, part, sightings)
    return parted


def _parts(stretch: Stretch, known: Mapping[tuple[str, str], int]) -> list[Stretch]:
    variant, canonical, left, right = stretch
    best = known.get((variant, canonical), 0)
    halves: tuple[Stretch, ...] = (stretch,)
    for i, j in product(range(1, len(variant)), range(1, len(canonical))):
        heads = _forms(Stretch(variant[:i], canonical[:j], left), known, True)
        tails = _forms(Stretch(variant[i:], canonical[j:], "", right), known, False)
        count = max(heads[0], tails[0])
        if count > best:
            best, halves = count, (heads[1], tails[1])
    return [stretch] if len(halves) == 1 else [part for half in halves for part in _parts(half, known)]


def _forms(stretch: Stretch, known: Mapping[tuple[str, str], int], on_left: bool) -> tuple[int, Stretch]:
    """The form of a half that is known best, as it is or with shared characters taken in; else as it is."""
    forms = [stretch, stretch.grow(on_left), stretch.grow(on_left).grow(on_left)]
    return max(((known.get(form[:2], 0), form) for form in forms), key=lambda choice: choice[0])


def grow_words(seen: Seen, grams: Mapping[str, int]) -> Seen:
    """Take shared neighbours into stretches that are no words: 出 → 生 is 出产 → 生产, 年夜 → 大 stays.

    A stretch grows where a side is empty or one character and the neighbour is nearly always the same.
    Returns: sightings by variant and canonical alone.
    """
    grown: Seen = {}
    while seen:
        groups: dict[tuple[str, str], Seen] = defaultdict(dict)
        for stretch, sightings in seen.items():
            groups[stretch[:2]][stretch] = sightings
        seen = {}
        for pair, group in groups.items():
            neighbour = _steady_neighbour(pair, group, grams)
            for stretch, sightings in group.items():
                if neighbour is None:
                    _add(grown, Stretch(*pair), sightings)
                else:
                    _add(seen, _take_in(stretch, *neighbour), sightings)
    return grown


def _steady_neighbour(
    pair: tuple[str, str], group: Seen, grams: Mapping[str, int]
) -> tuple[bool, str] | None:
    """The side and character to take in: of the steady ones, that which sticks most to the pair."""
    total = sum(sightings.count for sightings in group.values())
    lengths = sorted(map(len, pair))
    # seen once, everything is steady: then only what is no word on either side grows
    if lengths[0] > 1 or (total == 1 and lengths[1] > 1):
        return None
    min_count = total * (_MIN_NEIGHBOUR_SHARE_OF_WORDS if lengths[1] > 1 else _MIN_NEIGHBOUR_SHARE)
    options = []
    for on_left in (True, False):
        char, count = _top_neighbour(group, on_left)
        joints = [char + word[:1] if on_left else word[-1:] + char for word in pair if word]
        if char and count >= min_count:
            options.append((count * sum(_attraction(joint, grams) for joint in joints), on_left, char))
    # on a draw to the right: of words that share a character, more share the last one (出产, 生产)
    return max(options, key=lambda option: (option[0], not option[1]))[1:] if options else None


def _attraction(joint: str, grams: Mapping[str, int]) -> float:
    """How much the two characters belong together, from 0 to 1: 生产 does, 的生 does not, however frequent.

    A meeting seen once is none: in a short text it tells only that its characters are rare.
    """
    return (grams[joint] - 1) ** 2 / (grams[joint[0]] * grams[joint[1]])


def _top_neighbour(group: Seen, on_left: bool) -> tuple[str, int]:
    counts: Counter[str] = Counter()
    for stretch, sightings in group.items():
        counts[stretch.left[-1:] if on_left else stretch.right[:1]] += sightings.count
    return counts.most_common(1)[0]


def _take_in(stretch: Stretch, on_left: bool, char: str) -> Stretch:
    neighbour = stretch.left[-1:] if on_left else stretch.right[:1]
    return stretch.grow(on_left) if neighbour == char else stretch


def write_proposals(path: Path, proposals: Sequence[Proposal], corpus: Iterable[str] | None = None) -> None:
    """Write proposals as a table; with a corpus, also how often it has both words."""
    counts: dict[str, int] = {}
    columns: tuple[str, ...] = _COLUMNS
    if corpus is not None:
        counts = count_words({word for p in proposals for word in (p.variant, p.canonical)}, corpus)
        columns = (*_COLUMNS, "corpus_variant", "corpus_canonical")
    lines = ["\t".join(columns)]
    for p in proposals:
        row = [p.variant, p.canonical, str(p.times), str(p.documents), f"{p.consistency:.2f}"]
        row += [p.example_spun, p.example_clean]
        row += [str(counts[word]) for word in (p.variant, p.canonical) if word in counts]
        lines.append("\t".join(row))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n", errors="surrogatepass")
