"""Extractions of the store's records: made where they are missing, and read for the graph."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import miner
from graph.reports import NOTICE_TYPES
from miner.article import Article, Correction
from miner.corpus import Corpus
from miner.jsonl import dump_record, read_record
from miner.model import Extraction
from miner.pubmed_xml import read_article
from miner.store import Store, StoredRecord
from miner.store_ledger import Ledger

__all__ = ["build_key", "entries", "extract_missing"]

_BATCH = 200
Progress = Callable[[int], None]


def extract_missing(
    store: Store, corpus: Corpus, extractor: str, progress: Progress = lambda _: None
) -> tuple[int, dict[str, str]]:
    """Read every current record that this extractor has not read yet.

    Gives how many were read, and by PMID why one could not be: one abstract that trips a finder must not keep
    the others from being read.
    """
    done, failed = 0, dict[str, str]()
    while batch := [r for r in store.unread(extractor, _BATCH + len(failed)) if r.pmid not in failed]:
        read = {r.sha256: _read(r, corpus) for r in batch}
        with store.transaction():
            for sha256, (record, _) in read.items():
                if record is not None:
                    store.put_extraction(sha256, extractor, record)
        failed |= {r.pmid: error for r in batch if (error := read[r.sha256][1])}
        progress(len(batch))
        done += len(batch)
    return done - len(failed), failed


def _read(record: StoredRecord, corpus: Corpus) -> tuple[str | None, str]:
    try:
        return dump_record(miner.extract(read_article(record.xml), corpus=corpus)), ""
    except Exception as e:  # noqa: BLE001 - whatever it is, it is told in the run report and tried again next time
        return None, f"{type(e).__name__}: {e}"[:200]


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


def build_key(store: Store, extractor: str, *more: str) -> str:
    """Digest of all that graph and map depend on: the store, the extractor, the graph's own program."""
    digest = hashlib.sha256("\n".join([Ledger(store).fingerprint(), extractor, *more]).encode())
    here = Path(__file__).parent
    for package in (here.parent / "graph", here):
        for path in sorted(package.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
