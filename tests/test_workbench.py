"""From a reader's decisions to a lexicon and protected text."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen_clean import Cleaner
from gongwen_clean.errors import ConfigError, InputError, LexiconError
from gongwen_clean.lexicon_cli import main
from gongwen_clean.lexicon_lint import lint
from gongwen_clean.report.decisions import Decision
from gongwen_clean.workbench.comparison import compare_cleaners, read_samples
from gongwen_clean.workbench.protected_words import add_protected_words, protected_word
from gongwen_clean.workbench.user_lexicon import (
    UserEntry,
    extend_lexicon,
    format_user_lexicon,
    pair_id,
    read_head,
    read_user_lexicon,
)

SPUN = "年夜力晋升名目扶植程度，阐扬龙头企业感化，增强技能立异，推动工业成长，今朝已经造成领先上风。" * 3


def _decision(verdict: str = "accept", **changes: Any) -> Decision:
    values: dict[str, Any] = {
        "verdict": verdict,
        "rule": "spun.doubt",
        "before": "台帐簿",
        "after": "台账",
        "left": "建立问题",
        "right": "并逐项销号。",
        "document": "page-1",
        "start": 4,
        "end": 7,
        "confidence": 1.5,
    }
    return Decision(**{**values, **changes})


def _write_decisions(path: Path, decisions: Sequence[Decision]) -> Path:
    values = {"gongwen_clean_decisions": 1, "decisions": [decision._asdict() for decision in decisions]}
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    return path


def test_an_accepted_repair_becomes_an_entry_with_its_evidence() -> None:
    (entry,) = extend_lexicon([], [_decision()])
    assert entry == UserEntry(
        pair_id("台帐簿", "台账"), "台帐簿", "台账", "page-1", "建立问题台帐簿并逐项销号。"
    )


def test_the_same_repair_in_other_documents_adds_them_as_sources() -> None:
    (entry,) = extend_lexicon([], [_decision(document=name) for name in ("b", "a", "b", None)])
    assert entry.source == "a; b"


def test_a_refused_repair_of_a_known_pair_becomes_its_counterexample() -> None:
    (entry,) = extend_lexicon([], [_decision("reject", left="这本", right="很旧。"), _decision()])
    assert entry.no == "这本台帐簿很旧。"


@pytest.mark.parametrize(
    "changes",
    [
        {"before": ",", "after": "，"},
        {"before": "", "after": "台账"},
        {"before": "台帐", "after": ""},
        {"before": "齐", "after": "全"},
        {"before": "5G网", "after": "网络"},
        {"before": "台账" * 7, "after": "台账"},
    ],
)
def test_what_is_no_repair_of_a_word_makes_no_entry(changes: dict[str, str]) -> None:
    assert extend_lexicon([], [_decision(**changes)]) == []


def test_an_entry_keeps_its_id_and_a_new_one_has_that_of_its_pair() -> None:
    old = UserEntry("user-0007", "甲乙", "丙丁")
    ids = [entry.id for entry in extend_lexicon([old], [_decision()])]
    assert ids == ["user-0007", pair_id("台帐簿", "台账")]


def test_tables_of_several_readers_can_be_used_together(tmp_path: Path) -> None:
    shared, own = _decision(), _decision(before="明细帐簿", after="明细账")
    tables = []
    for name, decisions in (("one.tsv", [shared]), ("two.tsv", [own, shared])):
        tables.append(tmp_path / name)
        tables[-1].write_text(format_user_lexicon(extend_lexicon([], decisions)), encoding="utf-8")
    cleaner = Cleaner.from_config({"lexicons": [str(table) for table in tables]})
    rules = {edit.rule for edit in cleaner.run(SPUN + "要理清任务台帐簿、收支明细帐簿。").edits}
    assert {pair_id("台帐簿", "台账"), pair_id("明细帐簿", "明细账")} <= rules


def test_the_id_of_a_pair_is_always_the_same_and_that_of_no_other() -> None:
    assert pair_id("台帐簿", "台账") == "user-5281d4e3f1"
    assert pair_id("台帐", "簿台账") != pair_id("台帐簿", "台账") != pair_id("台账", "台帐簿")


def test_the_comments_of_a_table_are_kept_and_columns_never_lost(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text("# mine\nid\tvariant\tcanonical\nown-1\t甲乙\t丙丁\n", encoding="utf-8")
    assert format_user_lexicon(read_user_lexicon(path), read_head(path)).startswith("# mine\nid\tvariant")
    path.write_text("id\tvariant\tcanonical\tfield\nown-1\t甲乙\t丙丁\t经济\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="has columns field"):
        read_user_lexicon(path)


WORDS = st.text(st.sampled_from("甲乙丙丁\t\n，"), min_size=0, max_size=4)
DECISIONS = st.lists(
    st.builds(
        _decision,
        st.sampled_from(["accept", "reject"]),
        before=WORDS,
        after=WORDS,
        left=WORDS,
        right=WORDS,
        document=st.sampled_from(["a", "b\tc", None]),
    ),
    max_size=6,
)


@given(decisions=DECISIONS)
def test_decisions_taken_again_change_nothing(decisions: list[Decision]) -> None:
    once = extend_lexicon([], decisions)
    assert extend_lexicon(once, decisions) == once


@given(decisions=DECISIONS)
def test_a_table_reads_back_and_has_no_fault(
    tmp_path_factory: pytest.TempPathFactory, decisions: list[Decision]
) -> None:
    path = tmp_path_factory.mktemp("table") / "own.tsv"
    accepted = [decision for decision in decisions if decision.verdict == "accept"]
    entries = extend_lexicon([], accepted)
    path.write_text(format_user_lexicon(entries), encoding="utf-8")
    assert read_user_lexicon(path) == sorted(entries)
    assert [problem for problem in lint([path]) if problem.is_error] == []


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"before": "成长", "left": "关心青少年健康", "right": "快乐"}, "康成长快"),
        ({"before": "成长", "left": "", "right": "快乐地"}, "成长快乐"),
        ({"before": "成长", "left": "健康", "right": "。快乐"}, "健康成长"),
        ({"before": "成长", "left": "，", "right": "。"}, "成长"),
        ({"before": "龙头企业", "left": "发挥", "right": "作用"}, "龙头企业"),
        ({"before": ",", "left": "1", "right": "280"}, "1,28"),
        ({"before": "", "left": "甲乙", "right": "丙丁"}, "甲乙丙丁"),
        ({"before": "", "left": "", "right": "丙丁"}, ""),
        ({"before": " ", "left": "", "right": ""}, ""),
    ],
)
def test_a_refused_edit_protects_its_place_in_its_clause(changes: dict[str, str], word: str) -> None:
    refused = _decision("reject", **changes)
    assert protected_word(refused, {changes["before"]}) == word


def test_a_refused_word_is_protected_everywhere_unless_it_was_accepted_elsewhere() -> None:
    refused = _decision("reject", before="成长", after="发展", left="健康", right="快乐")
    assert protected_word(refused) == "成长"
    assert protected_word(refused, {"成长"}) == "康成长快"


def test_a_protected_place_is_not_edited_again() -> None:
    text = "由甲,乙商定。"
    (edit,) = Cleaner().run(text).edits
    refused = _decision("reject", before=",", left=text[: edit.start], right=text[edit.end :])
    assert Cleaner.from_config({"protect": {"words": [protected_word(refused)]}}).run(text).edits == ()


def test_protected_words_leave_the_rest_of_a_file_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "gongwen-clean.toml"
    before = '# mine\npreset = "safe"  # form only\n\n[protect]\nwords = ["甲"]\n\n[rules]\n"spun*" = "off"\n'
    path.write_text(before, encoding="utf-8")
    after = add_protected_words(path, ["甲", "乙"])
    assert after.startswith('# mine\npreset = "safe"  # form only\n')
    assert tomllib.loads(after) == tomllib.loads(before) | {"protect": {"words": ["甲", "乙"]}}


def test_protected_words_begin_a_file(tmp_path: Path) -> None:
    assert tomllib.loads(add_protected_words(tmp_path / "new.toml", ["甲"])) == {"protect": {"words": ["甲"]}}


def test_protected_words_stand_in_the_table_of_a_project(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text('[project]\nname = "x"\n\n[tool.gongwen-clean]\npreset = "safe"\n', encoding="utf-8")
    values = tomllib.loads(add_protected_words(path, ["甲"]))
    assert values["tool"]["gongwen-clean"] == {"preset": "safe", "protect": {"words": ["甲"]}}


def test_protected_words_are_not_added_to_a_file_with_faults(tmp_path: Path) -> None:
    path = tmp_path / "gongwen-clean.toml"
    path.write_text("[protect]\nword = []\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="did you mean words"):
        add_protected_words(path, ["甲"])


def test_a_comparison_counts_what_is_gained_and_lost_by_rule() -> None:
    old = Cleaner.from_config({"rules": {"layout*": "off"}})
    new = Cleaner.from_config({"rules": {"width*": "off"}})
    comparison = compare_cleaners(old, new, [("a", "  加强领导,落实责任。"), ("b", "照旧。")])
    assert (comparison.documents, comparison.changed) == (2, 1)
    assert dict(comparison.lost.counts) == {"width.sign": 1}
    assert dict(comparison.gained.counts) == {"layout.blank": 1}
    assert "    a:   加强领导[-,-]{+，+}落实责任。" in comparison.lines()


def test_a_comparison_of_the_same_is_empty() -> None:
    comparison = compare_cleaners(Cleaner(), Cleaner(), [("a", SPUN)])
    assert (comparison.changed, comparison.gained.counts, comparison.lost.counts) == (0, {}, {})


def test_samples_are_texts_and_records(tmp_path: Path) -> None:
    text, lines = tmp_path / "a.txt", tmp_path / "b.jsonl"
    text.write_text("甲\n", encoding="utf-8")
    lines.write_text('{"text": "乙"}\n{"text": "丙"}\n', encoding="utf-8")
    assert list(read_samples([text, lines])) == [
        (str(text), "甲\n"),
        (f"{lines}:1", "乙"),
        (f"{lines}:2", "丙"),
    ]


@pytest.mark.parametrize(
    ("name", "content"), [("none.txt", None), ("none.jsonl", None), ("a.jsonl", '{"text": 1}')]
)
def test_samples_that_cannot_be_read_are_told(tmp_path: Path, name: str, content: str | None) -> None:
    if content:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=name):
        list(read_samples([tmp_path / name]))


class Bench:
    """A folder with decisions of either kind, and the command that takes them."""

    def __init__(self, folder: Path) -> None:
        self.lexicon, self.protect = folder / "own.tsv", folder / "gongwen-clean.toml"
        self.sample = folder / "sample.txt"
        self.sample.write_text(SPUN + "要进一步理清任务台帐簿籍。", encoding="utf-8")
        accepted = _decision(before="台帐簿籍", left="要进一步理清任务", right="。")
        refused = _decision(
            "reject", rule="spun-0017", before="名目", after="项目", left="晋升", right="扶植"
        )
        self.decisions = _write_decisions(folder / "decisions.json", [accepted, refused])

    def run(self, *argv: str) -> int:
        options = ["-o", str(self.lexicon), "--protect", str(self.protect), "--on", str(self.sample)]
        return main(["accept", str(self.decisions), *options, *argv])


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_accept_shows_what_would_change_and_keeps_nothing_unasked(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.run() == 1
    out, err = capsys.readouterr()
    assert "1 of 1 documents would come out otherwise" in out
    assert f"gained  {pair_id('台帐簿籍', '台账')}  1" in out
    assert "[-名目-]{+项目+}" in out.partition("lost")[2]
    assert "nothing was kept (new entries: 1, protected words: 1)" in err
    assert not bench.lexicon.exists()
    assert not bench.protect.exists()


def test_accept_keeps_entries_and_protected_words_that_then_hold(bench: Bench) -> None:
    assert bench.run("--yes") == 0
    assert [entry.pair for entry in read_user_lexicon(bench.lexicon)] == [("台帐簿籍", "台账")]
    settings = {**tomllib.loads(bench.protect.read_text(encoding="utf-8")), "lexicons": [str(bench.lexicon)]}
    text = Cleaner.from_config(settings).run(bench.sample.read_text(encoding="utf-8")).text
    assert text.endswith("台账。")
    assert text.startswith("大力提升名目建设")


def test_accept_taken_again_has_nothing_new(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.run("--yes")
    before = bench.lexicon.read_bytes(), bench.protect.read_bytes()
    assert bench.run("--yes") == 0
    assert "nothing new" in capsys.readouterr().err
    assert (bench.lexicon.read_bytes(), bench.protect.read_bytes()) == before


def test_accept_asks_on_a_terminal(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _question: "n")
    assert bench.run() == 1
    monkeypatch.setattr("builtins.input", lambda _question: "y")
    assert bench.run() == 0
    assert bench.lexicon.exists()


def test_accept_says_how_many_decisions_cannot_be_kept(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["accept", str(bench.decisions), "-o", str(bench.lexicon), "--yes"])
    assert "new entries: 1, protected words: 0, decisions that neither can hold: 1" in capsys.readouterr().err


def test_accept_without_a_file_of_decisions_ends_with_4(bench: Bench, tmp_path: Path) -> None:
    assert main(["accept", str(tmp_path / "none.json"), "-o", str(bench.lexicon)]) == 4
