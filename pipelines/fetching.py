"""Carry out a plan: records, withdrawals and notices from PubMed into the store, batch by batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from miner.article import Article
from miner.entrez import Entrez, Fetched
from miner.errors import IncompleteFetch
from miner.store import RecordState, Role, Store
from miner.store_ledger import Ledger
from pipelines.plan import Plan
from pipelines.progress import Stage

__all__ = ["Fetching", "carry_out"]

_NAMED_IN_MESSAGES = 10


@dataclass
class Fetching:
    """One run's fetches and what came of them."""

    store: Store
    entrez: Entrez
    run: int
    changes: Counter[str] = field(default_factory=Counter)
    sent: int = 0

    def put(self, fetched: Fetched, role: Role) -> None:
        """Store one batch, whole or not at all."""
        with self.store.transaction():
            for source in fetched.sources:
                if isinstance(source.record, Article):
                    change = self.store.put_source(source.record, source.xml, self.run, role, sent=True)
                    self.changes[change] += 1
            for pmid in fetched.withdrawn:
                self.changes["deleted"] += self.store.set_state(pmid, "deleted", self.run)
        self.sent += len(fetched.sources)

    def get(
        self, pmids: Sequence[str], role: Role, progress: Callable[[int], None] = lambda _n: None
    ) -> tuple[list[str], list[str]]:
        """Fetch and store; gives what PubMed withdrew and what did not come back."""
        withdrawn: list[str] = []
        missing: list[str] = []
        for fetched in self.entrez.fetch(pmids):
            self.put(fetched, role)
            withdrawn += fetched.withdrawn
            missing += fetched.missing
            progress(len(fetched.sources) + len(fetched.withdrawn) + len(fetched.missing))
        return withdrawn, missing


def carry_out(fetching: Fetching, plan: Plan, stage: Stage) -> None:
    """Fetch what the plan says, mark what is gone, apply notices; then found = stored + refused.

    Raises:
        EntrezUnavailable: PubMed does not answer; what came before is stored.
        IncompleteFetch: a record that the search finds is neither stored nor refused.
    """
    store, ledger = fetching.store, Ledger(fetching.store)
    withdrawn, missing = fetching.get(plan.fetch, "query", stage("fetch", len(plan.fetch)))
    with store.transaction():
        ledger.refuse(fetching.run, withdrawn, "withdrawn by PubMed")
    if missing:
        _account_for(missing, fetching, plan)
    _mark_gone(fetching, plan.gone)
    _renew_notices(fetching, ledger, stage)
    with store.transaction():
        more, fewer = ledger.apply_retractions(fetching.run)
    fetching.changes.update({"retracted": more, "no longer retracted": fewer})
    reconcile(store, fetching.run, plan)


def _account_for(missing: Iterable[str], fetching: Fetching, plan: Plan) -> None:
    """A record may be withdrawn between search and fetch: then a new search does not find it any more."""
    ids = frozenset(fetching.entrez.search(plan.found.term, plan.found.slices).pmids)
    store = fetching.store
    with store.transaction():
        gone = [p for p in missing if p not in ids]
        Ledger(store).refuse(fetching.run, gone, "withdrawn while the refresh ran")
        for pmid in gone:
            fetching.changes["deleted"] += store.set_state(pmid, "deleted", fetching.run)
    left = [p for p in missing if p in ids]
    if left:
        raise IncompleteFetch(
            f"PubMed finds {len(left):,} records and does not send them: {_some(left)}; "
            "what came is kept, run again later"
        )


def _mark_gone(fetching: Fetching, gone: Sequence[str]) -> None:
    """What the search does not find any more was deleted, or has left the query while PubMed still has it."""
    if not gone:
        return
    withdrawn, missing = fetching.get(gone, "query")
    deleted = {*withdrawn, *missing}
    with fetching.store.transaction():
        for pmid in gone:
            state: RecordState = "deleted" if pmid in deleted else "left_query"
            fetching.changes[state] += fetching.store.set_state(pmid, state, fetching.run)


def _renew_notices(fetching: Fetching, ledger: Ledger, stage: Stage) -> None:
    """Fetch every notice that a record names, as no search tells of changes; those named no more leave."""
    notices = ledger.wanted_notices()
    gone: list[str] = []
    if notices:
        withdrawn, missing = fetching.get(notices, "notice", stage("notices", len(notices)))
        gone = [*withdrawn, *missing]
    with fetching.store.transaction():
        for pmid in gone:
            fetching.changes["deleted"] += fetching.store.set_state(pmid, "deleted", fetching.run)
        for pmid in ledger.unnamed_notices():
            fetching.changes["left_query"] += fetching.store.set_state(pmid, "left_query", fetching.run)


def reconcile(store: Store, run: int, plan: Plan) -> None:
    """Every record that the search found is stored, or refused with a reason.

    Raises:
        IncompleteFetch: some are neither; the message names them.
    """
    stored = {p for p, s in store.standings().items() if s.state == "current"}
    refused = Ledger(store).refusals(run)
    left = [p for p in plan.found.pmids if p not in stored and p not in refused]
    if left:
        raise IncompleteFetch(
            f"of {len(plan.found.pmids):,} records found, {len(left):,} are neither stored nor refused: "
            f"{_some(left)}; run again, and report this if it stays"
        )


def _some(pmids: Sequence[str]) -> str:
    more = f" and {len(pmids) - _NAMED_IN_MESSAGES:,} more" if len(pmids) > _NAMED_IN_MESSAGES else ""
    return ", ".join(pmids[:_NAMED_IN_MESSAGES]) + more
