"""Connections to ``corpus.db``, and what its errors mean to the user."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from miner.errors import StoreError

__all__ = ["connect", "guarded"]


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Open the database; ``read_only`` writes nothing and works on a read-only mount.

    Raises:
        StoreError: there is none to read.
    """
    if read_only:
        if not path.exists():
            raise StoreError(f"{path.parent} holds no corpus.db; run: mbc-miner refresh --data {path.parent}")
        return _reader(path)
    db = sqlite3.connect(path, isolation_level=None, timeout=30)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _reader(path: Path) -> sqlite3.Connection:
    """A reading connection; on a read-only mount, where the log's index cannot be made, an immutable one."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        db.close()
        db = sqlite3.connect(f"file:{path}?immutable=1", uri=True, isolation_level=None)
    return db


@contextlib.contextmanager
def guarded(path: Path) -> Iterator[None]:
    """SQLite's errors as one line that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as e:
        raise StoreError(f"{path}: {e}; {_remedy(path, str(e))}") from e


def _remedy(path: Path, error: str) -> str:
    if "malformed" in error or "not a database" in error:
        return (
            f"the file is damaged: restore your copy of it, or move {path.name} (with {path.name}-wal and "
            f"{path.name}-shm) away and refresh anew"
        )
    if "full" in error or "disk I/O" in error:
        return "make room on the disk and run again; what was stored before is kept"
    if "locked" in error:
        return "another program is writing it; run again when that has ended"
    return "check that you may write the folder, then run again"
