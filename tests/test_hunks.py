"""Changes by whole words: what they take in, and that they are still what was done."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from gongwen_clean import Cleaner
from gongwen_clean.document import Document, Edit
from gongwen_clean.edits import apply_edits
from gongwen_clean.report.hunks import word_hunks
from gongwen_clean.report.terminal import diff_lines

from .strategies import TEXTS


def _document(source: str, *edits: Edit) -> Document:
    return Document(None, source, apply_edits(source, edits), edits)


@given(text=TEXTS)
@settings(max_examples=80)
def test_hunks_replay_to_the_text(text: str) -> None:
    document = Cleaner().run(text)
    hunks = list(word_hunks(document))
    assert all(one.end <= two.start for one, two in pairwise(hunks))
    assert apply_edits(text, [Edit(*hunk, "hunk") for hunk in hunks]) == document.text


@given(text=TEXTS)
@settings(max_examples=40)
def test_every_edit_lies_in_a_hunk(text: str) -> None:
    document = Cleaner().run(text)
    hunks = list(word_hunks(document))
    assert all(any(h.start <= e.start and e.end <= h.end for h in hunks) for e in document.edits)


@pytest.mark.parametrize(
    ("document", "lines"),
    [
        (_document("推动建 设。", Edit(3, 4, "", "r")), ["1: 推动[-建 设-]{+建设+}。"]),
        (
            _document("推动發(fā)展。", Edit(2, 3, "发", "r"), Edit(3, 7, "", "r")),
            ["1: 推动[-發(fā)展-]{+发展+}。"],
        ),
        (_document("推动建设 发展。", Edit(4, 5, "", "r")), ["1: 推动建设[- -]发展。"]),
        (_document("加强领导,落实", Edit(4, 5, "，", "r")), ["1: 加强领导[-,-]{+，+}落实"]),
        (
            _document("建\n设\n发 展", Edit(1, 2, "", "r"), Edit(5, 6, "", "r")),
            ["1: [-建⏎设-]{+建设+}", "3: [-发 展-]{+发展+}"],
        ),
        (_document("甲乙"), []),
    ],
)
def test_a_diff_shows_words_whole(document: Document, lines: list[str]) -> None:
    assert list(diff_lines(document)) == lines
