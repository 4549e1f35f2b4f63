"""Show how far a run is, on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from gongwen_clean.streaming.run import Progress, ignore_progress
from gongwen_clean.streaming.tally import Tally


@contextmanager
def show_progress(total_bytes: int | None, wanted: bool) -> Iterator[Progress]:
    """Yield what is to be told of each finished shard; draws on standard error only where that is a terminal.

    Args: total_bytes: of the corpus once unpacked, None where that is not known.
    """
    if not wanted or not sys.stderr.isatty():
        yield ignore_progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    total, begun = Tally(), time.monotonic()
    columns = (BarColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    # no thread of its own: processes are forked while it is shown
    with Bar(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as bar:
        task = bar.add_task("", total=total_bytes)

        def tell(tally: Tally) -> None:
            total.add(tally)
            bar.update(
                task, completed=total.source_bytes, description=describe(total, time.monotonic() - begun)
            )
            bar.refresh()

        yield tell


def describe(tally: Tally, seconds: float) -> str:
    """Return the state of a run in a line.

    >>> describe(Tally(cleaned=300, source_bytes=6_000_000, source_chars=2_000_000, edits=500), 2.0)
    '150 documents/s, 3.0 MB/s, 0.25 repairs per 1,000 characters'
    """
    per_second = max(seconds, 1e-9)
    return (
        f"{tally.cleaned / per_second:,.0f} documents/s, {tally.source_bytes / 1e6 / per_second:.1f} MB/s, "
        f"{tally.edit_rate:.2f} repairs per 1,000 characters"
    )
