"""Documents and corpora whose reports are opened in a browser."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema

from gongwen_clean.cleaner import Cleaner
from gongwen_clean.document import Document, Edit, Field, Finding
from gongwen_clean.edits import apply_edits
from gongwen_clean.report.corpus import CorpusRun
from gongwen_clean.report.gathering import Gathering
from gongwen_clean.streaming.tally import Tally

SOURCE = "会员登录 打印\n关于𠮷县工作的通知\n各镇人民政府,请认真抓好出产。文件于2023年2月31日印发.\n"
_CHANGES: list[tuple[str, str, str, float | None, tuple[str, ...]]] = [
    ("会员登录 打印\n", "", "shell.controls", None, ()),
    (",", "，", "width.sign", None, ()),
    ("出产", "生产", "spun-0006", 4.25, ("产出", "出产")),
    (".\n", "。\n", "width.sign+layout.blank", None, ()),
]


def small_document() -> Document:
    """Removed lines, signs, a repaired word, a finding, a field, and a character beyond the first plane."""
    edits = tuple(
        Edit(at := SOURCE.index(before), at + len(before), after, rule, confidence, candidates)
        for before, after, rule, confidence, candidates in _CHANGES
    )
    title, date = SOURCE.index("关于"), SOURCE.index("2023")
    return Document(
        "gov-1",
        SOURCE,
        apply_edits(SOURCE, edits),
        edits,
        (Field("title", "关于𠮷县工作的通知", title, title + 9, None, "text", 0.8),),
        (Finding("scan.date", date, date + 10, "2023年2月31日: no such day in the calendar"),),
    )


def long_document(paragraphs: int) -> Document:
    """Paragraphs with a sign to widen in each."""
    text = "".join(f"第{n}段,内容各不相同。这一段有一些文字。\n" for n in range(paragraphs))
    return Cleaner("safe").run(text, "long")


def small_corpus(name: str = "语料") -> CorpusRun:
    """Documents with signs to widen and lines to cut."""
    gathering, tally, cleaner = Gathering(), Tally(), Cleaner("safe")
    for number in range(40):
        document = cleaner.run(f"关于{number}号文件,请各镇,各街道办理.\n打印 关闭", f"c-{number}")
        gathering.add(document)
        tally.count(document)
    return CorpusRun(name, tally.as_json(), gathering)


def read_export(path: Path) -> list[dict[str, Any]]:
    """Return the decisions of an exported file that the schema allows."""
    values = json.loads(path.read_text("utf-8"))
    schema = (files("gongwen_clean") / "schemas" / "decisions.schema.json").read_text("utf-8")
    jsonschema.validate(values, json.loads(schema))
    decisions: list[dict[str, Any]] = values["decisions"]
    return decisions
