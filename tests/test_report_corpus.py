"""The HTML report of a corpus, read without a browser."""

from __future__ import annotations

import json
import re
import sys
from xml.etree import ElementTree

import pytest

from gongwen_clean.cleaner import Cleaner
from gongwen_clean.document import Document, Edit
from gongwen_clean.edits import apply_edits
from gongwen_clean.errors import MissingExtraError
from gongwen_clean.report.corpus import CorpusRun, render_corpus
from gongwen_clean.report.gathering import Gathering
from gongwen_clean.report.plots import draw_bars, draw_columns
from gongwen_clean.streaming.tally import Tally
from tests.test_report_page import HOSTILE, Columns

CLEANER = Cleaner("safe")


def run_over(*documents: Document, name: str = "语料") -> CorpusRun:
    gathering, tally = Gathering(), Tally()
    for document in documents:
        gathering.add(document)
        tally.count(document)
    return CorpusRun(name, tally.as_json(), gathering)


def documents(count: int) -> list[Document]:
    return [CLEANER.run(f"关于{n}号文件,请办理.\n打印 关闭", str(n)) for n in range(count)]


def words(html: str) -> str:
    return re.sub(
        r"\s+", " ", re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]*>", " ", html, flags=re.S)
    )


def test_counts_of_the_run_stand_on_the_page() -> None:
    shown = words(render_corpus(run_over(*documents(1200)), "en"))
    assert "1,200 documents cleaned" in shown
    assert "1,200 of them changed" in shown


def test_frequent_changes_are_counted_where_all_are_known_and_estimated_else() -> None:
    few = words(render_corpus(run_over(*documents(30)), "en"))
    many = words(render_corpus(run_over(*documents(1500)), "en"))
    assert re.search(r" 30 关于\d+号文件 , ， 请办理", few)
    assert re.search(r"≈ 1,500 关于\d+号文件 , ， 请办理", many)


def test_samples_to_review_are_in_the_receipt_in_the_order_of_the_page() -> None:
    run = run_over(*documents(50))
    html = render_corpus(run)
    samples = json.loads(Columns(html).scripts["receipt"])["samples"]
    assert len(samples) == html.count('class="item"') == 20 * len(run.gathering.families)
    sources = {document.id: document.source for document in documents(50)}
    for sample in samples:
        assert sources[sample["document"]][sample["start"] : sample["end"]] == sample["before"]


def test_markup_in_a_corpus_is_text_on_its_page() -> None:
    edits = (Edit(0, 9, HOSTILE, HOSTILE),)
    document = Document(HOSTILE, HOSTILE, apply_edits(HOSTILE, edits), edits, scores={"spun": 4.0})
    page = Columns(render_corpus(run_over(document, name=HOSTILE)))
    assert not {"img", "iframe", "object", "link"} & {tag for tag, _ in page.elements}
    assert sum(tag == "script" for tag, _ in page.elements) == 3
    assert not [name for _, values in page.elements for name in values if name.startswith(("on", "style"))]


def test_corpus_in_which_nothing_was_changed_has_a_page() -> None:
    html = render_corpus(run_over(Document("1", "甲", "甲")), "en")
    assert "1 documents cleaned" in words(html)
    assert "<svg" not in html


def test_page_of_no_document_at_all_has_no_section_but_counts() -> None:
    assert 'id="review"' not in render_corpus(run_over())


def test_plots_take_their_colours_from_the_page_and_keep_their_ids_apart() -> None:
    plots = [
        draw_bars([("width", 9), ("own", 1)], "family"),
        draw_columns([("0–1", 5), ("1–2", 0)], "score-a"),
    ]
    ids: list[str] = []
    for plot in plots:
        for element in ElementTree.fromstring(plot).iter():
            assert "style" not in element.attrib
            assert not element.tag.endswith("style")
            ids += [element.attrib["id"]] if "id" in element.attrib else []
    assert len(ids) == len(set(ids))
    assert not re.search(r"#[0-9a-f]{6}", "".join(plots))
    assert "var(--bar)" in plots[0]
    assert 'data-t="family.width"' in plots[0]
    assert "5" in "".join(ElementTree.fromstring(plots[1]).itertext())


def test_same_documents_make_the_same_page() -> None:
    assert render_corpus(run_over(*documents(9))) == render_corpus(run_over(*reversed(documents(9))))


def test_page_without_matplotlib_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'gongwen-clean\[report\]'"):
        render_corpus(run_over(*documents(1)))
