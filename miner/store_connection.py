"""Connections to ``corpus.db``, and what its errors mean to the user."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from miner.errors import StoreError

__all__ = ["connect", "guarded", "parts"]


def parts(path: Path) -> tuple[Path, ...]:
    """The files that SQLite writes of one database: it, its write-ahead log, and that one's index."""
    return tuple(path.with_name(f"{path.name}{end}") for end in ("", "-wal", "-shm"))


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Open the database; ``read_only`` writes nothing and works on a read-only mount.

    Raises:
        StoreError: there is none to read, or it is another user's.
    """
    if read_only:
        if not path.exists():
            raise StoreError(f"{path.parent} holds no corpus.db; run: mbc-miner refresh --data {path.parent}")
        return _reader(path)
    _make_writable(path)
    return _prepared(
        sqlite3.connect(path, isolation_level=None, timeout=30),
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = NORMAL",
        "PRAGMA foreign_keys = ON",
    )


def _make_writable(path: Path) -> None:
    """An empty file as the umask says, for a group to share (SQLite lets its owner alone write), or ours.

    Before SQLite finds out that it is another user's: it would leave a log there that bars its owner.
    """
    if str(path) == ":memory:":
        return
    if not path.exists():
        with contextlib.suppress(OSError):  # SQLite says the same in its words
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o666))
    for part in parts(path):
        if part.exists() and not _may(part, os.W_OK):
            raise StoreError(
                f"{part} is another user's; run as that one, give it to this one (chown), or let a group of "
                "both write it (chmod g+w)"
            )


def _may(path: Path, how: int) -> bool:
    return os.access(path, how, effective_ids=os.access in os.supports_effective_ids)


def _reader(path: Path) -> sqlite3.Connection:
    """A connection that reads.

    Opened for writing where that is allowed, though no statement may write: then the last one to close takes
    the write-ahead log and its index away, which a connection that may only read would leave behind, and
    which would bar the owner of the file. Who may not write it takes part in a log that is there, and
    else reads the file as it stands.
    """
    if not _may(path, os.R_OK):
        raise StoreError(
            f"{path} may not be read by this user; run as its owner, or ask for leave (chmod g+r)"
        )
    ways = ["immutable=1"]
    if _may(path, os.W_OK):
        ways = ["mode=rw", "mode=ro", *ways]
    elif parts(path)[1].exists():
        ways = ["mode=ro", *ways]
    for how in ways[:-1]:
        try:
            return _try_reading(path, how)
        except sqlite3.OperationalError:
            continue
    return _try_reading(path, ways[-1])


def _try_reading(path: Path, how: str) -> sqlite3.Connection:
    # A space or a question mark in the folder's name must not end the address.
    return _prepared(
        sqlite3.connect(f"file:{quote(str(path))}?{how}", uri=True, isolation_level=None, timeout=30),
        "PRAGMA query_only = ON",
        "SELECT count(*) FROM sqlite_master",
    )


def _prepared(db: sqlite3.Connection, *statements: str) -> sqlite3.Connection:
    """The connection after its first statements; closed where one of them fails."""
    with contextlib.ExitStack() as on_error:
        on_error.enter_context(contextlib.closing(db))
        for statement in statements:
            db.execute(statement).fetchone()
        on_error.pop_all()
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
