"""What fuzzing begins with: our documents and cases as texts, and small files of every kind that is read."""

from __future__ import annotations

import gzip
import json
import lzma
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import numpy as np

from gongwen_clean.lexicon import lexicon_folder
from gongwen_clean.scoring.packing import write_planes

_ROOT = Path(__file__).parents[1]
_MOST_BYTES = 3000  # of a file that is taken as it stands

_SETTINGS = """\
preset = "safe"
steps = ["width", "-spun"]
max_harm = 5.0
max_doc_chars = 5000
[protect]
words = ["新质生产力"]
patterns = ['第\\d+号']
[rules]
"layout*" = "off"
width.sign = "warn"
"""
_PROFILE = """\
[[site]]
name = "禾县政府网"
documents = 40
[[site.line]]
template = "浏览次数：{n} 发布：{date}"
edge = "top"
within = 3
"""
_PATTERN = """\
[[pattern]]
id = "shell.made"
pattern = '^打印本页$'
why = "a control of the page"
literals = ["打印"]
scope = "line"
role = "control"
matches = ["打印本页"]
ignores = ["打印本页通知"]
"""
_TABLE = "# a table\nid\tvariant\tcanonical\nuser-0001\t年夜\t大\nuser-0002\t扶植\t建设\n"


def seed_inputs(target: str) -> list[bytes]:
    """Return the inputs with which the fuzzing of a target begins, always in the same order."""
    return _SEEDS[target]() if target in _SEEDS else _texts()


@cache
def _texts() -> list[bytes]:
    """The raw documents of seeds/, and the cases of tests/golden."""
    seeds = sorted((_ROOT / "seeds").glob("*/raw.txt"))
    golden = sorted((_ROOT / "tests" / "golden").glob("**/*.txt"))
    return [path.read_bytes()[:_MOST_BYTES] for path in (*seeds, *golden)]


def _settings() -> list[bytes]:
    return [_SETTINGS.encode(), b"[tool.gongwen-clean]\n" + _SETTINGS.encode()]


def _lexicons() -> list[bytes]:
    shipped = sorted(lexicon_folder().rglob("*.t*"))
    return [_TABLE.encode(), _PROFILE.encode(), _PATTERN.encode()] + [
        path.read_bytes()[:_MOST_BYTES] for path in shipped if path.suffix in (".tsv", ".toml")
    ]


@cache
def _models() -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.lm"
        write_planes(path, {"order": 2}, {"wide": np.array([1, 254, 255, 65535], np.uint16)})
        return [path.read_bytes()]


def _lines() -> list[bytes]:
    records: list[Mapping[str, object]] = [
        {"id": 1, "text": "各镇人民政府,区政府各部门:", "score": 1.5},
        {"text": None},
        {"text": "甲,乙\ud800", "deep": [[{"a": [1]}]]},
    ]
    plain = [json.dumps(record, ensure_ascii=number == 2) for number, record in enumerate(records)]
    return [
        "\n".join(plain).encode(),
        *(line.encode() for line in plain),
        b'\xef\xbb\xbf{"text":"\\u7532,"}\n',
    ]


def _replays() -> list[bytes]:
    edit = {"line": 1, "id": None, "before": ",", "start": 1, "end": 2, "after": "，", "rule": "width.sign"}
    edits = [json.dumps(edit), json.dumps({"line": 2, "failed": "is not JSON"})]
    return ["\n".join(edits).encode() + b'\n\n{"text":"a,b"}\nnone\n']


def _archives() -> list[bytes]:
    content = b"\n".join(_lines())
    return [gzip.compress(content, mtime=0), lzma.compress(content), content]


_SEEDS: Mapping[str, Callable[[], list[bytes]]] = {
    "read_settings": _settings,
    "read_lexicons": _lexicons,
    "read_model": _models,
    "clean_json_lines": _lines,
    "replay_lines": _replays,
    "unpack_archive": _archives,
}
