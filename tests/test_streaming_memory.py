"""Memory of a run does not grow with the corpus."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc and ru_maxrss in KiB")

CORPUS_BYTES = 200_000_000
LONG_LINE_BYTES = 50_000_000
MOST_PARENT_MB = 200
MOST_WORKER_MB = 300
RUN = """
import pathlib, re, resource, sys
from gongwen_clean.cli import main
code = main(sys.argv[1:])
# not ru_maxrss: that of a process counts what it was before it became this program
own = re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())[1]
print(code, own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_memory_of_parent_and_workers_stays_bounded(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    line = json.dumps({"text": "各镇人民政府，区政府各委、办、局认真执行。" * 600}, ensure_ascii=False) + "\n"
    block = line.encode() * (4_000_000 // len(line.encode()))
    with path.open("wb") as file:
        for _ in range((CORPUS_BYTES - LONG_LINE_BYTES) // len(block)):
            file.write(block)
        file.write(b'{"text":"' + b"a" * LONG_LINE_BYTES + b'"}\n')
    argv = [path, "-q", "--jobs", "2", "--steps", "width", "-o", tmp_path / "out.jsonl"]
    run = subprocess.run([sys.executable, "-c", RUN, *map(str, argv)], capture_output=True, check=True)
    code, parent_kb, worker_kb = map(int, run.stdout.split())
    assert code == 3
    assert (tmp_path / "out.jsonl").stat().st_size == path.stat().st_size - LONG_LINE_BYTES - 12
    assert parent_kb / 1024 < MOST_PARENT_MB
    assert worker_kb / 1024 < MOST_WORKER_MB
