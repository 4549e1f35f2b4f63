"""The command `gongwen-clean`: parse, call, print."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gongwen_clean.document import Document
from gongwen_clean.errors import GongwenError, InputError, ModelError
from gongwen_clean.version import __version__

if TYPE_CHECKING:
    from gongwen_clean.cleaner import Cleaner
    from gongwen_clean.normalizer import Normalizer, Reader

CLEAN, WOULD_CHANGE, USAGE, SOME_FAILED, UNREADABLE, INTERRUPTED = 0, 1, 2, 3, 4, 130

_EPILOG = """\
examples:
  gongwen-clean page.txt                      print the cleaned text
  gongwen-clean --diff page.txt               show what would change
  gongwen-clean --in-place *.txt              clean files where they are
  gongwen-clean --format json page.txt        text, metadata, edits, findings and scores
  gongwen-clean --steps shell,layout page.txt only these steps; --steps=-spun for all but one
  gongwen-clean pages.jsonl --rejoin host,title,page -o documents.jsonl
  gongwen-clean corpus.jsonl.zst -o clean.jsonl.zst --jobs 8 --edits edits.jsonl
  gongwen-clean corpus.jsonl.zst --replay edits.jsonl --without-rules 'spun*' -o unrepaired.jsonl
  gongwen-clean pages/ -o clean/              every .txt and .html under a folder
  cat page.txt | gongwen-clean > clean.txt

