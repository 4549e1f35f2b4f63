"""Lay out the folder that the site is built from: `python -m docs.make_pages build/docs`.

It holds the pages of docs, the results of the benchmarks, and a page for each step, made from its rules, the
examples of the lexicons and the cases of tests/golden.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from gongwen_clean.cleaner import choose_steps
from gongwen_clean.lexicon import lexicon_folder, read_table, rule_examples
from gongwen_clean.normalizer import Normalizer, Reader
from gongwen_clean.report.explanation import describe_step

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
# a page's link to the results beside docs leads to their copies inside the site
_RESULT_LINK = re.compile(r"(?<=\]\()\.\./(?=(?:\.\./)*benchmarks/)")
_MARKDOWN = re.compile(r"([\\`*_\[\]|])")
_KINDS = {"wild": "Seen on pages", "synthetic": "Made up", "negative": "Left as they are"}


def make_pages(folder: Path) -> None:
    """Write all pages into a folder, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    left_out = shutil.ignore_patterns("*.py", "__pycache__")
    shutil.copytree(ROOT / "docs", folder, ignore=left_out)
    for page in folder.rglob("*.md"):
        page.write_text(_RESULT_LINK.sub("", page.read_text(encoding="utf-8")), encoding="utf-8")
    _copy_results(folder / "benchmarks")
    _write_rules(folder / "rules")


def _copy_results(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for pattern in ("*.md", "*.svg"):
        for path in (ROOT / "benchmarks").glob(pattern):
            shutil.copy(path, folder)


def _write_rules(folder: Path) -> None:
    folder.mkdir()
    steps = choose_steps("standard", ())
    rows = [f"| [{step.name}]({step.name}.md) | {_plain(describe_step(step))} |" for step in steps]
    head = "# Steps and rules\n\nThe steps of the preset `standard`, in the order in which they run.\n\n"
    (folder / "index.md").write_text(
        "\n".join([head + "| step | does |\n|---|---|", *rows, ""]), encoding="utf-8"
    )
    for step in steps:
        (folder / f"{step.name}.md").write_text(step_page(step), encoding="utf-8")


def step_page(step: Normalizer | Reader) -> str:
    """Return the page of a step in Markdown: what it does, its rules, its cases before and after."""
    parts = [f"# {step.name}", _plain(describe_step(step)), *_rules(step), *_cases(step.name)]
    return "\n\n".join(parts) + "\n"


def _rules(step: Normalizer | Reader) -> Iterator[str]:
    if step.name == "spun":
        yield from _pairs(len(step.rules))
        return
    if step.rules:
        yield "## Rules"
    for rule, reason in step.rules.items():
        yield f"### `{rule}`"
        yield _plain(reason)
        for kind, texts in rule_examples(rule).items():
            for text in texts:
                yield f"{kind}:\n\n{_block(text)}"


def _pairs(rules: int) -> Iterator[str]:
    """Yield the table of the pairs that are kept by hand; thousands of mined ones have no sentences."""
    yield "## Rules"
    yield (
        f"The step has {rules} rules, nearly all of them pairs of words. `gongwen-clean --explain-rule ID` "
        "explains any. These pairs are kept by hand. Each has a sentence in which the word is repaired, "
        "where the whole text shows that it was spun, and one in which it is right."
    )
    columns = ("id", "variant", "canonical", "yes", "no")
    rows = read_table(lexicon_folder() / "spun" / "pairs.tsv", columns)
    cells = ([_plain(row.cells[column]) for column in columns] for row in rows)
    lines = ["| rule | spun | original | changes | stays |", "|---|---|---|---|---|"]
    lines += (f"| {' | '.join(row)} |" for row in cells)
    yield "\n".join(lines)


def _cases(step: str) -> Iterator[str]:
    for kind, heading in _KINDS.items():
        path = GOLDEN / step / f"{kind}.txt"
        if not path.exists():
            continue
        yield f"## {heading}"
        for block in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, _, rest = block.partition("\n")
            before, _, after = rest.rstrip("\n").partition("\n--\n")
            yield f"**{_plain(title)}**"
            yield _block(before) if before == after else f"{_block(before)}\n\nbecomes\n\n{_block(after)}"


def _plain(text: str) -> str:
    """Return Markdown that shows a text as it stands."""
    return _MARKDOWN.sub(r"\\\1", escape(text, quote=False))


def _block(text: str) -> str:
    return f"``````text\n{text}\n``````"


if __name__ == "__main__":
    make_pages(Path(sys.argv[1]))
