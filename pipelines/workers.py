"""All cores: a task on many records in worker processes, results in input order, in constant memory.

Each worker has a connection of its own and nothing that it shares with another, so that one that is killed
takes no other with it. A record on which a worker dies twice, or that takes too long, is named and set aside.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from pipelines.worker import attempt
from pipelines.worker_process import WorkerProcess

__all__ = ["LIMIT_S", "Outcome", "Task", "cores", "work"]

LIMIT_S = 60.0
"""Seconds that one record may take; the slowest abstract takes a tenth of one."""

_SMALL = 100  # records that are read sooner than workers are started
_BATCH = 16  # records a message: some tens of milliseconds of work
_AHEAD = 3  # batches a worker that are read in or wait to be taken
_CGROUP = Path("/sys/fs/cgroup/cpu.max")

S_contra = TypeVar("S_contra", contravariant=True)
T_co = TypeVar("T_co", covariant=True)
S = TypeVar("S")
T = TypeVar("T")


class Task(Protocol[S_contra, T_co]):
    """What is done on each record; pickled once for each worker."""

    def warm(self) -> None:
        """Load what every call needs."""

    def __call__(self, item: S_contra, /) -> T_co:
        """Do it on one record."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of a record: its name, and a value or, where it was set aside, why."""

    name: str
    value: T | None
    error: str = ""


def cores() -> int:
    """Cores that this process may use: those it is bound to, and no more than its container is given."""
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with contextlib.suppress(OSError, ValueError):
        quota, period = (int(x) for x in _CGROUP.read_text().split())
        bound = min(bound, -(-quota // period))
    return max(bound, 1)


def _nothing() -> None:
    """What is done meanwhile, unless there is something."""


def work(
    task: Task[S, T],
    items: Iterable[tuple[str, S]],
    workers: int | None = None,
    limit_s: float = LIMIT_S,
    meanwhile: Callable[[], None] = _nothing,
) -> Generator[Outcome[T]]:
    """Do a task on named items; outcomes come in input order, as soon as they can.

    ``workers`` is the number of processes; 0 works in this one, None takes all cores where there are more
    than a few records. Only as many items are taken as the workers need to be busy. Closing the iterator ends
    the workers. ``meanwhile`` is called here while workers are at the last of the items.

    Raises:
        WorkerError: a worker cannot begin at all.
    """
    rest = iter(items)
    if workers is None:
        begin = _Batches(rest, _SMALL + 1)
        first = next(begin, [])
        rest = itertools.chain(first, begin.rest())
        workers = cores() if len(first) > _SMALL else 0
    if workers:
        return _in_workers(task, rest, workers, limit_s, meanwhile)
    return (Outcome(name, *attempt(task, item, limit_s)) for name, item in rest)


def _in_workers(
    task: Task[S, T],
    items: Iterator[tuple[str, S]],
    workers: int,
    limit_s: float,
    meanwhile: Callable[[], None],
) -> Generator[Outcome[T]]:
    crew = _Crew(task, limit_s)
    pool = ThreadPoolExecutor(workers, "worker")
    waiting: deque[Future[list[Outcome[T]]]] = deque()
    batches = _Batches(items)
    try:
        for batch in batches:
            waiting.append(pool.submit(crew.read, batch))
            if len(waiting) > _AHEAD * workers:
                yield from waiting.popleft().result()
        if waiting:
            meanwhile()
        while waiting:
            yield from waiting.popleft().result()
        if batches.error is not None:
            raise batches.error
    finally:
        crew.close()
        pool.shutdown(cancel_futures=True)
        crew.release()


class _Batches(Iterator[list[tuple[str, S]]]):
    """The items some at a time; what ends them early is kept until what came before it is done."""

    def __init__(self, items: Iterator[tuple[str, S]], size: int = _BATCH) -> None:
        self._items, self._size = items, size
        self.error: Exception | None = None

    def __next__(self) -> list[tuple[str, S]]:
        batch: list[tuple[str, S]] = []
        try:
            while self.error is None and len(batch) < self._size and (item := next(self._items, None)):
                batch.append(item)
        except Exception as e:  # noqa: BLE001 - raised by the caller, when its turn has come
            self.error = e
        if not batch:
            raise StopIteration
        return batch

    def rest(self) -> Iterator[tuple[str, S]]:
        """The items of no batch yet, and then what ended them early."""
        yield from self._items
        if self.error is not None:
            raise self.error


class _Closed(Exception):
    """The work was given up while a worker was at it."""


class _Crew:
    """The workers of one call: each thread of the pool takes one that is free, or starts one."""

    def __init__(self, task: Task[Any, Any], limit_s: float) -> None:
        self._task, self._limit_s = task, limit_s
        self._lock = threading.Lock()
        self._free: list[WorkerProcess] = []
        self._all: set[WorkerProcess] = set()
        self._closed = False

    def read(self, batch: Sequence[tuple[str, Any]]) -> list[Outcome[Any]]:
        """Outcomes of a batch, whatever becomes of the workers."""
        done: list[Outcome[Any]] = []
        died_on = -1
        while len(done) < len(batch):
            with self._worker() as worker:
                for (name, _), answer in zip(
                    batch[len(done) :], worker.answers([item for _, item in batch[len(done) :]]), strict=False
                ):
                    done.append(Outcome(name, *answer))
            if not worker.epitaph:
                continue
            # What killed it may have been meant for the worker, not have come from the record: once more.
            if died_on == len(done) or worker.timed_out:
                done.append(Outcome(batch[len(done)][0], None, worker.epitaph))
            died_on = len(done)
        return done

    @contextlib.contextmanager
    def _worker(self) -> Iterator[WorkerProcess]:
        with self._lock:
            if self._closed:
                raise _Closed
            worker = self._free.pop() if self._free else WorkerProcess(self._task, self._limit_s)
            self._all.add(worker)
        try:
            worker.begin()
            yield worker
        finally:
            with self._lock:
                if not worker.epitaph:
                    self._free.append(worker)
                elif not self._closed:
                    self._all.discard(worker)
                    worker.release()

    def close(self) -> None:
        """Kill every worker, busy or not."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.kill()

    def release(self) -> None:
        """Close what is open, once no thread uses it."""
        for worker in self._all:
            worker.release()
