"""What ``corpus.db`` keeps of the reading: extractions by source and extractor, and what was set aside."""

from __future__ import annotations

import zlib

from miner.store import Store

__all__ = ["Readings"]

_OWN = "sha256 = r.sha256 AND extractor = ?"


class Readings:
    """The readings of one version of the extractor; methods that write need ``store.transaction()``."""

    def __init__(self, store: Store, extractor: str) -> None:
        self._store, self._extractor = store, extractor

    def missing(self) -> tuple[tuple[str, str], ...]:
        """(PMID, sha-256 of the source) of current records neither read nor set aside, in PMID order."""
        rows = self._store.rows(
            "SELECT r.pmid, r.sha256 FROM record r WHERE r.state = 'current' "  # noqa: S608 - constants
            f"AND NOT EXISTS (SELECT 1 FROM extraction WHERE {_OWN}) "
            f"AND NOT EXISTS (SELECT 1 FROM set_aside WHERE {_OWN}) ORDER BY CAST(r.pmid AS INTEGER), r.pmid",
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
