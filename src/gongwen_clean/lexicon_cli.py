"""The command `gongwen-lexicon`: make and check what the cleaner knows."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from gongwen_clean.errors import GongwenError
from gongwen_clean.version import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 0, or 4 for input that cannot be used."""
    args = _parser().parse_args(argv)
    try:
        print(args.run(args), file=sys.stderr)
    except GongwenError as error:
        print(f"gongwen-lexicon: {error}", file=sys.stderr)
        return 4
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gongwen-lexicon", description=__doc__)
    parser.add_argument("--version", action="version", version=f"gongwen-lexicon {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_build_model(
        commands.add_parser("build-model", help="train the character language model on a corpus")
    )
    _add_import(commands.add_parser("import", help="turn spinners' word lists into a table of checked pairs"))
    return parser


def _add_build_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "corpus", nargs="+", type=Path, help="text or JSON lines (field text), plain, .gz or .xz"
    )
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument(
        "--leave-out", default="", metavar="REGEX", help="skip records by title"
    )
    parser.set_defaults(run=_build_model)


def _build_model(args: argparse.Namespace) -> str:
    from gongwen_clean.scoring.build import BuildOptions, build_model, read_texts

    options = BuildOptions(sources=tuple(path.name for path in args.corpus))
    header = build_model(read_texts(args.corpus, args.leave_out), args.output, options)
    return f"{args.output}: {header}"


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
    parser.set_defaults(run=_import)


def _import(args: argparse.Namespace) -> str:
    from gongwen_clean.decoding.spinner_tables import check_pairs, read_spinner_table
    from gongwen_clean.decoding.spun_lexicon import write_mined
    from gongwen_clean.decoding.telltales import weigh_words, write_telltales
    from gongwen_clean.scoring.build import read_texts

    tables: dict[str, list[tuple[str, str]]] = {}
    for spec in args.table:
        name, _, path = spec.rpartition("=")
        tables.setdefault(name or Path(path).stem, []).extend(read_spinner_table(Path(path)))
    pairs = list(check_pairs(tables, read_texts(args.corpus), args.min_count))
    weights = weigh_words(pairs)
    args.output.mkdir(parents=True, exist_ok=True)
    write_mined(args.output / "mined.tsv", pairs)
    write_telltales(args.output / "telltales.tsv", weights)
    return f"{args.output}: {len(pairs)} pairs, {len(weights)} telltale words"


if __name__ == "__main__":
    sys.exit(main())
