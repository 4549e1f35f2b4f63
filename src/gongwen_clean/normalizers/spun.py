"""Repair spun text (伪原创): put back the words that a tool replaced by their synonyms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gongwen_clean.decoding.evidence import least_evidence, load_restorer, restore_text
from gongwen_clean.decoding.spun_lexicon import spun_lexicon
from gongwen_clean.decoding.telltales import telltales
from gongwen_clean.decoding.trust import DEFAULT_TRUST, Trust
from gongwen_clean.document import Edit, Finding, Note, Score
from gongwen_clean.matching.facts import find_titles

if TYPE_CHECKING:
    from gongwen_clean.decoding.restore import Repair

_TITLE_RULE = "spun.title"
_DOUBT_RULE = "spun.doubt"


class RestoreSynonyms:
    """Restore the originals of spun words where a whole text shows that it was spun.

    Leaves alone: every text whose evidence of being spun is small, however odd single words are;
    figures, dates, amounts, 文号, Latin words and codes; and a quoted title where the repair is not
    clearly likelier. See `decoding.restore` for how it decides.

    Args: trust: how much is asked before a repair is made. model: the file of a language model; None for
    the one that comes with the package. lexicons: tables of pairs beside those of the package.
    """

    name = "spun"
    triggers: frozenset[str] = frozenset()
    least_weight = staticmethod(least_evidence)

    def __init__(
        self, trust: Trust = DEFAULT_TRUST, model: Path | None = None, lexicons: tuple[Path, ...] = ()
    ) -> None:
        self.trust = trust
        self.model = model
        self.lexicons = lexicons

    @property
    def weights(self) -> Mapping[str, float]:
        """The words that tell spun text, with their evidence in nats."""
        return telltales().weights

    @property
    def rules(self) -> Mapping[str, str]:
        """One sentence for each pair of the lexicon, and for each set phrase."""
        # here, as the index needs rapidfuzz, which a clean text does not wait for
        from gongwen_clean.decoding.phrases import phrase_index

        pairs = {
            e.id: f"In spun text {e.variant} stands for {e.canonical}, where the language model agrees."
            for e in spun_lexicon(self.lexicons).entries
        }
        phrases = {
            id: f"One character of the set phrase {phrase} is damaged, as the language model agrees."
            for id, phrase in phrase_index().phrases
        }
        return {_TITLE_RULE: "Inside a quoted title a spun word needs stronger evidence.", **pairs, **phrases}

    def prepare(self) -> None:
        """Load the decoder. Raises: ModelError, LexiconError for files that are not what they should be."""
        load_restorer(self.model, self.lexicons)

    def edits(self, text: str) -> Sequence[Edit]:
        """Return one edit for each spun word, with its confidence and what else it could have been."""
        return list(self._edits(text))

    def _edits(self, text: str) -> Iterator[Edit]:
        restoration = restore_text(text, self.trust, self.model, self.lexicons)
        titles = list(find_titles(text)) if restoration else []
        for (start, end, entry), confidence, others in restoration.repairs if restoration else ():
            in_title = any(a <= start and end <= b for a, b in titles)
            rule = f"{_TITLE_RULE}+{entry.id}" if in_title else entry.id
            yield Edit(start, end, entry.canonical, rule, confidence, others)


class ReadSpun:
    """Note how strongly a text looks spun, and the words whose repair is too doubtful to be made."""

    name = "spun-notes"
    kinds = (Score, Finding)
    triggers: frozenset[str] = frozenset()
    rules: Mapping[str, str] = {
        _DOUBT_RULE: "A word of a spun text may have been another, but the evidence is too weak to change it."
    }

    def __init__(
        self, trust: Trust = DEFAULT_TRUST, model: Path | None = None, lexicons: tuple[Path, ...] = ()
    ) -> None:
        self.trust = trust
        self.model = model
        self.lexicons = lexicons

    def read(self, text: str) -> Sequence[Note]:
        """Return the score `spun`, in nats per 1,000 characters (0 where nothing tells), and findings.

        Where words were restored, the score `spun.dialect.X` is the share of them that the table of dialect X
        explains, the family of spinners' tables that explains most.
        """
        restoration = restore_text(text, self.trust, self.model, self.lexicons)
        if restoration is None:
            return [Score("spun", 0.0)]
        doubts = [_as_finding(repair) for repair in restoration.doubtful]
        scores = [Score("spun", round(restoration.rate, 2))]
        if restoration.repairs:
            name = f"spun.dialect.{restoration.dialect}"
            scores.append(Score(name, round(restoration.dialect_share, 3)))
        return [*scores, *doubts]


def _as_finding(repair: Repair) -> Finding:
    (start, end, entry), odds, _ = repair
    message = f"{entry.variant} may have been {entry.canonical} ({odds:+.1f} nats)"
    return Finding(_DOUBT_RULE, start, end, message)
