"""Clean shards in several processes; one that dies has its shard done again by another."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

from gongwen_clean.errors import GongwenError, InputError
from gongwen_clean.streaming.corpora import Shard
from gongwen_clean.streaming.tally import Tally
from gongwen_clean.streaming.worker import ShardWriter

_DEATHS = 3  # on the same item, before it is skipped: what kills from outside seldom meets one so often
_NOWHERE = -1  # before the first item of a shard
_MOST_DEATHS = 30  # on one shard, before the run is given up

_METHOD = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
_ENDING = tuple(signal.Signals[name] for name in ("SIGTERM", "SIGHUP") if name in signal.Signals.__members__)
_CAN_HOLD = hasattr(signal, "pthread_sigmask")
_CONTEXT: Any = multiprocessing.get_context(_METHOD)


class Finished(NamedTuple):
    """A shard whose part files are written."""

    shard: Shard
    tally: Tally


class _Task(NamedTuple):
    """A shard to clean, the lines in it that are skipped, and where processes died on it."""

    shard: Shard
    skipped: frozenset[int] = frozenset()
    deaths: tuple[int, ...] = ()


class _Process:
    """A process that cleans shards as they are sent, and the line that it is at."""

    def __init__(self, writer: ShardWriter, others: list[Connection[Any, Any]]) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self.line = _CONTEXT.Value("q", _NOWHERE, lock=False)
        self.task: _Task | None = None
        ours = [*others, self.connection]
        self.process = _CONTEXT.Process(target=_serve, args=(writer, theirs, ours, self.line), daemon=True)
        with _signals_held():
            self.process.start()
        theirs.close()

    def send(self, task: _Task) -> None:
        self.task = task
        self.line.value = _NOWHERE
        with suppress(ConnectionError):  # one that has died is noticed when its answer is awaited
            self.connection.send((task.shard, task.skipped))

    def stop(self) -> None:
        if self.connection.closed:
            return
        self.process.kill()
        self.process.join()
        self.process.close()
        self.connection.close()


def clean_shards(writer: ShardWriter, shards: Iterator[Shard], jobs: int) -> Generator[Finished, None, None]:
    """Yield shards as they are finished, in any order; at most `jobs` are under way at a time.

    With one job all is done in this process. Raises: InputError when processes keep dying on a shard, or
    for what makes reading or writing it fail, such as a full disk.
    """
    if jobs == 1:
        for shard in shards:
            yield Finished(shard, writer.clean(shard, ()))
        return
    processes: list[_Process] = []
    try:
        for _ in range(jobs):
            processes.append(_Process(writer, [one.connection for one in processes]))
        yield from _Pool(writer, shards, processes).run()
    finally:
        for process in processes:
            process.stop()


class _Pool:
    def __init__(self, writer: ShardWriter, shards: Iterator[Shard], processes: list[_Process]) -> None:
        self._writer = writer
        self._shards = shards
        self._processes = processes
        self._again: list[_Task] = []

    def run(self) -> Iterator[Finished]:
        for process in self._processes:
            self._feed(process)
        while busy := {one.connection: one for one in self._processes if one.task is not None}:
            for connection in wait(list(busy)):
                yield from self._hear(busy[connection])

    def _feed(self, process: _Process) -> None:
        task = self._again.pop() if self._again else None
        if task is None and (shard := next(self._shards, None)) is not None:
            task = _Task(shard)
        if task is not None:
            process.send(task)

    def _hear(self, process: _Process) -> Iterator[Finished]:
        task = process.task
        assert task is not None
        process.task = None
        try:
            answer = process.connection.recv()
        except (EOFError, ConnectionError):
            self._replace(process, task)
            return
        if isinstance(answer, BaseException):
            raise answer
        self._feed(process)  # first, so that it need not wait for what is done with the answer
        yield Finished(task.shard, answer)

    def _replace(self, process: _Process, task: _Task) -> None:
        """Begin another process for one that died, and let its shard be done again."""
        at = process.line.value
        process.stop()
        deaths = (*task.deaths, at)
        if len(deaths) > _MOST_DEATHS:
            raise InputError(f"{task.shard.path}: processes keep dying on it; is there enough memory?")
        skipped = task.skipped | {at} if at != _NOWHERE and deaths.count(at) >= _DEATHS else task.skipped
        self._again.append(_Task(task.shard, skipped, deaths))
        if _METHOD == "fork":
            # a document is not to blame for a process that dies while it loads the language model with it
            self._writer.prepare()
        others = [one.connection for one in self._processes if one is not process]
        self._processes[self._processes.index(process)] = fresh = _Process(self._writer, others)
        self._feed(fresh)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Let a process begin before a signal reaches it: it answers them otherwise than its parent does."""
    if not _CAN_HOLD:
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, *_ENDING))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(
    writer: ShardWriter, connection: Connection[Any, Any], inherited: list[Connection[Any, Any]], line: Any
) -> None:
    """Clean what is sent, until nothing is. Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in _ENDING:
        signal.signal(name, signal.SIG_DFL)
    if _CAN_HOLD:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, *_ENDING))
    for other in inherited:
        other.close()  # else a parent's end would stay open after the parent has died
    parent = os.getppid()
    writer.watch(_watch(line, parent))
    while True:
        try:
            shard, skipped = connection.recv()
        except (EOFError, ConnectionError):
            return
        try:
            connection.send(writer.clean(shard, skipped))
        except GongwenError as error:
            connection.send(error)


def _watch(line: Any, parent: int) -> Callable[[int], None]:
    def note(number: int) -> None:
        line.value = number
        if os.getppid() != parent:
            os._exit(1)  # nobody waits for the rest

    return note
