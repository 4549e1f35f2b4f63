"""Mining word pairs from spun texts and their originals: finding, aligning, growing, counting."""

from __future__ import annotations

import gzip
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen_clean.decoding.mining import (
    NearDuplicates,
    Proposal,
    TextStore,
    find_stretches,
    mine_pairs,
    read_documents,
    sketch,
    write_proposals,
)
from gongwen_clean.errors import InputError
from gongwen_clean.lexicon_cli import main
from gongwen_clean.matching.counting import count_words

CLEAN = (
    "禾县召开重点项目推进会。会议指出，今年以来全县新开工项目32个，完成投资18.6亿元，主要指标好于预期。"
    "会议要求，各镇要加大服务力度，全面落实项目包联机制，及时解决用地、用工问题。"
    "要提高审批效率，推动产业发展，增强企业生产信心。",
    "栗市印发《农村公路管护办法》。办法明确，县级人民政府是责任主体，要把管护经费列入财政预算。"
    "全市现有农村公路4210公里，要全面排查安全隐患，加大巡查力度，确保生产运输安全。"
    "各单位要提高认识，及时报告项目进展。",
    "桐镇卫生院开展义诊活动，为86名老人量血压、测血糖，发放健康手册150份。"
    "院长表示，将继续扩大服务范围，提高全镇群众的健康水平，推动卫生事业发展。",
)
TABLE = {"项目": "名目", "全面": "周全", "大": "年夜", "提高": "进步", "生产": "出产", "发展": "成长"}


def _spin(text: str) -> str:
    for word, substitute in TABLE.items():
        text = text.replace(word, substitute)
    return text


SPUN = tuple(map(_spin, CLEAN))
OFFICIAL = st.text("禾县今年新开工项目全面发展提高生产能力的，。32", min_size=0, max_size=40)


def _pairs(proposals: list[Proposal]) -> dict[tuple[str, str], int]:
    return {(p.variant, p.canonical): p.times for p in proposals}


def _stretches(spun: str, clean: str) -> list[tuple[str, str]]:
    return [stretch[:2] for stretch, *_ in find_stretches(spun, clean)]


def test_mine_finds_the_spinners_table() -> None:
    found = _pairs(mine_pairs(SPUN, CLEAN, 2))
    assert found == {(s, w): sum(text.count(w) for text in CLEAN) for w, s in TABLE.items()}


def test_mine_counts_documents_and_shares() -> None:
    proposals = {p.variant: p for p in mine_pairs([*SPUN, CLEAN[2].replace("86", "90")], CLEAN, 2)}
    assert proposals["年夜"].documents == 3
    assert proposals["年夜"].consistency == 1.0


def test_consistency_counts_occurrences_that_stayed() -> None:
    clean = "栗市今年推动工业发展，工业投资增长9.3%。全市加快产业转型，提升产业层次，新增产业基金5亿元。"
    spun = clean.replace("产业", "工业")
    [proposal] = mine_pairs([spun], [clean], 1)
    assert (proposal[:3], proposal.consistency) == (("工业", "产业", 3), 0.6)


def test_proposals_are_sorted_by_count_then_variant() -> None:
    proposals = mine_pairs(SPUN, CLEAN, 1)
    assert proposals == sorted(proposals, key=lambda p: (-p.times, p.variant, p.canonical))


def test_min_count_drops_rare_pairs() -> None:
    assert {p.times >= 4 for p in mine_pairs(SPUN, CLEAN, 4)} == {True}


def test_mine_proposes_nothing_from_clean_text() -> None:
    assert mine_pairs(CLEAN, CLEAN, 1) == []


def test_mine_proposes_nothing_from_texts_without_originals() -> None:
    assert mine_pairs(SPUN[:1], CLEAN[1:], 1) == []


def test_examples_show_the_pair_in_its_place() -> None:
    [example] = [p for p in mine_pairs(SPUN, CLEAN, 2) if p.variant == "周全"]
    assert "周全" in example.example_spun
    assert "全面" in example.example_clean


@pytest.mark.parametrize("change", [("32个", "33个"), ("预期", "ABC"), ("，完成", "。完成")])
def test_figures_letters_and_signs_are_no_words(change: tuple[str, str]) -> None:
    assert mine_pairs([CLEAN[0].replace(*change)], CLEAN, 1) == []


def test_stretches_over_eight_characters_are_no_words() -> None:
    assert mine_pairs([CLEAN[0].replace("主要指标好于预期", "各项工作都走在了前列")], CLEAN, 1) == []


def test_white_space_and_widths_do_not_count() -> None:
    spun = SPUN[0].replace("。", "。\n　　").replace("，", ",")
    assert mine_pairs([spun], CLEAN, 1)[0][:3] == mine_pairs(SPUN[:1], CLEAN, 1)[0][:3]


def test_stretch_keeps_the_least_that_differs() -> None:
    assert _stretches("各镇要加年夜力度", "各镇要加大力度") == [("年夜", "大")]


