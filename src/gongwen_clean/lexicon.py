"""Read lexicon files: TSV tables of entries and TOML tables of patterns. No matching here.

A table is UTF-8 with LF line ends: comment lines that begin with `#`, one line of column names,
then one entry a line. Every problem is reported with file and line.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from gongwen_clean.errors import LexiconError
from gongwen_clean.shipped import shipped_folder
from gongwen_clean.utf8_files import BadFileError, read_utf8


@cache
def lexicon_folder() -> Path:
    """Return where the shipped tables are: inside the package, or beside it in a checkout."""
    return shipped_folder("lexicons")


class Row(NamedTuple):
    """One entry of a TSV table: its cells by column, and where it stands."""

    cells: dict[str, str]
    where: str


def read_table(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the entries of a TSV table that has at least these columns; an empty cell is `-`.

    Raises: LexiconError for a missing file, bytes that are not UTF-8, control characters, a column that is
    missing or doubled, a row of another width.
    """
    names, rows = _open_table(path, columns)
    for number, cells in rows:
        yield Row(dict(zip(names, cells, strict=True)), f"{path.name}:{number}")


def read_columns(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield only these two or more columns of a table, in this order: for tables of thousands of rows.

    Raises: as read_table.
    """
    names, rows = _open_table(path, columns)
    pick = itemgetter(*(names.index(column) for column in columns))
    for _, cells in rows:
        yield pick(cells)


def rule_examples(rule: str, own: Sequence[Path] = ()) -> dict[str, list[str]]:
    """Return examples that the tables have of a rule, by kind: "changes" and "stays"; nothing for none.

    Args: own: a user's tables, which are read beside the shipped ones. Cost: reads tables until one has it.
    """
    for path in (*own, lexicon_folder() / "spun" / "pairs.tsv"):
        for row in read_table(path, ("id",)):
            if row.cells["id"] == rule:
                given = {"changes": row.cells.get("yes", "-"), "stays": row.cells.get("no", "-")}
                return {kind: [sentence] for kind, sentence in given.items() if sentence != "-"}
    for path in sorted(lexicon_folder().rglob("*.toml")):
        for entry in read_patterns(path):
            if entry["id"] == rule:
                return {"changes": entry.get("matches", []), "stays": entry.get("ignores", [])}
    return {}


def _open_table(path: Path, columns: Sequence[str]) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Return the column names, and the rows with their line numbers."""
    try:
        text = read_utf8(path)
    except BadFileError as error:
        raise LexiconError(str(error)) from error
    lines = ((n, line) for n, line in enumerate(text.split("\n"), 1) if line and line[0] != "#")
    head_line, head = next(lines, (1, ""))
    names = head.split("\t")
    if missing := [column for column in columns if column not in names]:
        raise LexiconError(
            f"{path}:{head_line}: no column {', '.join(missing)}; the first line that is no comment "
            f"must name the columns {' '.join(columns)}, separated by tabs"
        )
    if doubled := [name for name, count in Counter(names).items() if count > 1]:
        raise LexiconError(f"{path}:{head_line}: names the column {doubled[0]} twice; leave one out")
    return names, _rows(path, lines, len(names))


def _rows(path: Path, lines: Iterator[tuple[int, str]], width: int) -> Iterator[tuple[int, list[str]]]:
    for number, line in lines:
        cells = line.split("\t")
        if len(cells) != width:
            raise LexiconError(
                f"{path}:{number}: {len(cells)} cells where {width} columns are named; "
                "separate cells by one tab and write - for an empty one"
            )
        yield number, cells


def read_patterns(path: Path) -> list[dict[str, Any]]:
    """Return the `[[pattern]]` tables of a TOML file.

    Raises: LexiconError for a file that is no TOML, or an entry without id, pattern or why.
    """
    try:
        entries = tomllib.loads(read_utf8(path)).get("pattern", [])
    except BadFileError as error:
        raise LexiconError(str(error)) from error
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path}: cannot be read as a pattern table: {error}") from error
    for number, entry in enumerate(entries, 1):
        if missing := {"id", "pattern", "why"} - set(entry):
            raise LexiconError(f"{path}: pattern {number} lacks {', '.join(sorted(missing))}")
    return list(entries)
