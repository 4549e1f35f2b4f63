"""Profiles of sites as TOML files that people read, edit and share."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from gongwen_clean.errors import LexiconError
from gongwen_clean.shell_profiles.sketch import hash_text
from gongwen_clean.shell_profiles.templates import count_literals, read_template
from gongwen_clean.shell_profiles.zones import EDGE_LINES
from gongwen_clean.utf8_files import BadFileError, read_utf8

_HEAD = """\
# Lines that recur on the pages of a site and are no text. Made by: gongwen-lexicon learn-shell
# Used by: gongwen-clean --shell-profile THIS_FILE
#
# [[site]] names a site and how many documents of it were read. Each [[site.line]] below it is one kind of
# line that is cut wherever it stands above or behind the text, never inside:
#   template   the line, with what changes from page to page as {n} (a number), {date}, {title} (the text's
#              own), and, behind a label's colon, {name} (persons) or {text} (anything)
#   edge       top or bottom; without it, both
#   within     how many lines that are no entries may stand between it and that edge; without it, 50
#   below      how many lines under it, links that change from page to page, are cut with it; without it, 0
#   documents  in how many documents it stood; example: one such line; id: the rule that an edit names
# Delete an entry that cuts too much. To add one, only template is needed.
"""
_SITE_KEYS = ("name", "documents", "line")
_LINE_KEYS = ("template", "edge", "within", "below", "documents", "example", "id")
_EDGES = ("top", "bottom")
_AT_LINE = re.compile(r"at line (\d+)")


class Entry(NamedTuple):
    """One kind of line of a site's shell.

    `edge`: "top", "bottom", or "" for both; `within`: how many lines that are no entries may stand between
    it and the edge of its page; `below`: how many links under it go with it; `documents`: in how many
    documents it stood, 0 for one added by hand.
    """

    id: str
    template: str
    edge: str = ""
    within: int = EDGE_LINES
    below: int = 0
    documents: int = 0
    example: str = ""


class Site(NamedTuple):
    """The shell of one site's pages, as seen in so many documents."""

    name: str
    documents: int
    entries: tuple[Entry, ...]


class Profile(NamedTuple):
    """The shells of sites."""

    sites: tuple[Site, ...]

    @property
    def rules(self) -> Mapping[str, str]:
        """One sentence for each entry, by its id."""
        return {entry.id: _explain(site, entry) for site in self.sites for entry in site.entries}


def entry_id(site: str, edge: str, template: str) -> str:
    """Return the id of an entry: the same for the same line of the same site."""
    return f"{hash_text(f'{site} {edge} {template}'):08x}"


def format_profile(profile: Profile) -> str:
    """Return a profile as TOML: the same profile gives the same text."""
    return _HEAD + "".join(line for site in profile.sites for line in _site_lines(site))


def read_profile(path: Path) -> Profile:
    """Return the profile in a file.

    Raises: LexiconError, with file and line where that can be told, for a file that is no TOML, a key that
    does not exist, a value of another kind, an id that stands twice.
    """
    try:
        text = read_utf8(path)
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path}{_line_of(error)}: is no TOML: {error}; repair this line") from error
    except BadFileError as error:
        raise LexiconError(str(error)) from error
    return _Reader(path, text).read(tables)


def _explain(site: Site, entry: Entry) -> str:
    if not entry.documents:
        return f"The profile of {site.name} says that lines such as {entry.template!r} are no text."
    return (
        f"Lines such as {entry.template!r} stood in {entry.documents} of {site.documents} documents of "
        f"{site.name}, outside the text."
    )


def _site_lines(site: Site) -> Iterator[str]:
    yield f"\n[[site]]\nname = {_quote(site.name)}\ndocuments = {site.documents}\n"
    for entry in site.entries:
        yield f"\n[[site.line]]\ntemplate = {_quote(entry.template)}\n"
        if entry.edge:
            yield f"edge = {_quote(entry.edge)}\n"
        yield f"within = {entry.within}\n" + (f"below = {entry.below}\n" if entry.below else "")
        yield f"documents = {entry.documents}\n"
        yield f"example = {_quote(entry.example)}\nid = {_quote(entry.id)}\n"


