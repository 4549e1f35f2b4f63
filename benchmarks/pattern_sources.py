"""Every pattern that the package has: those in its tables, in its modules, and those that it builds."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, NamedTuple

import gongwen_clean
from gongwen_clean.errors import GongwenError
from gongwen_clean.lexicon import lexicon_folder, read_patterns
from gongwen_clean.matching.folding import fold_width
from gongwen_clean.matching.lazy_patterns import lazy_pattern

_LAZY = type(lazy_pattern(""))
# patterns that are only tried at the start of a line, or on the end of one so many characters long
_ANCHORED = frozenset({"page.lines._ADDRESS", "scan.page_marks._DASHED", "scan.wrapping._COPIES"})
_AT_THE_END = {"rejoining.page_numbers._TITLE_END": 40}


class Source(NamedTuple):
    """A pattern under a name; `match`: how it is used, at its worst. `seeds`: text that it all but fits."""

    name: str
    match: Callable[[str], object]
    seeds: tuple[str, ...]


def all_patterns() -> Iterator[Source]:
    """Yield every pattern once, in a fixed order."""
    yield from _in_tables()
    yield from _in_modules()


def _in_tables() -> Iterator[Source]:
    for path in sorted(lexicon_folder().rglob("*.toml")):
        for entry in read_patterns(path):
            pattern = re.compile(entry["pattern"])
            is_span = entry.get("scope") == "span"
            examples = [fold_width(text)[:-1] for text in entry.get("matches", [])]
            seeds = [*examples, *entry.get("literals", [])]
            match = _find_all(pattern) if is_span else pattern.fullmatch
            yield Source(entry["id"], match, tuple(filter(None, seeds)))


def _in_modules() -> Iterator[Source]:
    seen: set[tuple[str, int]] = set()
    for module in _modules():
        for name, value in sorted(vars(module).items()):
            for pattern in _patterns_of(value):
                key = pattern.pattern, pattern.flags
                if key not in seen and isinstance(pattern.pattern, str):
                    seen.add(key)
                    full = f"{module.__name__.partition('.')[2]}.{name}"
                    yield Source(full, _as_used(full, pattern), ())


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(gongwen_clean.__path__, "gongwen_clean."):
        if not found.name.endswith("__main__"):
            try:
                yield importlib.import_module(found.name)
            except (ImportError, GongwenError):
                continue  # an engine that is not installed: adapters have no patterns


def _patterns_of(value: Any) -> Iterator[re.Pattern[Any]]:
    """The patterns in a value of a module: itself, in a collection, or made by a cached function."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, _LAZY):
        yield re.compile(*vars(value)["_source"])
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _patterns_of(inner)
    elif isinstance(value, dict):
        yield from _patterns_of(list(value.values()))
    elif hasattr(value, "cache_info") and _gives_patterns(value):
        yield from _patterns_of(value())


def _gives_patterns(function: Any) -> bool:
    notes = function.__wrapped__.__annotations__
    return list(notes) == ["return"] and "re.Pattern" in str(notes["return"])


def _as_used(name: str, pattern: re.Pattern[str]) -> Callable[[str], object]:
    if name in _ANCHORED:
        return pattern.match
    if name in _AT_THE_END:
        return lambda text: pattern.search(text, max(1, len(text) - _AT_THE_END[name]))
    return _find_all(pattern)


def _find_all(pattern: re.Pattern[str]) -> Callable[[str], object]:
    return lambda text: sum(1 for _ in pattern.finditer(text))
