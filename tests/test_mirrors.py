"""Mirror sites: what counts as evidence, what is undone, what is noted, and what stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen_clean.chain import Chain
from gongwen_clean.document import Edit, Finding, Score
from gongwen_clean.edits import apply_edits, invert_edits
from gongwen_clean.lexicon import lexicon_folder, read_columns
from gongwen_clean.mirror.annotations import find_annotations
from gongwen_clean.mirror.conversion import simplify
from gongwen_clean.mirror.evidence import SIGNS_OF_MIRRORS, judge
from gongwen_clean.mirror.script import ScriptCount, count_scripts
from gongwen_clean.mirror.signs import find_doubled_signs, find_spam_lines
from gongwen_clean.normalizers.mirrors import ReadMirror, UndoMirror

from .strategies import PAGES, SITE_PAGES, SPUN

PLAIN = "全县加强农村公路养护，推进经济发展，落实安全责任。"
MIRROR = "全縣(xiàn)加強(qiáng)農(nóng)村公路養(yǎng)護，推進經(jīng)濟(jì)發展，落實安全責任。"
HONG_KONG = "特區政府向立法會申請資金興建公屋，市民可透過互聯網查閱。"

some = settings(max_examples=60)


def undo(text: str) -> str:
    return Chain(UndoMirror()).apply(text)[0]


@st.composite
def mirrored(draw: st.DrawFn) -> str:
    """A mainland sentence as a mirror has it: three annotations at least, brackets of any form."""
    annotated = ["縣(xiàn)", "強(qiáng)", "農(nóng)", "養(yǎng)", "經(jīng)", "濟(jì)"]
    text = MIRROR
    for piece in draw(st.sets(st.sampled_from(annotated), max_size=3)):
        opening, closing = draw(
            st.sampled_from([("（", "）"), ("(", " )"), ("(", ""), ("［", "］"), ("", "")])
        )
        pinyin = piece[2:-1] if opening else ""
        text = text.replace(piece, piece[0] + opening + pinyin + closing)
    return text


@given(text=mirrored())
@some
def test_mirror_is_undone_whatever_the_form_of_its_brackets(text: str) -> None:
    assert undo(text) == PLAIN


@given(text=mirrored(), prefix=st.sampled_from(["", "\ud800", "\U0001f600", "\x00\n"]))
@some
def test_mirror_edits_invert_to_the_page(text: str, prefix: str) -> None:
    page = prefix + text
    edits = UndoMirror().edits(page)
    assert apply_edits(apply_edits(page, edits), invert_edits(page, edits)) == page


@given(text=st.one_of(PAGES, SITE_PAGES, SPUN))
@some
def test_simplified_text_without_pinyin_stays(text: str) -> None:
    assert UndoMirror().edits(text) == []


@given(text=st.text(st.sampled_from("縣经國(（)）guóǔa ?,，。們 \ud800"), max_size=80))
@settings(max_examples=200)
def test_undoing_a_mirror_again_changes_nothing(text: str) -> None:
    once = undo(text)
    assert undo(once) == once


def test_edits_name_the_character_that_was_converted() -> None:
    edits = UndoMirror().edits(MIRROR)
    assert Edit(1, 2, "县", "mirror.script") in edits
    assert Edit(2, 8, "", "mirror.pinyin") in edits


@pytest.mark.parametrize("rule", ["mirror.pinyin", "mirror.script", "mirror.doubled-sign", "mirror.blank"])
def test_every_kind_of_damage_has_its_rule(rule: str) -> None:
    edits = UndoMirror().edits(f"??{MIRROR}。")
    assert rule in {edit.rule for edit in edits}


def test_spam_line_is_removed_from_a_mirror_only() -> None:
    spam = "国产精品在线观看,亚洲一区二区\n"
    assert (undo(spam + MIRROR), undo(spam + PLAIN)) == (PLAIN, spam + PLAIN)


@pytest.mark.parametrize(
    "line", ["亚洲视频产业发展论坛免费开放。", "亞洲精品在線觀看", "国产大飞机", "亚洲经济合作综合报告"]
)
def test_line_with_few_search_words_is_no_spam(line: str) -> None:
    assert list(find_spam_lines(line)) == []


def test_longer_runs_of_signs_are_not_doubled_ones() -> None:
    assert find_doubled_signs("甲，，乙，，，丙。。") == [2, 9]


@pytest.mark.parametrize(
    "text", [HONG_KONG, HONG_KONG * 20, "中國國務院總理", "乾隆年間，「葉」姓始遷於此。"]
)
def test_genuine_traditional_text_stays(text: str) -> None:
    assert not judge(text).is_mirror


def test_two_annotations_are_no_habit() -> None:
    assert not judge("昨夜的露(lù)水還沒有乾，蟬(chán)聲已經響起來了。").is_mirror


def test_one_annotation_is_undone_where_the_text_itself_is_a_mirror() -> None:
    text = "我們扎實推進鄉村振興，深化國有企業改革，完善基本醫保，城鄉居民收入穩步增長，社會和諧穩(wěn)定。"
    assert (
        undo(text)
        == "我们扎实推进乡村振兴，深化国有企业改革，完善基本医保，城乡居民收入稳步增长，社会和谐稳定。"
    )


@pytest.mark.parametrize(
    ("given_text", "char", "known"),
    [
        ("國(guó)", "國", True),
        ("國（guó）", "國", True),
        ("樂(lè )", "樂", True),
        ("國(Guó", "國", True),
        ("國guó)", "國", True),
        ("國(gu\u006f\u0301)", "國", True),
        ("國(ɡuó)", "國", True),
        ("們(men)", "們", True),
        ("國(mèn)", "國", False),
        ("國語(guóyǔ)", "語", False),
    ],
)
def test_annotation_is_found_in_every_form(given_text: str, char: str, known: bool) -> None:
    [found] = find_annotations(given_text)
    assert (found.char, found.is_known, found.end) == (char, known, len(given_text))


@pytest.mark.parametrize("text", ["组织(WTO)", "附件(a)", "guó", "(guó)", "國（另見下文）", "", "國(guo1)"])
def test_bracket_without_a_reading_is_no_annotation(text: str) -> None:
    assert find_annotations(text) == []


def test_closing_bracket_of_the_author_stays_outside_an_annotation() -> None:
    [found] = find_annotations("（國(guó)）")
    assert (found.start, found.end) == (2, 7)


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("隨著", "随着"),
        ("顯著", "显著"),
        ("著名著作", "著名著作"),
        ("彰顯著", "彰显着"),
        ("意味著作為", "意味着作为"),
        ("起著作用", "起着作用"),
        ("為瞭", "为了"),
        ("瞭望", "瞭望"),
        ("若幹", "若干"),
        ("乾隆", "乾隆"),
        ("主乾道", "主干道"),
        ("\ud800國", "\ud800国"),
    ],
)
def test_conversion_looks_at_words(traditional: str, simplified: str) -> None:
    assert simplify(traditional) == simplified


@given(text=st.text(max_size=60))
@some
def test_conversion_keeps_the_length(text: str) -> None:
    assert len(simplify(text)) == len(text)


def test_scripts_are_told_by_the_national_sets() -> None:
    assert count_scripts("國国后ab") == ScriptCount(han=3, traditional=1, simplified=1)


def test_reader_notes_a_score_for_a_mirror() -> None:
    [score] = ReadMirror().read(MIRROR)
    assert isinstance(score, Score)
    assert score.value > 100


def test_reader_notes_the_place_of_lost_bytes() -> None:
    text = f"上?；鶎狱h組織{MIRROR}"
    [finding] = [note for note in ReadMirror().read(text) if isinstance(note, Finding)]
    assert text[finding.start : finding.end] == "上?；鶎狱h"


@pytest.mark.parametrize("text", ["", PLAIN, HONG_KONG, "\ud800國(guó)"])
def test_reader_notes_nothing_where_nothing_shows(text: str) -> None:
    assert ReadMirror().read(text) == []


def test_reader_explains_what_it_notes() -> None:
    kinds = {note.kind for note in ReadMirror().read(f"上?；鶎狱h{MIRROR}") if isinstance(note, Finding)}
    assert kinds == set(ReadMirror.rules)


def test_words_have_a_known_kind() -> None:
    kinds = {kind for _, kind in read_columns(lexicon_folder() / "mirror" / "words.tsv", ("word", "kind"))}
    assert kinds == {"mainland", "name", "form", "overseas", "lesson", "spam"}


def test_leftovers_keep_the_length_of_the_word() -> None:
    rows = read_columns(lexicon_folder() / "mirror" / "leftovers.tsv", ("variant", "canonical"))
    assert [variant for variant, canonical in rows if len(variant) != len(canonical)] == []


def test_leftovers_are_not_changed_again() -> None:
    rows = read_columns(lexicon_folder() / "mirror" / "leftovers.tsv", ("variant", "canonical"))
    assert [canonical for _, canonical in rows if simplify(canonical) != canonical] == []


def test_signs_of_mirrors_stand_in_no_simplified_text() -> None:
    han = [sign for sign in SIGNS_OF_MIRRORS if "\u4e00" <= sign <= "\u9fff"]
    assert [sign for sign in han if sign.encode("gb2312", "ignore")] == []
