"""Check lexicon tables: their form, and whether their entries contradict each other.

Errors are faults of a table; notes are what its author should know and may well intend.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, pairwise
from pathlib import Path
from typing import NamedTuple

from gongwen_clean.errors import LexiconError

_ORDER = re.compile(r"order: by ([\w, ]+?)[;.\n]", re.IGNORECASE)
_PAIR_COLUMNS = ("variant", "canonical", "source")
_SENTENCES = ("yes", "no")
_KEYS = (("variant", "canonical"), ("word",), ("one", "other"), ("canonical",))  # what an entry is about


class Problem(NamedTuple):
    """Something to look at in line `line` of a table."""

    path: Path
    line: int
    id: str
    message: str
    is_error: bool = True

    def __str__(self) -> str:
        kind = "error" if self.is_error else "note"
        return f"{self.path}:{self.line}: {self.id}: {kind}: {self.message}"


class Entry(NamedTuple):
    """A row that is well formed."""

    path: Path
    line: int
    cells: Mapping[str, str]

    @property
    def pair(self) -> tuple[str, str]:
        """Variant and canonical."""
        return self.cells["variant"], self.cells["canonical"]

    def problem(self, message: str, is_error: bool = True) -> Problem:
        """Return a problem of this row."""
        return Problem(self.path, self.line, self.cells.get("id", "-"), message, is_error)


class Table(NamedTuple):
    """A table as far as it can be read: its comment lines, columns and well-formed rows."""

    path: Path
    header: str
    columns: tuple[str, ...]
    entries: list[Entry]

    @property
    def is_curated(self) -> bool:
        """Whether entries have sentences to be tested on."""
        return set(_SENTENCES) <= set(self.columns)

    @property
    def pairs(self) -> list[Entry]:
        """The entries if they are pairs of words, else none."""
        return self.entries if {"variant", "canonical"} <= set(self.columns) else []


def lint(paths: Sequence[Path]) -> list[Problem]:
    """Return what is wrong with tables, and what should be known of them, by file and line.

    Raises: LexiconError for a file that cannot be opened. Cost: linear, but for a cycle: its neighbours.
    """
    problems: list[Problem] = []
    tables: list[Table] = []
    for path in paths:
        text, faults = _read(path)
        problems += faults
        if text or not faults:
            table, broken = _parse(path, text)
            problems += [*broken, *(_check_table(table) if table.columns else ())]
            tables.append(table)
    problems += chain(find_repeated_ids(tables), find_loops(tables))
    order = {path: n for n, path in enumerate(paths)}
    return sorted(problems, key=lambda p: (order[p.path], p.line, not p.is_error, p.message))


def _check_table(table: Table) -> Iterator[Problem]:
    yield from find_wrong_columns(table)
    yield from find_repeated_entries(table)
    yield from find_unsorted(table)
    yield from find_swallowed(table)
    for entry in table.pairs:
        if entry.pair[0] == entry.pair[1]:
            yield entry.problem(f"maps {entry.pair[0]} to itself; remove it")
    if table.is_curated:
        yield from chain.from_iterable(map(_check_sentences, table.entries))


def _read(path: Path) -> tuple[str, list[Problem]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read as a lexicon: {error}") from error
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return "", [Problem(path, line, "-", "these bytes are not UTF-8; save the table as UTF-8")]
    lines = text.split("\n")
    faults = [Problem(path, len(lines), "-", "no LF at the end")] if lines[-1] else []
    for number, row in enumerate(lines, 1):
        if not unicodedata.is_normalized("NFC", row):
            faults.append(Problem(path, number, row.split("\t")[0], "is not in Unicode form NFC"))
        if "\r" in row:
            faults.append(Problem(path, number, row.split("\t")[0], "has a CR; end lines with LF alone"))
    return text.replace("\r", ""), faults


def _parse(path: Path, text: str) -> tuple[Table, list[Problem]]:
    lines = text.split("\n")
    header = "\n".join(line for line in lines if line.startswith("#"))
    rows = [(n, line.split("\t")) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not rows:
        return Table(path, header, (), []), [Problem(path, 1, "-", "has no line of column names")]
    columns = tuple(rows[0][1])
    entries: list[Entry] = []
    broken: list[Problem] = []
    for number, cells in rows[1:]:
        if len(cells) != len(columns):
            message = f"{len(cells)} cells for {len(columns)} columns; part cells by one tab"
            broken.append(Problem(path, number, cells[0], message))
        elif not all(cell.strip() for cell in cells):
            broken.append(Problem(path, number, cells[0] or "-", "has an empty cell; write - instead"))
        else:
            entries.append(Entry(path, number, dict(zip(columns, cells, strict=True))))
    return Table(path, header + "\n", columns, entries), broken


def find_wrong_columns(table: Table) -> Iterator[Problem]:
    """Yield columns that are named twice, or that tables of this kind need and this one lacks."""
    names = set(table.columns)
    wanted = {"id", *_order_of(table)}
    if "variant" in names:
        wanted |= set(_PAIR_COLUMNS)
    if names & set(_SENTENCES):
        wanted |= {*_PAIR_COLUMNS, *_SENTENCES}
    line = table.header.count("\n") + 1
    if missing := sorted(wanted - names):
        yield Problem(table.path, line, "-", f"no column {', '.join(missing)}")
    if len(names) < len(table.columns):
        yield Problem(table.path, line, "-", "two columns have the same name")


def _order_of(table: Table) -> list[str]:
    """The columns that the header says the table is sorted by."""
    match = _ORDER.search(table.header)
    return match[1].split(", ") if match else ["id"]


def find_unsorted(table: Table) -> Iterator[Problem]:
    """Yield rows that stand after a greater one."""
    order = [column for column in _order_of(table) if column in table.columns]
    for one, two in pairwise(table.entries):
        if [two.cells[column] for column in order] < [one.cells[column] for column in order]:
            yield two.problem(f"stands after line {one.line} though the order is by {', '.join(order)}")


def find_repeated_entries(table: Table) -> Iterator[Problem]:
    """Yield rows about the same words as one before; of rivals (one, other) in either order."""
    columns = next((key for key in _KEYS if set(key) <= set(table.columns)), ())
    first: dict[tuple[str, ...], Entry] = {}
    for entry in table.entries if columns else ():
        words = tuple(entry.cells[column] for column in columns)
        key = tuple(sorted(words)) if "other" in columns else words
        if (before := first.setdefault(key, entry)) is not entry:
            yield entry.problem(f"repeats {' → '.join(words)} of line {before.line}; remove one")


def find_repeated_ids(tables: Iterable[Table]) -> Iterator[Problem]:
    """Yield rows whose id another row has, in whichever table."""
    first: dict[str, Entry] = {}
    for entry in chain.from_iterable(table.entries for table in tables):
        if (
            before := first.setdefault(entry.cells.get("id", ""), entry)
        ) is not entry and "id" in entry.cells:
            yield entry.problem(f"its id is that of {before.path}:{before.line}; give it a new one")


def _check_sentences(entry: Entry) -> Iterator[Problem]:
    variant = entry.cells.get("variant", "")
    yes, no = (entry.cells[column] for column in _SENTENCES)
    for column, sentence in (("yes", yes), ("no", no)):
        if variant not in sentence and (column, sentence) != ("no", "-"):
            yield entry.problem(f"the sentence under {column} lacks {variant}; it tests nothing")
    if yes == no:
        yield entry.problem("the sentences under yes and no are identical; one of them is wrong")


def find_swallowed(table: Table) -> Iterator[Problem]:
    """Yield variants that hold a shorter one whose repair gives none of their own repairs, as notes.

    Longest match settles these; in tables that nobody wrote by hand they are many: one note counts them.
    """
    repairs: dict[str, set[str]] = defaultdict(set)
    for entry in table.pairs:
        repairs[entry.pair[0]].add(entry.pair[1])
    first = {entry.pair[0]: entry for entry in reversed(table.pairs)}
    found = [(first[outer], _swallowed_by(outer, repairs)) for outer in repairs]
    notes = [
        entry.problem(f"holds {', '.join(inner)}: repaired otherwise", False)
        for entry, inner in found
        if inner
    ]
    if table.is_curated or not notes:
        yield from notes
    else:
        more = f"{notes[0].message}; {len(notes)} variants of this table hold such others"
        yield notes[0]._replace(message=more)


def _swallowed_by(outer: str, repairs: Mapping[str, set[str]]) -> list[str]:
    bounds = combinations(range(len(outer) + 1), 2)
    inner = {outer[start:end] for start, end in bounds} - {outer}
    return sorted(
        word
        for word in inner & repairs.keys()
        if not {outer.replace(word, repair) for repair in repairs[word]} & repairs[outer]
    )


def find_loops(tables: Iterable[Table]) -> Iterator[Problem]:
    """Yield the chains of curated pairs that lead back to where they began, each once, as notes.

    Spinners swap words in both directions, so a pair that also stands the other way round can be right.
    """
    entries = [entry for table in tables if table.is_curated for entry in table.pairs]
    graph: dict[str, list[str]] = defaultdict(list)
    for variant, canonical in (entry.pair for entry in entries):
        if variant != canonical:
            graph[variant].append(canonical)
    told: set[frozenset[str]] = set()
    for entry in entries:
        variant, canonical = entry.pair
        loops: list[tuple[str, ...]] = [(variant, canonical, variant)] if variant in graph[canonical] else []
        if way := _shortest_way(graph, canonical, variant):
            loops.append((variant, *way))
        for loop in loops if variant != canonical else ():
            if frozenset(loop) not in told:
                told.add(frozenset(loop))
                yield entry.problem(f"leads back to itself: {' → '.join(loop)}", False)


def _shortest_way(graph: Mapping[str, Sequence[str]], start: str, goal: str) -> tuple[str, ...]:
    """The fewest steps from `start` to `goal`, two at least; empty if there is none."""
    before: dict[str, str] = {start: ""}
    queue = deque([start])
    while queue:
        word = queue.popleft()
        for following in graph.get(word, ()):
            if following == goal and word != start:
                way = [goal, word]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            if following not in before and following != goal:
                before[following] = word
                queue.append(following)
    return ()
