"""Corpora for the tests of streaming, and ways to run the command on them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from gongwen_clean.cli import main
from gongwen_clean.streaming import json_lines

RAW = "各镇人民政府,区政府各委、办、局:\n现将第{}号《某区行动方案》印发给你们,请认真执行。"
CLEAN = "各镇人民政府，区政府各委、办、局："
SMALL_SHARD = 2000


def json_corpus(count: int = 200) -> bytes:
    """Return lines of several styles: changed, clean, null, blank, with escapes and odd numbers."""
    lines = []
    for number in range(count):
        text = RAW.format(number) if number % 3 else CLEAN
        record = {"id": number, "text": text if number % 10 else None, "score": 1.50}
        lines.append(json.dumps(record, ensure_ascii=number % 2 == 0))
    lines[5] = ""
    lines[7] = '{ "b" : 1e3, "text":"\\u7532,\\u4e59" , "a":12345678901234567890123}'
    return "\n".join(lines).encode()


def small_shards(monkeypatch: Any) -> None:
    """Let every corpus have many shards."""
    monkeypatch.setattr(json_lines, "SHARD_BYTES", SMALL_SHARD)


def clean(*argv: object) -> int:
    """Run the command quietly; return its exit code."""
    return main([*(str(arg) for arg in argv), "-q", "--steps", "width"])


def cleaned(tmp_path: Path, source: bytes, *argv: object) -> bytes:
    """Return what the command makes of JSON lines."""
    path, target = tmp_path / "corpus.jsonl", tmp_path / "clean.jsonl"
    path.write_bytes(source)
    clean(path, "-o", target, *argv)
    return target.read_bytes()


def records(path: Path) -> list[dict[str, Any]]:
    """Return the JSON values of a file's lines."""
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def start(run: Callable[[], int]) -> int:
    """Run a function in a process that leads a group of its own; return its id."""
    pid = os.fork()
    if pid:
        return pid
    os.setpgid(0, 0)
    try:
        code = run()
    except BaseException as error:
        code = error.code if isinstance(error, SystemExit) and isinstance(error.code, int) else 99
    os._exit(code)


def end(pid: int, number: signal.Signals, after_s: float) -> int:
    """Send a process group a signal after a while and wait for its leader; return its exit code."""
    time.sleep(after_s)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def open_files() -> set[str]:
    """Return what the handles of this process point at."""
    return {str(path) for path in _handles()}


def _handles() -> Iterator[Path]:
    for handle in Path("/proc/self/fd").iterdir():
        try:
            yield handle.readlink()
        except FileNotFoundError:
            continue