def test_stretch_bridges_a_character_that_is_alike_by_chance() -> None:
    assert _stretches("问题不克不及拖延", "问题不能拖延") == [("克不及", "能")]
    assert _stretches("周全部署，问题克不及拖延", "全面部署，问题不能拖延")[-1] == ("克不及", "不能")


@pytest.mark.parametrize(
    ("substitute", "word"), [("出产", "生产"), ("技能", "技术"), ("进步前辈", "先进"), ("不克不及", "不能")]
)
def test_pairs_that_share_a_character_grow_to_words(substitute: str, word: str) -> None:
    clean = f"禾县{word}会议今日召开，要求抓好{word}工作，县长对{word}提出3点意见，各镇的{word}情况要上报。"
    assert _pairs(mine_pairs([clean.replace(word, substitute)], [clean], 2)) == {(substitute, word): 4}


def test_pairs_in_varied_company_stay_short() -> None:
    clean = "加大力度，扩大范围，重大事项报告，广大群众参与，做大总量，大家都来，2024年5月3日禾县大会堂。"
    assert _pairs(mine_pairs([clean.replace("大", "年夜")], [clean], 2)) == {("年夜", "大"): 7}


def test_words_that_meet_are_told_apart() -> None:
    clean = "禾县发展目标明确，要把发展摆在首位，以发展促稳定，围绕目标任务，对照目标抓落实，全年目标35项。"
    spun = clean.replace("发展", "成长").replace("目标", "方针")
    assert _pairs(mine_pairs([spun], [clean], 1)) == {("成长", "发展"): 3, ("方针", "目标"): 4}


@pytest.mark.parametrize(
    ("clean", "table"),
    [
        (
            "禾县加强道路建设，道路维修和建设单位落实，道路里程280公里，道路建设投资3亿元，道路通畅。",
            {"道路": "途", "建设": "扶植"},
        ),
        (
            "禾县今年继续加大投入，扩大范围，重大事项要报告，推动农业稳步发展，工业加快发展，服务业提质，"
            "迎来大发展的一年，全年项目35个。",
            {"大": "年夜", "发展": "成长"},
        ),
    ],
)
def test_words_of_one_character_that_meet_others_are_told_apart(clean: str, table: dict[str, str]) -> None:
    spun = clean
    for word, substitute in table.items():
        spun = spun.replace(word, substitute)
    assert _pairs(mine_pairs([spun], [clean], 1)) == {(s, w): clean.count(w) for w, s in table.items()}


def test_a_known_word_of_one_character_shows_where_an_unknown_word_begins() -> None:
    clean = "禾县今年继续加大投入，扩大范围，重大事项要报告，服务业提质，迎来大发展的一年，全年项目35个。"
    spun = clean.replace("大发展", "大成长").replace("大", "年夜")
    assert _pairs(mine_pairs([spun], [clean], 1)) == {("年夜", "大"): 4, ("成长", "发展"): 1}


def test_stretches_at_both_ends_of_a_text_need_no_more_beside_them() -> None:
    assert _stretches("名目加年夜", "项目加大") == [("名", "项"), ("年夜", "大")]


def test_a_character_that_stands_for_one_grows_where_most_of_its_neighbours_are_alike() -> None:
    clean = "禾县抓好生产，农户恢复生产，企业扩大生产，在校学生共3000名。"
    assert _pairs(mine_pairs([clean.replace("生", "出")], [clean], 2)) == {("出产", "生产"): 3}


@pytest.mark.parametrize(
    ("beside", "found"), [("力度", [("年夜", "大"), ("成长", "发展")]), ("力", [("成长", "发展")])]
)
def test_a_stretch_between_others_is_held_by_three_characters_that_are_alike(
    beside: str, found: list[tuple[str, str]]
) -> None:
    assert _stretches(f"加年夜{beside}成长经济", f"加大{beside}发展经济") == found


def test_a_corpus_tells_where_a_word_seen_once_ends() -> None:
    clean = "禾县今日召开座谈会，研究技术人才引进的3项措施，要求各部门认真抓好贯彻落实。"
    spun = clean.replace("技术", "技能")
    corpus = ["技术改造，技术创新，核心技术。"] * 3
    assert _pairs(mine_pairs([spun], [clean], 1, corpus)) == {("技能", "技术"): 1}


def test_near_duplicate_is_found_among_others() -> None:
    with TextStore() as store:
        originals = NearDuplicates(CLEAN, store)
        assert [originals.find(spun) for spun in SPUN] == [text.replace("，", ",") for text in CLEAN]


def test_text_without_original_finds_none() -> None:
    with TextStore() as store:
        assert NearDuplicates(CLEAN, store).find("今日天气晴，最高气温28度，适宜晾晒。" * 5) is None


def test_no_documents_find_none() -> None:
    with TextStore() as store:
        assert NearDuplicates([], store).find(SPUN[0]) is None


