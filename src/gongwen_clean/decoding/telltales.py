"""Words that tell spun text from clean: rare in the one, frequent in the other.

They end the work on nearly every clean text after one scan; nothing else of the decoder is loaded before.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import daachorse

from gongwen_clean.decoding.spinner_tables import Pair, read_pairs
from gongwen_clean.lexicon import lexicon_folder, read_table

_COLUMNS = ("id", "word", "weight")
_HEADER = """\
# Words that are rare in clean text and frequent in text that a spinner (伪原创) rewrote.
# columns: id  word  weight (log odds in nats of spun against clean, from counts in the corpus that the
#   pairs of mined.tsv were checked on: of the word, and of the words for which spinners write it)
# licence: Apache-2.0. tier: mined. order: by word. reader: gongwen_clean.decoding.telltales
# made by: gongwen-lexicon import NAME=TABLE... --corpus CORPUS... -o FOLDER
"""
_SPUN_SHARE = 0.6  # of the words in a spinner's table, about this share is replaced in texts seen
_LEAST_RATIO = 12.0
_LEAST_COUNT = 30.0


class Telltales:
    """Telltale words with their `weights` in nats."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights
        self._weights = list(weights.values())
        self._matcher = daachorse.CharwiseDoubleArrayAhoCorasick(
            list(weights), daachorse.MATCH_KIND_LEFTMOST_LONGEST
        )

    def evidence(self, text: str) -> float:
        """Return the summed log odds, in nats, of spun against clean for `text`. Cost: one scan."""
        return sum(self._weights[k] for _, _, k in self._matcher.find(text))


@cache
def telltales() -> Telltales:
    """Return the words of lexicons/spun that tell spun text, built once per process."""
    folder = lexicon_folder() / "spun"
    mined = {
        row.cells["word"]: float(row.cells["weight"])
        for row in read_table(folder / "telltales.tsv", _COLUMNS)
    }
    return Telltales(weigh_words(read_pairs(folder / "observed.tsv")) | mined)


def weigh_words(pairs: Iterable[Pair]) -> dict[str, float]:
    """Return the weights of the variants that tell spun text, from the counts of checked pairs."""
    expected: dict[str, float] = {}
    seen: dict[str, int] = {}
    for pair in pairs:
        if pair.dialects and len(pair.variant) > 1:
            count = max(expected.get(pair.variant, 0.0), _SPUN_SHARE * pair.canonical_count)
            expected[pair.variant], seen[pair.variant] = count, pair.variant_count
    ratios = {word: (count + 1) / (seen[word] + 1) for word, count in sorted(expected.items())}
    return {w: math.log(r) for w, r in ratios.items() if r >= _LEAST_RATIO and expected[w] >= _LEAST_COUNT}


def write_telltales(path: Path, weights: Mapping[str, float]) -> None:
    """Write weights as a table of the mined tier."""
    lines = ["\t".join(_COLUMNS)]
    lines += [f"telltale:{word}\t{word}\t{weight:.2f}" for word, weight in sorted(weights.items())]
    path.write_text(_HEADER + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")
