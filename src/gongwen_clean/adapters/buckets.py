"""Tell which rows an engine must bring together.

A job in which rows belong together has two halves. The first says of every row which bucket it goes into; the
engine gives all rows of a bucket to one call of the second, which does with them what one machine does with a
corpus. Rows of a cluster have no order, so that each needs a place: a value that sorts as the rows stood in
their files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zlib import crc32

from gongwen_clean.errors import InputError

BUCKET = "gongwen_bucket"
_BUCKETS = 1024  # one is what a task must have room for, on disk or, in some engines, in memory


def bucket_of(key: str) -> int:
    """Return the bucket of rows of one key, the same in every process."""
    return crc32(key.encode("utf-8", "surrogatepass")) % _BUCKETS


def check_columns(names: Sequence[str], needed: Iterable[str], added: Iterable[str] = ()) -> None:
    """Raise InputError for columns without one that is needed, or with one that would be added."""
    for name in needed:
        if name not in names:
            raise InputError(f"no column {name!r} but {', '.join(names)}")
    for name in (BUCKET, *added):
        if name in names:
            raise InputError(f"there is a column {name!r} already; rename or remove it")
