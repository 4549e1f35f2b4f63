"""Clean one shard into part files."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from gongwen_clean.errors import InputError
from gongwen_clean.streaming.books import Books, Note, ignore, open_parts
from gongwen_clean.streaming.corpora import Corpus, Shard, shard_stem
from gongwen_clean.streaming.tally import Tally
from gongwen_clean.streaming.texts import TextCleaner


class ShardWriter:
    """Cleans shards of a corpus into a folder of part files; one for each process."""

    def __init__(self, corpus: Corpus, texts: TextCleaner, folder: Path) -> None:
        self._corpus = corpus
        self._texts = texts
        self._folder = folder
        self._note: Note = ignore

    def watch(self, note: Note) -> None:
        """Let `note` be told the number of each item of a shard before it is cleaned."""
        self._note = note

    def prepare(self) -> None:
        """Load what cleaning needs, for the processes that are forked from now on."""
        self._texts.prepare()

    def clean(self, shard: Shard, skipped: Collection[int] = ()) -> Tally:
        """Clean a shard but for the items `skipped`, which are told as failed; its parts appear when done.

        Raises: InputError for input that cannot be read, or parts that cannot be written.
        """
        try:
            with open_parts(self._folder, shard_stem(shard.number)) as parts:
                books = Books(self._texts, parts, skipped, self._note)
                self._corpus.clean(shard, books)
                books.finish()
            books.lap("writing")
        except OSError as error:
            raise InputError(f"{error.filename or self._folder}: {error.strerror}") from error
        return books.tally
