"""How help looks: in colour on a terminal, with the examples as they are written."""

from __future__ import annotations

from rich_argparse import RawDescriptionRichHelpFormatter


class HelpFormatter(RawDescriptionRichHelpFormatter):
    """Brackets in help are brackets, not markup; titles of groups stay as they are."""

    help_markup = False
    text_markup = False
    group_name_formatter = str
