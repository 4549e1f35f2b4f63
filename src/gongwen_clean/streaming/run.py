"""Clean a corpus: shards to part files, part files joined in order; resumable at any moment."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongwen_clean.errors import InputError
from gongwen_clean.streaming.books import COLLECTED
from gongwen_clean.streaming.corpora import Corpus, shard_stem
from gongwen_clean.streaming.joining import Destination, join_parts, write_stream
from gongwen_clean.streaming.manifest import Manifest
from gongwen_clean.streaming.pool import clean_shards
from gongwen_clean.streaming.tally import Tally
from gongwen_clean.streaming.texts import TextCleaner
from gongwen_clean.streaming.worker import ShardWriter

Progress = Callable[[Tally], None]
_Done = tuple[int, Tally]  # a shard by its number, and what became of it


def ignore_progress(_tally: Tally) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run goes; none of it changes what comes out.

    `progress`: is told what each shard added, first of all what an earlier run had done. `take_collected`: is
    given the file of what each shard collected, in their order, when all are done; see TextCleaner. `finish`:
    is told all when the output stands where it belongs; should it fail, the run can be taken up.
    """

    jobs: int = 1
    resume: bool = False
    progress: Progress = ignore_progress
    take_collected: Callable[[Path], None] | None = None
    finish: Progress = ignore_progress


def clean_corpus(
    corpus: Corpus, to: Destination, texts: TextCleaner, settings: Mapping[str, Any], options: RunOptions
) -> Tally:
    """Clean a corpus into `to` and return what became of it; the same bytes for any number of jobs.

    Until all is done, part files stand in a folder beside the output; a run that ended in any way can be
    taken up with `resume`. Items that fail are left out of the output and told in `to.errors`, or else beside
    the output under `.errors.jsonl`.

    Args: settings: what the result depends on besides the corpus; a run is only taken up under the same.
    Raises: InputError for input that cannot be read, a disk that is full, and for parts of another run.
    """
    identity = corpus.identity()
    with _part_folder(to, options.resume) as folder:
        manifest = Manifest(folder, {"source": identity, "settings": dict(settings)})
        manifest.begin(options.resume)
        options.progress(manifest.total)
        writer = ShardWriter(corpus, texts, folder)
        rest = _clean_rest(writer, corpus, folder, manifest, options.jobs)
        with closing(rest), closing(_watched(rest, corpus, identity, folder, options)) as done:
            if to.is_stream:
                write_stream(folder, corpus, to, ((number, tally.lines) for number, tally in done))
            else:
                join_parts(folder, corpus, to, manifest.finished, done)
        if options.take_collected:
            for number in sorted(manifest.finished):
                options.take_collected(folder / f"{shard_stem(number)}.{COLLECTED}")
        options.finish(manifest.total)
        return manifest.total


def _watched(
    rest: Iterator[_Done], corpus: Corpus, identity: Mapping[str, Any], folder: Path, options: RunOptions
) -> Generator[_Done, None, None]:
    """Yield what is done, and tell of it; at the end, see that the corpus is still what it was."""
    for number, tally in rest:
        options.progress(tally)
        yield number, tally
    if corpus.identity() != identity:
        raise InputError(f"{corpus.path}: was changed while it was cleaned; remove {folder}, begin anew")


def _clean_rest(
    writer: ShardWriter, corpus: Corpus, folder: Path, manifest: Manifest, jobs: int
) -> Generator[_Done, None, None]:
    """Clean the shards that are not finished; yield each once it is noted as finished."""
    digests = {number: entry.digest for number, entry in manifest.finished.items()}
    with (
        closing(corpus.shards(folder, digests)) as shards,
        closing(clean_shards(writer, shards, jobs)) as done,
    ):
        for shard, tally in done:
            manifest.add(shard.number, shard.digest, tally)
            if shard.is_own:
                shard.path.unlink()
            yield shard.number, tally


@contextmanager
def _part_folder(to: Destination, resume: bool) -> Iterator[Path]:
    """The folder for part files: beside the output, where it outlives a run that fails; removed when done."""
    try:
        if to.is_stream:
            with tempfile.TemporaryDirectory(prefix="gongwen-clean.") as name:
                yield Path(name)
            return
        folder = to.part_folder
        _make(folder, resume)
        yield folder
        shutil.rmtree(folder)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"{error.filename or to.output or 'standard output'}: {error.strerror}") from error


def _make(folder: Path, resume: bool) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=resume)
    except FileExistsError:
        raise InputError(
            f"{folder}: holds the parts of a run that did not end; go on with --resume, or remove it"
        ) from None
    except OSError as error:
        raise InputError(f"{folder}: cannot be made: {error.strerror}") from error