exit codes: 0 done; 1 --check found something to change; 2 wrong usage; 3 some files failed;
4 no file could be read; 130 interrupted
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command on `argv` (or the process's own) and return its exit code."""
    parser = _parser()
    args = parser.parse_args(argv)
    try:
        _check_usage(parser, args)
        if args.list_steps or args.explain_rule:
            return _answer(args)
        return _replay(args) if args.replay else _clean_files(args)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gongwen-clean",
        description="Clean scraped, spun and scanned Chinese official text (公文).",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("files", nargs="*", type=Path, metavar="FILE", help="files to clean; none or - means standard input")
    add("-o", "--output", type=Path, help="write here: a file, or for several files a folder")
    add("--in-place", action="store_true", help="write each cleaned text over its file")
    add(
        "--format",
        choices=("text", "json"),
        default="text",
        help="json: one object a document, with its receipt",
    )
    add("--diff", action="store_true", help="show the lines that would change instead of the text")
    add("--edits", type=Path, metavar="FILE", help="write every edit to FILE as JSON lines")
    corpora = parser.add_argument_group("corpora: JSON lines (.jsonl; .gz, .zst, .xz), .parquet, folders")
    _add_corpus_options(corpora.add_argument)
    add("--check", action="store_true", help="write nothing; exit with 1 if anything would change")
    add("--rejoin", metavar="KEY,…,PAGE", help="join JSON lines of one page each by these fields, then clean")
    add("--preset", default="standard", help="safe, standard (default) or aggressive")
    add("--steps", default="", metavar="A,B,-C", help="run only these steps, or all of the preset but -C")
    add("--min-confidence", type=float, metavar="NATS", help="log odds that the repair of a spun word needs")
    add(
        "--max-harm",
        type=float,
        metavar="N",
        help="wrong characters per 10,000 that repairs may make",
    )
    add("--model", type=Path, metavar="FILE", help="a language model made by gongwen-lexicon build-model")
    add("--shell-profile", type=Path, metavar="FILE", help="lines to cut, by gongwen-lexicon learn-shell")
    add("--encoding", default="auto", help="auto (default): UTF-8, UTF-16 with its mark, or GB18030")
    add("--list-steps", action="store_true", help="list the preset's steps in order, and end")
    add("--explain-rule", metavar="ID", help="say what a rule does, and end")
    add("-q", "--quiet", action="store_true", help="print only errors besides the text")
    add("-v", "--verbose", action="store_true", help="print every edit with its rule")
    add("--version", action="version", version=f"gongwen-clean {__version__}")
    return parser


def _add_corpus_options(add: Callable[..., object]) -> None:
    add("--input-format", choices=("auto", "jsonl"), default="auto", help="jsonl: whatever the file's name")
    add("--compression", default="auto", choices=("auto", "none", "gz", "zst", "xz"), help="of the input")
    add("--text-field", default="text", metavar="NAME", help="field of the text (default text)")
    add("--id-field", default="id", metavar="NAME", help="field of the document's id (default id)")
    add(
        "--add", default="", metavar="A,B", help="add metadata, edits, findings, scores, stamp to each record"
    )
    add("--jobs", type=_positive, default=1, metavar="N", help="processes (default 1)")
    add("--resume", action="store_true", help="go on with a run that did not end")
    add("--errors", type=Path, metavar="FILE", help="write lines that fail to FILE, with the reason")
    add("--stats", type=Path, metavar="FILE", help="write counts by rule, times and scores to FILE as JSON")
    add("--timeout-s", type=float, default=0.0, metavar="S", help="seconds that a document may take")
    add(
        "--max-doc-chars",
        type=int,
        default=5_000_000,
        metavar="N",
        help="characters that one may have; 0: any",
    )
    add(
        "--replay",
        type=Path,
        metavar="EDITS",
        help="make the edits that --edits wrote, without cleaning anew",
    )
    add("--without-rules", default="", metavar="A,B*", help="with --replay: leave out edits by these rules")


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


def _check_usage(parser: argparse.ArgumentParser, args: argparse.Namespace) -> None:
    from gongwen_clean.text_files import STANDARD_INPUT

    args.files = args.files or [STANDARD_INPUT]
    if args.rejoin is not None:
        if not all(name.strip() for name in args.rejoin.split(",")) or "," not in args.rejoin:
            parser.error(
                "--rejoin needs the fields that name a document, and that of the page: host,title,page"
            )
        if args.in_place or args.diff or args.check or args.edits or args.verbose:
            parser.error("--rejoin goes with neither --in-place, --diff, --check, --edits nor --verbose")
        if args.encoding not in ("auto", "utf-8"):
            parser.error("--rejoin reads JSON lines, and these are UTF-8: convert the file first")
        return
    if args.in_place and (args.output or args.format != "text" or args.diff or args.check):
        parser.error("--in-place goes with neither --output, --format json, --diff nor --check")
    if args.in_place and STANDARD_INPUT in args.files:
        parser.error("--in-place needs files; standard input has no place to write to")
    if args.output and len(args.files) > 1 and not args.output.is_dir():
        parser.error(f"--output {args.output} must be an existing folder for several files")


def _answer(args: argparse.Namespace) -> int:
    from gongwen_clean.cleaner import explain_rule

    steps = _choose(args)
    if args.explain_rule:
        own = (step.rules[args.explain_rule] for step in steps if args.explain_rule in step.rules)
        print(next(own, None) or explain_rule(args.explain_rule))
        return CLEAN
    for step in steps:
        print(f"{step.name:16}{(type(step).__doc__ or '').splitlines()[0]}")
    return CLEAN


def _replay(args: argparse.Namespace) -> int:
    from gongwen_clean.streaming.command import replay

    return CLEAN if replay(args) else SOME_FAILED


def _choose(args: argparse.Namespace) -> list[Normalizer | Reader]:
    from gongwen_clean.cleaner import choose_steps

    steps = choose_steps(args.preset, _step_names(args))
    if args.shell_profile is None:
        return steps
    from gongwen_clean.normalizers.site_shell import add_site_shell

    return add_site_shell(steps, args.shell_profile)


def _step_names(args: argparse.Namespace) -> list[str]:
    return [name.strip() for name in args.steps.split(",") if name.strip()]


def _clean_files(args: argparse.Namespace) -> int:
    from gongwen_clean.cleaner import Cleaner, adjust_repairs
    from gongwen_clean.document_json import edit_lines
    from gongwen_clean.text_files import read_text, write_text

    asked = {"min_confidence": args.min_confidence, "max_harm": args.max_harm}
    trust = {name: value for name, value in asked.items() if value is not None}
    steps = adjust_repairs(_choose(args), trust, args.model)
    cleaner = Cleaner(steps=steps)
    if args.rejoin:
        return _rejoin(args, cleaner)
    if _are_corpora(args):
        return _clean_corpora(args, cleaner, {"steps": [step.name for step in steps], "trust": trust})
    receipt: list[str] = []
    failed = changed = 0
    for path in args.files:
        try:
            document = cleaner.run(read_text(path, args.encoding), str(path))
            _deliver(args, path, document)
        except InputError as error:
            print(f"gongwen-clean: {error}", file=sys.stderr)
            failed += 1
            continue
        changed += document.text != document.source
        if args.edits:
            receipt += edit_lines(document)
    if args.edits:
        write_text(args.edits, "".join(receipt))
    if failed:
        return UNREADABLE if failed == len(args.files) else SOME_FAILED
    return WOULD_CHANGE if args.check and changed else CLEAN


def _are_corpora(args: argparse.Namespace) -> bool:
    if args.input_format == "jsonl":
        return True
    from gongwen_clean.streaming.kinds import is_corpus

    corpora = [is_corpus(path) for path in args.files]
    if any(corpora) and not all(corpora):
        raise GongwenError("corpora and text files do not go together: give them one kind at a time")
    if not any(corpora) and (args.resume or args.errors or args.stats or args.add):
        raise GongwenError("--resume, --errors, --stats and --add are for JSON lines, Parquet and folders")
    return all(corpora)


def _clean_corpora(args: argparse.Namespace, cleaner: Cleaner, settings: Mapping[str, object]) -> int:
    from gongwen_clean.streaming.command import clean_corpora
    from gongwen_clean.streaming.stamp import file_digest

    files = {"model": args.model, "shell_profile": args.shell_profile}
    named = {name: file_digest(path) for name, path in files.items() if path}
    everything = clean_corpora(args, cleaner, {**settings, "preset": args.preset, **named})
    return CLEAN if everything else SOME_FAILED


def _rejoin(args: argparse.Namespace, cleaner: Cleaner) -> int:
    from gongwen_clean.rejoining.entries import PageFields
    from gongwen_clean.rejoining.json_lines import PageFiles

    def tell(message: str) -> None:
        print(f"gongwen-clean: {message}", file=sys.stderr)

    def note(message: str) -> None:
        if not args.quiet:
            tell(message)

    *key, page = (name.strip() for name in args.rejoin.split(","))
    files = PageFiles(PageFields(tuple(key), page), cleaner, tell)
    return SOME_FAILED if files.rejoin(args.files, args.output, note) else CLEAN


def _deliver(args: argparse.Namespace, path: Path, document: Document) -> None:
    from gongwen_clean.document_json import document_line
    from gongwen_clean.report.terminal import diff_lines, print_diff, summarise
    from gongwen_clean.text_files import write_text

    if not args.quiet:
        print(f"{path}: {summarise(document)}", file=sys.stderr)
    if args.verbose:
        print(*_edit_notes(document), sep="\n", file=sys.stderr)
    if args.check:
        return
    if args.in_place:
        if document.text != document.source:
            write_text(path, document.text)
        return
    if args.diff and args.output is None and sys.stdout.isatty():
        print_diff(diff_lines(document))
        return
    if args.diff:
        body = "".join(f"{line}\n" for line in diff_lines(document))
    else:
        body = document_line(document) if args.format == "json" else _with_newline(document.text)
    if args.output:
        write_text(args.output / path.name if args.output.is_dir() else args.output, body)
    else:
        sys.stdout.buffer.write(body.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def _with_newline(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def _edit_notes(document: Document) -> Iterator[str]:
    for edit in document.edits:
        before = document.source[edit.start : edit.end]
        yield f"  {edit.start}:{edit.end} {edit.rule}: {before!r} -> {edit.after!r}"
    for finding in document.findings:
        yield f"  {finding.start}:{finding.end} {finding.kind}: {finding.message}"


if __name__ == "__main__":
    run()
