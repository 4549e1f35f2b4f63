"""Show a document's edits in a terminal: counts by step, and a diff of the lines that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from gongwen_clean.document import Document
from gongwen_clean.report.hunks import word_hunks

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
    """Yield each source line that changed, with its number, as [-removed-] and {+added+} words.

    Lines that were joined are one, under the number of the first.
    """
    source, at, number = document.source, 0, 1
    pieces: list[str] = []
    begun = 0  # the line on which the first of the pieces stands; 0 for none
    for hunk in word_hunks(document):
        while (end := source.find("\n", at, hunk.start)) >= 0:
            if begun:
                yield f"{begun}: {''.join(pieces)}{source[at:end]}"
            number, pieces, begun, at = number + 1, [], 0, end + 1
        begun = begun or number
        pieces += (source[at : hunk.start], *_marked(source[hunk.start : hunk.end], hunk.after))
        number += source.count("\n", hunk.start, hunk.end)
        at = hunk.end
    if begun:
        yield f"{begun}: {''.join(pieces)}{source[at:].partition(chr(10))[0]}"


def _marked(before: str, after: str) -> Iterator[str]:
    for sign, text, brackets in (("-", before, "[]"), ("+", after, "{}")):
        if text:
            yield f"{brackets[0]}{sign}{text.replace(chr(10), '⏎')}{sign}{brackets[1]}"


def print_diff(lines: Iterable[str]) -> None:
    """Print the lines of a diff on a terminal, in colour."""
    from rich.text import Text

    from gongwen_clean.report.console import PlainConsole

    console = PlainConsole()
    for line in lines:
        text = Text(line)
        text.highlight_regex(_REMOVED, "red")
        text.highlight_regex(_ADDED, "green")
        console.print(text)
