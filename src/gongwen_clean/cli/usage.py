"""What is refused before anything is read: options that do not go together."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from gongwen_clean.text_files import STANDARD_INPUT

_ALONE = {
    "rejoin": ("in_place", "diff", "explain", "check", "dry_run", "edits", "report", "verbose"),
    "in_place": ("output", "diff", "explain", "check"),
    "dry_run": ("diff", "explain", "check", "replay", "report"),
    "explain": ("diff",),
}


def check_usage(parser: argparse.ArgumentParser, args: argparse.Namespace) -> None:
    """End with a message for options that do not go together; without files, set standard input."""
    args.given_files = args.files
    args.files = args.files or [STANDARD_INPUT]
    for option, others in _ALONE.items():
        if getattr(args, option) and (clash := [name for name in others if getattr(args, name)]):
            parser.error(f"{_spelled([option])} does not go with {_spelled(clash)}")
    if args.format != "text" and (args.in_place or args.explain):
        parser.error("--format json goes with neither --in-place nor --explain")
    if args.report and len(args.files) > 1 and args.report.is_file():
        parser.error(f"--report {args.report} is a file; several reports need a folder")
    if args.in_place and STANDARD_INPUT in args.files:
        parser.error("--in-place needs files; standard input has no place to write to")
    if args.rejoin is not None:
        _check_rejoin(parser, args)
    elif args.output and len(args.files) > 1 and not args.output.is_dir():
        parser.error(f"--output {args.output} must be an existing folder for several files")


def _check_rejoin(parser: argparse.ArgumentParser, args: argparse.Namespace) -> None:
    if not all(name.strip() for name in args.rejoin.split(",")) or "," not in args.rejoin:
        parser.error("--rejoin needs the fields that name a document, and that of the page: host,title,page")
    if args.encoding not in ("auto", "utf-8"):
        parser.error("--rejoin reads JSON lines, and these are UTF-8: convert the file first")


def _spelled(names: Sequence[str]) -> str:
    return ", ".join(f"--{name.replace('_', '-')}" for name in names)
