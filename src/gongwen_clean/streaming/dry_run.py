"""Clean corpora as a run would, and keep nothing but the counts."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongwen_clean.cleaner import Cleaner
from gongwen_clean.errors import InputError
from gongwen_clean.streaming.asked import check_kind, find_corpus, line_options
from gongwen_clean.streaming.joining import Destination
from gongwen_clean.streaming.progress import describe, show_progress
from gongwen_clean.streaming.run import RunOptions, clean_corpus
from gongwen_clean.streaming.tally import Tally
from gongwen_clean.streaming.texts import TextCleaner
from gongwen_clean.text_files import STANDARD_INPUT

_SHOWN_RULES = 10


def try_corpora(args: argparse.Namespace, cleaner: Cleaner) -> bool:
    """Say what would be done to the corpora that `args` names; return whether every item can be cleaned.

    Options that say where output goes are left alone. A folder's texts stand in a temporary one until the
    end, as the output of a run would.
    Raises: InputError.
    """
    check_kind(args)
    args.output = args.edits = args.errors = None
    everything = True
    for path in args.files:
        if path != STANDARD_INPUT and not path.exists():
            raise InputError(f"{path}: no such file")
        begun = time.monotonic()
        total = _try_corpus(args, path, cleaner)
        if not args.quiet:
            _tell(path, total, time.monotonic() - begun)
        everything &= total.failed == 0
    return everything


def _try_corpus(args: argparse.Namespace, path: Path, cleaner: Cleaner) -> Tally:
    options = line_options(args, {})
    with _nowhere(path.is_dir()) as to, show_progress(None, not args.quiet) as progress:
        corpus = find_corpus(args, path, to, options)
        return clean_corpus(
            corpus, to, TextCleaner(cleaner.taking(), options), {}, RunOptions(args.jobs, False, progress)
        )


@contextmanager
def _nowhere(is_folder: bool) -> Iterator[Destination]:
    """A destination of which nothing is left."""
    if not is_folder:
        yield Destination(Path(os.devnull))
        return
    with tempfile.TemporaryDirectory(prefix="gongwen-clean.") as name:
        yield Destination(Path(name) / "clean", is_folder=True)


def _tell(path: Path, total: Tally, seconds: float) -> None:
    print(
        f"{path}: {total.changed} of {total.cleaned} would change; {describe(total, seconds)}",
        file=sys.stderr,
    )
    if total.failed:
        print(f"{path}: {total.failed} cannot be cleaned and would be left out", file=sys.stderr)
    for rule, count in total.rules.most_common(_SHOWN_RULES):
        print(f"  {rule}: {count}", file=sys.stderr)
    if (rest := len(total.rules) - _SHOWN_RULES) > 0:
        print(f"  and {rest} rules more", file=sys.stderr)
