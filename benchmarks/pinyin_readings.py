"""Write down how Han characters are read: how lexicons/pinyin/readings.tsv was made.

    python -m benchmarks.pinyin_readings > lexicons/pinyin/readings.tsv

Those of the first Unicode block, which has all that official text is written with.
"""

from __future__ import annotations

from collections import defaultdict
from importlib.metadata import version

from pypinyin import Style, pinyin

_BLOCK = range(0x4E00, 0xA000)
_HEADER = """\
# Readings of characters: which sound alike, and which a page puts in brackets behind one.
# columns: id  reading (pinyin with its tone)  chars (all that can be read so, by code point)  source
# licence: MIT, as its source. tier: mined. order: by reading. reader: gongwen_clean.matching.pinyin
# made by: python -m benchmarks.pinyin_readings
id\treading\tchars\tsource"""


def main() -> None:
    chars_of = defaultdict[str, list[str]](list)
    for char in map(chr, _BLOCK):
        for reading in pinyin(char, style=Style.TONE, heteronym=True)[0]:
            if reading != char:
                chars_of[reading].append(char)
    print(_HEADER)
    source = f"pypinyin {version('pypinyin')}"
    for n, (reading, chars) in enumerate(sorted(chars_of.items()), 1):
        print(f"reading-{n:04}", reading, "".join(chars), source, sep="\t")


if __name__ == "__main__":
    main()
