"""Short texts of every kind that the chain has a step for, and hostile ones: for what runs very many of them.

The same number and seed give the same text on every platform and Python.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from tests.generated_sites import KINDS, library_shell, notice, sentence, short_order, town_shell

from benchmarks.speed.corpora import spin

_TO_NARROW = str.maketrans("，；：？！（）", ",;:?!()")
_TO_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_MISREAD = str.maketrans("己未人日士干末", "已末入曰土千未")
_TRADITIONAL = str.maketrans(
    "区县国学业务会发关时开现后对为动进报级办厅单备", "區縣國學業務會發關時開現後對為動進報級辦廳單備"
)
_PINYIN = {
    "政府": "政(zheng)府(fu)",
    "工作": "工(gong)作(zuo)",
    "企业": "企(qi)业(ye)",
    "检查": "检(jian)查(cha)",
}
_HOSTILE = (
    "\0\x1b\u200b\ufeff\u202e\u3000\U000e0041\ue000\U0001f469\u0301〔〕[]（)【」'\"<&\\\r\n\t|{}第0９①一页/"
)
_REPEATED = ("（", "“", "第1页", "1、", "。，", "[", "\r", "　", "。\n", "〔2024〕")
_LONGEST = 400
_MISREAD_SHARE = 0.2  # the repair of misread characters takes twenty times as long as all else


def make_texts(count: int, seed: int = 1) -> Iterator[str]:
    """Yield texts, the kinds in turn: most between 50 and 500 code points."""
    for number in range(count):
        yield make_text(number, seed)


def make_text(number: int, seed: int = 1) -> str:
    """Return the text of a number, without making those before it."""
    chance = random.Random(f"{seed}/{number}")
    return _MAKERS[number % len(_MAKERS)](chance, number)


def _lines(chance: random.Random, number: int) -> list[str]:
    return chance.choice(KINDS)(chance, number % 240)[:14]


def _clean(chance: random.Random, number: int) -> str:
    return "\n".join(_lines(chance, number))


def _short(chance: random.Random, number: int) -> str:
    return "\n".join(short_order(chance, number))


def _page(chance: random.Random, number: int) -> str:
    lines = _lines(chance, number)
    head, foot = chance.choice((town_shell, library_shell))(chance, lines[0])
    return "\n".join([*head, *lines, *foot])


def _wrong_widths(chance: random.Random, number: int) -> str:
    table = chance.choice((_TO_NARROW, _TO_WIDE))
    return _clean(chance, number).translate(table).replace("〔", "[").replace("〕", "]")


def _spun(chance: random.Random, number: int) -> str:
    return spin("\n".join(notice(chance, number % 240)[2:6]), chance)


def _mirrored(chance: random.Random, number: int) -> str:
    text = _clean(chance, number)
    if chance.random() < 0.5:
        return text.translate(_TRADITIONAL)
    for word, read in _PINYIN.items():
        text = text.replace(word, read)
    return text


def _cut(chance: random.Random, number: int) -> str:
    """A portal's pieces: numbered, and cut wherever the count of characters says."""
    text, size = "".join(_lines(chance, number)), chance.randint(60, 120)
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    return "\n".join(f"{n}、{piece}" for n, piece in enumerate(pieces, 1))


def _scanned(chance: random.Random, number: int) -> str:
    text = "".join(sentence(chance) for _ in range(4))
    if chance.random() < _MISREAD_SHARE:
        text = text.translate(_MISREAD)
    width = chance.randint(24, 36)
    lines = [text[start : start + width] for start in range(0, len(text), width)]
    return "\n".join([*lines[:4], f"- {number % 9 + 1} -", *(" ".join(line) for line in lines[4:])])


def _hostile(chance: random.Random, _number: int) -> str:
    body = sentence(chance)
    signs = chance.choices(
        [*_HOSTILE, *body, *map(chr, chance.sample(range(0x80, 0xD800), 20))], k=_LONGEST // 2
    )
    return "".join(signs)


def _repeated(chance: random.Random, _number: int) -> str:
    piece = chance.choice(_REPEATED)
    return sentence(chance) + piece * (_LONGEST // len(piece)) + sentence(chance)


_MAKERS: tuple[Callable[[random.Random, int], str], ...] = (
    _clean,
    _short,
    _page,
    _wrong_widths,
    _spun,
    _mirrored,
    _cut,
    _scanned,
    _hostile,
    _repeated,
)
