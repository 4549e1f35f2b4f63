"""The options of `gongwen-clean`; imports nothing that takes time."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gongwen_clean.streaming.limits import MOST_RATIO

SHELLS = ("bash", "zsh", "fish")

EXAMPLES = """\
  gongwen-clean page.txt                      print the cleaned text
  gongwen-clean --diff page.txt               show what would change
  gongwen-clean --explain page.txt            what would change, rule by rule, and why
  gongwen-clean --in-place *.txt              clean files where they are
  gongwen-clean --dry-run pages/              count what would be done, and write nothing
  gongwen-clean --format json page.txt        text, metadata, edits, findings and scores
  gongwen-clean --steps shell,layout page.txt only these steps; --steps=-spun for all but one
  gongwen-clean --config 'rules."spun*" = "warn"' page.txt
  gongwen-clean pages.jsonl --rejoin host,title,page -o documents.jsonl
  gongwen-clean corpus.jsonl.zst -o clean.jsonl.zst --jobs 8 --edits edits.jsonl
  gongwen-clean corpus.jsonl.zst --replay edits.jsonl --without-rules 'spun*' -o unrepaired.jsonl
  gongwen-clean pages/ -o clean/              every .txt and .html under a folder
  cat page.txt | gongwen-clean > clean.txt
"""

EXIT_CODES = """\
  0    done
  1    --check found something to change
  2    wrong usage or settings
  3    some files failed
  4    no file could be read
  130  interrupted
"""

_Add = Callable[..., Any]


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command; an option that was not given is None, empty or False."""
    parser = argparse.ArgumentParser(
        prog="gongwen-clean",
        usage="%(prog)s [OPTION ...] [FILE ...]",
        description="Clean scraped, spun and scanned Chinese official text (公文).",
        epilog=f"examples:\n{EXAMPLES}\nexit codes:\n{EXIT_CODES}",
    )
    _add_output_options(parser.add_argument)
    _add_choices(parser.add_argument_group("what is done").add_argument)
    _add_settings(parser.add_argument_group("settings").add_argument)
    corpora = parser.add_argument_group("corpora", "JSON lines (.jsonl; .gz, .zst, .xz), .parquet, folders")
    _add_corpus_options(corpora.add_argument)
    _add_run_options(corpora.add_argument)
    _add_answers(parser.add_argument_group("answers, without cleaning").add_argument)
    parser.formatter_class = _formatter  # at last, as each option that is added makes one to check itself
    return parser


def _formatter(*, prog: str) -> argparse.HelpFormatter:
    from gongwen_clean.cli.help import HelpFormatter

    return HelpFormatter(prog)


def _add_output_options(add: _Add) -> None:
    add("files", nargs="*", type=Path, metavar="FILE", help="files to clean; none or - means standard input")
    add("-o", "--output", type=Path, help="write here: a file, or for several files a folder")
    add("--in-place", action="store_true", help="write each cleaned text over its file")
    add("--format", choices=("text", "json"), default="text", help="json: an object a document, with receipt")
    add("--diff", action="store_true", help="show the lines that would change instead of the text")
    add("--explain", action="store_true", help="show what would change by rule, with reasons, instead of it")
    add("--edits", type=Path, metavar="FILE", help="write every edit to FILE as JSON lines")
    add(
        "--report", type=Path, metavar="FILE", help="write an HTML report; of several text files, to a folder"
    )
    add("--report-language", choices=("zh", "en"), default="zh", help="in which a report opens (default zh)")
    add("--check", action="store_true", help="write nothing; exit with 1 if anything would change")
    add("--dry-run", action="store_true", help="write nothing; say what would be done")
    add("--encoding", default="auto", help="auto (default): UTF-8, UTF-16 with its mark, or GB18030")
    add("-q", "--quiet", action="store_true", help="print only errors besides the text")
    add("-v", "--verbose", action="store_true", help="print every edit with its rule")


