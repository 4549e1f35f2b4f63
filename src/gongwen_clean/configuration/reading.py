"""Read settings from TOML: every fault is told with its file and line, and with what would be right."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gongwen_clean.configuration.protection import Protection
from gongwen_clean.configuration.rule_levels import LEVELS, RuleLevel, RuleLevels
from gongwen_clean.configuration.settings import Configuration
from gongwen_clean.configuration.slow_patterns import TRIAL_S, find_slow_text
from gongwen_clean.errors import ConfigError
from gongwen_clean.utf8_files import BadFileError, read_utf8

FILE_NAME = "gongwen-clean.toml"
PROJECT_FILE = "pyproject.toml"
_SECTION = "gongwen-clean"

_ORIGINS = "origins"
_NAMING = ("preset", "steps")

Settings = Mapping[str, Any]
"""Settings as they were given, checked: field of Configuration to value, in `protect` and `rules` by name."""


class _Origin(NamedTuple):
    """Where settings come from: a name for messages, what relative paths start from, the text for lines."""

    name: str
    folder: Path
    text: str = ""

    def where(self, key: str, table: str = "") -> str:
        """Return the file, with the line on which a key of a table seems to stand."""
        quoted = rf"[\"']?{re.escape(key)}[\"']?"
        begin = max(0, self.text.find(f"tool.{_SECTION}"))
        if table and (head := re.search(rf"(?m)^\s*\[[^\]\n]*\b{table}[\"']?\s*\]", self.text)):
            begin = head.end()
        found = re.compile(rf"(?m)(?:^\s*|[{{,]\s*|^\s*\[[^\]\n]*\.){quoted}\s*[=\]]").search(
            self.text, begin
        )
        if found is None:
            return self.name
        at = found.end() - len(found[0].lstrip())
        return f"{self.name}:{self.text.count(chr(10), 0, at) + 1}"


class _WrongValueError(Exception):
    """A value of another kind than is wanted, which the message names."""


def find_config(folder: Path) -> Path | None:
    """Return the settings file nearest above: in each folder gongwen-clean.toml, else pyproject.toml.

    A pyproject.toml counts only where it has a table [tool.gongwen-clean]. Raises: ConfigError for one that
    names that table and is no TOML.
    """
    for above in (folder.resolve(), *folder.resolve().parents):
        if (above / FILE_NAME).is_file():
            return above / FILE_NAME
        project = above / PROJECT_FILE
        if project.is_file() and _names_us(project) and _project_table(_parse(project)) is not None:
            return project
    return None


def _names_us(project: Path) -> bool:
    """Whether the file of a project says anything of us; one that cannot be read is not ours."""
    try:
        return f"tool.{_SECTION}".encode() in project.read_bytes()
    except OSError:
        return False


def read_config(path: Path) -> Settings:
    """Return the settings of a file: of a pyproject.toml those in [tool.gongwen-clean].

    Raises: ConfigError for a file that cannot be read or is no TOML, a key that does not exist, a value of
    another kind, a pattern that does not compile.
    """
    values = _parse(path)
    if path.name == PROJECT_FILE:
        table = _project_table(values)
        if table is None:
            raise ConfigError(f"{path}: has no table [tool.{_SECTION}]; add one or name another file")
        values = table
    return _check(values, _Origin(str(path), path.parent, _read(path)))


def read_setting(text: str, folder: Path) -> Settings:
    """Return the settings of one `KEY = VALUE`, such as `rules."spun*" = "off"`. Raises: ConfigError."""
    import tomllib  # only where there are settings to read

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"--config {text!r}: is neither a file nor KEY = VALUE in TOML ({error}); "
            "a text needs quotation marks: 'preset = \"safe\"'"
        ) from error
    return _check(values, _Origin(f"--config {text!r}", folder))


def check_settings(values: Mapping[str, Any], name: str = "config") -> Settings:
    """Return settings given as a mapping of the form that the file has; `name` it in messages.

    Raises: ConfigError.
    """
    return _check(values, _Origin(name, Path()))


def configure(*layers: Settings) -> Configuration:
    """Return the configuration that layers of settings make: a later one overrides an earlier, key by key."""
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    protect: dict[str, tuple[str, ...]] = {}
    rules: dict[str, RuleLevel] = {}
    for layer in layers:
        values.update(layer)
        origins.update(layer.get(_ORIGINS, {}))
        protect.update(layer.get("protect", {}))
        rules.update(layer.get("rules", {}))
    values.update(
        protect=Protection(**protect), rules=RuleLevels(tuple(sorted(rules.values()))), origins=origins
    )
    return Configuration(**values)


def _read(path: Path) -> str:
    try:
        return read_utf8(path)
    except BadFileError as error:
        raise ConfigError(str(error)) from error


def _parse(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        place = f"{path}:{line[1]}" if line else str(path)
        raise ConfigError(f"{place}: is no TOML: {error}; repair it, or go without: --no-config") from error


def _project_table(values: Mapping[str, Any]) -> dict[str, Any] | None:
    tools = values.get("tool", {})
    table = tools.get(_SECTION) if isinstance(tools, dict) else None
    return table if isinstance(table, dict) else None


def _check(values: Mapping[str, Any], origin: _Origin) -> Settings:
    settings: dict[str, Any] = {}
    for key, value in values.items():
        _check_key(key, _KINDS, origin.where(key))
        try:
            settings[key] = _KINDS[key](value, origin)
        except _WrongValueError as error:
            raise ConfigError(f"{origin.where(key)}: {key} is {value!r}; it must be {error}") from None
    # whether there are such names, only the steps can say: they are told by where they stand
    settings[_ORIGINS] = {key: origin.where(key) for key in _NAMING if key in settings}
    return settings


def _check_key(key: str, known: Mapping[str, Any], where: str, table: str = "") -> None:
    if key not in known:
        from difflib import get_close_matches

        near = get_close_matches(key.replace("-", "_"), known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
        raise ConfigError(f"{where}: no key {key!r}{f' in [{table}]' if table else ''}; {hint}")


def _text(value: object, _origin: _Origin) -> str:
    if not isinstance(value, str) or not value:
        raise _WrongValueError('a text, such as "standard"')
    return value


def _texts(value: object, _origin: _Origin) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one for one in value):
        raise _WrongValueError('a list of texts, such as ["width", "-spun"]')
    return tuple(value)


def _number(value: object, _origin: _Origin) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise _WrongValueError("a number, 0 or more, such as 5.0")
    return float(value)


def _any_number(value: object, _origin: _Origin) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise _WrongValueError("a number, such as 2.5")
    return float(value)


def _count(value: object, _origin: _Origin) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _WrongValueError("a whole number, 0 or more, such as 5000000")
    return value


def _file(value: object, origin: _Origin) -> Path:
    if not isinstance(value, str | Path) or not str(value):
        raise _WrongValueError('the path of a file, such as "own.lm"')
    return origin.folder / Path(value).expanduser()


def _files(value: object, origin: _Origin) -> tuple[Path, ...]:
    if not isinstance(value, list | tuple) or not all(
        isinstance(one, str | Path) and str(one) for one in value
    ):
        raise _WrongValueError('a list of paths, such as ["own.tsv"]')
    return tuple(_file(one, origin) for one in value)


def _protection(value: object, origin: _Origin) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise _WrongValueError("a table [protect] with words and patterns")
    own: dict[str, tuple[str, ...]] = {}
    for key, listed in value.items():
        where = origin.where(key, "protect")
        _check_key(key, {"words": (), "patterns": ()}, where, "protect")
        try:
            own[key] = _texts(listed, origin)
        except _WrongValueError:
            raise ConfigError(f'{where}: {key} is {listed!r}; it must be a list of texts: ["…"]') from None
    for pattern in own.get("patterns", ()):
        _check_pattern(pattern, origin.where("patterns", "protect"))
    return own


def _check_pattern(pattern: str, where: str) -> None:
    import regex

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)
            re.compile(pattern)
            regex.compile(pattern)  # which is what searches with it
    except FutureWarning as warning:
        raise ConfigError(
            f"{where}: the pattern {pattern!r} will mean something else in a later Python: {warning}; "
            r"write a backslash before what stands for itself between [ and ]: \[ \- \& \~ \|"
        ) from None
    except (re.error, regex.error, OverflowError, RecursionError) as error:
        raise ConfigError(
            f"{where}: the pattern {pattern!r} does not compile: {error}; write it as Python's re wants it, "
            "best between single quotation marks"
        ) from error
    if (slow := find_slow_text(pattern)) is not None:
        raise ConfigError(
            f"{where}: the pattern {pattern!r} takes too long: more than {TRIAL_S} s for {slow.chars} "
            f"characters of {slow.repeated!r}; avoid a repetition inside another one, such as (a+)+"
        )


def _levels(value: object, origin: _Origin) -> dict[str, RuleLevel]:
    if not isinstance(value, Mapping):
        raise _WrongValueError("a table [rules] of rule = level")
    return dict(_read_levels(value, origin))


def _read_levels(value: Mapping[str, Any], origin: _Origin) -> Iterator[tuple[str, RuleLevel]]:
    for pattern, level in _flat(value):
        where = origin.where(pattern, "rules")
        if level not in LEVELS:
            raise ConfigError(f"{where}: the level of {pattern} is {level!r}; it must be off, warn or fix")
        yield pattern, RuleLevel(pattern, level, where)


def _flat(value: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, object]]:
    """The rules with their levels: an id with a dot that is written without quotes is a table to TOML."""
    for key, inner in value.items():
        if isinstance(inner, Mapping):
            yield from _flat(inner, f"{before}{key}.")
        else:
            yield f"{before}{key}", inner


_KINDS: Mapping[str, Callable[[object, _Origin], Any]] = {
    "preset": _text,
    "steps": _texts,
    "model": _file,
    "lexicons": _files,
    "shell_profiles": _files,
    "min_confidence": _any_number,
    "max_harm": _number,
    "max_doc_chars": _count,
    "timeout_s": _number,
    "protect": _protection,
    "rules": _levels,
}
