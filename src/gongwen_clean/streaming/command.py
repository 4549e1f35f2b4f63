"""What the command `gongwen-clean` does with corpora: from its options to a run, and its report."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from gongwen_clean.cleaner import Cleaner
from gongwen_clean.document_json import PARTS, note_kinds
from gongwen_clean.ending import ended_by_signals
from gongwen_clean.errors import InputError
from gongwen_clean.places import check_targets
from gongwen_clean.streaming.asked import (
    as_json,
    check_usage,
    destination,
    find_corpus,
    line_options,
)
from gongwen_clean.streaming.compression import pack, unpack
from gongwen_clean.streaming.folders import with_line_end, write_below
from gongwen_clean.streaming.joining import Destination, open_whole
from gongwen_clean.streaming.json_lines import input_compression, open_raw
from gongwen_clean.streaming.kinds import is_corpus, is_parquet
from gongwen_clean.streaming.parquet import ParquetRows
from gongwen_clean.streaming.progress import describe, show_progress
from gongwen_clean.streaming.replay import Choice, read_line_edits, replay_blocks
from gongwen_clean.streaming.replay_rows import replay_rows
from gongwen_clean.streaming.replay_texts import read_file_edits, replay_files
from gongwen_clean.streaming.run import RunOptions, clean_corpus
from gongwen_clean.streaming.stamp import make_stamp
from gongwen_clean.streaming.tally import Tally
from gongwen_clean.streaming.texts import Collector, LineOptions, TextCleaner
from gongwen_clean.text_files import write_text


class Reporter(Protocol):
    """Makes a report of a run from what was collected while it ran."""

    def make_collector(self) -> Collector:
        """Return what the documents of a shard are shown to."""
        ...

    def take(self, collected: Path) -> None:
        """Take in what was collected from a shard, a file of its JSON."""

    def write(self, source: Path, total: Tally) -> None:
        """Write the report of the corpus `source`. Raises: InputError."""


def clean_corpora(
    args: argparse.Namespace,
    cleaner: Cleaner,
    settings: Mapping[str, Any],
    reporter: Reporter | None = None,
) -> bool:
    """Clean the corpora that `args` names; return whether every item of them was cleaned.

    Args: settings: what the cleaner was made from, as JSON values. reporter: of one corpus; None for none.
    Raises: InputError; GongwenError for options that do not go together.
    """
    check_usage(args)
    options = line_options(args, settings)
    kinds = note_kinds(PARTS if reporter else [*options.added, *(["scores"] if args.stats else [])])
    asked = {
        "stamp": make_stamp(settings),
        "lines": as_json(options),
        "notes": [kind.__name__ for kind in kinds],
        "reports": reporter is not None,
    }
    texts = TextCleaner(cleaner.taking(*kinds), options, reporter.make_collector if reporter else None)
    everything = True
    for path in args.files:
        to = destination(args, path)
        corpus = find_corpus(args, path, to, options)
        finish = _Finish(args, path, reporter)
        with ended_by_signals(), _advice(to), show_progress(_size(args, path), not args.quiet) as progress:
            take = reporter.take if reporter else None
            run = RunOptions(args.jobs, args.resume, progress, take, finish.write)
            total = clean_corpus(corpus, to, texts, asked, run)
        finish.tell(to, total)
        everything &= total.failed == 0
    return everything


def replay(args: argparse.Namespace) -> bool:
    """Make the edits of `args.replay` again; return whether that could be done on every file.

    Raises: GongwenError, InputError.
    """
    without = tuple(name.strip() for name in args.without_rules.split(",") if name.strip())
    choice = Choice(without, args.min_confidence)
    if args.input_format != "jsonl" and all(path.is_dir() or not is_corpus(path) for path in args.files):
        return _replay_files(args, choice)
    check_usage(args)
    (path,) = args.files
    to = destination(args, path)
    if is_parquet(path):
        assert to.output is not None
        rows = ParquetRows(path, LineOptions(text_field=args.text_field), args.max_ratio)
        replay_rows(rows, to.output, read_line_edits(args.replay), choice)
        return True
    compression = input_compression(path, args.compression)
    packed = (str(path), compression, args.max_ratio)
    with ended_by_signals(), open_raw(path) as raw, unpack(raw, *packed) as source:
        blocks = replay_blocks(source, read_line_edits(args.replay), args.text_field, choice, str(path))
        with open_whole(to.output) as file:
            for block in blocks:
                file.write(pack(block, to.compression))
    return True


def _replay_files(args: argparse.Namespace, choice: Choice) -> bool:
    everything = True
    if args.output and not args.output.is_dir():
        check_targets([*args.files, args.replay], [("--output", args.output)])
    is_folder = args.output and (args.output.is_dir() or any(path.is_dir() for path in args.files))
    files = replay_files(args.files, args.output, read_file_edits(args.replay), choice, args.encoding)
    for outcome in files:
        if isinstance(outcome, InputError):
            print(f"gongwen-clean: {outcome}", file=sys.stderr)
            everything = False
        elif args.output:
            target = args.output / outcome.target if is_folder else args.output
            write_below(target.parent, target.name, outcome.text)
        else:
            sys.stdout.buffer.write(with_line_end(outcome.text).encode("utf-8", "replace"))
            sys.stdout.buffer.flush()
    return everything


@contextmanager
def _advice(to: Destination) -> Iterator[None]:
    """Say, when a run ends early, that it can be taken up."""
    try:
        yield
    except BaseException:
        if not to.is_stream and to.part_folder.exists():
            print(f"{to.part_folder}: holds what was done; --resume goes on from there", file=sys.stderr)
        raise


def _size(args: argparse.Namespace, path: Path) -> int | None:
    """The bytes that there are to clean, where that is known."""
    return (
        path.stat().st_size
        if path.is_file() and input_compression(path, args.compression) == "none"
        else None
    )


class _Finish:
    """What a run ends with: its statistics and report, then a message."""

    def __init__(self, args: argparse.Namespace, path: Path, reporter: Reporter | None) -> None:
        self._args = args
        self._path = path
        self._reporter = reporter
        self._begun = time.monotonic()

    def write(self, total: Tally) -> None:
        """Write what counts the run. Raises: InputError."""
        if self._args.stats:
            values = {**total.as_json(), "wall_seconds": round(time.monotonic() - self._begun, 2)}
            write_text(self._args.stats, json.dumps(values, indent=1) + "\n")
        if self._reporter:
            self._reporter.write(self._path, total)

    def tell(self, to: Destination, total: Tally) -> None:
        """Say what became of the corpus, unless only failures are to be told."""
        if not self._args.quiet:
            state = "" if self._args.resume else f"; {describe(total, time.monotonic() - self._begun)}"
            counts = f"{total.cleaned} cleaned, {total.changed} of them changed"
            print(f"{self._path}: {counts}{state}", file=sys.stderr)
        if total.failed:
            told = (
                f"they stand in {to.told_errors}" if to.told_errors else "--errors FILE tells which and why"
            )
            print(f"{self._path}: {total.failed} were not cleaned and are left out; {told}", file=sys.stderr)
