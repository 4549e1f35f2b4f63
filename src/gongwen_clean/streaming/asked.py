"""What a user asked of a run on corpora: options of the command as options of a run, and what is refused."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gongwen_clean.document_json import PARTS
from gongwen_clean.errors import GongwenError, InputError, UnknownNameError
from gongwen_clean.places import check_targets, check_writable
from gongwen_clean.streaming.corpora import Corpus
from gongwen_clean.streaming.folders import TextFolder
from gongwen_clean.streaming.joining import Destination
from gongwen_clean.streaming.json_lines import Bounds, JsonLines, input_compression
from gongwen_clean.streaming.kinds import PARQUET, is_parquet
from gongwen_clean.streaming.parquet import ParquetRows
from gongwen_clean.streaming.stamp import make_stamp
from gongwen_clean.streaming.texts import LineOptions
from gongwen_clean.text_files import STANDARD_INPUT

_STAMP = "stamp"
_NOT_WITH_CORPORA = ("in_place", "diff", "explain", "check", "verbose")


def check_kind(args: argparse.Namespace) -> None:
    """Raise GongwenError for options that are for text files alone."""
    for name in _NOT_WITH_CORPORA:
        if getattr(args, name):
            raise GongwenError(f"--{name.replace('_', '-')} is for text files, not for corpora")
    if args.format != "text":
        raise GongwenError("--format is for text files; --add says what records of a corpus get")


def check_usage(args: argparse.Namespace) -> None:
    """Raise GongwenError for options that do not go together, InputError for files that are not there."""
    check_kind(args)
    if args.resume and not args.output:
        raise GongwenError("--resume needs --output: what goes to standard output cannot be taken up")
    names = ("edits", "errors", "stats", "replay", "report")
    beside = {f"--{name}": getattr(args, name) for name in names}
    given = {option: path for option, path in beside.items() if path}
    if given and len(args.files) > 1:
        raise GongwenError(f"{', '.join(given)}: one corpus at a time")
    if len({path.name for path in args.files}) < len(args.files) and args.output:
        raise GongwenError("corpora of the same name would overwrite each other; give them one at a time")
    for path in args.files:
        if path != STANDARD_INPUT and not path.exists():
            raise InputError(f"{path}: no such file")
        _check_targets(path, {"--output": destination(args, path).output, **given})


def _check_targets(source: Path, targets: Mapping[str, Path | None]) -> None:
    given = {option: path for option, path in targets.items() if path}
    check_targets([source], given.items())
    for option, path in given.items():
        if path.is_dir() and option != "--output":
            raise GongwenError(f"{option} {path}: is a folder; name a file")
        if option != "--replay":
            check_writable(path)


def destination(args: argparse.Namespace, path: Path) -> Destination:
    """Return where the corpus of `path` goes."""
    output = args.output
    if path.is_dir():
        return _folder_destination(args, path)
    if output and output.is_dir():
        if path == STANDARD_INPUT:
            raise GongwenError(f"--output {output}: is a folder; standard input needs the name of a file")
        output = output / path.name
    if is_parquet(path) != bool(output and is_parquet(output)):
        raise GongwenError(f"{path}: Parquet goes to --output FILE{PARQUET}, and JSON lines to JSON lines")
    return Destination(output, args.edits, args.errors)


def _folder_destination(args: argparse.Namespace, path: Path) -> Destination:
    if args.output is None or len(args.files) > 1:
        raise GongwenError(f"{path}: is a folder; one at a time goes to --output FOLDER")
    if args.output.exists() and not args.output.is_dir():
        raise GongwenError(f"--output {args.output}: is a file; the folder {path} goes to a folder")
    if args.add:
        raise GongwenError("--add is for records; of a folder come plain texts, and --edits tells the edits")
    return Destination(args.output, args.edits, args.errors, is_folder=True)


def find_corpus(args: argparse.Namespace, path: Path, to: Destination, options: LineOptions) -> Corpus:
    """Return the corpus of a path. Raises: InputError."""
    if path.is_dir():
        assert to.output is not None
        return TextFolder(path, to.output, args.encoding)
    if is_parquet(path):
        return ParquetRows(path, options, args.max_ratio)
    bounds = Bounds(options.max_line_bytes, args.max_ratio)
    return JsonLines(path, input_compression(path, args.compression), to.compression, bounds)


def line_options(args: argparse.Namespace, settings: Mapping[str, Any]) -> LineOptions:
    """Return how records are read and written. Raises: UnknownNameError."""
    added = [name.strip() for name in args.add.split(",") if name.strip()]
    for name in added:
        if name not in (*PARTS, _STAMP):
            raise UnknownNameError(f"no part {name!r} to --add; there are {', '.join((*PARTS, _STAMP))}")
    return LineOptions(
        text_field=args.text_field,
        id_field=args.id_field,
        added=tuple(name for name in added if name != _STAMP),
        stamp=make_stamp(settings) if _STAMP in added else None,
        with_edits=args.edits is not None,
        max_chars=args.max_doc_chars,
        timeout_s=args.timeout_s,
    )


def as_json(options: LineOptions) -> dict[str, Any]:
    """Return options as JSON values."""
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in asdict(options).items()
    }
