"""``corpus.db``: every record's source and its history, extractions and runs, in one SQLite file.

A source is kept once per content (sha-256 of its XML), compressed, with the run that brought it;
a record points at its current source and has a state. Readers never wait: the journal is a
write-ahead log. One writer at a time: ``miner.store_lock``. The file itself, opened, copied and looked
through: ``miner.store_database``. What was read of sources: ``miner.store_readings``; trials, refusals,
corrections and pooled estimates: ``miner.store_ledger``.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from miner.amendments import amendments_of
from miner.article import Article
from miner.store_database import Database

__all__ = ["Change", "RecordState", "Role", "Run", "Standing", "Store", "StoredRecord"]

RecordState = Literal["current", "deleted", "left_query"]
Role = Literal["query", "notice"]
Change = Literal["new", "revised", "same", "older", "restored"]


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as it stands: its role, current source XML and, if made, its extraction as JSON."""

    pmid: str
    role: Role
    sha256: str
    xml: bytes
    extraction: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a refresh must know of a record before it asks for it: state, role, last fetch (run, time)."""

    state: RecordState
    role: Role
    fetched_run: int
    fetched: str


@dataclass(frozen=True, slots=True)
class Run:
    """One refresh: when, how, how it ended (``running``, ``complete``, ``failed``) and its report."""

    id: int
    started: str
    finished: str | None
    mode: str
    status: str
    report: dict[str, Any]


class Store(Database):
    """The database of one data folder: its runs and its records; ``Database`` opens and copies it."""

    # Runs

    def begin_run(self, mode: str, after: int = 0) -> int:
        """Note that a refresh has begun; gives its number, above ``after`` and all runs before.

        A run still ``running`` was killed: it failed.
        """
        with self.transaction():
            self.write(
                "UPDATE run SET status = 'failed', report = ? WHERE status = 'running'",
                (json.dumps({"error": "stopped before its end"}),),
            )
            self.write(
                "INSERT INTO run (id, started, mode, status, report) "
                "SELECT max(coalesce(max(id), 0), ?) + 1, ?, ?, 'running', '{}' FROM run",
                (after, self.now(), mode),
            )
            return int(next(self.rows("SELECT max(id) FROM run"))[0])

    def finish_run(self, run: int, status: Literal["complete", "failed"], report: dict[str, Any]) -> None:
        """Note how a refresh ended, with its report."""
        with self.transaction():
            self.write(
                "UPDATE run SET finished = ?, status = ?, report = ? WHERE id = ?",
                (self.now(), status, json.dumps(report, ensure_ascii=False), run),
            )

    def is_empty(self) -> bool:
        """Whether it holds nothing but runs that failed."""
        return not next(
            self.rows(
                "SELECT EXISTS (SELECT 1 FROM source) OR EXISTS (SELECT 1 FROM trial) "
                "OR EXISTS (SELECT 1 FROM run WHERE status = 'complete')"
            )
        )[0]

    def runs(self) -> tuple[Run, ...]:
        """All runs, oldest first."""
        return tuple(_run(row) for row in self.rows(f"{_RUN} ORDER BY id"))

    def last_complete(self, before: int | None = None) -> Run | None:
        """The last run that ended well, of those before a run where one is given; the others are not read."""
        sql = f"{_RUN} WHERE status = 'complete' AND id < ? ORDER BY id DESC LIMIT 1"
        return next((_run(row) for row in self.rows(sql, (before or 1 << 62,))), None)

    # Records

    def put_source(
        self, article: Article, xml: bytes, run: int, role: Role = "query", *, sent: bool = False
    ) -> Change:
        """Store a record's source; an older form than the current one is kept as history only.

        ``sent``: PubMed itself gives it now, so it is the present form and is there, whatever its date of
        revision: NLM changes records without a new date and says not to depend on it (MEDLINE/PubMed Data
        Maintenance Overview). A file may be of any age; there the date alone tells. A record found by the
        search stays one of the search, whatever else names it. Call inside
        ``transaction``.
        """
        pmid, sha = article.pmid, hashlib.sha256(xml).hexdigest()
        row = next(
            self.rows(
                "SELECT r.state, r.sha256, s.revised FROM record r JOIN source s USING (sha256) "
                "WHERE r.pmid = ?",
                (pmid,),
            ),
            None,
        )
        self.write(
            "INSERT OR IGNORE INTO source (sha256, pmid, revised, xml, run) VALUES (?, ?, ?, ?, ?)",
            (sha, pmid, article.revised, zlib.compress(xml, 6), run),
        )
        change = _change(row, sha, article.revised, sent=sent)
        self.write(
            "INSERT INTO record (pmid, state, sha256, first_run, changed_run, role) "
            "VALUES (?, 'current', ?, ?, ?, ?) ON CONFLICT (pmid) DO NOTHING",
            (pmid, sha, run, run, role),
        )
        self.write(
            "UPDATE record SET fetched_run = ?, fetched = ?, "
            "role = CASE WHEN role = 'query' AND state = 'current' THEN role ELSE ? END WHERE pmid = ?",
            (run, self.now(), role, pmid),
        )
        if change in ("revised", "restored"):
            self.write(
                "UPDATE record SET state = 'current', sha256 = ?, changed_run = ? WHERE pmid = ?",
                (sha, run, pmid),
            )
        if change not in ("same", "older"):
            self._put_amendments(article)
            self.log(run, pmid, "notice" if role == "notice" and change != "revised" else change)
        return change

    def _put_amendments(self, article: Article) -> None:
        self.write("DELETE FROM amendment WHERE pmid = ?", (article.pmid,))
        for kind, other in amendments_of(article):
            self.write(
                "INSERT INTO amendment (pmid, kind, other) VALUES (?, ?, ?)", (article.pmid, kind, other)
            )

    def set_state(self, pmid: str, state: RecordState, run: int) -> bool:
        """Change a record's state; True if it had another. Call inside ``transaction``."""
        changed = self.write(
            "UPDATE record SET state = ?, changed_run = ? WHERE pmid = ? AND state <> ?",
            (state, run, pmid, state),
        )
        if changed:
            self.log(run, pmid, state)
        return bool(changed)

    def log(self, run: int, pmid: str, what: str) -> None:
        """Note what became of a record in a run. Call inside ``transaction``."""
        self.write("INSERT OR REPLACE INTO event (run, pmid, what) VALUES (?, ?, ?)", (run, pmid, what))

    def events(self, since: int = 0) -> tuple[tuple[int, str, str], ...]:
        """What happened to which record in the runs after ``since``: (run, pmid, what)."""
        return tuple(
            (int(run), str(pmid), str(what))
            for run, pmid, what in self.rows(
                "SELECT run, pmid, what FROM event WHERE run > ? ORDER BY run, pmid", (since,)
            )
        )

    def standings(self) -> dict[str, Standing]:
        """Every record with its state, role and last fetch."""
        rows = self.rows("SELECT pmid, state, role, fetched_run, fetched FROM record")
        return {pmid: Standing(state, role, run, at) for pmid, state, role, run, at in rows}

    def current(self, extractor: str) -> Iterator[StoredRecord]:
        """Every record of state ``current`` in PMID order, with its extraction by this extractor."""
        rows = self.rows(
            "SELECT r.pmid, r.role, r.sha256, s.xml, e.record FROM record r JOIN source s USING (sha256) "
            "LEFT JOIN extraction e ON e.sha256 = r.sha256 AND e.extractor = ? "
            "WHERE r.state = 'current' ORDER BY CAST(r.pmid AS INTEGER), r.pmid",
            (extractor,),
        )
        for pmid, role, sha, xml, record in rows:
            yield StoredRecord(pmid, role, sha, zlib.decompress(xml), json.loads(record) if record else None)

    def counts(self) -> dict[str, int]:
        """Number of records by state; notices, which no search found, apart."""
        rows = self.rows(
            "SELECT CASE WHEN role = 'notice' AND state = 'current' THEN 'notice' ELSE state END AS s, "
            "count(*) FROM record GROUP BY s ORDER BY s"
        )
        return {str(state): int(n) for state, n in rows}


_RUN = "SELECT id, started, finished, mode, status, report FROM run"


def _run(row: tuple[Any, ...]) -> Run:
    number, started, finished, mode, status, report = row
    return Run(number, started, finished, mode, status, json.loads(report))


def _change(row: tuple[Any, ...] | None, sha: str, revised: str | None, *, sent: bool) -> Change:
    if row is None:
        return "new"
    state, current, current_revised = row
    if not sent and revised and current_revised and revised < current_revised:
        return "older"
    if state != "current":
        return "restored"
    return "same" if current == sha else "revised"
