"""Registrations into the store: those that publications name, and those that match the corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from miner.corpus import Corpus
from miner.errors import EntrezUnavailable
from miner.registry import Registry
from miner.store import Store
from miner.store_ledger import Ledger
from miner.trial import read_trial

__all__ = ["Trials", "update_trials"]


@dataclass
class Trials:
    """What the registry gave: how many came and changed, what it does not know, and if it was out, why."""

    received: int = 0
    changed: int = 0
    unknown: tuple[str, ...] = ()
    unavailable: str | None = None

    def to_json(self) -> dict[str, Any]:
        """For the run report."""
        return {
            "received": self.received,
            "changed": self.changed,
            "not_in_registry": list(self.unknown),
            "unavailable": self.unavailable,
        }


def update_trials(
    store: Store,
    run: int,
    corpus: Corpus,
    registry: Registry,
    named: frozenset[str],
    progress: Callable[[int], None] = lambda _n: None,
) -> Trials:
    """Store what the registry has; if it is out, keep what there is and say so."""
    done = Trials()
    seen: set[str] = set()

    def put(studies: Iterable[dict[str, Any]]) -> None:
        for study in studies:
            with store.transaction():
                trial = read_trial(study)
                done.changed += Ledger(store).put_trial(trial.curie, study, run)
            done.received += 1
            seen.update((trial.registry_id, *trial.other_ids))
            progress(1)

    try:
        if corpus.registry_conditions:
            put(registry.matching(corpus.registry_conditions, corpus.registry_interventions))
        put(registry.numbered(named - seen))
        done.unknown = tuple(sorted(named - seen))
    except EntrezUnavailable as e:
        done.unavailable = str(e)
    return done
