"""Clean a column of texts: what every engine's adapter is made of; needs no engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from gongwen_clean.cleaner import Cleaner, choose_steps
from gongwen_clean.document import Document
from gongwen_clean.document_json import PARTS, note_kinds
from gongwen_clean.errors import GongwenError, InputError, UnknownNameError
from gongwen_clean.normalizer import Normalizer, Reader
from gongwen_clean.streaming.json_fields import dump
from gongwen_clean.streaming.stamp import make_stamp
from gongwen_clean.streaming.texts import LineOptions, TextCleaner


@dataclass(frozen=True, slots=True)
class CleaningOptions:
    """What is cleaned in the rows of a table, and what each row gets.

    `text_field`: the column of the texts. `preset` and `steps`: steps by name as `--steps` has them ("width"
    for only that, "-spun" for all of the preset but that), and objects of your own, which run behind those
    named, or alone. `add`: parts of the receipt (metadata, edits, findings, scores), each a column of JSON
    texts as in Parquet; with metadata comes metadata_spans. `error_field`: the column that says why a text
    stays uncleaned, null where it does not; "" for no such column. `max_doc_chars`: 0 for any length.
    Raises: UnknownNameError; GongwenError for two columns of one name.
    """

    text_field: str = "text"
    preset: str = "standard"
    steps: Sequence[str | Normalizer | Reader] = ()
    add: Sequence[str] = ()
    error_field: str = "error"
    max_doc_chars: int = 5_000_000

    def __post_init__(self) -> None:
        for name in self.add:
            if name not in PARTS:
                raise UnknownNameError(f"no part {name!r} to add; there are {', '.join(PARTS)}")
        names = (self.text_field, *self.added_names)
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise GongwenError(f"two columns would be named {', '.join(twice)}; choose other names")
        self.make_cleaner()  # a name that does not exist is told here, not on some machine of a cluster

    @property
    def added_names(self) -> tuple[str, ...]:
        """The columns that a table gets, in their order."""
        return (*self._lines.added_names, *((self.error_field,) if self.error_field else ()))

    def make_cleaner(self) -> TextCleaner:
        """Return what cleans one text."""
        names = [step for step in self.steps if isinstance(step, str)]
        own = [step for step in self.steps if not isinstance(step, str)]
        chosen = [] if own and not names else choose_steps(self.preset, names)
        cleaner = Cleaner(self.preset, steps=[*chosen, *own])
        return TextCleaner(cleaner.taking(*note_kinds(self.add)), self._lines)

    @property
    def _lines(self) -> LineOptions:
        return LineOptions(added=tuple(self.add), max_chars=self.max_doc_chars)


class CleanedTexts(NamedTuple):
    """Texts, and what was added to them by the name of its column; lists of the same length."""

    texts: list[Any]
    added: dict[str, list[str | None]]


class ColumnCleaner:
    """Cleans columns of texts. A text that fails or is too long stays as it came; so does what is no text.

    Picklable, and the same bytes in every process as long as options, version and tables are the same. What
    it cleans with is made at the first text; language model and tables are loaded once in a process.
    Raises: GongwenError when it is unpickled where another version or other tables are installed.
    """

    def __init__(self, options: CleaningOptions | None = None) -> None:
        self.options = options or CleaningOptions()

    def __getstate__(self) -> dict[str, Any]:
        return {"options": self.options, "made_with": make_stamp({})}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        if state["made_with"] != (here := make_stamp({})):
            raise GongwenError(
                f"made with {state['made_with']}, but here is {here}; install the same on every machine"
            )
        self.options = state["options"]

    def __call__(self, columns: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
        """Return the columns with clean texts, and those that are added behind them.

        Raises: InputError for columns without that of the texts, or with one that would be added.
        """
        return {**columns, **self.changed_columns(columns)}

    def changed_columns(self, columns: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
        """Return only the columns that change or are added. Raises: InputError as when called."""
        self.check_names(columns)
        cleaned = self.clean_texts(columns[self.options.text_field])
        return {self.options.text_field: cleaned.texts, **cleaned.added}

    def clean_texts(self, texts: Iterable[Any]) -> CleanedTexts:
        """Return texts cleaned, in their order; null stays null. Never fails."""
        names = self.options.added_names
        cleaned: list[Any] = []
        added: dict[str, list[str | None]] = {name: [] for name in names}
        for text in texts:
            outcome = self.clean_text(text)
            cleaned.append(outcome.text if isinstance(outcome, Document) else text)
            if names:
                fields = self.added_fields(outcome)
                for name in names:
                    added[name].append(fields.get(name))
        return CleanedTexts(cleaned, added)

    def clean_text(self, text: Any) -> Document | str | None:
        """Return the document of a text; why there is none; or None for null."""
        if text is None:
            return None
        if not isinstance(text, str):
            kind = type(text).__name__
            return "is not UTF-8" if isinstance(text, bytes) else f"is no text but {kind}"
        return self._texts.clean(text, None)

    def added_fields(self, outcome: Document | str | None) -> Mapping[str, str]:
        """Return what a row gets for an outcome of `clean_text`, by column; all other columns are null."""
        if isinstance(outcome, Document):
            fields = self._texts.options.added_fields(outcome)
            return {name: dump(value).decode() for name, value in fields.items()}
        return {self.options.error_field: outcome} if outcome and self.options.error_field else {}

    def check_names(self, names: Iterable[str]) -> None:
        """Raise InputError for columns without that of the texts, or with one that would be added."""
        names = list(names)
        field = self.options.text_field
        if names.count(field) != 1:
            raise InputError(
                f"no column {field!r} but {', '.join(names)}; name that of the texts: text_field"
            )
        for name in self.options.added_names:
            if name in names:
                raise InputError(f"there is a column {name!r} already; rename or remove it")

    @cached_property
    def _texts(self) -> TextCleaner:
        return self.options.make_cleaner()
