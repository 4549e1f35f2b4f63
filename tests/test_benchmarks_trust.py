"""What soak and mutants measure with, on what is known."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks import mutants, soak
from benchmarks.mutants import Mutant, choose, find_all, find_modules, find_mutants, make_mutant, read_reasons
from benchmarks.soaking import steady
from benchmarks.soaking.rounds import Rounds
from benchmarks.soaking.steady import Steady
from benchmarks.soaking.watching import Sample, find_children, growth_mb_per_hour, take_sample, wait_for_end

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
GOOD = Steady(given=9, kills=1, samples=[Sample(float(n), 40.0, 90.0, 12) for n in range(9)])


def test_growth_is_the_slope_in_megabytes_an_hour() -> None:
    assert growth_mb_per_hour([(0, 10.0), (1800, 11.0), (3600, 12.0)]) == pytest.approx(2.0)
    assert growth_mb_per_hour([(0, 10.0)]) == 0.0


@linux
def test_processes_are_found_measured_and_missed_when_they_end() -> None:
    program = "import os, time; os.fork(); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", program], start_new_session=True)
    while not (children := find_children(process.pid)):
        assert process.poll() is None
    sample = take_sample(process.pid, 3.0)
    assert sample is not None
    assert sample.at_s == 3.0
    assert min(sample.parent_mb, sample.oldest_mb, sample.handles) > 0
    assert children[0].group == process.pid
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert wait_for_end(process.pid) == []
    assert take_sample(process.pid, 4.0) is None


@pytest.mark.parametrize(
    ("came", "told", "expected"),
    [
        ([0, 1, 2], [], (0, 0)),
        ([0, 2], [1], (0, 0)),
        ([0, 2], [], (1, 0)),
        ([0, 1, 1, 2], [], (0, 1)),
        ([0, 2, 1], [], (0, 1)),
        ([0, 1, 2], [1], (0, 1)),
    ],
)
def test_documents_lost_and_misplaced_are_counted(
    came: list[int], told: list[int], expected: tuple[int, int]
) -> None:
    found = Steady(given=3)
    steady._count(found, came, told)
    assert (found.lost, found.misplaced) == expected


def test_table_is_good_when_nothing_was_lost() -> None:
    rows = [*soak.tell_steady(GOOD), *soak.tell_rounds(Rounds(ended=1, killed=1))]
    assert [row.name for row in rows if not row.is_good] == []


def test_slope_of_a_long_run_and_growth_of_a_short_one_are_judged() -> None:
    def judge(seconds_apart: float, mb_each: float) -> list[str]:
        points = [Sample(n * seconds_apart, 40.0 + n * mb_each, 90.0, 12) for n in range(60)]
        return [row.name for row in soak.tell_steady(replace(GOOD, samples=points)) if not row.is_good]

    assert judge(60, 0.01) == []
    assert judge(60, 0.02) == ["memory of parent"]
    assert judge(1, 0.4) == []


def test_handles_open_for_a_moment_are_no_leak() -> None:
    counts = [12, 12, 14, 12, 12, 12, 12, 15, 12]
    samples = [Sample(float(n), 40.0, 90.0, count) for n, count in enumerate(counts)]
    assert [row.name for row in soak.tell_steady(replace(GOOD, samples=samples)) if not row.is_good] == []


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"lost": 1}, "documents lost"),
        ({"misplaced": 1}, "documents doubled or out of order"),
        ({"code": 4}, "exit code other than 0 and 3"),
        ({"zombies": 1}, "zombies seen for two seconds"),
        ({"left": 1}, "processes left"),
        ({"samples": [Sample(n * 60.0, 40.0 + n, 90.0, 12) for n in range(60)]}, "memory of parent"),
        (
            {"samples": [Sample(n, 40.0, 90.0, n) for n in range(9)]},
            "handles more than in the first third",
        ),
    ],
)
def test_fault_is_told_in_its_row(change: dict[str, object], name: str) -> None:
    found = Steady(**{**vars(GOOD), **change})
    assert [row.name for row in soak.tell_steady(found) if not row.is_good] == [name]


def test_mutants_are_made_of_every_module_and_differ_from_it() -> None:
    assert {"edits.py", "chain.py", "decoding/lattice.py", "normalizers/fragments.py"} <= set(find_modules())
    made = [make_mutant(mutant) for mutant in find_mutants("chain.py")]
    assert len(set(made)) == len(made)


def test_mutant_changes_one_thing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(mutants, "PACKAGE", tmp_path)
    source = "def f(a: int) -> int:\n    if a < 1 and (not a):\n        return a\n    raise E(3)\n"
    (tmp_path / "m.py").write_text(source)
    found = {one.change: one for one in find_mutants("m.py")}
    assert set(found) == {"condition → not condition", "And → Or", "Lt → LtE", "1 → 2", "return value → None"}
    assert make_mutant(found["Lt → LtE"]) == source.replace("<", "<=")


@pytest.mark.parametrize(("passes", "noticed"), [(True, False), (False, True)])
def test_mutant_is_noticed_when_its_tests_fail_and_the_source_comes_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, passes: bool, noticed: bool
) -> None:
    monkeypatch.setattr(mutants, "_passes", lambda *_: passes)
    path = tmp_path / "src" / "gongwen_clean" / "chain.py"
    path.parent.mkdir(parents=True)
    path.write_text("before")
    limits = dict.fromkeys(mutants.SUITES["chain.py"], 1.0)
    assert mutants.is_noticed(Mutant("chain.py", 0, 1, "", ""), tmp_path, limits) == noticed
    assert path.read_text() == "before"


def test_no_two_mutants_have_one_name() -> None:
    everywhere = find_all()
    assert len({(one.module, one.code, one.change) for one in everywhere}) == len(everywhere)


def test_a_sample_stays_when_code_is_added_elsewhere() -> None:
    mutants = [Mutant("chain.py", n, n, f"if a > {n}:", "Gt → GtE") for n in range(40)]
    later = [Mutant("chain.py", n + 1, n + 3, code, change) for _, n, _, code, change in mutants]
    chosen, anew = (
        choose(mutants, 10, 1),
        choose([*later, Mutant("edits.py", 0, 1, "at = 0", "0 → 1")], 10, 1),
    )
    assert len({one.code for one in chosen} & {one.code for one in anew}) >= 9
    assert choose(mutants, 10, 2) != chosen


def test_reasons_name_code_that_is_there() -> None:
    there = {(one.module, one.code, one.change) for one in find_all()}
    assert [place for place in read_reasons() if place not in there] == []


def test_report_tells_why_a_survivor_may_or_that_nobody_did(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutants, "read_reasons", lambda: {("m.py", "a | b", "1 → 2"): "it decides nothing"})
    table = mutants.make_table([Mutant("m.py", 0, 7, "a | b", "1 → 2"), Mutant("m.py", 1, 8, "c", "1 → 2")])
    assert table.splitlines()[2:] == [
        r"| m.py:7 | `a \| b` | 1 → 2 | it decides nothing |",
        "| m.py:8 | `c` | 1 → 2 | none given |",
    ]
