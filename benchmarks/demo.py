"""Clean the five seeds and print what was removed, what was repaired, and how near the result is to gold.

python -m benchmarks.demo
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from rapidfuzz.distance import Levenshtein
from rich.console import Console

from gongwen_clean import Cleaner, Document
from gongwen_clean.report.terminal import rule_family

SEEDS = Path(__file__).parents[1] / "seeds"
_KINDS = {
    "shell": "page around the text",
    "layout": "blanks, blank lines, table edges",
    "paragraphs": "paragraphs run together",
    "headings": "headings run in",
    "fragments": "numbered page cuts",
    "width": "widths of signs",
    "doc-number": "document numbers",
    "spun": "spun words",
    "ocr": "slips of character recognition",
    "encoding": "invisible characters",
}


def core(text: str) -> str:
    """Letters, digits and Han only: what the distance to gold counts."""
    return "".join(char for char in text if char.isalnum())


def without_lines(text: str, lines: str) -> str:
    """`text` without the lines that may be kept or dropped."""
    debatable = {core(line) for line in lines.splitlines()}
    return "\n".join(line for line in text.split("\n") if core(line) not in debatable)


def accept(text: str, gold: str, alternatives: str) -> str:
    """`text` in core form, with gold's phrase for each accepted one that brings it nearer to gold."""
    for row in alternatives.splitlines():
        phrase, _, others = row.partition("\t")
        for other in others.split(","):
            trial = text.replace(core(other), core(phrase))
            if Levenshtein.distance(trial, gold) < Levenshtein.distance(text, gold):
                text = trial
    return text


def distance(folder: Path, text: str) -> int:
    """How many letters, digits and Han of `text` are not as the seed's gold has them."""
    extra = {name: folder / name for name in ("debatable.txt", "alternatives.tsv")}
    lines, alternatives = (p.read_text(encoding="utf-8") if p.exists() else "" for p in extra.values())
    gold = core(without_lines((folder / "gold.txt").read_text(encoding="utf-8"), lines))
    return Levenshtein.distance(accept(core(without_lines(text, lines)), gold, alternatives), gold)


def count_kinds(document: Document) -> Counter[str]:
    """How many edits each kind of rule made."""
    kinds: Counter[str] = Counter()
    for edit in document.edits:
        kinds[rule_family(edit.rule.split("+")[-1])] += 1
    return kinds


def show_seed(folder: Path, cleaner: Cleaner, console: Console) -> None:
    """Clean one seed and print its receipt in short."""
    raw = (folder / "raw.txt").read_text(encoding="utf-8")
    document = cleaner.run(raw, folder.name)
    far, near = distance(folder, raw), distance(folder, document.text)
    expected = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    right = sum(core(document.metadata.get(key, "")) == core(value) for key, value in expected.items())
    console.rule(f"[bold]{folder.name}")
    for kind, count in count_kinds(document).most_common():
        console.print(f"  {count:4} edits  {_KINDS.get(kind, kind)}", highlight=False)
    console.print(
        f"  metadata: {right} of {len(expected)} values as expected: {', '.join(document.metadata)}"
    )
    size = len(core(document.text))
    console.print(f"  distance to gold: {far} characters before, {near} after, of {size}")
    console.print(f"  begins: {document.text[:60].replace(chr(10), ' ⏎ ')}…", markup=False, highlight=False)


def main() -> None:
    """Clean all seeds."""
    console = Console(soft_wrap=True)
    cleaner = Cleaner()
    for folder in sorted(path for path in SEEDS.iterdir() if path.is_dir()):
        show_seed(folder, cleaner, console)


if __name__ == "__main__":
    main()
