"""The loops that are compared: each reads a file of JSON lines, works on every text, and writes a file."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from operator import eq
from pathlib import Path
from typing import NamedTuple, TypeAlias

import orjson

Clean: TypeAlias = Callable[[str], str]
Loop: TypeAlias = Callable[[Path, Path], None]
"""Reads the first file, writes the second."""

OURS, BASE, FTFY, JIONLP = "gongwen-clean", "orjson loop", "ftfy", "JioNLP"
OPENCC, DATATROVE = "OpenCC t2s", "datatrove"
_BUFFER_BYTES = 1 << 20  # with the default of 8 KiB, opening files costs more than JSON


class Tool(NamedTuple):
    """A tool to time: the package it comes in, what is done with each text, and what makes the loop.

    `packages`: what pip installs for it.
    """

    package: str
    packages: str
    does: str
    prepare: Callable[[], Loop]


class Available(NamedTuple):
    """The loops that can run here, by name, their packages' versions, and how to get those that cannot."""

    loops: dict[str, Loop]
    versions: dict[str, str]
    missing: dict[str, str]


def each_line(clean_line: Callable[[bytes], bytes]) -> Loop:
    """Return the loop that writes what a function makes of each line; lines are without their end."""

    def run(source: Path, target: Path) -> None:
        with source.open("rb", _BUFFER_BYTES) as lines, target.open("wb", _BUFFER_BYTES) as out:
            for line in lines:
                out.write(clean_line(line[:-1]) + b"\n")

    return run


def each_text(clean: Clean) -> Loop:
    """Return the loop that reads each line with orjson, cleans its text, and writes it with orjson."""

    def clean_line(line: bytes) -> bytes:
        record = orjson.loads(line)
        record["text"] = clean(record["text"])
        written: bytes = orjson.dumps(record)
        return written

    return each_line(clean_line)


def count_changed(loop: Loop, source: Path, target: Path) -> int:
    """Run a loop and count the documents whose text it changed or lost."""
    loop(source, target)
    before, after = (
        [orjson.loads(line)["text"] for line in path.read_bytes().splitlines()] for path in (source, target)
    )
    return len(before) - [*map(eq, before, after)].count(True)


def _prepare_ours() -> Loop:
    from gongwen_clean import Cleaner
    from gongwen_clean.streaming.lines import TextLine, read_line, write_line
    from gongwen_clean.streaming.texts import LineOptions, TextCleaner

    options = LineOptions(max_chars=0)
    texts = TextCleaner(Cleaner().taking(), options)

    def clean_line(line: bytes) -> bytes:
        item = read_line(line, options.text_field)
        if not isinstance(item, TextLine) or item.text is None:
            raise ValueError(f"a line of the corpus is no record with a text: {line[:80]!r}")
        document = texts.clean(item.text, None)
        written = document if isinstance(document, str) else write_line(item, document, options)
        if isinstance(written, str):
            raise ValueError(f"gongwen-clean could not clean a line: it {written}")
        return written

    return each_line(clean_line)


def _prepare_base() -> Loop:
    return each_text(lambda text: text)


def _prepare_ftfy() -> Loop:
    return each_text(importlib.import_module("ftfy").fix_text)


def _prepare_light_ftfy() -> Loop:
    ftfy = importlib.import_module("ftfy")
    config = ftfy.TextFixerConfig(uncurl_quotes=False, fix_character_width=False, explain=False)
    return each_text(lambda text: str(ftfy.fix_text(text, config)))


def _prepare_jionlp() -> Loop:
    return each_text(importlib.import_module("jionlp").clean_text)


def _prepare_opencc() -> Loop:
    return each_text(importlib.import_module("opencc").OpenCC("t2s").convert)


def _prepare_justext() -> Loop:
    from functools import partial

    from benchmarks.page_sets import PEERS

    return each_text(partial(PEERS["jusText"].run, importlib.import_module("justext")))


def _prepare_autocorrect() -> Loop:
    return each_text(importlib.import_module("autocorrect_py").format)


def _prepare_datatrove() -> Loop:
    reader = importlib.import_module("datatrove.pipeline.readers").JsonlReader
    writer = importlib.import_module("datatrove.pipeline.writers").JsonlWriter
    importlib.import_module("loguru").logger.remove()

    def run(source: Path, target: Path) -> None:
        reading = reader(str(source), doc_progress=False)
        with writer(str(target.parent), output_filename=target.name, compression=None) as out:
            for document in reading.run():
                out.write(document)

    return run


TOOLS = {
    BASE: Tool("orjson", "orjson", "`loads` → `dumps`, nothing else", _prepare_base),
    OURS: Tool("gongwen-clean", "gongwen-clean", "preset standard, text out", _prepare_ours),
    OPENCC: Tool("opencc", "opencc", "`OpenCC('t2s').convert(text)`", _prepare_opencc),
    DATATROVE: Tool(
        "datatrove", "datatrove[io]", "`JsonlReader` → `JsonlWriter`, no filter", _prepare_datatrove
    ),
    "autocorrect": Tool("autocorrect-py", "autocorrect-py", "`format(text)`", _prepare_autocorrect),
    FTFY: Tool("ftfy", "ftfy", "`fix_text(text)`", _prepare_ftfy),
    "ftfy, light": Tool("ftfy", "ftfy", "`fix_text`, quotes and widths kept", _prepare_light_ftfy),
    JIONLP: Tool("jionlp", "jionlp", "`clean_text(text)`", _prepare_jionlp),
    "jusText": Tool(
        "justext",
        "justext lxml_html_clean",
        "a page with a `<p>` for each line, no stop words",
        _prepare_justext,
    ),
}


def load_tools() -> Available:
    """Prepare every tool that is installed."""
    found = Available({}, {}, {})
    for name, tool in TOOLS.items():
        try:
            found.versions[tool.package] = version(tool.package)
            found.loops[name] = tool.prepare()
        except (ImportError, PackageNotFoundError):
            found.versions.pop(tool.package, None)
            found.missing[name] = tool.packages
    return found
