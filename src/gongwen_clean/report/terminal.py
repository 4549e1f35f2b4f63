"""Show a document's edits in a terminal: counts by step, and a diff of the lines that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from gongwen_clean.document import Document

_REMOVED, _ADDED = r"\[-.*?-\]", r"\{\+.*?\+\}"


def summarise(document: Document) -> str:
    """Return one line: how many edits each family of rules made, and what else was seen.

    >>> summarise(Document(None, "a", "a"))
    'nothing to clean'
    """
    families = Counter(
        family for edit in document.edits for family in {rule_family(rule) for rule in edit.rule.split("+")}
    )
    parts = [f"{family} {count}" for family, count in families.most_common()]
    text = f"{len(document.edits)} edits ({', '.join(parts)})" if parts else "nothing to clean"
    if document.metadata:
        text += f"; metadata: {', '.join(document.metadata)}"
    if document.findings:
        text += f"; {len(document.findings)} suspicious places left as they are"
    return text


def rule_family(rule: str) -> str:
    """Return the kind of repair that a rule belongs to.

    >>> rule_family("shell.byline"), rule_family("spun-0001"), rule_family("doc-number.bracket")
    ('shell', 'spun', 'doc-number')
    """
    return rule.partition(".")[0] if "." in rule else rule.partition("-")[0]


def diff_lines(document: Document) -> Iterator[str]:
    """Yield each source line that changed, with its number, as [-removed-] and {+added+}."""
    source, at, number = document.source, 0, 1
    pieces: list[str] = []
    changed = False
    for edit in document.edits:
        between = source[at : edit.start]
        while "\n" in between:
            head, _, between = between.partition("\n")
            if changed:
                yield f"{number}: {''.join(pieces)}{head}"
            number, pieces, changed = number + 1, [], False
        pieces += (between, *_marked(source[edit.start : edit.end], edit.after))
        number += source.count("\n", edit.start, edit.end)
        at, changed = edit.end, True
    if changed:
        yield f"{number}: {''.join(pieces)}{source[at:].partition(chr(10))[0]}"


def _marked(before: str, after: str) -> Iterator[str]:
    for sign, text, brackets in (("-", before, "[]"), ("+", after, "{}")):
        if text:
            yield f"{brackets[0]}{sign}{text.replace(chr(10), '⏎')}{sign}{brackets[1]}"


def print_diff(lines: Iterable[str]) -> None:
    """Print the lines of a diff on a terminal, in colour."""
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True)
    for line in lines:
        text = Text(line)
        text.highlight_regex(_REMOVED, "red")
        text.highlight_regex(_ADDED, "green")
        console.print(text)
