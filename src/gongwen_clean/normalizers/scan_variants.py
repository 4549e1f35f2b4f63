"""Write the simplified form where recognition read a traditional or Japanese one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongwen_clean.document import Edit
from gongwen_clean.scan.noise import measure_noise
from gongwen_clean.scan.variants import canonical_forms, find_variants


class FoldScanVariants:
    """Fold single traditional or Japanese forms (別, 強) in text that is simplified but for them.

    Leaves alone: text that shows no noise of a scan, as a single form can be a name's; text in traditional
    characters, mixed text, and variants that stand together, in titles or in quotes.
    """

    name = "scan-variants"
    rules: Mapping[str, str] = {
        "scan.variant": "A lone traditional or Japanese form in simplified text is the simplified character."
    }

    @property
    def triggers(self) -> frozenset[str]:
        """The variant forms."""
        return frozenset(canonical_forms())

    def edits(self, text: str) -> Sequence[Edit]:
        """Return one edit for each such form. Cost: O(n)."""
        edits = [Edit(at, at + 1, char, "scan.variant") for at, char in find_variants(text)]
        return edits if edits and measure_noise(text) else []
