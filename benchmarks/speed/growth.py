"""How CPU time grows with the length of a document, the number of documents and the size of the lexicon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.speed.corpora import cut_documents, write_lines
from benchmarks.speed.peers import Loop
from benchmarks.speed.stages import take_chars
from benchmarks.speed.timing import Quartiles, exponents, time_by_size
from gongwen_clean import Cleaner
from gongwen_clean.decoding.phrases import phrase_index
from gongwen_clean.decoding.restore import Restorer
from gongwen_clean.decoding.spun_lexicon import SpunLexicon, spun_lexicon
from gongwen_clean.decoding.trust import DEFAULT_TRUST
from gongwen_clean.scoring import LanguageModel

KILOBYTES = (1, 4, 16, 64, 256, 1_000)
LARGE_KILOBYTES = 10_000
_TIMES = (1, 2, 4, 8)
_LEXICON_CHARS = 20_000


class Growth(NamedTuple):
    """The CPU seconds by round that each size took; `unit`: of what the sizes are counted."""

    name: str
    unit: str
    seconds: dict[float, list[float]]

    @property
    def exponent(self) -> Quartiles:
        """1 where time grows as the size does."""
        return exponents(self.seconds)


def grow_document(name: str, documents: Sequence[str], sizes: Sequence[int], rounds: int) -> Growth:
    """Clean documents of each size in kB; the seconds are those of one."""
    cleaner = Cleaner()
    texts = {size: cut_documents(documents, size) for size in sizes}
    jobs: dict[float, Callable[[], object]] = {size: partial(_clean, cleaner, texts[size]) for size in sizes}
    times = time_by_size(jobs, rounds)
    return Growth(name, "kB", {size: [s / len(texts[size]) for s in times[size]] for size in sizes})


def grow_corpus(name: str, documents: Sequence[str], loop: Loop, rounds: int, folder: Path) -> Growth:
    """Run a loop over an eighth of the documents, the same twice, four and eight times."""
    eighth = documents[: max(1, len(documents) // _TIMES[-1])]
    jobs: dict[float, Callable[[], object]] = {}
    for times in _TIMES:
        source = write_lines(folder / f"times{times}.jsonl", list(eighth) * times)
        jobs[times * len(eighth)] = partial(loop, source, folder / "out.jsonl")
    return Growth(name, "documents", time_by_size(jobs, rounds))


def grow_lexicon(name: str, documents: Sequence[str], rounds: int) -> Growth:
    """Restore spun documents by every second pair of the spun lexicon, and by all."""
    sample = take_chars(documents, _LEXICON_CHARS)
    entries = list(spun_lexicon().entries)
    jobs: dict[float, Callable[[], object]] = {}
    for chosen in (entries[::2], entries):
        restorer = Restorer(LanguageModel.load(), SpunLexicon(chosen), phrase_index())
        jobs[len(chosen)] = partial(_restore, restorer, sample)
    return Growth(name, "pairs", time_by_size(jobs, rounds))


def _clean(cleaner: Cleaner, documents: Sequence[str]) -> None:
    for text in documents:
        cleaner.run(text)


def _restore(restorer: Restorer, documents: Sequence[str]) -> None:
    for text in documents:
        restorer.restore(text, DEFAULT_TRUST)
