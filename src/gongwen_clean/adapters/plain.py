"""Callables for engines that ask for no type of their own.

NeMo-Curator: `Modify(modifier_fn=TextModifier(), input_fields="text")`; where a DocumentModifier is asked
for, `modify_document` is what that needs. data-juicer: a Mapper whose `process_batched` calls that of
SampleMapper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gongwen_clean.adapters.columns import CleaningOptions, ColumnCleaner
from gongwen_clean.document import Document


class TextModifier:
    """Text to clean text. One that fails, or is too long, comes back as it is: there is no room to say why.

    Args: options: those that name columns, and `add`, have no meaning here.
    """

    def __init__(self, options: CleaningOptions | None = None) -> None:
        self._columns = ColumnCleaner(options)

    def __call__(self, text: str) -> str:
        """Return a text cleaned."""
        outcome = self._columns.clean_text(text)
        return outcome.text if isinstance(outcome, Document) else text

    modify_document = __call__


class SampleMapper:
    """A dict of lists to the same with clean texts, and the columns that are added."""

    def __init__(self, options: CleaningOptions | None = None) -> None:
        self._columns = ColumnCleaner(options)

    def process_batched(self, samples: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
        """Return samples with clean texts. Raises: InputError for samples without texts."""
        return self._columns(samples)
