"""Clean texts for the pages: read from files, or made up of the phrases in `phrases.toml`.

A text is a list of lines, each a paragraph. A line with tabs is a row of a table; in files ` | ` parts
cells too.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_PRINTED = "，；：？！"
_SIGNS = str.maketrans(",;:?!", _PRINTED)
_NARROW_SIGN = re.compile(rf"(?<=[{_HAN}”》）])[,;:?!]|[,;:?!](?=[{_HAN}“《（])")
_NARROW_BRACKETS = re.compile(rf"(?<=[{_HAN}”》])\(([^()]*)\)|\(([^()]*[{_HAN}][^()]*)\)")
_SLOT = re.compile(r"\{(\w+)\}")
_NUMERALS = "一二三四五六七八九"


class Text(NamedTuple):
    """A clean text: a name for its files, and its lines."""

    name: str
    lines: list[str]


def read_text(path: Path) -> Text:
    """Return the lines of a file that are not blank, with the signs that print has; see `as_printed`."""
    name = path.parent.name if path.name == "gold.txt" else path.name.split(".")[0]
    cells = (line.strip().replace(" | ", "\t") for line in path.read_text(encoding="utf-8").splitlines())
    return Text(name, [as_printed(line) for line in cells if line])


def as_printed(line: str) -> str:
    """`line` with full-width signs beside Han.

    Web pages often have the half-width ones, printed documents do not (GB/T 15834).
    """
    line = _NARROW_BRACKETS.sub(lambda match: f"（{match[1] or match[2] or ''}）", line)
    return _NARROW_SIGN.sub(lambda match: match[0].translate(_SIGNS), line)


def make_text(number: int, seed: int) -> Text:
    """Make up a document with letterhead, 文号, title, addressee, sections, a table, issuer and date.

    The same number and seed give the same text. Offices, places and figures are invented.
    """
    return Text(f"made{number:03}", _Writer(random.Random(f"{seed}/{number}")).write())


@cache
def _phrases() -> Mapping[str, Sequence[str]]:
    return tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))


class _Writer:
    """Writes one document with one source of chance."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._issuer, self._code = self._pick("office").split("/")
        self._year = rng.randint(2012, 2025)
        self._sentences = rng.sample(_phrases()["sentence"], len(_phrases()["sentence"]))

    def write(self) -> list[str]:
        """Return the lines of a whole document."""
        subject = self._pick("subject")
        return [
            f"{self._issuer}文件",
            f"{self._code}〔{self._year}〕{self._rng.randint(1, 240)}号",
            f"{self._issuer}关于{subject}的{self._pick('genre')}",
            self._pick("addressee"),
            f"{self._pick('opening')}现就{subject}有关事项通知如下。",
            *self._sections(self._rng.randint(2, 4)),
            *self._table(),
            self._pick("closing"),
            self._issuer,
            f"{self._year}年{self._rng.randint(1, 12)}月{self._rng.randint(1, 28)}日",
        ]

    def _sections(self, count: int) -> list[str]:
        headings = self._rng.sample(_phrases()["heading"], count)
        lines = []
        for numeral, heading in zip(_NUMERALS, headings, strict=False):
            lines += [f"{numeral}、{heading}", self._paragraph(2), f"（一）{self._paragraph(2)}"]
            lines.append(f"（二）{self._paragraph(1)}")
        return lines

    def _paragraph(self, sentences: int) -> str:
        """Return the next sentences of the document; none stands in it twice."""
        return "".join(_SLOT.sub(self._fill, self._sentences.pop()) for _ in range(sentences))

    def _table(self) -> list[str]:
        places = self._rng.sample(_phrases()["place"], 4)
        figures = [(self._rng.randint(12, 2400), self._rng.randint(100, 990) / 10) for _ in places]
        rows = [f"{place}\t{n}\t{p}" for place, (n, p) in zip(places, figures, strict=True)]
        return ["表1 完成情况", "单位\t数量（个）\t完成率（%）", *rows]

    def _pick(self, slot: str) -> str:
        return _SLOT.sub(self._fill, self._rng.choice(_phrases()[slot]))

    def _fill(self, slot: re.Match[str]) -> str:
        rng = self._rng
        figures = {
            "n": lambda: str(rng.randint(11, 9800)),
            "few": lambda: str(rng.randint(2, 9)),
            "phone": lambda: f"0576-{rng.randint(81000000, 89999999)}",
            "p": lambda: str(rng.randint(11, 999) / 10),
            "money": lambda: f"{rng.randint(1000, 99000) / 100:.2f}",
            "month": lambda: str(rng.randint(1, 12)),
            "day": lambda: str(rng.randint(1, 28)),
            "year": lambda: str(self._year),
            "before": lambda: str(self._year - 1),
        }
        return figures[slot[1]]() if slot[1] in figures else self._pick(slot[1])
