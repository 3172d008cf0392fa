"""The tables of ``corpus.db`` and the steps from each version of them to the next.

A step is never changed once released: a new version is a new step at the end.
"""

from __future__ import annotations

import sqlite3

from miner.errors import StoreError

__all__ = ["SCHEMA_VERSION", "migrate"]

_STEPS: tuple[str, ...] = (
    """
    CREATE TABLE run (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        started TEXT NOT NULL,
        finished TEXT,
        mode TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('running', 'complete', 'failed')),
        report TEXT NOT NULL
    );
    CREATE TABLE source (                 -- one row per content of a record, never removed
        sha256 TEXT PRIMARY KEY,
        pmid TEXT NOT NULL,
        revised TEXT,
        xml BLOB NOT NULL,                -- zlib
        run INTEGER NOT NULL REFERENCES run (id)
    );
    CREATE INDEX source_pmid ON source (pmid);
    CREATE TABLE record (
        pmid TEXT PRIMARY KEY,
        state TEXT NOT NULL CHECK (state IN ('current', 'deleted', 'left_query')),
        sha256 TEXT NOT NULL REFERENCES source (sha256),
        first_run INTEGER NOT NULL REFERENCES run (id),
        changed_run INTEGER NOT NULL REFERENCES run (id)
    ) WITHOUT ROWID;
    CREATE TABLE event (
        run INTEGER NOT NULL REFERENCES run (id),
        pmid TEXT NOT NULL,
        what TEXT NOT NULL,
        PRIMARY KEY (run, pmid)
    ) WITHOUT ROWID;
    CREATE TABLE extraction (
        sha256 TEXT NOT NULL REFERENCES source (sha256),
        extractor TEXT NOT NULL,
        record TEXT NOT NULL,             -- JSON
        PRIMARY KEY (sha256, extractor)
    ) WITHOUT ROWID;
    CREATE TABLE trial (
        id TEXT PRIMARY KEY,
        study TEXT NOT NULL,              -- JSON as the registry gave it
        run INTEGER NOT NULL REFERENCES run (id)
    ) WITHOUT ROWID;
    """,
)
SCHEMA_VERSION = len(_STEPS)


def migrate(db: sqlite3.Connection) -> None:
    """Bring the tables to the newest version, one step at a time.

    Raises:
        StoreError: the file was written by a newer program.
    """
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"corpus.db has schema {version}, this program knows {SCHEMA_VERSION}; update mbc-miner"
        )
    for number in range(version, SCHEMA_VERSION):
        db.executescript(f"BEGIN IMMEDIATE; {_STEPS[number]} PRAGMA user_version = {number + 1}; COMMIT;")
