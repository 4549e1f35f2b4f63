"""`python -m gongwen_clean.cli` is `gongwen-clean`."""

from gongwen_clean.cli import run

run()
