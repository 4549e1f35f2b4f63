"""Change inputs at random, by a seed: the same seed gives the same inputs on every machine."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

_TOKENS = [
    *(
        "1、",
        "2、",
        "〔2024〕",
        "()",
        "（",
        "”",
        "“",
        "《",
        "》",
        "|",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "\u3000",
        " ",
    ),
    *("：", ",", "。", "来源：", "首页", "年夜", "經(jīng)", "第1页", "号", "0", "9" * 20, "-1", "1e999"),
    *("\u200b", "\u202e", "\ufeff", "\0", "\ud800", "\U0001f468\u200d\U0001f469", "é", "e\u0301"),
    *('"', "'", "\\", "\\ud800", "{", "}", "[", "]", "[[", "=", "null", "true", "NaN", "-", "#", "'''"),
]


def mutate(seeds: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Yield without end: first the seeds as they are, then seeds with one to six changes."""
    yield from seeds
    chance = random.Random(seed)
    while True:
        content = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 6)):
            chance.choice(_CHANGES)(chance, content, seeds)
        yield bytes(content)


_Change = Callable[[random.Random, bytearray, Sequence[bytes]], None]


def _flip(chance: random.Random, content: bytearray, _seeds: Sequence[bytes]) -> None:
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _insert(chance: random.Random, content: bytearray, _seeds: Sequence[bytes]) -> None:
    token = chance.choice(_TOKENS).encode("utf-8", "surrogatepass")
    at = _border(chance, content)
    content[at:at] = token * chance.choice((1, 1, 1, 2, 40))


def _delete(chance: random.Random, content: bytearray, _seeds: Sequence[bytes]) -> None:
    start, end = _span(chance, content)
    del content[start:end]


def _double(chance: random.Random, content: bytearray, _seeds: Sequence[bytes]) -> None:
    start, end = _span(chance, content)
    content[end:end] = content[start:end]


def _splice(chance: random.Random, content: bytearray, seeds: Sequence[bytes]) -> None:
    other = bytearray(chance.choice(seeds))
    start, end = _span(chance, other)
    at = _border(chance, content)
    content[at:at] = other[start:end]


def _span(chance: random.Random, content: bytearray) -> tuple[int, int]:
    start = _border(chance, content)
    reach = min(len(content), start + chance.choice((3, 12, 60, 600)))
    end = chance.randint(start, reach)
    while end < len(content) and content[end] & 0xC0 == 0x80:
        end += 1
    return start, end


def _border(chance: random.Random, content: bytearray) -> int:
    """A place between two characters: what is no UTF-8 is for `_flip` to make."""
    at = chance.randint(0, len(content))
    while at < len(content) and content[at] & 0xC0 == 0x80:
        at += 1
    return at


_CHANGES: tuple[_Change, ...] = (_flip, _insert, _insert, _delete, _double, _splice)
