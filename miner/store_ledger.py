"""What ``corpus.db`` keeps beside records: trials, retractions, refusals, corrections, pooled estimates."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from miner.amendments import REGISTRATION, RETRACTED, RETRACTED_BY_NOTICE, WANTED_NOTICES
from miner.store import Store

__all__ = ["Ledger"]


def _marks(kinds: Iterable[str]) -> str:
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))


_CURRENT = "JOIN record r ON r.pmid = a.pmid AND r.state = 'current'"
_NAMED = (
    f"SELECT DISTINCT a.other FROM amendment a {_CURRENT} AND r.role = 'query' "  # noqa: S608 - constants
    f"WHERE a.kind IN ({_marks(WANTED_NOTICES)}) AND a.other <> ''"
)


class Ledger:
    """The rest of a store; methods that write are called inside ``store.transaction()``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # Trials

    def put_trial(self, key: str, study: Mapping[str, Any], run: int) -> bool:
        """Store a registration as the registry gave it; True if it is new or has changed."""
        return bool(
            self._store.write(
                "INSERT INTO trial (id, study, run) VALUES (?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET study = excluded.study, run = excluded.run "
                "WHERE study <> excluded.study",
                (key, json.dumps(study, ensure_ascii=False, sort_keys=True), run),
            )
        )

    def trials(self) -> Iterator[dict[str, Any]]:
        """All registrations as their registry gave them, by id."""
        for (study,) in self._store.rows("SELECT study FROM trial ORDER BY id"):
            yield json.loads(study)

    def trial_runs(self) -> dict[str, int]:
        """The registrations by id, each with the run in which it came or changed last."""
        return {str(i): int(run) for i, run in self._store.rows("SELECT id, run FROM trial ORDER BY id")}

    def drop_trials(self, keys: Iterable[str]) -> None:
        """Forget registrations that the registry has no more or that are not of the question any more."""
        for key in keys:
            self._store.write("DELETE FROM trial WHERE id = ?", (key,))

    def named_numbers(self, extractor: str) -> tuple[str, ...]:
        """Registry numbers that current records list, or print according to this extractor."""
        rows = self._store.rows(
            f"SELECT a.other FROM amendment a {_CURRENT} WHERE a.kind = ? UNION "  # noqa: S608 - constants
            "SELECT j.value FROM record r JOIN extraction e ON e.sha256 = r.sha256 AND e.extractor = ?, "
            "json_each(e.record, '$.trial_ids') j WHERE r.state = 'current' ORDER BY 1",
            (REGISTRATION, extractor),
        )
        return tuple(str(number) for (number,) in rows)

    # Retractions and other notices

    def apply_retractions(self, run: int) -> tuple[int, int]:
        """Mark what is retracted by its own record or by a notice; gives how many more, how many no more."""
        own = _marks(RETRACTED)
        rows = self._store.rows(
            f"SELECT a.pmid FROM amendment a {_CURRENT} WHERE a.kind IN ({own}) UNION "  # noqa: S608 - constants
            f"SELECT a.other FROM amendment a {_CURRENT} "
            "WHERE a.kind IN ('RetractionOf', 'RetractedandRepublishedFrom')"
        )
        due = {str(pmid) for (pmid,) in rows}
        rows = self._store.rows("SELECT pmid, retracted FROM record WHERE state = 'current'")
        known = {str(pmid): bool(retracted) for pmid, retracted in rows}
        more = sorted(p for p in due & known.keys() if not known[p])
        fewer = sorted(p for p, retracted in known.items() if retracted and p not in due)
        for pmid, retracted in (*((p, 1) for p in more), *((p, 0) for p in fewer)):
            self._store.write(
                "UPDATE record SET retracted = ?, changed_run = ? WHERE pmid = ?", (retracted, run, pmid)
            )
        # One that came retracted is new before all.
        came = {p for _, p, what in self._store.events(run - 1) if what in ("new", "notice")}
        for what, pmids in (("retracted", more), ("no_longer_retracted", fewer)):
            for pmid in pmids:
                if pmid not in came:
                    self._store.log(run, pmid, what)
        return len(more), len(fewer)

    def retracted(self) -> tuple[str, ...]:
        """PMIDs of the retracted records that are current."""
        rows = self._store.rows(
            "SELECT pmid FROM record WHERE retracted = 1 AND state = 'current' ORDER BY CAST(pmid AS INTEGER)"
        )
        return tuple(str(pmid) for (pmid,) in rows)

    def wanted_notices(self) -> tuple[str, ...]:
        """PMIDs that records of the search name as their notices and that the search does not find."""
        rows = self._store.rows(
            f"{_NAMED} AND a.other NOT IN "  # noqa: S608 - constants
            "(SELECT pmid FROM record WHERE state = 'current' AND role = 'query') "
            "ORDER BY CAST(a.other AS INTEGER)"
        )
        return tuple(str(pmid) for (pmid,) in rows)

    def unnamed_notices(self) -> tuple[str, ...]:
        """PMIDs of notices that were fetched because a record named them, which none does any more."""
        rows = self._store.rows(
            "SELECT pmid FROM record WHERE state = 'current' AND role = 'notice' "  # noqa: S608 - constants
            f"AND pmid NOT IN ({_NAMED}) ORDER BY CAST(pmid AS INTEGER)"
        )
        return tuple(str(pmid) for (pmid,) in rows)

    def notices_on(self) -> dict[str, list[tuple[str, str]]]:
        """For each record that a notice amends: the links it would hold, (kind, PMID of the notice)."""
        rows = self._store.rows(
            f"SELECT a.other, a.kind, a.pmid FROM amendment a {_CURRENT} "  # noqa: S608 - constants
            f"WHERE a.kind IN ({_marks(RETRACTED_BY_NOTICE)}) AND a.other <> '' ORDER BY 1, 2, 3"
        )
        found: dict[str, list[tuple[str, str]]] = {}
        for pmid, kind, notice in rows:
            found.setdefault(str(pmid), []).append((RETRACTED_BY_NOTICE[kind], str(notice)))
        return found

    # Refusals

    def refuse(self, run: int, pmids: Iterable[str], reason: str) -> None:
        """Note records that the search found and that are not stored."""
        for pmid in pmids:
            self._store.write(
                "INSERT OR REPLACE INTO refusal (run, pmid, reason) VALUES (?, ?, ?)", (run, pmid, reason)
            )

    def refusals(self, run: int) -> dict[str, str]:
        """PMIDs refused in a run, with the reason."""
        rows = self._store.rows("SELECT pmid, reason FROM refusal WHERE run = ? ORDER BY pmid", (run,))
        return {str(pmid): str(reason) for pmid, reason in rows}

    # Corrections

    def put_corrections(self, lines: Iterable[Sequence[str | int]]) -> None:
        """Replace the copy of corrections.csv: line, what, field, value, who, when, why, outcome."""
        self._store.write("DELETE FROM correction")
        for line in lines:
            self._store.write("INSERT INTO correction VALUES (?, ?, ?, ?, ?, ?, ?, ?)", line)

    # Pooled estimates

    def pooled(self, run: int | None = None) -> dict[str, dict[str, Any]]:
        """The pooled estimates as they stood after a run (default: now), by id."""
        rows = self._store.rows(
            "SELECT id, synthesis, max(run) FROM pooled WHERE run <= ? GROUP BY id ORDER BY id",
            (run if run is not None else 1 << 62,),
        )
        return {str(i): json.loads(synthesis) for i, synthesis, _ in rows if synthesis is not None}

    def put_pooled(self, run: int, syntheses: Mapping[str, Mapping[str, Any]]) -> None:
        """Store the pooled estimates of a run, only those that are not as before."""
        before = self.pooled(run)
        for i in sorted(before.keys() | syntheses.keys()):
            if before.get(i) != syntheses.get(i):
                now = json.dumps(syntheses[i], ensure_ascii=False) if i in syntheses else None
                self._store.write(
                    "INSERT OR REPLACE INTO pooled (run, id, synthesis) VALUES (?, ?, ?)", (run, i, now)
                )

    def fingerprint(self) -> str:
        """Digest of everything that the graph is built from: records in their state, and trials."""
        digest = hashlib.sha256()
        for row in self._store.rows(
            "SELECT pmid, sha256, role, retracted FROM record WHERE state = 'current' ORDER BY pmid"
        ):
            digest.update(repr(row).encode())
        for row in self._store.rows("SELECT id, study FROM trial ORDER BY id"):
            digest.update(repr(row).encode())
        return digest.hexdigest()[:16]