def _quote(text: str) -> str:
    printable = text.encode("utf-8", "replace").decode()
    return json.dumps(printable, ensure_ascii=False).replace("\x7f", "\\u007f")


def _line_of(error: tomllib.TOMLDecodeError) -> str:
    match = _AT_LINE.search(str(error))
    return f":{match[1]}" if match else ""


class _Reader:
    """Check the tables of one file; faults are told with the line of the table they are in."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._ids: dict[str, int] = {}
        lines = [line.split("#")[0].replace(" ", "").strip() for line in text.split("\n")]
        self._sites = [n for n, line in enumerate(lines, 1) if line == "[[site]]"]
        self._lines = [n for n, line in enumerate(lines, 1) if line == "[[site.line]]"]
        self._next_line = 0

    def read(self, tables: Mapping[str, Any]) -> Profile:
        self._check_keys(tables, ("site",), 1)
        sites = self._tables(tables.get("site", []), "[[site]]", 1)
        return Profile(tuple(self._read_site(n, site) for n, site in enumerate(sites)))

    def _read_site(self, number: int, table: Mapping[str, Any]) -> Site:
        where = self._sites[number] if number < len(self._sites) else 0
        self._check_keys(table, _SITE_KEYS, where)
        name = self._value(table, "name", "", where)
        lines = self._tables(table.get("line", []), "[[site.line]]", where)
        entries = tuple(self._read_entry(name, line) for line in lines)
        return Site(name, self._value(table, "documents", 0, where), entries)

    def _read_entry(self, site: str, table: Mapping[str, Any]) -> Entry:
        where = self._lines[self._next_line] if self._next_line < len(self._lines) else 0
        self._next_line += 1
        self._check_keys(table, _LINE_KEYS, where)
        edge = self._value(table, "edge", "", where)
        if edge not in ("", *_EDGES):
            raise self._fault(where, f"edge is {edge!r}{_suggest(edge, _EDGES)}; write top or bottom")
        template = self._template(self._value(table, "template", "", where), where)
        id = self._value(table, "id", entry_id(site, edge, template), where)
        if id in self._ids:
            raise self._fault(
                where, f"the id {id!r} stands at line {self._ids[id]} too; delete one of the two"
            )
        self._ids[id] = where
        within = self._value(table, "within", EDGE_LINES, where)
        below = self._value(table, "below", 0, where)
        documents = self._value(table, "documents", 0, where)
        return Entry(id, template, edge, within, below, documents, self._value(table, "example", "", where))

    def _template(self, written: str, where: int) -> str:
        try:
            template = read_template(written)
        except LexiconError as error:
            raise self._fault(where, f"in template {written!r}: {error}") from None
        if not count_literals(template):
            raise self._fault(where, f"template {written!r} has no word of its own; it would cut any line")
        return template

    def _value(self, table: Mapping[str, Any], key: str, default: Any, where: int) -> Any:
        value = table.get(key, default)
        if type(value) is not type(default):
            kind = "a number" if isinstance(default, int) else "text in quotes"
            raise self._fault(where, f"{key} is {value!r}; write {kind}")
        return value

    def _tables(self, value: Any, header: str, where: int) -> list[Mapping[str, Any]]:
        if isinstance(value, list) and all(isinstance(table, dict) for table in value):
            return value
        raise self._fault(where, f"{header} must be written with two brackets on a line of its own")

    def _check_keys(self, table: Mapping[str, Any], known: tuple[str, ...], where: int) -> None:
        for key in table:
            if key not in known:
                raise self._fault(
                    where, f"unknown key {key!r}{_suggest(key, known)}; there are {', '.join(known)}"
                )

    def _fault(self, where: int, message: str) -> LexiconError:
        return LexiconError(f"{self._path}{f':{where}' if where else ''}: {message}")


def _suggest(word: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(word, known, n=1)
    return f", did you mean {near[0]!r}?" if near else ""
