"""Repair spun text (伪原创): put back the words that a tool replaced by their synonyms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gongwen_clean.decoding.evidence import MIN_RATE, restore_text
from gongwen_clean.decoding.spun_lexicon import spun_lexicon
from gongwen_clean.document import Edit, Score

_TITLE_RULE = "spun.title"


class RestoreSynonyms:
    """Restore the originals of spun words where a whole text shows that it was spun.

    Leaves alone: every text whose evidence of being spun is small, however odd single words are;
    figures, dates, amounts, 文号, Latin words and codes; and a quoted title where the repair is not
    clearly likelier. `min_rate` is the least evidence, in nats per 1,000
    characters. See `decoding.restore` for how it decides.
    """

    name = "spun"
    triggers: frozenset[str] = frozenset()

    def __init__(self, min_rate: float = MIN_RATE) -> None:
        self._min_rate = min_rate

    @property
    def rules(self) -> Mapping[str, str]:
        """One sentence for each pair of the lexicon."""
        pairs = {
            e.id: f"In spun text {e.variant} stands for {e.canonical}, where the language model agrees."
            for e in spun_lexicon().entries
        }
        return {_TITLE_RULE: "Inside a quoted title a spun word needs stronger evidence.", **pairs}

    def edits(self, text: str) -> Sequence[Edit]:
        """Return one edit for each spun word."""
        return list(self._edits(text))

    def _edits(self, text: str) -> Iterator[Edit]:
        restoration = restore_text(text, self._min_rate)
        for (start, end, entry), in_title in restoration.repairs if restoration else ():
            rule = f"{_TITLE_RULE}+{entry.id}" if in_title else entry.id
            yield Edit(start, end, entry.canonical, rule)


class ScoreSpun:
    """Note how much likelier the restored text is than the text as it stands."""

    name = "spun-score"
    triggers: frozenset[str] = frozenset()
    rules: Mapping[str, str] = {}

    def __init__(self, min_rate: float = MIN_RATE) -> None:
        self._min_rate = min_rate

    def read(self, text: str) -> Sequence[Score]:
        """Return the score `spun`, in nats per 1,000 characters; 0 where no telltale word shows."""
        restoration = restore_text(text, self._min_rate)
        return [Score("spun", round(restoration.rate, 2) if restoration else 0.0)]