def test_sketch_ignores_signs_and_is_bounded() -> None:
    assert sketch("禾县，新开工项目").tolist() == sketch("禾县新开工项目。").tolist()
    assert len(sketch("".join(map(chr, range(0x4E00, 0x4F00))))) == 64


@given(st.lists(st.text(st.characters(), max_size=20), max_size=6))
def test_store_gives_back_what_it_took(texts: list[str]) -> None:
    with TextStore() as store:
        assert [store[store.add(text)] for text in texts] == texts
        assert list(store) == texts


@given(OFFICIAL, OFFICIAL)
def test_stretches_are_where_the_texts_differ(spun: str, clean: str) -> None:
    ends = (0, 0)
    for stretch, i, j in find_stretches(spun, clean):
        variant, canonical, left, right = stretch
        assert (spun[i:].startswith(variant + right), clean[j:].startswith(canonical + right)) == (True, True)
        assert (spun[:i].endswith(left), clean[:j].endswith(left)) == (True, True)
        assert i >= ends[0]
        assert j >= ends[1]
        ends = (i + len(variant), j + len(canonical))


@given(st.lists(OFFICIAL, max_size=4), st.lists(OFFICIAL, max_size=4))
def test_proposals_are_han_words_that_differ(spun: list[str], clean: list[str]) -> None:
    for proposal in mine_pairs(spun, [*clean, *spun[:1]], 1):
        assert proposal.variant != proposal.canonical
        assert all(
            1 <= len(word) <= 8 and set(word) <= set("禾县今年新开工项目全面发展提高生产能力的")
            for word in proposal[:2]
        )
        assert 0 < proposal.consistency <= 1


@given(st.sets(st.text("甲乙丙", min_size=1, max_size=3)), st.lists(st.text("甲乙丙丁", max_size=12)))
def test_count_words_counts_as_a_slow_search_does(words: set[str], texts: list[str]) -> None:
    slow = {w: sum(t.startswith(w, k) for t in texts for k in range(len(t))) for w in words}
    assert count_words(words, texts) == slow


def test_documents_are_read_from_a_folder_or_from_json_lines(tmp_path: Path) -> None:
    for number, text in enumerate(CLEAN):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    packed = tmp_path / "clean.jsonl.gz"
    packed.write_bytes(gzip.compress("".join(json.dumps({"text": t}) + "\n" for t in CLEAN).encode()))
    assert list(read_documents(tmp_path)) == list(read_documents(packed)) == list(CLEAN)


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.txt file"):
        list(read_documents(tmp_path))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(read_documents(tmp_path / "none.jsonl"))


def test_table_gives_counts_of_a_corpus_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    proposals = [Proposal("名目", "项目", 3, 2, 0.75, "新名目", "新项目")]
    write_proposals(path, proposals, ["项目建设项目", "名目"])
    head, row = path.read_text(encoding="utf-8").splitlines()
    assert head.split("\t")[4:] == [
        "consistency",
        "example_spun",
        "example_clean",
        "corpus_variant",
        "corpus_canonical",
    ]
    assert row.split("\t") == ["名目", "项目", "3", "2", "0.75", "新名目", "新项目", "1", "2"]


def test_command_pairs_documents_by_content_not_by_name(tmp_path: Path) -> None:
    for folder, texts in (("spun", SPUN), ("clean", CLEAN[::-1])):
        (tmp_path / folder).mkdir()
        for number, text in enumerate(texts):
            (tmp_path / folder / f"{number}.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "pairs.tsv"
    corpus = str(tmp_path / "clean" / "0.txt")
    argv = ["mine", str(tmp_path / "spun"), str(tmp_path / "clean"), "-o", str(out), "--corpus", corpus]
    assert main(argv) == 0
    rows = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()]
    assert rows[0][0] == "variant"
    assert {(row[0], row[1]) for row in rows[1:]} == {(s, w) for w, s in TABLE.items()}


def test_command_ends_with_4_for_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "clean.txt").write_text(CLEAN[0], encoding="utf-8")
    assert main(["mine", str(tmp_path / "none.jsonl"), str(tmp_path), "-o", str(tmp_path / "o.tsv")]) == 4
    assert "none.jsonl" in capsys.readouterr().err


def test_command_says_before_it_reads_that_its_output_has_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = tmp_path / "no" / "pairs.tsv"
    assert main(["mine", str(tmp_path / "none.jsonl"), str(tmp_path), "-o", str(nowhere)]) == 4
    assert f"there is no folder {nowhere.parent}" in capsys.readouterr().err


def test_texts_wait_beside_the_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))  # where nothing can be written
    (path := tmp_path / "texts.jsonl").write_text('{"text": "甲乙"}\n', encoding="utf-8")
    assert main(["mine", str(path), str(path), "-o", str(tmp_path / "pairs.tsv")]) == 0
