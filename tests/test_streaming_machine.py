"""A run interrupted anywhere and taken up with any number of jobs gives what an undisturbed one does."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from gongwen_clean.errors import InputError
from gongwen_clean.streaming import json_lines, run
from gongwen_clean.streaming.pool import Finished, clean_shards
from tests.streaming_corpora import SMALL_SHARD, clean, json_corpus


def _cut_after(shards: int) -> Callable[..., Iterator[Finished]]:
    """What stands for the cleaning of shards and ends when some of them are done."""

    def cut(*args: object) -> Iterator[Finished]:
        done = clean_shards(*args)  # type: ignore[arg-type]
        try:
            for _ in range(shards):
                if (one := next(done, None)) is None:
                    return
                yield one
            raise InputError("interrupted")
        finally:
            done.close()

    return cut


class InterruptedRuns(RuleBasedStateMachine):
    """Interrupts, resumes, begins anew; the state is whether parts of a run stand beside its output."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp(prefix="gongwen-machine."))
        self._out = self._folder / "out.jsonl"
        self._has_parts = False
        self._shards = mock.patch.object(json_lines, "SHARD_BYTES", SMALL_SHARD)
        self._shards.start()

    def teardown(self) -> None:
        self._shards.stop()
        shutil.rmtree(self._folder)

    @initialize(lines=st.integers(8, 90), last=st.sampled_from([b"", b"\n", b"\n[1]\n"]))
    def make_corpus(self, lines: int, last: bytes) -> None:
        self._corpus = self._folder / "in.jsonl"
        self._corpus.write_bytes(json_corpus(lines) + last)
        whole = self._folder / "whole.jsonl"
        self._code = clean(self._corpus, "-o", whole)
        self._expected = whole.read_bytes()

    @rule(shards=st.integers(0, 3), jobs=st.sampled_from([1, 1, 2]))
    def interrupt(self, shards: int, jobs: int) -> None:
        resume = ["--resume"] if self._has_parts else []
        with mock.patch.object(run, "clean_shards", _cut_after(shards)):
            ended = clean(self._corpus, "-o", self._out, "--jobs", jobs, *resume)
        self._has_parts = ended not in (0, 3)

    @precondition(lambda self: self._has_parts)
    @rule(jobs=st.sampled_from([1, 2]))
    def resume(self, jobs: int) -> None:
        assert clean(self._corpus, "-o", self._out, "--jobs", jobs, "--resume") == self._code
        assert self._out.read_bytes() == self._expected
        self._has_parts = False

    @precondition(lambda self: self._has_parts)
    @rule()
    def begin_without_resume(self) -> None:
        assert clean(self._corpus, "-o", self._out) not in (0, 3)

    @precondition(lambda self: self._has_parts)
    @rule()
    def remove_parts(self) -> None:
        shutil.rmtree(self._folder / "out.jsonl.parts")
        self._has_parts = False

    @invariant()
    def output_is_whole_or_not_there(self) -> None:
        assert not self._out.exists() or self._out.read_bytes() == self._expected

    @invariant()
    def parts_stand_only_where_a_run_did_not_end(self) -> None:
        assert (self._folder / "out.jsonl.parts").exists() == self._has_parts


TestInterruptedRuns = InterruptedRuns.TestCase
TestInterruptedRuns.settings = settings(max_examples=15, stateful_step_count=6)
