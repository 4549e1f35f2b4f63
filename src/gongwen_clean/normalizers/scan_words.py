"""Put right the Han characters that recognition took for others, or wrote twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gongwen_clean.document import Edit
from gongwen_clean.scan.noise import looks_for_noise, measure_noise, signs_of_noise
from gongwen_clean.scan.page_width import is_wrapped

if TYPE_CHECKING:
    from gongwen_clean.scan.words.slips import SlipFinder

_LOOK_ALIKE = "scan.look-alike"
_DOUBLED = "scan.doubled"


class RepairScanWords:
    """Repair characters read wrongly in a text that several certain slips show to be scanned.

    A repair must make the text far likelier to the language model, the more so the less the two
    characters look alike. Leaves alone: every text with few slips, however odd single words are; figures,
    dates, 文号 and codes; numerals in the place of numerals; everything that is not Han.

    Args: model: the file of a language model; None for the one that comes with the package.
    """

    name = "scan-words"
    line_looks = (is_wrapped,)
    rules: Mapping[str, str] = {
        _LOOK_ALIKE: "Recognition took a character for one that looks like it, as the words around it show.",
        _DOUBLED: "Recognition wrote a character twice, where the words around it have it once.",
    }

    def __init__(self, model: Path | None = None) -> None:
        self.model = model

    @property
    def triggers(self) -> frozenset[str]:
        """What a scan's noise shows in."""
        return signs_of_noise()

    @property
    def looks(self) -> tuple[Callable[[str], bool], ...]:
        """What else tells of it, beside wrapped lines."""
        return looks_for_noise()

    @staticmethod
    def is_needed(source: str) -> bool:
        """Whether the text as it came shows a scan's noise; the language model is only loaded then."""
        return measure_noise(source) > 0

    def prepare(self) -> None:
        """Load the language model and the shapes of characters. Raises: ModelError for a bad model."""
        self._finder()

    def edits(self, text: str) -> Sequence[Edit]:
        """Return one edit for each character, with its confidence and candidates.

        Raises: ModelError for a bad model.
        """
        from gongwen_clean.scan.words.repair import find_word_repairs

        repairs = find_word_repairs(text, self._finder())
        return [
            Edit(r.start, r.end, r.after, _LOOK_ALIKE if r.after else _DOUBLED, r.odds, r.others)
            for r in repairs
        ]

    def _finder(self) -> SlipFinder:
        # numpy and the language model cost more to load than a clean text to clean
        from gongwen_clean.scan.words.slips import shared_finder

        return shared_finder(self.model)
