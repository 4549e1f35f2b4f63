"""The decoder as a whole: what it restores in a text, what it leaves, how sure it is."""

from __future__ import annotations

import pytest

from gongwen_clean.decoding.phrases import PhraseIndex
from gongwen_clean.decoding.restore import Restorer, shared_restorer
from gongwen_clean.decoding.spun_lexicon import Entry, SpunLexicon, spun_lexicon
from gongwen_clean.decoding.trust import Trust
from gongwen_clean.scoring import LanguageModel

SPUN = "我市年夜力推动工业成长，晋升企业焦点竞争力，阐扬龙头企业带动感化，今朝名目建设周全展开。"


def test_restore_leaves_what_no_evidence_supports() -> None:
    assert shared_restorer().restore("今年全市经济运行总体平稳，各项工作有序推进。", Trust()).repairs == []


def test_restore_undoes_a_spun_text() -> None:
    repairs = shared_restorer().restore(SPUN, Trust()).repairs
    found = {(r.candidate.entry.variant, r.candidate.entry.canonical) for r in repairs}
    assert {("年夜", "大"), ("成长", "发展"), ("焦点", "核心"), ("名目", "项目")} <= found


def test_restore_tells_what_else_stood_to_choose_from() -> None:
    repairs = shared_restorer().restore(SPUN, Trust()).repairs
    others = {r.candidate.entry.variant: r.others for r in repairs}
    assert set(others["成长"]) == {"成长", "生长"}
    assert all(variant in words for variant, words in others.items())
    assert not any(r.candidate.entry.canonical in r.others for r in repairs)


def test_restore_mends_a_phrase_with_a_homophone_in_a_spun_text() -> None:
    repairs = shared_restorer().restore(SPUN + "推进高质亮发展。", Trust()).repairs
    assert "高质量发展" in {r.candidate.entry.canonical for r in repairs}


def test_restore_places_the_repairs_of_a_long_text_in_its_own_offsets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gongwen_clean.decoding.restore._BLOCK_CHARS", 2 * len(SPUN))
    text = (SPUN + "推动工业成长\n") * 9
    restoration = shared_restorer().restore(text, Trust())
    places = {(r.candidate.start, r.candidate.end, r.candidate.entry.variant) for r in restoration.repairs}
    assert {text[start:end] == variant for start, end, variant in places} == {True}
    assert sum(variant == "成长" for _, _, variant in places) == 2 * 9


def test_evidence_of_a_long_text_is_that_of_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    part, text = SPUN + "\n", (SPUN + "\n") * 9
    alone = shared_restorer().restore(part, Trust())
    monkeypatch.setattr("gongwen_clean.decoding.restore._BLOCK_CHARS", 2 * len(SPUN))
    found = shared_restorer().restore(text, Trust())
    assert found.rate == pytest.approx(alone.rate, rel=0.05)
    assert (found.length, found.dialect) == (len(text), alone.dialect)


def test_restore_cuts_a_long_line_where_no_newline_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongwen_clean.decoding.restore._BLOCK_CHARS", 2 * len(SPUN))
    restoration = shared_restorer().restore(SPUN * 9, Trust())
    assert sum(r.candidate.entry.variant == "年夜" for r in restoration.repairs) == 9


def test_restoration_tells_the_share_of_its_dialect() -> None:
    restoration = shared_restorer().restore(SPUN, Trust())
    own = [r for r in restoration.repairs if restoration.dialect in r.candidate.entry.dialects]
    assert restoration.dialect_share == len(own) / len(restoration.repairs)


def test_restore_keeps_a_company_name_that_could_be_another_word() -> None:
    text = SPUN + "该名目由禾县网站筹划股份有限公司承建。"
    repaired = {r.candidate.start for r in shared_restorer().restore(text, Trust()).repairs}
    assert text.index("筹划") not in repaired


def confidences(text: str, restorer: Restorer | None = None) -> dict[int, float]:
    """How sure each repair of a text is, by its place."""
    restoration = (restorer or shared_restorer()).restore(text, Trust())
    return {r.candidate.start: r.confidence for r in (*restoration.repairs, *restoration.doubtful)}


def test_a_word_of_the_unspun_title_is_restored_more_surely() -> None:
    title = "关于推进重点项目的通知\n"
    at = SPUN.index("名目")
    told, untold = confidences(title + SPUN)[len(title) + at], confidences(SPUN)[at]
    assert told - untold == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("head", ["关于推进重点名目的通知\n", "重点项目推进会昨天召开。\n", "各类项目\n"])
def test_a_first_line_that_is_spun_or_no_title_proves_nothing(head: str) -> None:
    at = SPUN.index("名目")
    assert confidences(head + SPUN)[len(head) + at] - confidences(SPUN)[at] < 0.5


def test_a_word_in_a_quoted_title_must_be_surer() -> None:
    quoted, said = (
        SPUN + "我市印发了《名目周全成长规划》的解读。",
        SPUN + "我市印发了“名目周全成长规划”的解读。",
    )
    at = quoted.index("周全成长")
    assert confidences(quoted)[at] < confidences(said)[at] - 2.0


def restorer_with(entry: Entry, *opposites: tuple[str, str]) -> Restorer:
    """A restorer that knows one entry beside ours."""
    lexicon = SpunLexicon([*spun_lexicon().entries, entry], frozenset(opposites))
    return Restorer(LanguageModel.load(), lexicon, PhraseIndex([("phr-1", "高质量发展")]))


def test_a_repair_that_turns_a_statement_around_must_be_surer_by_far() -> None:
    text, entry = (
        SPUN + "我市今年依法增加污染物排放，保护环境。",
        Entry("own", "增加", "减少", frozenset("A")),
    )
    at = text.index("增加")
    plain = confidences(text, restorer_with(entry))
    opposite = confidences(text, restorer_with(entry, ("增", "减"), ("加", "少")))
    assert plain[at] - opposite[at] == pytest.approx(8.0, abs=0.1)


@pytest.mark.parametrize("text", ["五月，" + SPUN, SPUN + "会议定于五月召开。"])
def test_a_date_is_no_word_to_restore(text: str) -> None:
    assert text.index("五月") not in confidences(
        text, restorer_with(Entry("own", "五月", "今年", frozenset("A")))
    )


def test_repairs_that_are_less_sure_than_asked_are_told_as_doubtful() -> None:
    restoration = shared_restorer().restore(SPUN, Trust(min_confidence=12.0))
    assert {r.confidence >= 12.0 for r in restoration.repairs} == {True}
    assert {r.confidence < 12.0 for r in restoration.doubtful} == {True}


def test_a_repair_just_as_sure_as_asked_is_made() -> None:
    least = min(confidences(SPUN).values())
    assert len(shared_restorer().restore(SPUN, Trust(min_confidence=least)).doubtful) == 0
