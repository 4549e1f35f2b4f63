"""A corpus of mixed noise, what the plain library makes of it, and rows that are hard to survive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from gongwen_clean.adapters.columns import CleaningOptions
from gongwen_clean.cleaner import Cleaner
from gongwen_clean.document import Edit
from gongwen_clean.document_json import PARTS, document_parts
from gongwen_clean.streaming.json_fields import dump
from tests.generated_sites import KINDS, library_shell, make_site, town_shell
from tests.streaming_corpora import CLEAN, RAW

Row = dict[str, Any]

DOCUMENTS = 2000
ADDED = (*PARTS, "metadata_spans")
EVERYTHING = CleaningOptions(text_field="body", add=PARTS)
_SEEDS = Path(__file__).parents[2] / "seeds"
_TRADITIONAL = "關於印發《某縣城鄉居民(jū mín)醫療保險辦法》的通知，請認真貫徹執行。"
_LARGE_CHARS = 1_700_000  # of three bytes each


@cache
def _long_texts() -> Sequence[str]:
    """Pages with a shell around them, and documents that were spun, cut or scraped."""
    pages = [
        make_site(KINDS, shell, 12, seed) for seed, shell in enumerate([town_shell, library_shell, None])
    ]
    seeds = [path.read_text(encoding="utf-8")[:700] for path in sorted(_SEEDS.glob("*/raw.txt"))]
    return [*(page.page for site in pages for page in site), *seeds]


def _text(number: int) -> str | None:
    """Mostly short texts, so that a corpus is cleaned in seconds."""
    if number % 20 == 0:
        return _long_texts()[number // 20 % len(_long_texts())]
    return (*(RAW.format(n) for n in range(8)), _TRADITIONAL, CLEAN, None, "", " \n")[number % 13]


def rows() -> list[Row]:
    """Return the corpus: few texts again and again, between columns that must stay."""
    return [{"id": n, "body": _text(n), "score": n / 8, "host": f"h{n % 7}"} for n in range(DOCUMENTS)]


def expected(asked: Iterable[str] = ADDED) -> list[Row]:
    """Return the corpus as the plain library cleans it, with parts of the receipt as JSON texts."""
    names = list(asked)
    return [{**row, **_cleaned(row["body"], tuple(names)), "error": None} for row in rows()]


@cache
def _cleaned(text: str | None, names: Sequence[str]) -> Mapping[str, str | None]:
    if text is None:
        return dict.fromkeys(("body", *names))
    document = Cleaner().run(text)
    parts = document_parts(document, PARTS)
    return {"body": document.text, **{name: dump(parts[name]).decode() for name in names}}


class FailOn:
    """A step that fails on texts with a certain word."""

    name = "fail-on"
    triggers = frozenset({"失败"})
    rules: Mapping[str, str] = {}

    def edits(self, text: str) -> Sequence[Edit]:
        raise ValueError(f"{len(text)} characters")


HARD = CleaningOptions(steps=("width", FailOn()), max_doc_chars=_LARGE_CHARS)


def hard_rows() -> list[Row]:
    """Rows that fail, are too long, null, empty and of five megabytes, among others."""
    large = "甲,乙" + "各镇人民政府" * (_LARGE_CHARS // 6)
    values = ["甲,乙", "失败,了", None, "", large[:_LARGE_CHARS], large, CLEAN]
    return [
        {"id": n, "text": text, "tags": ["甲", None], "unknown": b"\xff"} for n, text in enumerate(values)
    ]


def hard_expected() -> list[Row]:
    """What must come of the hard rows: those that cannot be cleaned stay, and say why."""
    result = [{**row, "error": None} for row in hard_rows()]
    result[0]["text"] = "甲，乙"
    result[1]["error"] = "failed: ValueError: 4 characters"
    result[4]["text"] = "甲，乙" + result[4]["text"][3:]
    result[5]["error"] = f"has {len(result[5]['text'])} characters; --max-doc-chars allows {_LARGE_CHARS}"
    return result


def by_id(found: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Return rows in the order of the corpus."""
    return sorted((dict(row) for row in found), key=lambda row: int(row["id"]))