def _add_choices(add: _Add) -> None:
    add("--preset", help="safe, standard (default) or aggressive")
    add("--steps", type=_names, metavar="A,B,-C", help="run only these steps, or all of the preset but -C")
    add("--min-confidence", type=float, metavar="NATS", help="log odds that the repair of a spun word needs")
    add("--max-harm", type=float, metavar="N", help="wrong characters per 10,000 that repairs may make")
    add("--model", type=Path, metavar="FILE", help="a language model made by gongwen-lexicon build-model")
    _add_files(add, "--lexicon", "lexicons", "word pairs of your own, as gongwen-lexicon accept writes them")
    _add_files(add, "--shell-profile", "shell_profiles", "lines to cut, by gongwen-lexicon learn-shell")


def _add_files(add: _Add, option: str, name: str, help: str) -> None:
    add(option, type=Path, action="append", dest=name, metavar="FILE", help=f"{help}; may be repeated")


def _add_settings(add: _Add) -> None:
    add(
        "--config",
        action="append",
        default=[],
        metavar="FILE|KEY=VALUE",
        help="read settings from FILE, not from the gongwen-clean.toml or pyproject.toml next above; "
        "or set one key, in TOML; may be repeated",
    )
    add("--no-config", action="store_true", help="read no settings file")


def _add_corpus_options(add: _Add) -> None:
    add("--input-format", choices=("auto", "jsonl"), default="auto", help="jsonl: whatever the file's name")
    add("--compression", default="auto", choices=("auto", "none", "gz", "zst", "xz"), help="of the input")
    add("--text-field", default="text", metavar="NAME", help="field of the text (default text)")
    add("--id-field", default="id", metavar="NAME", help="field of the document's id (default id)")
    add("--add", default="", metavar="A,B", help="add metadata, edits, findings, scores, stamp to a record")
    add("--rejoin", metavar="KEY,…,PAGE", help="join JSON lines of one page each by these fields, then clean")
    add("--replay", type=Path, metavar="EDITS", help="make the edits that --edits wrote, without cleaning")
    add("--without-rules", default="", metavar="A,B*", help="with --replay: leave out edits by these rules")


def _add_run_options(add: _Add) -> None:
    add("--jobs", type=_positive, default=1, metavar="N", help="processes (default 1)")
    add("--resume", action="store_true", help="go on with a run that did not end")
    add("--errors", type=Path, metavar="FILE", help="write lines that fail to FILE, with the reason")
    add("--stats", type=Path, metavar="FILE", help="write counts by rule, times and scores to FILE as JSON")
    add("--timeout-s", type=float, metavar="S", help="seconds that a document may take")
    add("--max-doc-chars", type=int, metavar="N", help="characters that one may have (5000000); 0: any")
    add(
        "--max-ratio",
        type=_whole,
        default=MOST_RATIO,
        metavar="N",
        help="times its size that what is compressed may unpack to (%(default)s, above 256 MiB); 0: any",
    )


def _add_answers(add: _Add) -> None:
    from gongwen_clean.cli.version import PrintVersion

    add("--list-steps", action="store_true", help="list the steps in order")
    add("--explain-rule", metavar="ID", help="say what a rule does, with examples")
    told = "list its steps and thresholds, and what each does to FILEs, or to five sample pages"
    add("--explain-preset", metavar="NAME", help=told)
    add("--init", action="store_true", help="write a gongwen-clean.toml that names every setting")
    add("--show-config", action="store_true", help="print the settings that hold, as TOML")
    add("--print-completion", choices=SHELLS, metavar="SHELL", help=f"for your shell: {', '.join(SHELLS)}")
    add("--version", action=PrintVersion, help="print versions of program, tables, model and OpenCC")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _positive(text: str) -> int:
    return _at_least(1, text)


def _whole(text: str) -> int:
    return _at_least(0, text)


def _at_least(least: int, text: str) -> int:
    value = int(text)
    if value < least:
        raise ValueError(text)
    return value
