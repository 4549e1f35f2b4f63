"""Clean what the command line names: text files, corpora, or pages to be rejoined; or replay edits."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from gongwen_clean.cleaner import Cleaner, configured_cleaner, configured_steps
from gongwen_clean.cli.exit_codes import DONE, SOME_FAILED, UNREADABLE, WOULD_CHANGE
from gongwen_clean.cli.reporting import CorpusReporter, report_document, report_target
from gongwen_clean.cli.settings import resolve
from gongwen_clean.configuration.settings import Configuration
from gongwen_clean.document import Document
from gongwen_clean.errors import GongwenError, InputError, PatternTimeoutError
from gongwen_clean.normalizer import Step
from gongwen_clean.places import check_targets, check_writable
from gongwen_clean.text_files import STANDARD_INPUT, write_text


def clean(args: argparse.Namespace) -> int:
    """Do what is asked and return the exit code. Raises: GongwenError."""
    if args.replay:
        from gongwen_clean.streaming.command import replay

        return DONE if replay(args) else SOME_FAILED
    configuration = resolve(args).configuration
    # limits of documents are read where corpora are, from the options
    args.max_doc_chars, args.timeout_s = configuration.max_doc_chars, configuration.timeout_s
    cleaner = configured_cleaner(configuration)
    if args.rejoin:
        return _rejoin(args, cleaner)
    if _are_corpora(args):
        return _clean_corpora(args, cleaner, configuration)
    return _clean_texts(args, cleaner, configuration)


def _clean_texts(args: argparse.Namespace, cleaner: Cleaner, configuration: Configuration) -> int:
    if not (args.check or args.dry_run):
        _check_targets(args)
    if not _shows_notes(args):
        cleaner = cleaner.taking()
    steps = configured_steps(configuration)
    reasons = _reasons(steps) if args.explain else {}
    receipt: list[str] = []
    failed = changed = 0
    for path in args.files:
        try:
            document = _clean_text(cleaner, path, args.encoding)
            _tell(args, document, reasons)
            _deliver(args, path, document)
            if args.report:
                report_document(args, document, steps)
        except InputError as error:
            print(f"gongwen-clean: {error}", file=sys.stderr)
            failed += 1
            continue
        changed += document.text != document.source
        receipt += _receipt(document) if args.edits else ()
    if args.edits and not args.dry_run:
        write_text(args.edits, "".join(receipt))
    if failed:
        return UNREADABLE if failed == len(args.files) else SOME_FAILED
    return WOULD_CHANGE if args.check and changed else DONE


def _shows_notes(args: argparse.Namespace) -> bool:
    """Whether anything that is written tells more than the text and its edits."""
    return not args.quiet or args.verbose or args.explain or args.report or args.format == "json"


def _receipt(document: Document) -> Iterable[str]:
    from gongwen_clean.document_json import edit_lines

    return edit_lines(document)


def _check_targets(args: argparse.Namespace) -> None:
    """Raise GongwenError for outputs that are inputs or one another, InputError for edits that go nowhere."""
    check_targets((path for path in args.files if path != STANDARD_INPUT), _targets(args))
    if args.edits:
        check_writable(args.edits)


def _targets(args: argparse.Namespace) -> Iterator[tuple[str, Path]]:
    for path in args.files:
        if args.output:
            yield "--output", args.output / path.name if args.output.is_dir() else args.output
        if args.report:
            yield "--report", report_target(args, path)
    if args.edits:
        yield "--edits", args.edits


def _clean_text(cleaner: Cleaner, path: Path, encoding: str) -> Document:
    from gongwen_clean.text_files import read_text

    try:
        return cleaner.run(read_text(path, encoding), str(path))
    except PatternTimeoutError as error:
        raise InputError(f"{path}: {error}") from error


def _tell(args: argparse.Namespace, document: Document, reasons: Mapping[str, str]) -> None:
    """Say on standard error what was done, and with --explain on standard output why."""
    if not args.quiet:
        from gongwen_clean.report.terminal import summarise

        print(f"{document.id}: {summarise(document)}", file=sys.stderr)
    if args.verbose:
        print(*_edit_notes(document), sep="\n", file=sys.stderr)
    if args.explain:
        from gongwen_clean.report.explanation import SHOWN, print_explanation

        most = len(document.source) if args.verbose else SHOWN
        print_explanation(document, reasons, most)


def _reasons(steps: Iterable[Step]) -> dict[str, str]:
    return {rule: reason for step in steps for rule, reason in step.rules.items()}


def _deliver(args: argparse.Namespace, path: Path, document: Document) -> None:
    """Write what a document became, where it is wanted."""
    if args.check or args.dry_run or args.explain:
        return
    if args.in_place:
        if document.text != document.source:
            write_text(path, document.text)
    elif args.diff and args.output is None and sys.stdout.isatty():
        from gongwen_clean.report.terminal import diff_lines, print_diff

        print_diff(diff_lines(document))
    elif args.output:
        write_text(args.output / path.name if args.output.is_dir() else args.output, _body(args, document))
    else:
        sys.stdout.buffer.write(_body(args, document).encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def _body(args: argparse.Namespace, document: Document) -> str:
    if args.diff:
        from gongwen_clean.report.terminal import diff_lines

        return "".join(f"{line}\n" for line in diff_lines(document))
    if args.format == "json":
        from gongwen_clean.document_json import document_line

        return document_line(document)
    text = document.text
    return text if not text or text.endswith("\n") else text + "\n"


def _edit_notes(document: Document) -> Iterator[str]:
    for edit in document.edits:
        before = document.source[edit.start : edit.end]
        yield f"  {edit.start}:{edit.end} {edit.rule}: {before!r} -> {edit.after!r}"
    for finding in document.findings:
        yield f"  {finding.start}:{finding.end} {finding.kind}: {finding.message}"


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


def _clean_corpora(args: argparse.Namespace, cleaner: Cleaner, configuration: Configuration) -> int:
    from gongwen_clean.cli.config_file import stamped_values

    if args.dry_run:
        from gongwen_clean.streaming.dry_run import try_corpora

        return DONE if try_corpora(args, cleaner) else SOME_FAILED
    from gongwen_clean.streaming.command import clean_corpora

    reporter = CorpusReporter(args, configured_steps(configuration)) if args.report else None
    everything = clean_corpora(args, cleaner, stamped_values(configuration), reporter)
    return DONE if everything else SOME_FAILED


def _rejoin(args: argparse.Namespace, cleaner: Cleaner) -> int:
    from gongwen_clean.rejoining.entries import PageFields
    from gongwen_clean.rejoining.json_lines import PageFiles

    def tell(message: str) -> None:
        print(f"gongwen-clean: {message}", file=sys.stderr)

    def note(message: str) -> None:
        if not args.quiet:
            tell(message)

    if args.output:
        check_targets((path for path in args.files if path != STANDARD_INPUT), [("--output", args.output)])
    *key, page = (name.strip() for name in args.rejoin.split(","))
    files = PageFiles(PageFields(tuple(key), page), cleaner, tell)
    return SOME_FAILED if files.rejoin(args.files, args.output, note) else DONE
