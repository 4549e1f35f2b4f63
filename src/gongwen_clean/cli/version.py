"""Say which versions do the work: of the program, its tables, its language model and OpenCC."""

from __future__ import annotations

import argparse
from typing import Any


class PrintVersion(argparse.Action):
    """Prints the versions and ends; reads the tables only then."""

    def __init__(self, option_strings: list[str], dest: str, help: str | None = None) -> None:  # noqa: ARG002
        super().__init__(option_strings, dest=argparse.SUPPRESS, nargs=0, help=help)

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,  # noqa: ARG002
        values: Any,  # noqa: ARG002
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        """Print them."""
        print(describe_versions(parser.prog))
        parser.exit()


def describe_versions(prog: str) -> str:
    """Return a line each for the program, the tables, the model and OpenCC; hashes tell contents apart."""
    from importlib.resources import as_file, files

    from gongwen_clean.streaming.stamp import file_digest, make_stamp

    stamp = make_stamp({})
    with as_file(files("gongwen_clean") / "scoring" / "official.lm") as model:
        digest = file_digest(model)
    return (
        f"{prog} {stamp['version']}\nlexicons {stamp['lexicon_version']}\n"
        f"model {digest}\nOpenCC {stamp['opencc_version']}"
    )
