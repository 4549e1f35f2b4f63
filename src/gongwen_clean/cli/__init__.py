"""The command `gongwen-clean`: parse, call, print."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

from gongwen_clean.cli.parser import make_parser
from gongwen_clean.errors import GongwenError, InputError, ModelError

CLEAN, WOULD_CHANGE, USAGE, SOME_FAILED, UNREADABLE, INTERRUPTED = 0, 1, 2, 3, 4, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command on `argv` (or the process's own) and return its exit code."""
    parser = make_parser()
    if "_ARGCOMPLETE" in os.environ:
        from gongwen_clean.cli.completion import complete

        complete(parser)
    args = parser.parse_args(argv)
    try:
        # what a run needs is imported by its kind: an answer shall not wait for the reading of tables
        from gongwen_clean.cli.answers import answer
        from gongwen_clean.cli.cleaning import clean
        from gongwen_clean.cli.usage import check_usage

        check_usage(parser, args)
        return CLEAN if answer(args) else clean(args)
    except BrokenPipeError:
        # the reader closed early: say nothing, and keep Python from complaining at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except KeyboardInterrupt:
        return INTERRUPTED
    except GongwenError as error:
        print(f"gongwen-clean: {error}", file=sys.stderr)
        return UNREADABLE if isinstance(error, InputError | ModelError) else USAGE


def run() -> None:
    """Run the command as a program; a second Ctrl-C ends it at once."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main())
