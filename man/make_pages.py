"""Write the manual pages anew: `python -m man.make_pages`. They say neither version nor date, to last."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from argparse_manpage.manpage import Manpage

from gongwen_clean.cli import parser as clean_parser
from gongwen_clean.lexicon_cli import make_parser as make_lexicon_parser

FOLDER = Path(__file__).parent


def make_pages() -> dict[str, str]:
    """Return the text of each page by its file's name."""
    clean = clean_parser.make_parser()
    clean.epilog = None  # its parts are sections of their own
    sections = {"EXAMPLES": clean_parser.EXAMPLES, "EXIT STATUS": clean_parser.EXIT_CODES}
    return {
        "gongwen-clean.1": _page(clean, "clean Chinese official text", sections),
        "gongwen-lexicon.1": _page(make_lexicon_parser(), "make and check what gongwen-clean knows", {}),
    }


def _page(parser: argparse.ArgumentParser, purpose: str, sections: dict[str, str]) -> str:
    for one in (parser, *_commands(parser)):
        # neither as wide as the terminal nor in its colours
        one.formatter_class = partial(argparse.RawDescriptionHelpFormatter, width=80)
    page = Manpage(parser, {"description": purpose, "manual_title": "gongwen-clean"})
    page.date = ""
    for heading, text in sections.items():
        shown = text.replace("\\", "\\\\").replace("-", "\\-")
        page.add_section(heading, ">", f".nf\n{shown}.fi")
    return str(page)


def _commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.values()


if __name__ == "__main__":
    for name, text in make_pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
