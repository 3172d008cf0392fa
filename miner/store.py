"""``corpus.db``: every record's source and its history, extractions, trials and runs, in one SQLite file.

A source is kept once per content (sha-256 of its XML), compressed, with the run that brought it;
a record points at its current source and has a state. Readers never wait: the journal is a
write-ahead log. One writer at a time: ``writer_lock``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from miner.errors import StoreError
from miner.store_schema import migrate

__all__ = ["Change", "RecordState", "Run", "Store", "StoredRecord", "writer_lock"]

RecordState = Literal["current", "deleted", "left_query"]
Change = Literal["new", "revised", "same", "older", "restored"]


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as it stands: its state, current source XML and, if made, its extraction as JSON."""

    pmid: str
    state: RecordState
    sha256: str
    xml: bytes
    extraction: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Run:
    """One refresh: when, how, how it ended (``running``, ``complete``, ``failed``) and its report."""

    id: int
    started: str
    finished: str | None
    mode: str
    status: str
    report: dict[str, Any]


@contextlib.contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the data folder for writing; a second writer is told who holds it.

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
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


class Store:
    """The database of one data folder.

    Args:
        folder: the data folder.
        read_only: open without writing anything; the folder may be mounted read-only.
        clock: gives the present time (UTC, aware).
    """

    def __init__(
        self, folder: Path, *, read_only: bool = False, clock: Callable[[], dt.datetime] | None = None
    ) -> None:
        self.path = folder / "corpus.db"
        self._clock = clock or (lambda: dt.datetime.now(dt.UTC))
        try:
            self._db = _connect(self.path, read_only)
            if not read_only:
                migrate(self._db)
        except sqlite3.DatabaseError as e:
            raise StoreError(f"{self.path}: {e}; {_remedy(self.path, e)}") from e

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; what was not committed is rolled back."""
        self._db.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: commits at the end, rolls back on any error."""
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield
        except sqlite3.DatabaseError as e:
            raise StoreError(f"{self.path}: {e}; {_remedy(self.path, e)}") from e

    def now(self) -> str:
        """The present time as ISO 8601, to the second, UTC."""
        return self._clock().astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

    # Runs

    def begin_run(self, mode: str) -> int:
        """Note that a refresh has begun; gives its number."""
        with self.transaction():
            cursor = self._db.execute(
                "INSERT INTO run (started, mode, status, report) VALUES (?, ?, 'running', '{}')",
                (self.now(), mode),
            )
        return int(cursor.lastrowid or 0)

    def finish_run(self, run: int, status: Literal["complete", "failed"], report: dict[str, Any]) -> None:
        """Note how a refresh ended, with its report."""
        with self.transaction():
            self._db.execute(
                "UPDATE run SET finished = ?, status = ?, report = ? WHERE id = ?",
                (self.now(), status, json.dumps(report, ensure_ascii=False), run),
            )

    def runs(self) -> tuple[Run, ...]:
        """All runs, oldest first."""
        rows = self._db.execute("SELECT id, started, finished, mode, status, report FROM run ORDER BY id")
        return tuple(
            Run(i, start, end, mode, status, json.loads(report))
            for i, start, end, mode, status, report in rows
        )

    # Records

    def put_source(self, pmid: str, xml: bytes, revised: str | None, run: int) -> Change:
        """Store a record's source; an older revision than the current one is kept as history only.

        ``revised`` is the record's DateRevised (ISO 8601). Call inside ``transaction``.
        """
        sha = hashlib.sha256(xml).hexdigest()
        row = self._db.execute(
            "SELECT r.state, r.sha256, s.revised FROM record r JOIN source s USING (sha256) WHERE r.pmid = ?",
            (pmid,),
        ).fetchone()
        self._db.execute(
            "INSERT OR IGNORE INTO source (sha256, pmid, revised, xml, run) VALUES (?, ?, ?, ?, ?)",
            (sha, pmid, revised, zlib.compress(xml, 6), run),
        )
        change = _change(row, sha, revised)
        if change == "new":
            self._db.execute(
                "INSERT INTO record (pmid, state, sha256, first_run, changed_run) "
                "VALUES (?, 'current', ?, ?, ?)",
                (pmid, sha, run, run),
            )
        elif change in ("revised", "restored"):
            self._db.execute(
                "UPDATE record SET state = 'current', sha256 = ?, changed_run = ? WHERE pmid = ?",
                (sha, run, pmid),
            )
        self._log(run, pmid, change)
        return change

    def set_state(self, pmid: str, state: RecordState, run: int) -> bool:
        """Change a record's state; True if it had another. Call inside ``transaction``."""
        cursor = self._db.execute(
            "UPDATE record SET state = ?, changed_run = ? WHERE pmid = ? AND state <> ?",
            (state, run, pmid, state),
        )
        if cursor.rowcount:
            self._log(run, pmid, state)
        return bool(cursor.rowcount)

    def _log(self, run: int, pmid: str, what: str) -> None:
        if what not in ("same", "older"):
            self._db.execute(
                "INSERT OR REPLACE INTO event (run, pmid, what) VALUES (?, ?, ?)", (run, pmid, what)
            )

    def events(self, since: int = 0) -> tuple[tuple[int, str, str], ...]:
        """What happened to which record in the runs after ``since``: (run, pmid, what)."""
        rows = self._db.execute(
            "SELECT run, pmid, what FROM event WHERE run > ? ORDER BY run, pmid", (since,)
        )
        return tuple(rows)

    def current(self, extractor: str) -> Iterator[StoredRecord]:
        """Every record of state ``current`` in PMID order, with its extraction by this extractor."""
        rows = self._db.execute(
            "SELECT r.pmid, r.state, r.sha256, s.xml, e.record FROM record r JOIN source s USING (sha256) "
            "LEFT JOIN extraction e ON e.sha256 = r.sha256 AND e.extractor = ? "
            "WHERE r.state = 'current' ORDER BY CAST(r.pmid AS INTEGER)",
            (extractor,),
        )
        for pmid, state, sha, xml, record in rows:
            yield StoredRecord(pmid, state, sha, zlib.decompress(xml), json.loads(record) if record else None)

    def put_extraction(self, sha256: str, extractor: str, record_json: str) -> None:
        """Store what was read from a source. Call inside ``transaction``."""
        self._db.execute(
            "INSERT OR REPLACE INTO extraction (sha256, extractor, record) VALUES (?, ?, ?)",
            (sha256, extractor, record_json),
        )

    def counts(self) -> dict[str, int]:
        """Number of records by state."""
        return dict(self._db.execute("SELECT state, count(*) FROM record GROUP BY state ORDER BY state"))

    # Trials

    def put_trial(self, curie: str, study_json: str, run: int) -> bool:
        """Store a registration as the registry gave it; True if it is new or has changed."""
        cursor = self._db.execute(
            "INSERT INTO trial (id, study, run) VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET study = excluded.study, run = excluded.run "
            "WHERE study <> excluded.study",
            (curie, study_json, run),
        )
        return bool(cursor.rowcount)

    def trials(self) -> Iterator[dict[str, Any]]:
        """All registrations as their registry gave them, by id."""
        for (study,) in self._db.execute("SELECT study FROM trial ORDER BY id"):
            yield json.loads(study)


def _change(row: tuple[str, str, str | None] | None, sha: str, revised: str | None) -> Change:
    if row is None:
        return "new"
    state, current, current_revised = row
    if revised and current_revised and revised < current_revised:
        return "older"
    if state != "current":
        return "restored"
    return "same" if current == sha else "revised"


def _connect(path: Path, read_only: bool) -> sqlite3.Connection:
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


def _remedy(path: Path, e: sqlite3.DatabaseError) -> str:
    text = str(e)
    if "malformed" in text or "not a database" in text:
        return f"the file is damaged: move {path.name} away and refresh, or restore your copy"
    if "full" in text:
        return "make room on the disk and run again; nothing was lost"
    return "check that you may write the folder, then run again"
