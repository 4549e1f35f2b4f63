"""The HTML report of one document, read without a browser."""

from __future__ import annotations

import json
import re
import sys
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings

from gongwen_clean.cleaner import Cleaner, choose_steps
from gongwen_clean.document import Document, Edit, Field, Finding
from gongwen_clean.edits import apply_edits
from gongwen_clean.errors import MissingExtraError
from gongwen_clean.report import templates
from gongwen_clean.report.assets import ASSETS
from gongwen_clean.report.page import render_document
from gongwen_clean.report.reasons import Reasons, chinese_reasons
from tests.strategies import TEXTS

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)></div></main><!-- ]]> {{ 7 * 7 }} &lt;b&gt;'
RAW = "打印 关闭\n各镇人民政府,区政府各委、办:\n"
SPUN = "我市年夜力推动工业成长，晋升企业焦点竞争力，阐扬龙头企业带动感化，今朝名目建设周全展开。"


class Columns(HTMLParser):
    """The texts of both columns, the elements and the scripts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.columns = {"raw": "", "clean": ""}
        self.scripts: dict[str, str] = {}
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[tuple[str, str | None]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.elements.append((tag, values))
        if tag not in ("meta", "input"):
            name = values.get("id") if tag == "script" else values.get("class")
            self._open.append((tag, name))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tag, name = self._open[-1] if self._open else ("", None)
        if tag == "script":
            self.scripts[name or ""] = data
        for _, column in self._open:
            if column in self.columns:
                self.columns[column] += data


def cleaned(text: str) -> Document:
    return Cleaner("safe").run(text, "页-1")


def receipt(html: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(Columns(html).scripts["receipt"])
    return values


@settings(max_examples=40)
@given(TEXTS)
def test_columns_hold_source_and_text_of_any_document(text: str) -> None:
    document = cleaned(text)
    shown = Columns(render_document(document)).columns
    assert shown == {
        "raw": re.sub("[\0\ud800-\udfff]", "\ufffd", document.source),
        "clean": re.sub("[\0\ud800-\udfff]", "\ufffd", document.text),
    }


def test_markup_in_a_document_is_text_on_its_page() -> None:
    edits = (Edit(0, 8, HOSTILE, HOSTILE),)
    document = Document(
        HOSTILE,
        HOSTILE,
        apply_edits(HOSTILE, edits),
        edits,
        (Field("title", HOSTILE, 0, 5, HOSTILE, "text"),),
        (Finding(HOSTILE, 9, 12, HOSTILE),),
    )
    page = Columns(render_document(document))
    assert page.columns["raw"] == HOSTILE
    assert not {"img", "iframe", "object", "link"} & {tag for tag, _ in page.elements}
    assert sum(tag == "script" for tag, _ in page.elements) == 3
    assert not [name for _, values in page.elements for name in values if name.startswith(("on", "style"))]
    assert json.loads(page.scripts["receipt"])["findings"] == [
        [HOSTILE, 9, 12, {"zh": HOSTILE, "en": HOSTILE}]
    ]


def test_policy_allows_this_script_and_this_style_only() -> None:
    html = render_document(cleaned(RAW))
    policy = next(v["content"] for t, v in Columns(html).elements if v.get("http-equiv"))
    script = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)[-1]
    style = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)[-1]
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    for content, name in ((script, "script-src"), (style, "style-src")):
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_page_names_nothing_outside_itself() -> None:
    html = render_document(cleaned(RAW))
    assert "://" not in html
    assert not [v for _, v in Columns(html).elements if "src" in v or (v.get("href") or "#")[0] != "#"]


def test_receipt_holds_every_edit_and_its_reason_in_both_languages() -> None:
    document = cleaned(RAW)
    values = receipt(render_document(document))
    rules = ["+".join(values["sets"][number]) for number in values["set"]]
    kept = zip(values["start"], values["end"], rules, values["confidence"], strict=True)
    assert list(kept) == [(e.start, e.end, e.rule, e.confidence) for e in document.edits]
    assert values["reasons"]["width.sign"] == {
        "zh": "中文文本使用全角标点（GB/T 15834）。",
        "en": "A sign that belongs to Han text is full-width (GB/T 15834).",
    }


def test_receipt_holds_what_else_a_word_could_have_been() -> None:
    document = Cleaner().run(SPUN)
    told = {int(number): words for number, words in receipt(render_document(document))["candidates"].items()}
    assert told == {n: list(e.candidates) for n, e in enumerate(document.edits) if e.candidates}
    assert ["成长", "生长"] in told.values()


def test_receipt_of_fixed_rules_holds_no_candidates() -> None:
    assert receipt(render_document(cleaned(RAW)))["candidates"] == {}


def test_steps_of_ones_own_explain_their_rules() -> None:
    class Own:
        name = "own"
        triggers: frozenset[str] = frozenset()
        rules: Mapping[str, str] = {"own.word": "A word of our own."}

        def edits(self, text: str) -> list[Edit]:
            return [Edit(0, 1, "乙", "own.word")] if text.startswith("甲") else []

    document = Cleaner(steps=[Own()]).run("甲")
    reasons = receipt(render_document(document, "en", [Own()]))["reasons"]
    assert reasons == {"own.word": {"zh": "A word of our own.", "en": "A word of our own."}}


def test_rule_that_no_step_explains_has_no_reason() -> None:
    document = Document(None, "甲", "乙", (Edit(0, 1, "乙", "gone"),))
    assert receipt(render_document(document))["reasons"] == {"gone": {"zh": "", "en": ""}}


@pytest.mark.parametrize(("language", "words"), [("zh", "清理后"), ("en", "Cleaned text")])
def test_page_opens_in_the_language_asked_for(language: templates.Language, words: str) -> None:
    html = render_document(cleaned(RAW), language)
    assert f">{words}</span>" in html
    assert f'data-language="{language}"' in html


def test_page_without_jinja2_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    templates._environment.cache_clear()
    with pytest.raises(MissingExtraError, match=r"pip install 'gongwen-clean\[report\]'"):
        render_document(cleaned(RAW))
    templates._environment.cache_clear()


def test_every_word_is_there_in_both_languages() -> None:
    words = json.loads((ASSETS / "words.json").read_text("utf-8"))
    assert list(words) == sorted(words)
    for key, translations in words.items():
        assert set(translations) == {"zh", "en"}, key
        assert all(translations.values()), key


def test_words_are_those_that_templates_and_scripts_name() -> None:
    words = json.loads((ASSETS / "words.json").read_text("utf-8"))
    assets = "".join(path.read_text("utf-8") for path in (*ASSETS.glob("*.html"), *ASSETS.glob("*.js")))
    assert set(re.findall(r"""(?:\bt|\bword)\("([a-z-]+)"\)""", assets)) - set(words) == set()
    assert [key for key in words if "." not in key and f'"{key}"' not in assets] == []


def test_every_rule_has_a_reason_in_chinese_and_every_such_reason_a_rule() -> None:
    rules = {rule for step in choose_steps("standard", ()) for rule in step.rules}
    reasons, exact_and_heads = Reasons(), chinese_reasons()
    lacking = {rule for rule in rules if reasons.of(rule)["zh"] == reasons.of(rule)["en"]}
    assert lacking == set()
    exact, heads = exact_and_heads
    assert set(exact) - rules == set()
    assert all(any(rule.startswith(head) for rule in rules) for head in heads)


def test_table_of_chinese_reasons_is_sorted() -> None:
    lines = (ASSETS / "reasons.zh.tsv").read_text("utf-8").splitlines()
    rules = [line.partition("\t")[0] for line in lines if line[0] != "#"][1:]
    assert rules == sorted(set(rules))
