"""The command `gongwen-clean`: parse, call, print."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from gongwen_clean.cli.exit_codes import DONE, INTERRUPTED, UNREADABLE, USAGE
from gongwen_clean.cli.parser import make_parser
from gongwen_clean.cli.standard_streams import prepare_streams, run_to_end
from gongwen_clean.ending import ended_by_signals
from gongwen_clean.errors import GongwenError, InputError, ModelError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command on `argv` (or the process's own) and return its exit code."""
    parser = make_parser()
    if "_ARGCOMPLETE" in os.environ:
        from gongwen_clean.cli.completion import complete

        complete(parser)
    args = parser.parse_args(argv)
    return run_to_end("gongwen-clean", lambda: _answer_or_clean(parser, args))


def _answer_or_clean(parser: argparse.ArgumentParser, args: argparse.Namespace) -> int:
    try:
        # what a run needs is imported by its kind: an answer shall not wait for the reading of tables
        from gongwen_clean.cli.answers import answer
        from gongwen_clean.cli.cleaning import clean
        from gongwen_clean.cli.usage import check_usage

        check_usage(parser, args)
        return DONE if answer(args) else clean(args)
    except KeyboardInterrupt:
        return INTERRUPTED
    except GongwenError as error:
        print(f"gongwen-clean: {error}", file=sys.stderr)
        return UNREADABLE if isinstance(error, InputError | ModelError) else USAGE


def run() -> None:
    """Run the command as a program; a second Ctrl-C ends it at once."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    prepare_streams()
    with ended_by_signals():
        sys.exit(main())
