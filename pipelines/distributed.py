"""Many files on a Dask cluster: each a partition, tried again where a worker dies, entered when it is whole.

A cluster of this machine's cores by default, any other by the address of its scheduler. The work on a file is
``pipelines.read_file``, the same functions as on one machine; where the cluster runs is not their business.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miner.errors import ClusterError, SettingMissing
from pipelines.partitions import Entry
from pipelines.read_file import Asked, Broken, read_file
from pipelines.workers import cores

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

__all__ = ["cluster", "read_files"]

_MEMORY = "1500MB"
_RETRIES = 2
_PATIENCE_S = 2.0
_CONNECT_S = "20s"


@contextlib.contextmanager
def cluster(scheduler: str | None = None, workers: int | None = None) -> Iterator[Client]:
    """A client of the cluster: this machine's, with so many workers, or that of a scheduler.

    ``scheduler`` is its address, or the file that ``dask scheduler --scheduler-file`` wrote it into.

    Raises:
        SettingMissing: Dask is not installed.
        ClusterError: no scheduler answers there, or the file names none.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as e:
        raise SettingMissing("bulk needs Dask; install it with pip install 'mbc-miner[cluster]'") from e
    quiet = {
        "distributed.admin.log-format": "%(message)s",
        "logging.distributed": "critical",
        # Its samples of deep stacks, a hundred a second, fill a worker's memory as the hours go by.
        "distributed.worker.profile.enabled": False,
    }
    with contextlib.ExitStack() as stack:
        stack.enter_context(dask.config.set(quiet))
        if scheduler is None:
            scratch = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
            address: Any = stack.enter_context(_local(LocalCluster, workers, scratch))
        else:
            address = _address(scheduler)
        try:
            client = stack.enter_context(Client(address, timeout=_CONNECT_S))
        except (OSError, ValueError) as e:
            raise ClusterError(f"{scheduler}: no scheduler answers ({_line(e)}); check the address") from e
        yield client


def _address(scheduler: str) -> str:
    """The address itself, or what a scheduler's file gives."""
    if "://" in scheduler or not Path(scheduler).is_file():
        return scheduler
    try:
        return str(json.loads(Path(scheduler).read_text(encoding="utf-8"))["address"])
    except (KeyError, TypeError, ValueError) as e:
        raise ClusterError(f"{scheduler} is no scheduler's file ({_line(e)}); give its address") from e


def _local(make: Callable[..., LocalCluster], workers: int | None, scratch: str) -> LocalCluster:
    """A cluster of this machine: processes of one thread each, with a bound on their memory."""
    try:
        return make(
            n_workers=workers or cores(),
            threads_per_worker=1,
            memory_limit=_MEMORY,
            dashboard_address=None,
            # It listens all the same; at any free port: RStudio may have its usual one.
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
            local_directory=scratch,
            silence_logs="CRITICAL",
        )
    except (OSError, RuntimeError) as e:
        raise ClusterError(f"worker processes cannot be started ({_line(e)}); try fewer --workers") from e


def read_files(client: Client, files: Iterable[Asked], done: Callable[[Entry], None]) -> Iterator[Broken]:
    """Read files on the cluster; ``done`` is told of each partition, and what could not be read is yielded.

    A file on which workers die is read once more with care, so that only the record that kills them is lost.

    Raises:
        ClusterError: the scheduler went away; what was entered stays, and a second run goes on from there.
    """
    waiting = {_submit(client, asked): asked for asked in files}
    while waiting:
        for future in _finished(client, waiting):
            asked = waiting.pop(future)
            answer = _answer(future, asked)
            if answer is None:
                again = replace(asked, careful=True)
                waiting[_submit(client, again)] = again
            elif isinstance(answer, Entry):
                done(answer)
            else:
                yield answer
            future.release()


def _submit(client: Client, asked: Asked) -> Future:
    return client.submit(read_file, asked, pure=False, retries=_RETRIES)


def _finished(client: Client, waiting: dict[Future, Asked]) -> list[Future]:
    """The futures that are done, at least one."""
    from distributed import wait

    while True:
        if client.status != "running" or any(f.cancelled() for f in waiting):
            break
        with contextlib.suppress(TimeoutError):
            try:
                return list(wait(list(waiting), timeout=_PATIENCE_S, return_when="FIRST_COMPLETED").done)
            except CancelledError:
                break
    raise ClusterError(
        f"the scheduler went away with {len(waiting)} files unread; what was read is kept, run again to go on"
    )


def _answer(future: Future, asked: Asked) -> Entry | Broken | None:
    """What a worker answered; None where workers died of the file and it should be read with care."""
    from distributed import KilledWorker

    error = future.exception()
    if future.cancelled():
        raise ClusterError("the scheduler gave the work up; what was read is kept, run again to go on")
    if error is None:
        answer: Entry | Broken = future.result()
        return answer
    if isinstance(error, KilledWorker) and not asked.careful:
        return None
    if isinstance(error, KilledWorker):
        return Broken(asked.path, "workers die of it (memory?); read it alone, or give workers more")
    return Broken(asked.path, f"{type(error).__name__}: {_line(error)}; run again to try it once more")


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
