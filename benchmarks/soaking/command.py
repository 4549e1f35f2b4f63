"""The command, with shards so small that many are done, killed and joined within minutes."""

from __future__ import annotations

from gongwen_clean.cli import run
from gongwen_clean.streaming import json_lines

SHARD_BYTES = 1 << 17

if __name__ == "__main__":
    json_lines.SHARD_BYTES = SHARD_BYTES
    run()
