"""Show in a terminal why a text is changed: edits by rule, in their surroundings; steps and what they do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from gongwen_clean.document import Document, Field, Finding
from gongwen_clean.normalizer import Normalizer, Reader
from gongwen_clean.report.console import PlainConsole

_CONTEXT_CHARS = 12
_LONGEST_CHARS = 60  # of a change that is shown whole
SHOWN = 5
"""How many edits of a rule are shown, unless more are asked for."""

_STEP_EXAMPLES = 2

Steps = Sequence[Normalizer | Reader]


class Place(NamedTuple):
    """A change, or what was found, in its surroundings: at most _CONTEXT_CHARS of its line on either side.

    `candidates`: as of the edit.
    """

    line: int
    left: str
    before: str
    after: str | None
    right: str
    candidates: Sequence[str] = ()


def describe_step(step: Normalizer | Reader) -> str:
    """Return what a step does: the first line of its documentation."""
    return (type(step).__doc__ or "").strip().partition("\n")[0]


def print_explanation(document: Document, reasons: Mapping[str, str], most: int = SHOWN) -> None:
    """Print the edits of a document by rule, in the order in which rules first come, then its findings.

    Args: reasons: of rules. most: edits of a rule, and findings of a kind, that are shown.
    """
    console = PlainConsole()
    by_rule: dict[str, list[Place]] = {}
    for edit, place in zip(document.edits, find_places(document), strict=True):
        by_rule.setdefault(edit.rule, []).append(place)
    for rule, places in by_rule.items():
        _print_rule(console, rule, len(places), most)
        for part in rule.split("+"):
            console.print(Text(f"  {reasons[part]}", "dim"))
        _print_lines(console, places[:most])
    if document.findings:
        console.print(Text("left as it is", "bold"))
        _print_findings(console, document, most)


def print_preset(steps: Steps, documents: Sequence[Document], called: str = "files") -> None:
    """Print the steps in order: what each does, its thresholds, what it does to documents.

    Args: called: what the documents are, as the lines say that count them.
    """
    console = PlainConsole()
    owners = {rule: step.name for step in steps for rule in step.rules}
    counts = Counter[str]()
    examples: dict[str, list[Place]] = {}
    for document in documents:
        for edit, place in zip(document.edits, find_places(document), strict=True):
            for name in dict.fromkeys(owners[rule] for rule in edit.rule.split("+")):
                counts[name] += 1
                examples.setdefault(name, []).append(place)
    for step in steps:
        console.print(Text(step.name, "bold"), Text(f"  {describe_step(step)}"), sep="")
        for name, value in _thresholds(step):
            console.print(Text(f"    {name} = {value:g}", "dim"))
        if counts[step.name]:
            console.print(f"    {counts[step.name]} edits in {len(documents)} {called}, such as")
            _print_lines(console, examples[step.name][:_STEP_EXAMPLES])
        for count, noted in _count_notes(step, documents):
            console.print(f"    {count} {noted} in {len(documents)} {called}")


def _count_notes(step: Normalizer | Reader, documents: Sequence[Document]) -> Iterator[tuple[int, str]]:
    """Yield how many values, and how many findings, a step noted, where there are any."""
    kinds = getattr(step, "kinds", ())
    if Field in kinds and (values := sum(len(document.fields) for document in documents)):
        yield values, "values"
    found = (finding for document in documents for finding in document.findings)
    if Finding in kinds and (doubts := sum(finding.kind in step.rules for finding in found)):
        yield doubts, "findings"


def find_places(document: Document) -> Iterator[Place]:
    """Yield the surroundings of each edit. Cost: O(n)."""
    source, line, at = document.source, 1, 0
    for edit in document.edits:
        line += source.count("\n", at, edit.start)
        at = edit.start
        yield _place(source, line, edit.start, edit.end)._replace(
            after=edit.after, candidates=edit.candidates
        )


def _place(source: str, line: int, start: int, end: int) -> Place:
    left = source[max(0, start - _CONTEXT_CHARS) : start].rpartition("\n")[2]
    right = source[end : end + _CONTEXT_CHARS].partition("\n")[0]
    return Place(line, _shown(left), source[start:end], None, _shown(right))


def _thresholds(step: Normalizer | Reader) -> Iterator[tuple[str, float]]:
    trust = getattr(step, "trust", None)
    return iter(asdict(trust).items() if trust else ())


def _print_rule(console: Console, rule: str, count: int, most: int) -> None:
    shown = f", the first {most}" if count > most else ""
    console.print(Text(rule, "bold"), Text(f"  {count} edit{'s' * (count > 1)}{shown}"), sep="")


def _print_lines(console: Console, places: Iterable[Place]) -> None:
    for place in places:
        console.print(_line(place))


def _line(place: Place) -> Text:
    text = Text(f"  {place.line:>5}  {place.left}")
    if place.before:
        text.append(f"[-{_shown(place.before)}-]", "red")
    if place.after:
        text.append(f"{{+{_shown(place.after)}+}}", "green")
    text.append(place.right)
    if others := [word for word in place.candidates if word != place.before]:
        text.append(f"  candidates: {'、'.join(others)}", "dim")
    return text


def _shown(text: str) -> str:
    """A text on one line; of a long one, how it begins and ends."""
    if len(text) > _LONGEST_CHARS:
        half = _LONGEST_CHARS // 2
        text = f"{text[:half]} … {text[-half:]}"
    # a lone surrogate cannot be printed
    return text.replace("\n", "⏎").encode("utf-8", "replace").decode()


def _print_findings(console: Console, document: Document, most: int) -> None:
    kinds: dict[str, list[Finding]] = {}
    for finding in document.findings:
        kinds.setdefault(finding.kind, []).append(finding)
    for kind, findings in kinds.items():
        console.print(Text(f"  {kind}  {len(findings)}", "bold"))
        for finding in findings[:most]:
            line = document.source.count("\n", 0, finding.start) + 1
            place = _place(document.source, line, finding.start, finding.end)
            console.print(f"  {line:>5}  {place.left}", end="", markup=False)
            console.print(Text(_shown(place.before), "yellow"), end="")
            console.print(f"{place.right}  {finding.message}", markup=False)
