"""The report on speed: figures from given times, corpora by seed, and the report's form; nothing is timed."""

import random
import sys
from itertools import pairwise
from pathlib import Path

import orjson
import pytest
from benchmarks.speed.corpora import (
    CLEAN,
    SPUN,
    Corpus,
    cut_documents,
    is_chosen,
    make_corpora,
    make_noisy,
    read_corpus,
    spin,
    spoil,
    write_lines,
)
from benchmarks.speed.footprint import measure_peak
from benchmarks.speed.goals import chars_per_second, judge
from benchmarks.speed.growth import Growth
from benchmarks.speed.peers import (
    BASE,
    DATATROVE,
    FTFY,
    OPENCC,
    OURS,
    TOOLS,
    Available,
    count_changed,
    each_text,
    load_tools,
)
from benchmarks.speed.plot import draw, order_tools
from benchmarks.speed.race import Race, choose_part, write_parts
from benchmarks.speed.report import Results, format_report
from benchmarks.speed.stages import shares, take_chars
from benchmarks.speed.timing import (
    Quartiles,
    choose_repeats,
    exponents,
    fit_exponent,
    quartiles,
    ratios,
    take_turns,
)

from gongwen_clean import clean

CORPUS = Corpus(CLEAN, ["甲乙丙丁", "一二"])
SPEEDS = {BASE: [8e6, 4e6, 8e6], OURS: [2e6, 2e6, 1e6], FTFY: [1e5, 1e5, 1e5]}
CHANGED = {BASE: 0, OURS: 0, FTFY: 2}
PARTS = {BASE: 1, OURS: 1, FTFY: 4}
RACE = Race(CORPUS, 60, SPEEDS, CHANGED, PARTS, {"faulty": "ValueError: no"})
QUADRATIC = Growth("length of a document", "kB", {1.0: [0.1, 0.2], 10.0: [10.0, 20.0]})
RESULTS = Results(
    command="python -m benchmarks.speed",
    rounds=3,
    races={CLEAN: RACE},
    steps={CLEAN: {"shell": [0.001, 0.001], "spun": [0.003, 0.003]}},
    step_chars={CLEAN: 1_000},
    start_ms=Quartiles(90.0, 100.0, 110.0),
    peaks={(OURS, CLEAN): 31.4},
    growths=[QUADRATIC],
)


def lose_all(_: Path, target: Path) -> None:
    """A loop that writes nothing."""
    target.write_bytes(b"")


def test_ratios_are_taken_within_a_round() -> None:
    """0.5, 0.125 and 1; the ratio of the medians is 0.125."""
    assert ratios([4.0, 1.0, 1.0], [8.0, 8.0, 1.0]) == Quartiles(0.3125, 0.5, 0.75)


def test_one_value_is_all_its_quartiles() -> None:
    assert quartiles([3.0]) == (3.0, 3.0, 3.0)


@pytest.mark.parametrize("exponent", [0.0, 1.0, 2.0])
def test_exponent_of_a_power_law_is_found(exponent: float) -> None:
    sizes = [1.0, 4.0, 64.0]
    assert fit_exponent(sizes, [0.3 * size**exponent for size in sizes]) == pytest.approx(exponent)


def test_exponents_are_fitted_round_by_round() -> None:
    """The second round is quadratic, the first linear."""
    assert exponents({1.0: [1.0, 1.0], 10.0: [10.0, 100.0]}).median == pytest.approx(1.5)


def test_short_jobs_are_repeated_and_long_ones_run_over_a_part() -> None:
    assert [choose_repeats(seconds, 0.1) for seconds in (0.03, 0.1, 5.0)] == [4, 1, 1]
    assert [choose_part(seconds) for seconds in (0.01, 0.9, 1_000.0)] == [1, 4, 64]


def test_tools_take_turns() -> None:
    seen: list[str] = []
    times = take_turns({"A": lambda: seen.append("A"), "B": lambda: seen.append("B")}, 2)
    assert "".join(seen) == "ABAB"
    assert {name: len(found) for name, found in times.items()} == {"A": 2, "B": 2}


