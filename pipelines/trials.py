"""Registrations into the store: those that publications name, and those that match the corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from graph.studies.registrations import trial_id
from miner.errors import EntrezUnavailable
from miner.registry import Registry
from miner.store_ledger import Ledger
from miner.trial import read_trial
from pipelines.job import Job
from pipelines.plan import too_many

__all__ = ["Trials", "update_trials"]


@dataclass
class Trials:
    """What the registry gave: how many came and changed, what it does not know, and if it was out, why.

    ``gone``: what was known and is neither named nor found any more, or stands under another number.
    """

    received: int = 0
    changed: int = 0
    gone: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unavailable: str | None = None

    def to_json(self) -> dict[str, Any]:
        """For the run report."""
        return {
            "received": self.received,
            "changed": self.changed,
            "gone": list(self.gone),
            "not_in_registry": list(self.unknown),
            "unavailable": self.unavailable,
        }


def update_trials(
    job: Job, registry: Registry, named: frozenset[str], progress: Callable[[int], None] = lambda _n: None
) -> Trials:
    """Store what the registry has and let go what it has not; if it is out, keep what there is and say so."""
    store, ledger, done = job.store, Ledger(job.store), Trials()
    came: set[str] = set()
    seen: set[str] = set()

    def put(studies: Iterable[dict[str, Any]]) -> None:
        for study in studies:
            with store.transaction():
                trial = read_trial(study)
                done.changed += ledger.put_trial(trial_id(trial), study, job.run)
            done.received += 1
            came.add(trial_id(trial))
            seen.update((trial.registry_id, *trial.other_ids))
            progress(1)

    try:
        if job.corpus.registry_conditions:
            put(registry.matching(job.corpus.registry_conditions, job.corpus.registry_interventions))
        put(registry.numbered(named - seen))
        done.unknown = tuple(sorted(named - seen))
        done.gone = _let_go(job, ledger, came)
    except EntrezUnavailable as e:
        done.unavailable = str(e)
    return done


def _let_go(job: Job, ledger: Ledger, came: set[str]) -> tuple[str, ...]:
    known = ledger.trial_runs().keys()
    gone = tuple(sorted(known - came))
    if too_many(len(gone), len(known)) and not job.full:
        raise EntrezUnavailable(
            f"the registry gives {len(came):,} studies where {len(known):,} are known; this looks like an "
            "outage: run again later, or with --full if it is right"
        )
    with job.store.transaction():
        ledger.drop_trials(gone)
    return gone
