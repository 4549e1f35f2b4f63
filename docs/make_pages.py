"""Lay out the folder that the site is built from: `python -m docs.make_pages build/docs`.

It holds the pages of docs, the results of the benchmarks, and a page for each step in each language, made
from its rules, the examples of the lexicons and the cases of tests/golden.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path

from docs.languages import SUFFIXES, Language, language
from gongwen_clean.cleaner import choose_steps
from gongwen_clean.lexicon import lexicon_folder, read_columns, rule_examples
from gongwen_clean.normalizer import Step

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
# a page's link to the results beside docs leads to their copies inside the site
_RESULT_LINK = re.compile(r"(?<=\]\()\.\./(?=(?:\.\./)*benchmarks/)")
_MARKDOWN = re.compile(r"([\\`*_\[\]|])")
_KINDS = ("wild", "synthetic", "negative")


def make_pages(folder: Path) -> None:
    """Write all pages into a folder, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    left_out = shutil.ignore_patterns("*.py", "*.tsv", "__pycache__")
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
    for name, suffix in SUFFIXES.items():
        spoken = language(name)
        (folder / f"index{suffix}.md").write_text(_index(steps, spoken), encoding="utf-8")
        for step in steps:
            (folder / f"{step.name}{suffix}.md").write_text(step_page(step, spoken), encoding="utf-8")


def _index(steps: Iterable[Step], spoken: Language) -> str:
    words = spoken.words
    rows = [f"| [{step.name}]({step.name}.md) | {_plain(spoken.steps[step.name])} |" for step in steps]
    head = [f"# {words['steps']}", "", words["steps-intro"], ""]
    return "\n".join([*head, f"| {words['step']} | {words['step-does']} |", "|---|---|", *rows, ""])


def step_page(step: Step, spoken: Language) -> str:
    """Return the page of a step in Markdown: what it does, its rules, its cases before and after."""
    does = _plain(spoken.steps[step.name])
    return "\n\n".join([f"# {step.name}", does, *_rules(step, spoken), *_cases(step.name, spoken)]) + "\n"


def _rules(step: Step, spoken: Language) -> Iterator[str]:
    if step.rules:
        yield f"## {spoken.words['rules']}"
    if step.name == "spun":
        yield from _pairs(len(step.rules), spoken.words)
        return
    for rule in step.rules:
        yield f"### `{rule}`"
        yield _plain(spoken.reason(rule))
        for kind, texts in rule_examples(rule).items():
            for text in texts:
                yield f"{spoken.words[kind]}\n\n{_block(text)}"


def _pairs(rules: int, words: Mapping[str, str]) -> Iterator[str]:
    """Yield the table of the pairs that are kept by hand; thousands of mined ones have no sentences."""
    yield words["pairs"].format(rules=rules)
    heads = [words[f"pair-{column}"] for column in ("rule", "spun", "original", "changes", "stays")]
    pairs = read_columns(lexicon_folder() / "spun" / "pairs.tsv", ("id", "variant", "canonical", "yes", "no"))
    rows = [heads, ["---"] * len(heads), *(map(_plain, pair) for pair in pairs)]
    yield "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cases(step: str, spoken: Language) -> Iterator[str]:
    for kind in _KINDS:
        path = GOLDEN / step / f"{kind}.txt"
        if not path.exists():
            continue
        yield f"## {spoken.words[kind]}"
        for block in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, _, rest = block.partition("\n")
            before, _, after = rest.rstrip("\n").partition("\n--\n")
            yield f"**{_plain(spoken.cases.get(title, title))}**"
            yield _block(before)
            if before != after:
                yield f"{spoken.words['becomes']}\n\n{_block(after)}"


def _plain(text: str) -> str:
    """Return Markdown that shows a text as it stands."""
    return _MARKDOWN.sub(r"\\\1", escape(text, quote=False))


def _block(text: str) -> str:
    return f"``````text\n{text}\n``````"


if __name__ == "__main__":
    make_pages(Path(sys.argv[1]))
