"""The file ``corpus.db``: opened, written all or nothing, copied, looked through and taken away.

What it holds: ``miner.store``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from miner.store_connection import connect, guarded, parts
from miner.store_schema import check_version, migrate

__all__ = ["Database"]


class Database:
    """The file ``corpus.db`` of one data folder, open.

    Args:
        folder: the data folder.
        read_only: open without writing anything; the folder may be mounted read-only.
        clock: gives the present time (UTC, aware).

    Raises:
        StoreError: from every method, where the file is damaged, the disk full or the folder not writable.
    """

    def __init__(
        self, folder: Path, *, read_only: bool = False, clock: Callable[[], dt.datetime] | None = None
    ) -> None:
        self.path = folder if str(folder) == ":memory:" else folder / "corpus.db"
        self._clock = clock or (lambda: dt.datetime.now(dt.UTC))
        with guarded(self.path), contextlib.ExitStack() as on_error:
            self._db = on_error.enter_context(contextlib.closing(connect(self.path, read_only=read_only)))
            if read_only:
                check_version(self._db, self.path)
            else:
                migrate(self._db)
            on_error.pop_all()

    @classmethod
    def in_memory(cls) -> Self:
        """An empty store that leaves nothing behind."""
        return cls(Path(":memory:"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; what was not committed is rolled back."""
        self._db.close()

    def remove(self) -> None:
        """Close the database and take it away; only its one writer may do so."""
        self.close()
        for part in parts(self.path):
            part.unlink(missing_ok=True)

    def copy_to(self, folder: Path) -> None:
        """Write a whole copy of the database into another folder."""
        with contextlib.closing(sqlite3.connect(folder / self.path.name)) as copy:
            self._db.backup(copy)

    def check(self) -> None:
        """Read every page.

        Raises:
            StoreError: the file is damaged.
        """
        (verdict,) = next(self.rows("PRAGMA quick_check(1)"), ("malformed",))
        if verdict != "ok":
            with guarded(self.path):
                raise sqlite3.DatabaseError("database disk image is malformed")

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: commits at the end, rolls back on any error."""
        with guarded(self.path), self._db:
            self._db.execute("BEGIN IMMEDIATE")
            yield

    def rows(self, sql: str, values: Iterable[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, as they come."""
        with guarded(self.path):
            yield from self._db.execute(sql, tuple(values))

    def write(self, sql: str, values: Iterable[Any] = ()) -> int:
        """Run a statement and give the number of rows it changed. Call inside ``transaction``."""
        return self._db.execute(sql, tuple(values)).rowcount

    def now(self) -> str:
        """The present time as ISO 8601, to the second, UTC."""
        return self._clock().astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
