"""What is fuzzed: each target takes bytes and raises where a promise is broken.

Only GongwenError may escape a reader of files; from cleaning a text, nothing may.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from gongwen_clean.chain import Chain
from gongwen_clean.cleaner import Cleaner
from gongwen_clean.configuration.reading import configure, read_config
from gongwen_clean.document import Document, Edit
from gongwen_clean.edits import apply_edits, invert_edits
from gongwen_clean.errors import GongwenError
from gongwen_clean.lexicon import read_patterns, read_table
from gongwen_clean.lexicon_lint import lint
from gongwen_clean.normalizers.fragments import JoinFragments, find_cuts
from gongwen_clean.normalizers.shell import ReadMetadata
from gongwen_clean.presets import PRESETS
from gongwen_clean.scoring.packing import read_planes
from gongwen_clean.shell_profiles.profile import read_profile
from gongwen_clean.streaming.compression import unpack
from gongwen_clean.streaming.lines import read_line, read_lines, write_line
from gongwen_clean.streaming.replay import Choice, read_line_edits, replay_blocks
from gongwen_clean.streaming.texts import LineOptions
from gongwen_clean.text_files import decode
from gongwen_clean.workbench.user_lexicon import read_user_lexicon

Target = Callable[[bytes], None]

_FIELD = "text"
_LONGEST_LINE = 1 << 16
_MOST_CHARS = 4000  # of a text: a fuzzer finds more with many short ones


class BrokenPromiseError(AssertionError):
    """What the package promises does not hold for an input."""


def _require(holds: bool, promise: str) -> None:
    if not holds:
        raise BrokenPromiseError(promise)


def clean_text(content: bytes) -> None:
    """Clean by the standard preset: the edits replay, invert, and each changes something."""
    document = _cleaner().run(_text(content))
    _check_receipt(document)
    spans = [*((f.start, f.end) for f in document.fields), *((f.start, f.end) for f in document.findings)]
    for start, end in spans:
        _require(0 <= start <= end <= len(document.source), f"what was seen at {start} stands in the source")


def repeat_steps(content: bytes) -> None:
    """Run each step alone: once is enough, and its edits replay and invert."""
    text = _text(content)
    for chain in _single_steps():
        once, edits = chain.apply(text)
        _check_edits(text, once, edits)
        _require(chain.apply(once)[0] == once, f"{chain.steps[0].name} changes nothing when it runs again")


def read_page(content: bytes) -> None:
    """Read metadata and find the pieces of a page: what is found stands in the text."""
    text = _text(content)
    for note in ReadMetadata().read(text):
        start, end = getattr(note, "start", 0), getattr(note, "end", 0)
        _require(0 <= start <= end <= len(text), f"{note!r} stands in the text")
    cuts = find_cuts(text)
    _require(all(0 <= cut.start < cut.end <= len(text) for cut in cuts), "cuts stand in the text")
    apply_edits(text, JoinFragments().edits(text))


def read_settings(content: bytes) -> None:
    """Read a settings file, alone and as part of a project's."""
    for name in ("gongwen-clean.toml", "pyproject.toml"):
        _read_file(content, name, lambda path: configure(read_config(path)))


def read_lexicons(content: bytes) -> None:
    """Read a file as each kind of table there is."""
    _read_file(content, "own.tsv", lambda path: list(read_table(path, ("id", "variant", "canonical"))))
    _read_file(content, "own.tsv", read_user_lexicon)
    _read_file(content, "own.tsv", lambda path: lint([path]))
    _read_file(content, "own.toml", read_patterns)
    _read_file(content, "own.toml", lambda path: lint([path]))
    _read_file(content, "site.toml", read_profile)


def read_model(content: bytes) -> None:
    """Read a file as a language model."""
    _read_file(content, "own.lm", read_planes)


def clean_json_lines(content: bytes) -> None:
    """Read lines of JSON, clean and write them: the text that is written is the text that was cleaned."""
    options = LineOptions()
    for line in read_lines(io.BytesIO(content), len(content), _LONGEST_LINE):
        item = read_line(line, _FIELD)
        if isinstance(item, str) or item.text is None:
            continue
        document = _width().run(item.text)
        written = write_line(item, document, options)
        if isinstance(written, bytes):
            again = read_line(written, _FIELD)
            _require(not isinstance(again, str) and again.text == document.text, "the text is written")


def replay_lines(content: bytes) -> None:
    """Replay an edits file, which the first half of the input is, on the other half."""
    head, _, tail = content.partition(b"\n\n")

    def replay(path: Path) -> None:
        for _ in replay_blocks(io.BytesIO(tail), read_line_edits(path), _FIELD, Choice(), "corpus"):
            pass

    _read_file(head, "edits.jsonl", replay)


def unpack_archive(content: bytes) -> None:
    """Read bytes as each kind of archive, and as text in an unknown encoding."""
    for compression in ("gz", "xz", "zst"):
        with suppress(GongwenError), unpack(io.BytesIO(content), "archive", compression) as unpacked:
            unpacked.read(1 << 20)
    with suppress(GongwenError):
        decode(content, "file")


TARGETS: Mapping[str, Target] = {
    target.__name__: target
    for target in (
        clean_text,
        repeat_steps,
        read_page,
        read_settings,
        read_lexicons,
        read_model,
        clean_json_lines,
        replay_lines,
        unpack_archive,
    )
}
"""The targets by name."""


def _text(content: bytes) -> str:
    """Any str can be met, also one with lone surrogates."""
    return content.decode("utf-8", "surrogateescape")[:_MOST_CHARS]


def _read_file(content: bytes, name: str, read: Callable[[Path], object]) -> None:
    path = _folder() / name
    path.write_bytes(content)
    with suppress(GongwenError):
        read(path)


def _check_receipt(document: Document) -> None:
    _check_edits(document.source, document.text, document.edits)
    _require(bool(document.edits) or document.text is document.source, "unchanged text is the same object")
    document.text.encode("utf-8")


def _check_edits(source: str, text: str, edits: list[Edit] | tuple[Edit, ...]) -> None:
    _require(apply_edits(source, edits) == text, "the edits replay to the text")
    _require(apply_edits(text, invert_edits(source, edits)) == source, "the edits invert to the source")
    idle = [edit for edit in edits if source[edit.start : edit.end] == edit.after]
    _require(not idle, f"{idle!r} changes something")


@cache
def _cleaner() -> Cleaner:
    return Cleaner()


@cache
def _width() -> Cleaner:
    return Cleaner(steps=[step for step in PRESETS["standard"] if step.name == "width"])


@cache
def _single_steps() -> list[Chain]:
    return [Chain(step) for step in PRESETS["standard"] if hasattr(step, "edits")]


@cache
def _folder() -> Path:
    """A folder for the inputs that are files, which goes with the process."""
    keeper = tempfile.TemporaryDirectory(prefix="gongwen-fuzz.")
    _KEEPERS.append(keeper)
    return Path(keeper.name)


_KEEPERS: list[tempfile.TemporaryDirectory[str]] = []
