"""The manual pages say what the commands take."""

from __future__ import annotations

import argparse

import pytest
from man.make_pages import FOLDER, make_pages

from gongwen_clean.cli.parser import make_parser
from gongwen_clean.lexicon_cli import make_parser as make_lexicon_parser

PARSERS = {"gongwen-clean.1": make_parser, "gongwen-lexicon.1": make_lexicon_parser}


@pytest.mark.parametrize("name", PARSERS)
def test_a_page_is_what_its_parser_makes(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert text == make_pages()[name], "the options have changed: make man"


@pytest.mark.parametrize("name", PARSERS)
def test_a_page_names_every_option(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8").replace("\\-", "-")
    assert [option for option in _options(PARSERS[name]()) if option not in text] == []


def _options(parser: argparse.ArgumentParser) -> list[str]:
    found: list[str] = []
    for action in parser._actions:
        found += [option for option in action.option_strings if option not in ("-h", "--help")]
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                found += [name, *_options(inner)]
    return found
