"""A document's receipt as one HTML page: source and text beside each other, every edit explained."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from gongwen_clean.document import Document, Edit, Field, Finding
from gongwen_clean.normalizer import Step
from gongwen_clean.report.kinds import KINDS
from gongwen_clean.report.messages import translate_message
from gongwen_clean.report.reasons import Reasons
from gongwen_clean.report.rows import Row, lay_rows
from gongwen_clean.report.templates import Language, Page, fill_page
from gongwen_clean.report.terminal import rule_family

_PAGE = Page("document.html", ("common.css", "document.css"), ("common.js", "document.js"))
_SHEET_ROWS = 40
_READY_SHEETS = 10  # that a browser reads at once; those behind are filled when they come in sight, or soon


def render_document(
    document: Document, language: Language = "zh", steps: Iterable[Step] | None = None
) -> str:
    """Return what became of a document as an HTML page that stands alone.

    The page opens from disk, asks no network and runs nothing that a text holds. Lone surrogates and NUL,
    which no page can hold, are shown as U+FFFD.

    Args: language: "zh" or "en", in which the page opens. steps: the steps that made the edits, which
    explain their rules; None for those of the standard preset.
    Raises: MissingExtraError without jinja2. Cost: linear in the text, its edits and findings.
    """
    book = _RuleBook(document.edits, Reasons(steps))
    rows = lay_rows(document)
    kinds = Counter(piece.kind for row in rows for piece in row.pieces)
    return fill_page(
        _PAGE,
        language,
        {
            "document": document,
            "title": document.metadata.get("title") or document.id or "",
            "kinds": [(kind, kinds[kind]) for kind in KINDS if kinds[kind]],
            "families": book.families,
            "sets": [book.set_of[edit.rule] for edit in document.edits],
            "sheets": list(_sheets(rows)),
            "ready_sheets": _READY_SHEETS,
            "fields": [_describe_field(f) for f in sorted(document.fields, key=_is_not_title)],
            "findings": document.findings,
            "receipt": _receipt(document, book),
        },
    )


class Sheet(NamedTuple):
    """Rows that a browser lays out together, once they come in sight.

    `start`: where they begin in the source. `edit`: the number of their first edit, or of the next one.
    """

    start: int
    edit: int
    rows: Sequence[Row]


def _sheets(rows: Sequence[Row]) -> Iterator[Sheet]:
    edit = 0
    for at in range(0, len(rows), _SHEET_ROWS):
        sheet = rows[at : at + _SHEET_ROWS]
        yield Sheet(sheet[0].start, edit, sheet)
        edit += sum(piece.edit is not None for row in sheet for piece in row.pieces)


class RuleCount(NamedTuple):
    """A rule and how many edits name it."""

    rule: str
    edits: int


class Family(NamedTuple):
    """Rules of one kind, the most frequent first. `edits`: how many edits name any of them."""

    name: str
    edits: int
    rules: Sequence[RuleCount]


class _RuleBook:
    """The rules of a document's edits. Rules that made one edit together are a set; each set has a number."""

    def __init__(self, edits: Sequence[Edit], reasons: Reasons) -> None:
        counts = Counter(edit.rule for edit in edits)
        self.set_of = {rule: number for number, rule in enumerate(counts)}
        by_rule: Counter[str] = Counter()
        by_family: Counter[str] = Counter()
        for together, count in counts.items():
            rules = together.split("+")
            by_rule.update(dict.fromkeys(rules, count))
            by_family.update(dict.fromkeys(map(rule_family, rules), count))
        self.families = _group(by_rule, by_family)
        self._reasons = reasons

    def explain(self, findings: Sequence[Finding]) -> dict[str, Mapping[str, str]]:
        """Return the reasons of all rules and of the kinds of findings."""
        names = {rule for together in self.set_of for rule in together.split("+")}
        return {name: self._reasons.of(name) for name in sorted(names | {f.kind for f in findings})}


def _group(by_rule: Counter[str], by_family: Counter[str]) -> list[Family]:
    groups: defaultdict[str, list[RuleCount]] = defaultdict(list)
    for rule, count in by_rule.most_common():
        groups[rule_family(rule)].append(RuleCount(rule, count))
    return [Family(name, count, groups[name]) for name, count in by_family.most_common()]


def _receipt(document: Document, book: _RuleBook) -> dict[str, Any]:
    """What the page's script knows besides the text: edits by column, so that long receipts stay small.

    Few edits have candidates: these stand by the number of their edit.
    """
    return {
        "document": document.id,
        "sets": [together.split("+") for together in book.set_of],
        "reasons": book.explain(document.findings),
        "start": [edit.start for edit in document.edits],
        "end": [edit.end for edit in document.edits],
        "set": [book.set_of[edit.rule] for edit in document.edits],
        "confidence": [edit.confidence for edit in document.edits],
        "candidates": {n: edit.candidates for n, edit in enumerate(document.edits) if edit.candidates},
        "findings": [[f.kind, f.start, f.end, translate_message(f)] for f in document.findings],
    }


def _is_not_title(field: Field) -> bool:
    return field.key != "title"


def _describe_field(field: Field) -> Mapping[str, Any]:
    parsed = field.parsed
    if isinstance(parsed, Mapping):
        shown = " · ".join(parsed.values())
    else:
        shown = "" if parsed is None else str(parsed)
    return {**field._asdict(), "parsed": shown if shown != field.value else ""}
