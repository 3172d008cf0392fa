"""What a refresh must ask PubMed for: decided from the search, the store and the runs before."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from miner.entrez import Entrez, Found
from miner.entrez_slices import Slice
from miner.errors import IncompleteFetch
from miner.store import Run, Standing

__all__ = ["History", "Plan", "make_plan", "read_history", "too_many"]

OVERLAP = dt.timedelta(days=2)
"""Windows of modification dates overlap: PubMed's days are not ours, and it dates some changes late."""
_A_DAY = dt.timedelta(days=1)
# Below this a search that shrinks is no surprise; above, a fifth of the corpus does not leave in a week.
_FEW, _SHARE = 50, 0.2


@dataclass(frozen=True, slots=True)
class History:
    """The runs before: the last complete one from PubMed, and the stopped ones after it."""

    last: Run | None
    stopped: frozenset[int]

    def search(self, key: str) -> Any:
        """A value of the last complete run's search, or None."""
        return self.last.report.get("search", {}).get(key) if self.last else None

    @property
    def slices(self) -> tuple[Slice, ...]:
        """The slices that the last search fitted in."""
        return tuple(Slice.from_json(s) for s in self.search("slices") or ())


@dataclass(frozen=True, slots=True)
class Plan:
    """PMIDs by what must be done with them. ``through``: the stored records are known as of this time."""

    found: Found
    fetch: tuple[str, ...]
    new: int
    modified: int
    gone: tuple[str, ...]
    since: dt.date | None
    through: str

    def to_json(self) -> dict[str, Any]:
        """For the run report; ``slices`` and ``through`` are where the next run begins."""
        return {
            "query": self.found.term,
            "query_sha256": digest(self.found.term),
            "translation": self.found.translation,
            "warnings": list(self.found.warnings),
            "found": len(self.found.pmids),
            "new": self.new,
            "modified_since": self.since.isoformat() if self.since else None,
            "modified": self.modified,
            "gone": len(self.gone),
            "slices": [s.to_json() for s in self.found.slices],
            "through": self.through,
        }


def digest(term: str) -> str:
    """Digest of a search strategy."""
    return hashlib.sha256(term.encode()).hexdigest()


def read_history(runs: Sequence[Run], now: str) -> History:
    """The last complete refresh from PubMed, and the runs that were stopped after it.

    One that is dated after ``now`` ran by a wrong clock: what changed since is not known from it.
    """
    complete = (r for r in reversed(runs) if r.mode == "pubmed" and r.status == "complete")
    last = next((r for r in complete if r.started <= now), None)
    after = last.id if last else 0
    return History(last, frozenset(r.id for r in runs if r.id > after and r.mode == "pubmed"))


def make_plan(  # noqa: PLR0913 - a plan is made of all of these
    entrez: Entrez,
    term: str,
    stored: Mapping[str, Standing],
    history: History,
    *,
    now: str,
    full: bool,
    search: Callable[[], Found] | None = None,
) -> Plan:
    """Search, and compare what is found with what is stored.

    Raises:
        EntrezUnavailable: PubMed does not answer.
        IncompleteFetch: the search gives so much less than last time that it cannot be right.
    """
    found = search() if search else entrez.search(term, history.slices)
    ids = frozenset(found.pmids)
    known = {p: s for p, s in stored.items() if s.role == "query" and s.state == "current"}
    gone = tuple(sorted(known.keys() - ids, key=lambda p: (len(p), p)))
    _refuse_collapse(found, known, gone, history, full)
    since = _since(known, history)
    modified = frozenset(entrez.modified(term, since)) & ids if since else frozenset()
    ahead = {p for p, s in known.items() if s.fetched > now}  # by a wrong clock
    fresh = set() if full else known.keys() - _from_files(known, history) - ahead
    # What a stopped run has fetched is asked for again only if it may have changed after that, and last, so
    # that run after run gets further.
    resumed = {p: known[p] for p in fresh if known[p].fetched_run in history.stopped}
    again = _changed_after(entrez, term, resumed)
    first = [p for p in found.pmids if p not in fresh or (p in modified and p not in resumed)]
    last = [p for p in found.pmids if p in again and p in resumed]
    return Plan(
        found=found,
        fetch=(*first, *last),
        new=len(ids - stored.keys()),
        modified=len(modified & known.keys()),
        gone=gone,
        since=since,
        through=now,
    )


def _since(known: Mapping[str, Standing], history: History) -> dt.date | None:
    """The day from which changes must be looked for: nothing stored is older than two days after it."""
    if not known:
        return None
    through = history.search("through") or min(s.fetched for s in known.values())
    return _time(through).date() - OVERLAP


def _from_files(known: Mapping[str, Standing], history: History) -> set[str]:
    """Records that came from files of unknown age since the last refresh: they are asked for once."""
    after = history.last.id if history.last else 0
    return {p for p, s in known.items() if s.fetched_run > after and s.fetched_run not in history.stopped}


def _changed_after(entrez: Entrez, term: str, resumed: Mapping[str, Standing]) -> frozenset[str]:
    """Records changed since the first of these was fetched, a day early: PubMed's day is not ours."""
    if not resumed:
        return frozenset()
    return frozenset(entrez.modified(term, _time(min(s.fetched for s in resumed.values())).date() - _A_DAY))


def _refuse_collapse(
    found: Found, known: Mapping[str, Standing], gone: Sequence[str], history: History, full: bool
) -> None:
    if full:
        return
    if not found.pmids:
        raise IncompleteFetch(
            f"the search finds nothing, and {len(known):,} records are known; this looks like an outage, "
            "or a slip in the strategy: run again later, or with --full if it is right"
        )
    same = history.search("query_sha256") == digest(found.term)
    if same and too_many(len(gone), len(known)):
        raise IncompleteFetch(
            f"the search gives {len(found.pmids):,} records where {len(known):,} are known, with the same "
            "strategy; this looks like an outage: run again later, or with --full if it is right"
        )


def too_many(gone: int, known: int) -> bool:
    """Whether more are gone at once than leave by themselves: it looks like an outage."""
    return gone > max(_FEW, _SHARE * known)


def _time(iso: str) -> dt.datetime:
    return dt.datetime.fromisoformat(iso.replace("Z", "+00:00"))
