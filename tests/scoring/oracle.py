"""The same model, the slow way: dictionaries of tuples, one n-gram at a time."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from gongwen_clean.scoring.alphabet import BOUNDARY

Ngram: TypeAlias = tuple[int, ...]


def count_naively(row: list[int], order: int) -> list[dict[Ngram, int]]:
    """For each length, how often each tuple of symbols occurs; boundaries only at its ends."""
    counts: list[dict[Ngram, int]] = [Counter() for _ in range(order)]
    for end in range(1, len(row)):
        for length in range(1, min(order, end + 1) + 1):
            ngram = tuple(row[end + 1 - length : end + 1])
            if BOUNDARY in ngram[1:-1] or ngram[:2] == (BOUNDARY, BOUNDARY):
                break
            counts[length - 1][ngram] += 1
    return counts


def continue_naively(counts: list[dict[Ngram, int]]) -> list[dict[Ngram, int]]:
    """The Kneser-Ney counts: how many symbols stand before each n-gram that can have one before it."""
    adjusted = []
    for length, level in enumerate(counts, 1):
        if length == len(counts):
            adjusted.append(dict(level))
            continue
        before: dict[Ngram, set[int]] = defaultdict(set)
        for ngram in counts[length]:
            before[ngram[1:]].add(ngram[0])
        fixed = {n for n in level if length > 1 and n[0] == BOUNDARY}
        adjusted.append({n: level[n] if n in fixed else len(before[n]) for n in level})
    return adjusted


def discount_naively(counts: Iterable[int]) -> dict[int, float]:
    """The discounts of the counts 1, 2, and 3 and more, after Chen and Goodman."""
    found = list(counts)
    ones, twos, threes, fours = (found.count(count) for count in (1, 2, 3, 4))
    if not ones * twos * threes * fours:
        return {1: 0.5, 2: 1.0, 3: 1.5}
    unit = ones / (ones + 2 * twos)
    amounts = 1 - 2 * unit * twos / ones, 2 - 3 * unit * threes / twos, 3 - 4 * unit * fours / threes
    return {k: min(max(amount, 0.1), k - 0.01) for k, amount in enumerate(amounts, 1)}


class NaiveKneserNey:
    """P(w | h) = (a(hw) - D) / a(h) + (sum of all D of h) / a(h) P(w | h'), a = continuations."""

    def __init__(self, row: list[int], order: int, symbols: int) -> None:
        self.counts = continue_naively(count_naively(row, order))
        self.discounts = [discount_naively(level.values()) for level in self.counts]
        self.symbols = symbols

    def prob(self, ngram: Ngram) -> float:
        level, amounts = self.counts[len(ngram) - 1], self.discounts[len(ngram) - 1]
        followers = [count for other, count in level.items() if other[:-1] == ngram[:-1]]
        shorter = self.prob(ngram[1:]) if len(ngram) > 1 else 1 / self.symbols
        if not followers:
            return shorter
        freed = sum(amounts[min(count, 3)] for count in followers)
        own = level.get(ngram, 0)
        kept = own - amounts[min(own, 3)] if own else 0
        return (kept + freed * shorter) / sum(followers)


class NaiveWittenBell:
    """P(w | h) = (c(hw) + T(h) P(w | h')) / (c(h) + T(h)), down to all `symbols` symbols alike."""

    def __init__(self, row: list[int], order: int, symbols: int) -> None:
        self.counts = count_naively(row, order)
        self.symbols = symbols

    def prob(self, ngram: Ngram) -> float:
        level = self.counts[len(ngram) - 1]
        followers = [count for other, count in level.items() if other[:-1] == ngram[:-1]]
        shorter = self.prob(ngram[1:]) if len(ngram) > 1 else 1 / self.symbols
        if not followers:
            return shorter
        return (level.get(ngram, 0) + len(followers) * shorter) / (sum(followers) + len(followers))


Naive: TypeAlias = type[NaiveKneserNey] | type[NaiveWittenBell]
