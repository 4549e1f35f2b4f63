"""Write the HTML reports that --report asks for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gongwen_clean.document import Document
from gongwen_clean.normalizer import Step

if TYPE_CHECKING:
    from gongwen_clean.report.gathering import Gathering
    from gongwen_clean.streaming.tally import Tally


def report_document(args: argparse.Namespace, document: Document, steps: Sequence[Step]) -> None:
    """Write the report of one of the text files of `args`.

    Raises: InputError when it cannot be written; MissingExtraError without what makes it.
    """
    from gongwen_clean.report.page import render_document
    from gongwen_clean.text_files import write_text

    target = report_target(args, Path(document.id or "-"))
    if target != args.report:
        args.report.mkdir(parents=True, exist_ok=True)
    write_text(target, render_document(document, args.report_language, steps))


def report_target(args: argparse.Namespace, path: Path) -> Path:
    """Return where the report of one of the text files of `args` goes: of several, into a folder."""
    target: Path = args.report
    return target / f"{path.name}.html" if target.is_dir() or len(args.files) > 1 else target


class CorpusReporter:
    """Gathers, while a corpus is cleaned, what its report shows, and writes it.

    Raises: MissingExtraError without what makes it, before anything is cleaned.
    """

    def __init__(self, args: argparse.Namespace, steps: Sequence[Step]) -> None:
        from gongwen_clean.report.corpus import check_extras

        check_extras()
        self._args = args
        self._steps = steps
        self._gathering = self.make_collector()

    @staticmethod
    def make_collector() -> Gathering:
        """Return what the documents of a shard are shown to."""
        from gongwen_clean.report.gathering import Gathering

        return Gathering()

    def take(self, collected: Path) -> None:
        """Take in what was gathered from a shard, a file of its JSON."""
        from gongwen_clean.report.gathering import Gathering
        from gongwen_clean.streaming.json_fields import load

        self._gathering.merge(Gathering.from_json(load(collected.read_bytes())))

    def write(self, source: Path, total: Tally) -> None:
        """Write the report of the corpus `source`. Raises: InputError."""
        from gongwen_clean.report.corpus import CorpusRun, render_corpus
        from gongwen_clean.text_files import write_text

        run = CorpusRun(source.name, total.as_json(), self._gathering)
        write_text(self._args.report, render_corpus(run, self._args.report_language, self._steps))
