"""The command `gongwen-lexicon`: make and check what the cleaner knows."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from gongwen_clean.cli.standard_streams import prepare_streams, run_to_end
from gongwen_clean.ending import ended_by_signals
from gongwen_clean.errors import GongwenError
from gongwen_clean.version import __version__


class Outcome(NamedTuple):
    """What a sub-command has to say at its end, and its exit code."""

    message: str
    code: int = 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 0, 1 for faults found, 4 for input that cannot be used."""
    parser = make_parser()
    if "_ARGCOMPLETE" in os.environ:
        from gongwen_clean.cli.completion import complete

        complete(parser)
    args = parser.parse_args(argv)
    return run_to_end("gongwen-lexicon", lambda: _run(args))


def run() -> None:
    """Run the command as a program."""
    prepare_streams()
    with ended_by_signals():
        sys.exit(main())


def _run(args: argparse.Namespace) -> int:
    try:
        outcome: Outcome = args.run(args)
    except GongwenError as error:
        print(f"gongwen-lexicon: {error}", file=sys.stderr)
        return 4
    print(outcome.message, file=sys.stderr)
    return outcome.code


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command; each sub-command sets `run`."""
    parser = argparse.ArgumentParser(
        prog="gongwen-lexicon", description="Make and check what gongwen-clean knows."
    )
    parser.add_argument("--version", action="version", version=f"gongwen-lexicon {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_build_model(
        commands.add_parser("build-model", help="train the character language model on a corpus")
    )
    _add_import(commands.add_parser("import", help="turn spinners' word lists into a table of checked pairs"))
    _add_mine(commands.add_parser("mine", help="propose word pairs from spun texts and their originals"))
    _add_learn_shell(
        commands.add_parser("learn-shell", help="learn which lines recur on the pages of each site")
    )
    _add_accept(commands.add_parser("accept", help="keep what a reader of a report decided on edits"))
    _add_lint(commands.add_parser("lint", help="find faults in tables"))
    return parser


def _add_build_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "corpus", nargs="+", type=Path, help="text or JSON lines (field text), plain, .gz or .xz"
    )
    parser.add_argument("-o", "--output", type=Path, required=True)
    _add_leave_out(parser)
    parser.set_defaults(run=_build_model)


def _add_leave_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--leave-out", default="", metavar="REGEX", help="skip records by title")


def _build_model(args: argparse.Namespace) -> Outcome:
    from gongwen_clean.scoring.build import BuildOptions, build_model, read_texts

    options = BuildOptions(sources=tuple(path.name for path in args.corpus))
    header = build_model(read_texts(args.corpus, args.leave_out), args.output, options)
    return Outcome(f"{args.output}: {header}")


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "table", nargs="+", help="NAME=FILE; a line is two words parted by a tab, comma, = or →"
    )
    parser.add_argument(
        "--corpus", nargs="+", type=Path, required=True, help="clean text that the pairs are checked on"
    )
    parser.add_argument(
        "--min-count", type=int, default=10, help="occurrences that an original needs (default 10)"
    )
    parser.add_argument("-o", "--output", type=Path, required=True)
    _add_leave_out(parser)
    parser.set_defaults(run=_import)


def _import(args: argparse.Namespace) -> Outcome:
    from gongwen_clean.decoding.spinner_tables import check_pairs, read_spinner_table, write_pairs
    from gongwen_clean.decoding.telltales import weigh_words, write_telltales
    from gongwen_clean.scoring.build import read_texts

    tables: dict[str, list[tuple[str, str]]] = {}
    for spec in args.table:
        name, _, path = spec.rpartition("=")
        tables.setdefault(name or Path(path).stem, []).extend(read_spinner_table(Path(path)))
    pairs = list(check_pairs(tables, read_texts(args.corpus, args.leave_out), args.min_count))
    weights = weigh_words(pairs)
    args.output.mkdir(parents=True, exist_ok=True)
    write_pairs(args.output / "mined.tsv", pairs)
    write_telltales(args.output / "telltales.tsv", weights)
    return Outcome(f"{args.output}: {len(pairs)} pairs, {len(weights)} telltale words")


def _add_mine(parser: argparse.ArgumentParser) -> None:
    given = "JSON lines (field text; also .gz or .xz) or a folder of .txt files"
    parser.add_argument("spun", type=Path, help=f"spun texts: {given}")
    parser.add_argument("clean", type=Path, help=f"texts among which their originals are: {given}")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--min-count", type=int, default=2, help="occurrences that a pair needs (default 2)")
    parser.add_argument("--corpus", nargs="+", type=Path, help="clean text to count both words in")
    parser.set_defaults(run=_mine)


def _mine(args: argparse.Namespace) -> Outcome:
    from gongwen_clean.decoding.mining import mine_pairs, read_documents, write_proposals
    from gongwen_clean.places import check_writable
    from gongwen_clean.scoring.build import read_texts

    check_writable(args.output)
    texts = (read_documents(args.spun), read_documents(args.clean))
    proposals = mine_pairs(*texts, args.min_count, read_texts(args.corpus or ()), args.output.parent)
    write_proposals(args.output, proposals, read_texts(args.corpus) if args.corpus else None)
    return Outcome(f"{args.output}: {len(proposals)} pairs to review")


def _add_learn_shell(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "corpus",
        nargs="+",
        type=Path,
        help="JSON lines (field text; also .gz or .xz), or a folder: its .txt files, sub-folders are sites",
    )
    parser.add_argument(
        "--by",
        default="host",
        metavar="FIELD",
        help="the site of a record; of a URL, its host (default host)",
    )
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument(
        "--min-documents", type=int, default=5, help="of its site, that a line stands in (default 5)"
    )
    parser.add_argument(
        "--min-share", type=float, default=0.3, help="of its site's documents, from 0 to 1 (default 0.3)"
    )
    parser.add_argument(
        "--max-sites", type=int, default=1000, help="keep those with most documents (default 1000)"
    )
    parser.set_defaults(run=_learn_shell)


def _learn_shell(args: argparse.Namespace) -> Outcome:
    from gongwen_clean.shell_profiles.choosing import learn_profile
    from gongwen_clean.shell_profiles.corpus import read_site_texts
    from gongwen_clean.shell_profiles.learning import LearnOptions
    from gongwen_clean.shell_profiles.profile import format_profile
    from gongwen_clean.text_files import write_text

    options = LearnOptions(args.min_documents, args.min_share, args.max_sites)
    learned = learn_profile(read_site_texts(args.corpus, args.by), options)
    write_text(args.output, format_profile(learned.profile))
    return Outcome(f"{args.output}: {learned}")


def _add_accept(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("decisions", type=Path, help="a file of decisions, as the HTML reports export it")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="LEXICON", help="your table of word pairs (TSV)"
    )
    parser.add_argument(
        "--protect", type=Path, metavar="SETTINGS", help="protect what was refused: a gongwen-clean.toml"
    )
    parser.add_argument(
        "--on", nargs="+", type=Path, default=[], metavar="FILE", help="texts or JSON lines to show it on"
    )
    parser.add_argument("--yes", action="store_true", help="keep it without asking")
    parser.set_defaults(run=_accept)


def _accept(args: argparse.Namespace) -> Outcome:
    from gongwen_clean.workbench.accepting import keep_proposal, propose, try_proposal

    proposal = propose(args.decisions, args.output, args.protect)
    if args.on:
        print(*try_proposal(proposal, args.output, args.protect, args.on).lines(), sep="\n")
    if not proposal.files:
        return Outcome(f"{args.output}: nothing new: {proposal}")
    if not args.yes and not _is_confirmed(f"{proposal}. Keep it? [y/N] "):
        return Outcome(f"nothing was kept ({proposal}); --yes keeps it", 1)
    keep_proposal(proposal)
    return Outcome(f"{', '.join(map(str, proposal.files))}: {proposal}")


def _is_confirmed(question: str) -> bool:
    """Ask on a terminal; elsewhere nobody can answer."""
    return sys.stdin.isatty() and input(question).strip().lower() in ("y", "yes")


def _add_lint(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", nargs="*", type=Path, help="default: every table of lexicons/spun")
    parser.set_defaults(run=_lint)


def _lint(args: argparse.Namespace) -> Outcome:
    from gongwen_clean.lexicon import lexicon_folder
    from gongwen_clean.lexicon_lint import lint

    tables = args.table or sorted((lexicon_folder() / "spun").glob("*.tsv"))
    problems = lint(tables)
    for problem in problems:
        print(problem)
    errors = sum(problem.is_error for problem in problems)
    notes = len(problems) - errors
    return Outcome(f"{len(tables)} tables: {errors} errors, {notes} notes", 1 if errors else 0)


if __name__ == "__main__":
    run()
