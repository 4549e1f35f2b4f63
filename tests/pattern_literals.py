"""Derive from a regular expression the literals of which every match contains one.

Reads the parse tree of the standard library's `re`, which is no public interface; so the package does not:
there the literals stand as data, and tests hold them against what is derived here.
"""

import re
from collections.abc import Iterable, Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

Literals = frozenset[str]
_EMPTY: Literals = frozenset({""})
_LONGEST_RANGE = 10


class _Part(NamedTuple):
    """What a part of a pattern matches, if that is few strings; and sets of which each match has one."""

    exact: Literals | None
    needed: tuple[Literals, ...]


def needed_literals(pattern: str, most: int) -> list[Literals]:
    """Return sets of literals, each such that every match of `pattern` contains one of the set.

    Args: most: strings that a set may have before parts are no longer joined to longer strings.
    """
    part = _sequence(parser.parse(pattern), most)
    return [_shortest(found) for found in part.needed]


def can_match(pattern: str, char: str) -> bool:
    """Whether a match of `pattern` could have `char` in it."""
    return _any_takes(parser.parse(pattern), char)


def widest(pattern: str) -> int:
    """The most characters that a match has."""
    return int(parser.parse(pattern).getwidth()[1])


def _sequence(nodes: Iterable[tuple[Any, Any]], most: int) -> _Part:
    run, needed, is_exact = _EMPTY, list[Literals](), True
    for op, value in nodes:
        part = _node(op, value, most)
        if part.exact is not None and len(run) * len(part.exact) <= most:
            run = frozenset(a + b for a in run for b in part.exact)
            continue
        is_exact = False
        needed += [run, *part.needed]
        run = part.exact if part.exact is not None else _EMPTY
    needed.append(run)
    return _Part(run if is_exact else None, tuple(found for found in needed if all(found)))


def _node(op: Any, value: Any, most: int) -> _Part:
    if op is sre.LITERAL:
        return _exactly({chr(value)})
    if op is sre.IN:
        return _exactly(chars) if (chars := set(_chars(value))) and len(chars) <= most else _Part(None, ())
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, times, sub = value
        return _repeat((least, times), sub, most)
    if op is sre.SUBPATTERN:
        return _sequence(value[3], most)
    if op is sre.BRANCH:
        return _branch([_sequence(branch, most) for branch in value[1]], most)
    return _exactly({""}) if op in (sre.ASSERT, sre.ASSERT_NOT, sre.AT) else _Part(None, ())


def _exactly(strings: Iterable[str]) -> _Part:
    found = frozenset(strings)
    return _Part(found, (found,) if all(found) else ())


def _chars(items: Iterable[tuple[Any, Any]]) -> Iterator[str]:
    """The characters of a class that lists them; none for one that cannot be listed."""
    listed = list[str]()
    for op, value in items:
        if op is sre.LITERAL:
            listed.append(chr(value))
        elif op is sre.RANGE and value[1] - value[0] <= _LONGEST_RANGE:
            listed += map(chr, range(value[0], value[1] + 1))
        else:
            return
    yield from listed


def _repeat(bounds: tuple[int, int], sub: Any, most: int) -> _Part:
    least, times = bounds
    part = _sequence(sub, most)
    if part.exact is not None and (least, times) == (0, 1):
        return _Part(part.exact | _EMPTY, ())
    if part.exact is not None and least == times and len(part.exact) ** times <= most:
        return _sequence([node for _ in range(times) for node in sub], most)
    return _Part(None, part.needed if least else ())


def _branch(parts: list[_Part], most: int) -> _Part:
    exact = [part.exact for part in parts if part.exact is not None]
    joined: Literals = frozenset().union(*exact)
    if len(exact) == len(parts) and len(joined) <= most:
        return _exactly(joined)
    if not all(part.needed for part in parts):
        return _Part(None, ())
    longest = [max(part.needed, key=lambda found: min(map(len, found))) for part in parts]
    return _Part(None, (frozenset().union(*longest),))


def _shortest(strings: Literals) -> Literals:
    return frozenset(s for s in strings if not any(t != s and t in s for t in strings))


def _takes(op: Any, value: Any, char: str) -> bool:
    if op is sre.ANY:
        return True
    if op is sre.LITERAL:
        return bool(value == ord(char))
    if op is sre.NOT_LITERAL:
        return bool(value != ord(char))
    if op is sre.IN:
        return _class_takes(value, char)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return _any_takes(value[2], char)
    if op is sre.SUBPATTERN:
        return _any_takes(value[3], char)
    return op is sre.BRANCH and any(_any_takes(branch, char) for branch in value[1])


def _any_takes(nodes: Iterable[tuple[Any, Any]], char: str) -> bool:
    return any(_takes(op, value, char) for op, value in nodes)


def _class_takes(items: Iterable[tuple[Any, Any]], char: str) -> bool:
    code, negated, found = ord(char), False, False
    for op, value in items:
        negated = negated or op is sre.NEGATE
        found = found or (
            (op is sre.LITERAL and value == code)
            or (op is sre.RANGE and value[0] <= code <= value[1])
            or (op is sre.CATEGORY and _in_category(value, char))
        )
    return found != negated


def _in_category(category: Any, char: str) -> bool:
    names = {
        sre.CATEGORY_DIGIT: r"\d",
        sre.CATEGORY_NOT_DIGIT: r"\D",
        sre.CATEGORY_SPACE: r"\s",
        sre.CATEGORY_NOT_SPACE: r"\S",
        sre.CATEGORY_WORD: r"\w",
        sre.CATEGORY_NOT_WORD: r"\W",
    }
    return re.fullmatch(names[category], char) is not None
