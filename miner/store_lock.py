"""One writer of a data folder at a time; readers never wait."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from miner.errors import StoreError

__all__ = ["holder", "writer_lock"]


def holder(folder: Path) -> int | None:
    """The process that writes the folder; None where it is gone, killed or done."""
    try:
        pid = int((folder / ".writer.lock").read_text("ascii"))
        os.kill(pid, 0)  # asks whether it is there, and no more
    except (OSError, ValueError) as e:
        return pid if isinstance(e, PermissionError) else None
    return pid


@contextlib.contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the data folder for writing; the lock goes with the process, however it ends.

    Raises:
        StoreError: another process holds the folder, or it cannot be written.
    """
    path = folder / ".writer.lock"
    try:
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
    except OSError as e:
        raise StoreError(
            f"{folder} cannot be written ({e.strerror}); choose a folder that you may write"
        ) from e
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            holder = os.read(handle, 32).decode("ascii", "replace").strip() or "unknown"
            raise StoreError(
                f"{folder} is being refreshed by process {holder}; wait for it or stop it"
            ) from e
        with contextlib.suppress(OSError):  # a full disk must not keep us from saying so later
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
        with contextlib.suppress(OSError):
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)
