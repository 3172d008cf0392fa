"""From what was read to what users open: the graph with its syntheses, and the map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graph.build import build_graph
from graph.embedded.ladybug import saving
from graph.exports.whole_file import whole_file
from graph.map.build import build_map
from graph.map.data import MapData
from graph.map.pools import reasons
from graph.map.render import render_map
from graph.model import Graph
from graph.studies.gist import Gist
from graph.studies.join import Joins
from graph.synthesis.harmonise import Harmonised, select
from graph.synthesis.synthesize import Synthesis, add_to_graph, synthesize
from miner.article import Article
from miner.corpus import Corpus
from miner.duplicates import Duplicate, find_duplicates
from miner.model import Extraction
from miner.store import Store
from miner.store_ledger import Ledger
from miner.trial import read_trial
from pipelines.changes import as_json, count_events, pooled_json, shifts, told_on_the_map
from pipelines.corrections import Corrected
from pipelines.forked import beside
from pipelines.job import MAP_FILE, Job
from pipelines.prisma import count_flow

__all__ = ["Built", "build", "rebuild", "write_page"]


@dataclass(frozen=True, slots=True)
class Built:
    """The graph in memory, with its pooled estimates in it and what they were pooled from."""

    graph: Graph
    harmonised: Harmonised
    syntheses: tuple[Synthesis, ...]


def rebuild(
    job: Job,
    corrected: Corrected,
    gists: Iterable[Gist] = (),
    aside: Iterable[str] = (),
    not_by_records: Iterable[str] = (),
) -> dict[str, Any]:
    """Build graph and map, swap both in, keep the pooled estimates; gives what the run report says.

    ``gists``: of the records, as they are known; ``aside``: PMIDs of records that could not be read;
    ``not_by_records``: why else pooled estimates may have moved, in words.
    """
    store, ledger = job.store, Ledger(job.store)
    copies = find_duplicates(article for article, _ in corrected.entries)
    built = build(store, job.corpus, corrected.entries, _joins(corrected.joins, copies), gists)
    outcomes = corrected.outcomes_with(reasons(built.harmonised) if corrected.entered else {})
    notices = {p for p, s in store.standings().items() if s.role == "notice"}
    flow = replace(
        count_flow(corrected.entries, copies, notices, aside),
        registered=sum(trial["in_registry"] is True for trial in built.graph.nodes["Trial"].values()),
        studies=_studies_in_scope(built.graph),
        pooled=len({e.target for e in built.graph.edges["POOLS"]}),
    )
    pooled = pooled_json(built.graph, built.syntheses)
    moved = as_json(shifts(ledger.pooled(job.before), pooled)) if job.before else []
    told = told_on_the_map(count_events(store.events(job.before)), not_by_records, moved)
    frame: dict[str, Any] = {
        "title": job.corpus.title,
        "question": job.corpus.question,
        "notice": job.notice,
        "flow": [list(step) for step in flow.steps()],
        "changes": told if job.before else [],
    }

    def draw() -> tuple[str, int]:
        page = build_map(built.graph, pooled=(built.harmonised, built.syntheses), **frame)
        return render_map(page), _cells(page)

    # Both stand beside the old ones before the first is swapped in.
    with (
        whole_file(job.folder / MAP_FILE) as stream,
        beside(draw) as drawn,
        saving(built.graph, job.folder),
    ):
        page, cells = drawn()
        stream.write(page)
        stream.flush()  # a full disk tells itself here, before the graph is swapped in
    with store.transaction():
        ledger.put_pooled(job.run, pooled)
        ledger.put_corrections(line.row(outcome) for line, outcome in outcomes)
    return {
        "graph": built.graph.counts(),
        "map": frame,
        "in_scope": flow.included,
        "cells": cells,
        "flow": flow.to_json(),
        "duplicates": [{"pmid": d.pmid, "kept": d.kept, "reason": d.reason} for d in copies],
        "corrections": [{"line": c.line, "what": c.what, "outcome": o} for c, o in outcomes],
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


def build(
    store: Store,
    corpus: Corpus,
    read: Iterable[tuple[Article, Extraction]],
    joins: Joins | None = None,
    gists: Iterable[Gist] = (),
) -> Built:
    """Build the graph anew, in memory."""
    trials = [read_trial(study) for study in Ledger(store).trials()]
    known = {f"PMID:{gist.article.pmid}": gist for gist in gists}
    graph = build_graph(read, trials, corpus.vocabulary, joins, known)
    harmonised = select(graph)
    syntheses = synthesize(graph, harmonised=harmonised)
    add_to_graph(graph, syntheses, store.now())
    return Built(graph, harmonised, syntheses)


def write_page(data: MapData, path: Path) -> Path:
    """Write a map as one file, whole or not at all."""
    with whole_file(path) as stream:
        stream.write(render_map(data))
    return path
