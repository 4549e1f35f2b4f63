"""Clean documents in datatrove pipelines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from gongwen_clean.adapters.columns import CleaningOptions, ColumnCleaner
from gongwen_clean.document import Document
from gongwen_clean.errors import InputError, MissingExtraError

try:
    from datatrove.pipeline.base import PipelineStep
except ImportError:
    raise MissingExtraError("datatrove pipelines need datatrove", "datatrove") from None


class CleanDocuments(PipelineStep):  # type: ignore[misc]
    """Clean the text of each document; id, media and metadata stay.

    What is added to a row elsewhere goes into the metadata, as the same JSON texts; an error only where there
    is one. Counted are `changed` and `failed` documents, and the edits by rule as `rule/…`.

    Args: options: their `text_field` has no meaning here.
    Raises: InputError when a document has a field of metadata that would be added.
    """

    type = "🧹 - CLEAN"
    name = "gongwen-clean"

    def __init__(self, options: CleaningOptions | None = None) -> None:
        super().__init__()
        self._columns = ColumnCleaner(options)

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:  # noqa: ARG002
        """Yield the documents cleaned, in their order."""
        for document in data or ():
            with self.track_time():
                self._clean(document)
            yield document

    def _clean(self, document: Any) -> None:
        for name in self._columns.options.added_names:
            if name in document.metadata:
                raise InputError(f"{document.id}: has metadata {name!r} already; rename or remove it")
        outcome = self._columns.clean_text(document.text)
        document.metadata.update(self._columns.added_fields(outcome))
        self.stat_update("total")
        if isinstance(outcome, Document):
            document.text = outcome.text
            self._count(outcome)
        elif outcome:
            self.stat_update("failed")

    def _count(self, document: Document) -> None:
        if document.text != document.source:
            self.stat_update("changed")
        rules = Counter(rule for edit in document.edits for rule in edit.rule.split("+"))
        for rule, edits in rules.items():
            self.stat_update(f"rule/{rule}", value=edits)
