"""From the store to what users open: extractions, the graph with its syntheses, the map."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import miner
from graph.build import build_graph
from graph.evidence_map import build_map
from graph.ladybug import save
from graph.model import Graph
from graph.render import render_map
from graph.synthesis import add_to_graph, synthesize
from miner.article import Article
from miner.corpus import Corpus
from miner.jsonl import dump_record, read_record
from miner.model import Extraction
from miner.pubmed_xml import read_article
from miner.store import Store
from miner.trial import read_trial

__all__ = ["Rebuilt", "entries", "extract_missing", "rebuild", "write_map"]

_BATCH = 200
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild made: counts of nodes and relationships, publications in scope, and the paths."""

    counts: dict[str, int]
    in_scope: int
    graph: Path
    map: Path


def extract_missing(store: Store, corpus: Corpus, extractor: str, progress: Progress = lambda _: None) -> int:
    """Read every current record that this extractor has not read yet; gives how many."""
    pending = [r for r in store.current(extractor) if r.extraction is None]
    for at in range(0, len(pending), _BATCH):
        batch = pending[at : at + _BATCH]
        with store.transaction():
            for record in batch:
                extraction = miner.extract(read_article(record.xml), corpus=corpus)
                store.put_extraction(record.sha256, extractor, dump_record(extraction))
        progress(len(batch))
    return len(pending)


def entries(store: Store, extractor: str) -> Iterator[tuple[Article, Extraction]]:
    """Each current record with its extraction, in PMID order."""
    for record in store.current(extractor):
        if record.extraction is not None:
            yield read_article(record.xml), read_record(record.extraction)


def rebuild(store: Store, corpus: Corpus, extractor: str, folder: Path, notice: str) -> Rebuilt:
    """Build the graph and the map anew and swap both in; a failure leaves the old ones in place."""
    trials = [read_trial(study) for study in store.trials()]
    graph = build_graph(entries(store, extractor), trials, corpus.vocabulary)
    add_to_graph(graph, synthesize(graph), store.now())
    file = save(graph, folder)
    path = write_map(graph, folder / "evidence-map.html", corpus, notice)
    in_scope = {e.source for e in graph.edges["REPORTS"] if graph.nodes["Study"][e.target]["in_scope"]}
    return Rebuilt(graph.counts(), len(in_scope), file, path)


def write_map(graph: Graph, path: Path, corpus: Corpus, notice: str) -> Path:
    """Write the evidence map as one file, whole or not at all."""
    html = render_map(build_map(graph, title=corpus.title, question=corpus.question, notice=notice))
    part = path.with_name(f"{path.name}.part")
    part.write_text(html, encoding="utf-8")
    part.replace(path)
    return path
