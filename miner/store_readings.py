"""What ``corpus.db`` keeps of the reading: extractions by source and extractor, and what was set aside."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from miner.store import Store

__all__ = ["KEPT", "Readings"]

# The sources that an extractor has read, looked through once: finding one of them among the texts that were
# read takes ten times as long.
_READ = "SELECT sha256 FROM extraction WHERE extractor = ?"

_WITH_GIST = (
    "FROM record r JOIN gist g ON g.sha256 = r.sha256 AND g.reader = ? "
    f"WHERE r.state = 'current' AND r.sha256 IN ({_READ})"
)

KEPT = 2
"""Readings of a source that are kept: that of this extractor, and the one before, to go back to."""

_OLDER = """
DELETE FROM extraction WHERE (sha256, extractor) IN (
    SELECT sha256, extractor FROM (
        SELECT e.sha256, e.extractor, row_number() OVER (
            PARTITION BY e.sha256 ORDER BY latest.key IS NULL, latest.key, e.extractor
        ) AS place
        FROM extraction e LEFT JOIN json_each(?) latest ON latest.value = e.extractor
    ) WHERE place > ?
)
"""


class Readings:
    """The readings of one version of the extractor; methods that write need ``store.transaction()``."""

    def __init__(self, store: Store, extractor: str) -> None:
        self._store, self._extractor = store, extractor

    def missing(self) -> tuple[tuple[str, str], ...]:
        """(PMID, sha-256 of the source) of current records neither read nor set aside, in PMID order."""
        rows = self._store.rows(
            "SELECT r.pmid, r.sha256 FROM record r WHERE r.state = 'current' "  # noqa: S608 - constants
            f"AND r.sha256 NOT IN ({_READ}) "
            "AND r.sha256 NOT IN (SELECT sha256 FROM set_aside WHERE extractor = ?) "
            "ORDER BY CAST(r.pmid AS INTEGER), r.pmid",
            (self._extractor, self._extractor),
        )
        return tuple((str(pmid), str(sha256)) for pmid, sha256 in rows)

    def xml(self, sha256: str) -> bytes:
        """A source as it came."""
        (packed,) = next(self._store.rows("SELECT xml FROM source WHERE sha256 = ?", (sha256,)))
        return zlib.decompress(packed)

    def put(self, sha256: str, record_json: str) -> None:
        """Store what was read from a source."""
        self._store.write(
            "INSERT OR REPLACE INTO extraction (sha256, extractor, record) VALUES (?, ?, ?)",
            (sha256, self._extractor, record_json),
        )

    def put_aside(self, sha256: str, reason: str, run: int) -> None:
        """Note that a source cannot be read; it is tried again when it or the extractor is another."""
        self._store.write(
            "INSERT OR REPLACE INTO set_aside (sha256, extractor, reason, run) VALUES (?, ?, ?, ?)",
            (sha256, self._extractor, reason, run),
        )

    def take_back(self) -> int:
        """Forget what was set aside, so that it is tried again; gives how many there were."""
        return self._store.write("DELETE FROM set_aside WHERE extractor = ?", (self._extractor,))

    def aside(self) -> dict[str, str]:
        """PMIDs of current records that are set aside, with the reason."""
        rows = self._store.rows(
            "SELECT r.pmid, a.reason FROM record r JOIN set_aside a USING (sha256) "
            "WHERE r.state = 'current' AND a.extractor = ? ORDER BY CAST(r.pmid AS INTEGER), r.pmid",
            (self._extractor,),
        )
        return {str(pmid): str(reason) for pmid, reason in rows}

    def forget_older(self, latest: Sequence[str]) -> int:
        """Remove the readings of each source but the last two; gives how many there were.

        This extractor's comes first, then those of ``latest``, the extractors of complete runs from the last
        back; one that no run was complete with goes first. A source keeps its readings though no record
        stands for it any more: what was read of a form that was revised since is part of its history.
        """
        order = json.dumps(list(dict.fromkeys((self._extractor, *latest))))
        return self._store.write(_OLDER, (order, KEPT))

    # Gists: what a graph is built from, packed by its reader

    def without_gist(self, reader: str) -> tuple[str, ...]:
        """Sources of current records that are read, and have no gist by this reader."""
        rows = self._store.rows(
            "SELECT r.sha256 FROM record r JOIN extraction e ON e.sha256 = r.sha256 AND e.extractor = ? "
            "WHERE r.state = 'current' "
            "AND NOT EXISTS (SELECT 1 FROM gist g WHERE g.sha256 = r.sha256 AND g.reader = ?)",
            (self._extractor, reader),
        )
        return tuple(str(sha256) for (sha256,) in rows)

    def record(self, sha256: str) -> dict[str, Any]:
        """What was read from a source."""
        sql = "SELECT record FROM extraction WHERE sha256 = ? AND extractor = ?"
        (record,) = next(self._store.rows(sql, (sha256, self._extractor)))
        found: dict[str, Any] = json.loads(record)
        return found

    def put_gist(self, sha256: str, reader: str, gist: bytes) -> None:
        """Keep the gist of a source in place of an older one."""
        sql = "INSERT OR REPLACE INTO gist (sha256, reader, gist) VALUES (?, ?, ?)"
        self._store.write(sql, (sha256, reader, gist))

    def forget_gists(self) -> int:
        """Remove the gists of sources that no record stands for now; gives how many there were."""
        return self._store.write(
            "DELETE FROM gist WHERE sha256 NOT IN (SELECT sha256 FROM record WHERE state = 'current')"
        )

    def gists(self, reader: str) -> Iterator[tuple[str, bytes]]:
        """(sha-256 of the source, gist) of every current record that is read, in no order."""
        rows = self._store.rows(f"SELECT r.sha256, g.gist {_WITH_GIST}", (reader, self._extractor))
        return ((str(sha256), bytes(gist)) for sha256, gist in rows)

    def with_gist(self, reader: str) -> tuple[str, ...]:
        """Sources of the current records that are read and have a gist by this reader, in PMID order."""
        rows = self._store.rows(
            f"SELECT r.sha256 {_WITH_GIST} ORDER BY CAST(r.pmid AS INTEGER), r.pmid",
            (reader, self._extractor),
        )
        return tuple(str(sha256) for (sha256,) in rows)

    def gist(self, sha256: str) -> bytes:
        """The gist of a source that has one."""
        (gist,) = next(self._store.rows("SELECT gist FROM gist WHERE sha256 = ?", (sha256,)))
        return bytes(gist)
