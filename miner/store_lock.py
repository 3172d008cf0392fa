"""One writer of a data folder at a time; readers never wait."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from miner.errors import StoreError

__all__ = ["holder", "writer_lock"]

_TRIES, _PAUSE = 5, 0.05  # seconds
# A copy of ten thousand records takes seconds; over a slow line, or several in turn, some minutes.
_COPY_TRIES, _COPY_PAUSE = 600, 1.0


def holder(folder: Path) -> int | None:
    """The process that writes the folder, 0 where it left no number; None where nobody does.

    The lock itself is asked: a number alone may be that of another process by now, or of another container.
    """
    try:
        handle = os.open(folder / ".writer.lock", os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return int(_noted(handle) or 0)
    except OSError:
        return None
    else:
        return None
    finally:
        os.close(handle)


@contextlib.contextmanager
def writer_lock(folder: Path, notice: Callable[[str], None] = lambda _line: None) -> Iterator[None]:
    """Hold the data folder for writing; the lock goes with the process, however it ends.

    Backups, which hold it shared (``flock --shared``), are waited for, some ten minutes at most, and
    ``notice`` is told.

    Raises:
        StoreError: another process writes the folder, backups do not end, or it cannot be written.
    """
    path = folder / ".writer.lock"
    try:
        # The mode is left to the umask, so that a group may share the folder.
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o666)
    except OSError as e:
        remedy = "choose a folder that you may write"
        if e.errno == errno.EROFS:
            remedy = (
                "mount it for writing; a disk that fails is made read-only too, as the system's log tells"
            )
        elif path.exists():
            remedy = (
                "it was refreshed by another user: run as that one, or give all of it to this one (chown -R)"
            )
        raise StoreError(f"{folder} cannot be written ({e.strerror}); {remedy}") from e
    try:
        if not _locked(handle, folder):
            _refuse_writer(handle, folder)
            notice(f"{folder} is being copied; waiting until that has ended")
            _wait_for_copies(handle, folder)
        with contextlib.suppress(OSError):  # a full disk must not keep us from saying so later
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
        with contextlib.suppress(OSError):
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _locked(handle: int, folder: Path) -> bool:
    """Take the lock; a reader that asks who holds it has it for a moment too."""
    for _ in range(_TRIES):
        if _taken(handle, folder, fcntl.LOCK_EX):
            return True
        time.sleep(_PAUSE)
    return False


def _taken(handle: int, folder: Path, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as e:
        raise StoreError(
            f"{folder} is on a file system that locks no files ({e.strerror}), where two runs would "
            "damage it; put it on a disk of this machine"
        ) from e
    return True


def _refuse_writer(handle: int, folder: Path) -> None:
    """Who holds the lock so that it cannot be shared writes the folder; the others copy it."""
    if not _taken(handle, folder, fcntl.LOCK_SH):
        process = _noted(handle) or "unknown"
        raise StoreError(f"{folder} is being refreshed by process {process}; wait for it or stop it")
    fcntl.flock(handle, fcntl.LOCK_UN)


def _wait_for_copies(handle: int, folder: Path) -> None:
    for _ in range(_COPY_TRIES):
        time.sleep(_COPY_PAUSE)
        if _locked(handle, folder):
            return
        _refuse_writer(handle, folder)
    raise StoreError(f"{folder} is being copied and stays so; run again when no backup holds .writer.lock")


def _noted(handle: int) -> str:
    """The number of the process that holds the lock, as it noted it; empty where it did not."""
    said = os.pread(handle, 32, 0).decode("ascii", "replace").strip()
    return said if said.isdigit() else ""
