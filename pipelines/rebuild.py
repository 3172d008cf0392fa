"""From the store to what users open: extractions, the graph with its syntheses, the map."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import miner
from graph.build import build_graph
from graph.evidence_map import build_map
from graph.map_data import MapData
from graph.model import Graph
from graph.render import render_map
from graph.reports import NOTICE_TYPES
from graph.studies import Joins
from graph.synthesis import Synthesis, add_to_graph, synthesize
from miner.article import Article, Correction
from miner.corpus import Corpus
from miner.jsonl import dump_record, read_record
from miner.model import Extraction
from miner.pubmed_xml import read_article
from miner.store import Store
from miner.store_ledger import Ledger
from miner.trial import read_trial

__all__ = ["Built", "build", "build_key", "entries", "extract_missing", "write_map", "write_page"]

_BATCH = 200
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """The graph in memory, with its pooled estimates in it."""

    graph: Graph
    syntheses: tuple[Synthesis, ...]


def extract_missing(store: Store, corpus: Corpus, extractor: str, progress: Progress = lambda _: None) -> int:
    """Read every current record that this extractor has not read yet; gives how many."""
    done = 0
    while batch := store.unread(extractor, _BATCH):
        read = [(r.sha256, dump_record(miner.extract(read_article(r.xml), corpus=corpus))) for r in batch]
        with store.transaction():
            for sha256, record in read:
                store.put_extraction(sha256, extractor, record)
        progress(len(batch))
        done += len(batch)
    return done


def entries(store: Store, extractor: str) -> Iterator[tuple[Article, Extraction]]:
    """Each current record with its extraction, in PMID order; what a notice says of it stands in it too."""
    amended = Ledger(store).notices_on()
    for record in store.current(extractor):
        if record.extraction is None:
            continue
        article, extraction = read_article(record.xml), read_record(record.extraction)
        if record.role == "notice" and NOTICE_TYPES & {name for _, name in article.publication_types}:
            # It repeats figures of the report that it amends: these are no second study.
            extraction = replace(extraction, effects=(), comparisons=(), arm_results=())
        known = {(c.kind, c.pmid) for c in article.corrections}
        added = [x for x in amended.get(record.pmid, ()) if x not in known]
        if added:
            more = tuple(Correction(kind, pmid, None) for kind, pmid in added)
            article = replace(article, corrections=article.corrections + more)
        yield article, extraction


def build(
    store: Store, corpus: Corpus, read: Iterable[tuple[Article, Extraction]], joins: Joins | None = None
) -> Built:
    """Build the graph anew, in memory."""
    trials = [read_trial(study) for study in Ledger(store).trials()]
    graph = build_graph(read, trials, corpus.vocabulary, joins)
    syntheses = synthesize(graph)
    add_to_graph(graph, syntheses, store.now())
    return Built(graph, syntheses)


def build_key(store: Store, extractor: str, *more: str) -> str:
    """Digest of all that graph and map depend on: the store, the extractor, the graph's own program."""
    digest = hashlib.sha256("\n".join([Ledger(store).fingerprint(), extractor, *more]).encode())
    here = Path(__file__).parent
    for package in (here.parent / "graph", here):
        for path in sorted(package.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def write_map(graph: Graph, path: Path, corpus: Corpus, notice: str) -> Path:
    """Write the evidence map of a graph as one file, whole or not at all."""
    return write_page(build_map(graph, title=corpus.title, question=corpus.question, notice=notice), path)


def write_page(data: MapData, path: Path) -> Path:
    """Write a map as one file, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(render_map(data), encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path