def test_shares_of_steps_are_of_their_own_round() -> None:
    assert shares({"a": [1.0, 3.0], "b": [1.0, 1.0]}) == {"a": [0.5, 0.75], "b": [0.5, 0.25]}


def test_characters_a_second_are_of_the_text_not_of_the_json() -> None:
    """6 characters lie in 60 bytes of JSON lines."""
    assert chars_per_second(RACE, FTFY) == [1e4, 1e4, 1e4]


def test_corpora_are_the_same_for_a_seed_and_others_for_another() -> None:
    assert make_corpora(3_000, 5) == make_corpora(3_000, 5)
    assert make_corpora(3_000, 5)[0] != make_corpora(3_000, 6)[0]


def test_clean_corpus_is_left_alone_and_every_other_document_is_made_up() -> None:
    documents = make_corpora(12_000, 2)[0].documents
    assert sum(map(len, documents)) >= 12_000
    assert [text for text in documents if clean(text) != text] == []
    assert all("〔" in text for text in documents[1::2])


def test_share_of_noise_is_exact_and_evenly_spread() -> None:
    for share in (0.01, 0.1, 1.0):
        chosen = [n for n in range(1_000) if is_chosen(n, share)]
        assert len(chosen) == 1_000 * share
        assert {b - a for a, b in pairwise(chosen)} == {round(1 / share)}


def test_document_that_is_noisy_is_so_in_every_corpus() -> None:
    texts = [f"第{n}号文件，已经印发。" for n in range(200)]
    few, more = spoil(texts, 0.01, 3), spoil(texts, 0.1, 3)
    assert [n for n, text in enumerate(few) if text != texts[n]] == [99, 199]
    assert (few[99], few[199]) == (more[99], more[199])


def test_noise_is_a_shell_with_wrong_widths_or_traditional_script() -> None:
    text = "请各单位于5月底前报送总结，逾期不候。"
    pages = [make_noisy(text, random.Random(n)) for n in range(40)]
    assert all(len(page.split("\n")) > 3 for page in pages)
    assert sum("于５月底前报送总结,逾期" in page for page in pages) > 5
    assert sum("於5月底前報送總結" in page for page in pages) > 5


def test_spun_document_has_other_words_of_about_the_same_length() -> None:
    text = make_corpora(2_000, 4)[0].documents[1]
    spun = spin(text, random.Random(1))
    same = sum(one == other for one, other in zip(text.splitlines(), spun.splitlines(), strict=True))
    assert same < len(text.splitlines())
    assert abs(len(spun) - len(text)) < 0.1 * len(text)


def test_all_corpora_are_of_the_same_documents() -> None:
    corpora = make_corpora(3_000, 1)
    assert [corpus.name for corpus in corpora] == [CLEAN, "1 % noisy", "10 % noisy", "100 % noisy", SPUN]
    assert len({len(corpus.documents) for corpus in corpora}) == 1


def test_documents_of_all_lengths_have_the_same_words() -> None:
    text = "".join(chr(0x4E00 + n) for n in range(8_000))
    pieces = {size: cut_documents([text], size) for size in (1, 4, 16, 64)}
    assert {size: len(found) for size, found in pieces.items()} == {1: 16, 4: 4, 16: 1, 64: 1}
    assert pieces[16][0].startswith("".join(pieces[4]))
    assert pieces[64][0] == 4 * pieces[16][0]


def test_first_documents_reach_the_asked_length() -> None:
    assert take_chars(["四个字符", "二字", "多余"], 5) == ["四个字符", "二字"]


def test_own_corpus_is_read_and_one_without_text_refused(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "own.jsonl", ["甲", "乙"])
    assert read_corpus(path) == Corpus("own.jsonl", ["甲", "乙"])
    path.write_text('{"body": "甲"}\n', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"own\.jsonl: no line has a text"):
        read_corpus(path)


