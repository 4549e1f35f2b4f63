"""Standard streams of a command, whatever they are: closed, full, read no further, of a narrow encoding."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable

from gongwen_clean.cli.exit_codes import DONE, UNREADABLE


def prepare_streams() -> None:
    """Let closed streams fail when they are used, and no character be one that a terminal cannot show.

    A file that is opened while a stream is closed would get its number, and what is printed be written there.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_WRONLY), "r", encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:  # print would take standard output instead
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def run_to_end(name: str, work: Callable[[], int]) -> int:
    """Do the work of the command `name` and return its exit code, also where its output cannot be written.

    A reader that closes early wants no more: that is no failure, and nothing is said.
    """
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return DONE
    except OSError as error:
        _drop_output()
        print(f"{name}: {error.filename or 'standard output'}: {error.strerror}", file=sys.stderr)
        return UNREADABLE
    return code


def _drop_output() -> None:
    """Keep Python from writing at its exit what could not be written."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
