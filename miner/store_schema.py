"""The tables of ``corpus.db`` and the steps from each version of them to the next.

A step is never changed once released: a new version is a new step at the end.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

from miner.amendments import amendments_of
from miner.errors import StoreError
from miner.pubmed_xml import read_article

__all__ = ["SCHEMA_VERSION", "check_version", "migrate"]

_FIRST = """
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
) WITHOUT ROWID
"""

# Notices, refusals, corrections and the pooled estimates of each run.
_SECOND = """
ALTER TABLE record ADD COLUMN role TEXT NOT NULL DEFAULT 'query' CHECK (role IN ('query', 'notice'));
ALTER TABLE record ADD COLUMN retracted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE record ADD COLUMN fetched_run INTEGER REFERENCES run (id);
ALTER TABLE record ADD COLUMN fetched TEXT;
CREATE TABLE amendment (              -- what the current source says: retractions, errata, registrations
    pmid TEXT NOT NULL REFERENCES record (pmid),
    kind TEXT NOT NULL,
    other TEXT NOT NULL,              -- the other record's PMID, a registry number, or empty
    PRIMARY KEY (pmid, kind, other)
) WITHOUT ROWID;
CREATE TABLE refusal (                -- found by the search, and why it is not stored
    run INTEGER NOT NULL REFERENCES run (id),
    pmid TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (run, pmid)
) WITHOUT ROWID;
CREATE TABLE correction (             -- the lines of corrections.csv as last read
    line INTEGER PRIMARY KEY,
    what TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    who TEXT NOT NULL,
    made TEXT NOT NULL,
    why TEXT NOT NULL,
    outcome TEXT NOT NULL
);
CREATE TABLE pooled (                 -- a pooled estimate, in each run in which it was not as before
    run INTEGER NOT NULL REFERENCES run (id),
    id TEXT NOT NULL,
    synthesis TEXT,                   -- JSON, null where it is no more
    PRIMARY KEY (run, id)
) WITHOUT ROWID;
UPDATE record SET fetched_run = changed_run,
    fetched = (SELECT started FROM run WHERE run.id = changed_run)
"""

# What an extractor could not read.
_THIRD = """
CREATE TABLE set_aside (
    sha256 TEXT NOT NULL REFERENCES source (sha256),
    extractor TEXT NOT NULL,
    reason TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES run (id),
    PRIMARY KEY (sha256, extractor)
) WITHOUT ROWID
"""

# What the graph is built from, kept so that a refresh reads only the records that changed.
_FOURTH = """
CREATE TABLE gist (
    sha256 TEXT PRIMARY KEY REFERENCES source (sha256),
    reader TEXT NOT NULL,             -- the version of the program that reads it
    gist BLOB NOT NULL                -- as that version packs it
)
"""


def _first(db: sqlite3.Connection) -> None:
    _each(db, _FIRST)


def _second(db: sqlite3.Connection) -> None:
    _each(db, _SECOND)
    rows = db.execute("SELECT r.pmid, s.xml FROM record r JOIN source s USING (sha256)").fetchall()
    for pmid, xml in rows:
        found = amendments_of(read_article(zlib.decompress(xml)))
        db.executemany(
            "INSERT INTO amendment (pmid, kind, other) VALUES (?, ?, ?)", [(pmid, k, o) for k, o in found]
        )


def _third(db: sqlite3.Connection) -> None:
    _each(db, _THIRD)


def _fourth(db: sqlite3.Connection) -> None:
    _each(db, _FOURTH)


_STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_first, _second, _third, _fourth)
SCHEMA_VERSION = len(_STEPS)


def check_version(db: sqlite3.Connection, path: Path) -> None:
    """Refuse to read what is no store yet.

    Raises:
        StoreError: the file holds no tables, or was written by a newer program.
    """
    if not _version(db):
        raise StoreError(
            f"{path} is empty; restore your copy of it, or refresh: mbc-miner refresh --data {path.parent}"
        )


def _version(db: sqlite3.Connection) -> int:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"corpus.db has schema {version}, this program knows {SCHEMA_VERSION}; update mbc-miner"
        )
    return int(version)


def migrate(db: sqlite3.Connection) -> None:
    """Bring the tables to the newest version, one step at a time, each whole or not at all.

    Raises:
        StoreError: the file was written by a newer program.
    """
    for number in range(_version(db), SCHEMA_VERSION):
        with db:
            db.execute("BEGIN IMMEDIATE")
            _STEPS[number](db)
            db.execute(f"PRAGMA user_version = {number + 1}")


def _each(db: sqlite3.Connection, statements: str) -> None:
    # executescript would commit what went before it.
    for statement in statements.split(";"):
        db.execute(statement)