def test_parts_hold_the_first_documents(tmp_path: Path) -> None:
    files = write_parts(Corpus("made", [str(n) for n in range(8)]), tmp_path)
    counts = {parts: len(path.read_bytes().splitlines()) for parts, path in files.items()}
    assert counts == {1: 8, 4: 2, 16: 1, 64: 1}


def test_changed_and_lost_documents_are_counted(tmp_path: Path) -> None:
    source = write_lines(tmp_path / "in.jsonl", ["甲", "乙", "丙"])
    target = tmp_path / "out.jsonl"
    assert count_changed(each_text(lambda text: text.replace("乙", "已")), source, target) == 1
    assert count_changed(lose_all, source, target) == 3


def test_our_loop_cleans_and_keeps_clean_lines_byte_for_byte(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"text":  "照旧。"}\n{"text": "嘉经[2022]3号"}\n', encoding="utf-8")
    TOOLS[OURS].prepare()(source, target)
    first, second = target.read_bytes().splitlines()
    assert first == '{"text":  "照旧。"}'.encode()
    assert orjson.loads(second) == {"text": "嘉经〔2022〕3号"}


def test_missing_tool_is_named_with_the_way_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("ftfy", "jionlp", "justext", "autocorrect_py", "datatrove.pipeline.readers"):
        monkeypatch.setitem(sys.modules, module, None)
    found = load_tools()
    assert list(found.loops) == [BASE, OURS, OPENCC]
    text = format_report(RESULTS, found, "speed.svg")
    assert "| datatrove | not installed | to measure it: `pip install datatrove[io]` |" in text


def test_peak_of_a_process_of_its_own_is_told_in_megabytes(tmp_path: Path) -> None:
    assert 5 < measure_peak(BASE, write_lines(tmp_path / "in.jsonl", ["甲"])) < 200


def test_goals_are_held_to_the_better_quartile() -> None:
    verdicts = {v.what: v.is_met for v in judge({CLEAN: RACE}, RESULTS.start_ms, [QUADRATIC])}
    assert verdicts == {
        f"speed ÷ {BASE}, clean": True,
        f"speed ÷ {FTFY}, clean": True,
        "start-up over the bare interpreter, ms": True,
        "growth exponent, length of a document": False,
        "clean documents changed": True,
    }
    slower = RACE._replace(speeds={**SPEEDS, OURS: [1e5, 1e5, 1e5]})
    assert not next(judge({CLEAN: slower}, RESULTS.start_ms, [])).is_met


def test_report_shows_figures_of_every_tool_and_nothing_of_the_texts() -> None:
    available = Available({}, {tool.package: "1.2.3" for tool in TOOLS.values()}, {})
    text = format_report(RESULTS, available, "speed.svg")
    assert (
        f"| {OURS} | 2.00 | 200 | 0.25 [0.188–0.375] | 1.00 [1.00–1.00] | whole | 0 |\n"
        f"| {FTFY} | 0.1 | 10.00 | 0.0125 [0.0125–0.0188] | 20.00 [15.00–20.00] | 1/4 | 2 |"
    ) in text
    assert "| spun | 3,000 | 75.0% [75.0%–75.0%] |" in text
    assert f"| {OURS} | clean | 31 |" in text
    assert "exponent 2.00 [2.00–2.00]" in text
    assert "faulty could not run: ValueError: no" in text
    assert f"| {DATATROVE} | 1.2.3 |" in text
    assert "![speed over the orjson loop, and growth](speed.svg)" in text
    assert not any(document in text for document in CORPUS.documents)


def test_picture_orders_the_tools_and_is_the_same_again(tmp_path: Path) -> None:
    assert order_tools({CLEAN: RACE}) == [FTFY, OURS]
    for name in ("one.svg", "two.svg"):
        draw(tmp_path / name, {CLEAN: RACE}, [QUADRATIC])
    picture = (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert "length of a document: exponent 2.00" in picture
    assert picture == (tmp_path / "two.svg").read_text(encoding="utf-8")
