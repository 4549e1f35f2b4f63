"""A user's table of word pairs: read, extended by accepted repairs with their evidence, written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from gongwen_clean.errors import LexiconError
from gongwen_clean.lexicon import read_table
from gongwen_clean.matching.characters import is_han
from gongwen_clean.report.decisions import Decision
from gongwen_clean.utf8_files import BadFileError, read_utf8

_COLUMNS = ("id", "variant", "canonical", "source", "yes", "no", "note")
_EMPTY = "-"
_ID_BYTES = 5
_LONGEST_WORD = 12
_HEAD = """\
# Word pairs of a user: variant -> canonical. Made by: gongwen-lexicon accept
# Used by: gongwen-clean --lexicon THIS_FILE, or lexicons = ["THIS_FILE"] in gongwen-clean.toml
# Columns: id; variant = what spun text shows; canonical = what the original said; source = documents in which
#   the repair was accepted; yes = a sentence that was repaired so; no = one in which that was refused; note.
# Order: by id; an id is made of its pair alone. Reader: gongwen_clean.decoding.spun_lexicon
"""


class UserEntry(NamedTuple):
    """A row of the table; an empty cell is `-`."""

    id: str
    variant: str
    canonical: str
    source: str = _EMPTY
    yes: str = _EMPTY
    no: str = _EMPTY
    note: str = _EMPTY

    @property
    def pair(self) -> tuple[str, str]:
        """Variant and canonical."""
        return self.variant, self.canonical


def read_user_lexicon(path: Path) -> list[UserEntry]:
    """Return the entries of a table, none where there is no file.

    Raises: LexiconError for a damaged table, or one with columns that would be lost when it is written.
    """
    if not path.exists():
        return []
    rows = list(read_table(path, ("id", "variant", "canonical")))
    if strange := sorted({name for row in rows for name in row.cells} - set(_COLUMNS)):
        raise LexiconError(
            f"{path}: has columns {', '.join(strange)}; a user's table has {' '.join(_COLUMNS)}"
        )
    return [UserEntry(**{name: row.cells.get(name, _EMPTY) for name in _COLUMNS}) for row in rows]


def read_head(path: Path) -> str:
    """Return the comments above a table, those of a new one where there is no file. Raises: LexiconError."""
    if not path.exists():
        return _HEAD
    try:
        lines = read_utf8(path).splitlines(keepends=True)
    except BadFileError as error:
        raise LexiconError(str(error)) from error
    return "".join(takewhile(lambda line: line.startswith("#"), lines))


def format_user_lexicon(entries: Iterable[UserEntry], head: str = _HEAD) -> str:
    """Return entries as a table, by id, under the comments of `head`."""
    rows = ("\t".join(entry) + "\n" for entry in (UserEntry(*_COLUMNS), *sorted(entries)))
    return head + "".join(rows)


def is_word_repair(decision: Decision) -> bool:
    """Whether a decision is about one word for another: two of Han characters, the first of several.

    What a single character stands for no pair can say: it would be tried wherever the character stands.
    """
    words = (decision.before, decision.after)
    are_words = all(0 < len(word) <= _LONGEST_WORD and all(map(is_han, word)) for word in words)
    return are_words and len(decision.before) > 1 and decision.before != decision.after


def extend_lexicon(entries: Sequence[UserEntry], decisions: Iterable[Decision]) -> list[UserEntry]:
    """Return the entries with those of accepted repairs of words, and what was refused as their `no`.

    The same decisions give the same entries however often they are taken.
    """
    decisions = [decision for decision in decisions if is_word_repair(decision)]
    known = {entry.pair: entry for entry in entries}
    for decision in decisions:
        pair = _cell(decision.before), _cell(decision.after)
        if decision.verdict == "accept":
            known[pair] = _accepted(known.get(pair) or UserEntry(pair_id(*pair), *pair), decision)
    for decision in decisions:
        pair = _cell(decision.before), _cell(decision.after)
        if decision.verdict == "reject" and pair in known and known[pair].no == _EMPTY:
            known[pair] = known[pair]._replace(no=_sentence(decision))
    return list(known.values())


def pair_id(variant: str, canonical: str) -> str:
    """Return the id that a pair has in every user's table, so that tables can be used together.

    Among 10,000 pairs two have the same id once in 22,000 times; such tables are refused where they are read.
    """
    digest = blake2b(f"{variant}\t{canonical}".encode(), digest_size=_ID_BYTES)
    return f"user-{digest.hexdigest()}"


def _accepted(entry: UserEntry, decision: Decision) -> UserEntry:
    sources = set(entry.source.split("; ")) - {_EMPTY} | {_cell(decision.document or "") or _EMPTY}
    named = sorted(sources - {_EMPTY}) or [_EMPTY]
    yes = _sentence(decision) if entry.yes == _EMPTY else entry.yes
    return entry._replace(source="; ".join(named), yes=yes)


def _sentence(decision: Decision) -> str:
    return _cell(decision.left + decision.before + decision.right)


def _cell(text: str) -> str:
    """A text as a cell can hold it."""
    readable = text.encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", readable)).strip()
