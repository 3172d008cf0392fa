"""The second half of a refresh, the same whatever the records came from: read, build, compare, swap in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graph.evidence_map import build_map
from graph.ladybug import GRAPH_FILE, save
from graph.map_data import MapData
from graph.model import Graph
from graph.studies import Joins
from miner.corpus import Corpus
from miner.duplicates import Duplicate, find_duplicates
from miner.registry import Registry, nct_numbers
from miner.store import Store
from miner.store_ledger import Ledger
from miner.version import extractor_version
from pipelines.changes import as_json, count_events, pooled_json, shift_line, shifts
from pipelines.corrections import Corrected, correct, read_corrections
from pipelines.prisma import count_flow
from pipelines.rebuild import build, build_key, entries, extract_missing, write_page
from pipelines.trials import Trials, update_trials

__all__ = ["MAP_FILE", "Finished", "Job", "finish"]

MAP_FILE = "evidence-map.html"
Stage = Callable[[str, int | None], Callable[[int], None]]


@dataclass(frozen=True, slots=True)
class Job:
    """One run: where, on what, and what stands at the foot of the map."""

    folder: Path
    store: Store
    run: int
    corpus: Corpus
    notice: str
    stage: Stage

    @property
    def before(self) -> int:
        """The last complete run before this one, 0 if there is none."""
        return max((r.id for r in self.store.runs() if r.status == "complete" and r.id < self.run), default=0)


@dataclass(frozen=True, slots=True)
class Finished:
    """What was built: ``made`` holds what the run report says of it, and a run without changes keeps it."""

    extracted: int
    trials: Trials
    corpus: str
    extractor: str
    key: str
    events: Mapping[str, int]
    made: Mapping[str, Any]
    states: Mapping[str, int]
    graph: Path
    map: Path
    rebuilt: bool

    @property
    def counts(self) -> dict[str, int]:
        """How many nodes and relationships the graph has."""
        return dict(self.made["graph"])

    @property
    def in_scope(self) -> int:
        """Publications on the corpus's question."""
        return int(self.made["in_scope"])

    @property
    def cells(self) -> int:
        """Cells of the map with evidence."""
        return int(self.made["cells"])

    def to_json(self) -> dict[str, Any]:
        """For the run report."""
        shifted: dict[str, Any] = {} if self.rebuilt else {"shifts": []}
        return {
            "corpus": self.corpus,
            "extractor": self.extractor,
            "extracted": self.extracted,
            "trials": self.trials.to_json(),
            "changes": dict(self.events),
            "states": dict(self.states),
            "rebuilt": self.rebuilt,
            "build": self.key,
            **self.made,
            **shifted,
        }


def finish(job: Job, trials: Registry | Trials) -> Finished:
    """Read what is unread, bring trials, build graph and map if anything changed, and swap them in."""
    store, extractor = job.store, extractor_version(job.corpus)
    unread = store.count_unread(extractor)
    extracted = extract_missing(store, job.corpus, extractor, job.stage("read abstracts", unread))
    if isinstance(trials, Registry):
        named = nct_numbers(Ledger(store).named_numbers(extractor))
        trials = update_trials(store, job.run, job.corpus, trials, named, job.stage("trials", None))
    corrections = read_corrections(job.folder)
    key = build_key(store, extractor, repr(corrections), job.notice)
    made = None if _missing(job.folder) else _unchanged(job, key)
    rebuilt = made is None
    if made is None:
        job.stage("graph and map", None)
        made = _make(job, correct(entries(store, extractor), corrections))
    return Finished(
        extracted=extracted,
        trials=trials,
        corpus=job.corpus.id,
        extractor=extractor,
        key=key,
        events=count_events(store.events(job.before)),
        made=made,
        states=store.counts(),
        graph=job.folder / GRAPH_FILE,
        map=job.folder / MAP_FILE,
        rebuilt=rebuilt,
    )


def _missing(folder: Path) -> bool:
    return not (folder / GRAPH_FILE).exists() or not (folder / MAP_FILE).exists()


def _unchanged(job: Job, key: str) -> dict[str, Any] | None:
    """What the last build made, if nothing that it depends on has changed since."""
    last = next((r.report for r in job.store.runs() if r.id == job.before), {})
    kept = ("graph", "in_scope", "cells", "flow", "duplicates", "corrections", "shifts")
    return {k: last[k] for k in kept} if last.get("build") == key else None


def _make(job: Job, corrected: Corrected) -> dict[str, Any]:
    store, ledger = job.store, Ledger(job.store)
    copies = find_duplicates(article for article, _ in corrected.entries)
    built = build(store, job.corpus, corrected.entries, _joins(corrected.joins, copies))
    notices = {p for p, s in store.standings().items() if s.role == "notice"}
    flow = replace(
        count_flow(corrected.entries, copies, notices),
        registered=len(built.graph.nodes["Trial"]),
        studies=_studies_in_scope(built.graph),
        pooled=len({e.target for e in built.graph.edges["POOLS"]}),
    )
    pooled = pooled_json(built.graph, built.syntheses)
    moved = as_json(shifts(ledger.pooled(job.before), pooled)) if job.before else []
    told = [f"{n:,} {what}" for what, n in count_events(store.events(job.before)).items()]
    told += [shift_line(s) for s in moved]
    page = build_map(
        built.graph,
        title=job.corpus.title,
        question=job.corpus.question,
        notice=job.notice,
        flow=flow.steps(),
        changes=told if job.before else (),
    )
    save(built.graph, job.folder)
    write_page(page, job.folder / MAP_FILE)
    with store.transaction():
        ledger.put_pooled(job.run, pooled)
        ledger.put_corrections(line.row(outcome) for line, outcome in corrected.outcomes)
    return {
        "graph": built.graph.counts(),
        "in_scope": flow.included,
        "cells": _cells(page),
        "flow": flow.to_json(),
        "duplicates": [{"pmid": d.pmid, "kept": d.kept, "reason": d.reason} for d in copies],
        "corrections": [{"line": c.line, "what": c.what, "outcome": o} for c, o in corrected.outcomes],
        "shifts": moved,
    }


def _joins(by_hand: Joins, copies: Sequence[Duplicate]) -> Joins:
    """Two records of one publication are reports of one study, unless a person says otherwise."""
    pairs = ((f"PMID:{d.kept}", f"PMID:{d.pmid}", d.reason) for d in copies)
    return Joins(by_hand.apart, (*by_hand.together, *pairs))


def _studies_in_scope(graph: Graph) -> int:
    return sum(bool(study["in_scope"]) for study in graph.nodes["Study"].values())


def _cells(page: MapData) -> int:
    return len({tuple(cell) for study in page["studies"] for cell in study["at"]})
