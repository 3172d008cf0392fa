"""``mbc-miner bulk``: PubMed files read on many cores or machines, then the same store, graph and map.

The files become partitions on a cluster; then their rows go into the store in the order of the files, as a
refresh from files would have put them, with their extractions. So the graph is the same.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from miner.article import Deletion
from miner.corpus import Corpus
from miner.errors import ClusterError
from miner.pubmed_xml import Source, read_article
from miner.store import Store
from miner.store_ledger import Ledger
from miner.store_readings import Readings
from miner.version import extractor_version
from pipelines.distributed import cluster, read_files
from pipelines.finish import finish
from pipelines.ingest import store_source, xml_files
from pipelines.job import Job
from pipelines.partitions import Entry, Manifest, Row, read_rows
from pipelines.progress import Stage
from pipelines.read_file import Asked, Broken
from pipelines.refresh import Refreshed, running
from pipelines.report import report_path
from pipelines.trials import Trials

__all__ = ["BULK_FOLDER", "Where", "read_in_bulk"]

BULK_FOLDER = "bulk"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Where:
    """Where files are read: on so many workers of this machine, or on the cluster of a scheduler."""

    scheduler: str | None = None
    workers: int | None = None


def read_in_bulk(
    folder: Path,
    corpus: Corpus,
    paths: Sequence[Path],
    where: Where,
    stage: Stage,
    *,
    only_in_scope: bool = False,
) -> tuple[Refreshed, tuple[Broken, ...]]:
    """Read PubMed files into the data folder; gives the run and the files that could not be read.

    ``only_in_scope`` keeps the records that answer the corpus's question, and leaves the rest out.

    Raises:
        ClusterError: the cluster is not there or went away, has another version, or no room is left.
    """
    files = [path.resolve() for path in xml_files(paths)]
    with running(folder, "bulk", corpus) as (store, run, summary):
        manifest = Manifest(folder.resolve() / BULK_FOLDER)
        manifest.sweep()
        broken = _read(manifest, corpus, files, where, stage, only_in_scope)
        summary |= {"files": [str(p) for p in files], "broken": {str(b.path): b.why for b in broken}}
        entries, missing = manifest.entries(), {b.path for b in broken}
        parts = [entries[str(f)] for f in files if f not in missing]
        changes, loaded = _load(store, run, corpus, manifest, parts, stage)
        summary |= {"parts": [e.part for e in parts], "records": dict(sorted(changes.items()))}
        done = finish(Job(folder, store, run, corpus, "", stage), Trials())
        done = replace(done, extracted=done.extracted + loaded)
        summary |= done.to_json()
    return Refreshed(run, +changes, summary, done, report_path(folder, run)), broken


def _read(
    manifest: Manifest,
    corpus: Corpus,
    files: Sequence[Path],
    where: Where,
    stage: Stage,
    only_in_scope: bool,
) -> tuple[Broken, ...]:
    """Read the files that the manifest does not list yet."""
    extractor, known = extractor_version(corpus), manifest.entries()
    asked = [
        Asked(file, manifest.parts, corpus.folder, extractor, only_in_scope)
        for file in dict.fromkeys(files)
        if not (e := known.get(str(file))) or not e.of_file(file, extractor, only_in_scope=only_in_scope)
    ]
    if not asked:
        return ()
    progress = stage("read files", len(asked))

    def enter(entry: Entry) -> None:
        manifest.add(entry)
        progress(1)

    broken: list[Broken] = []
    with cluster(where.scheduler, where.workers) as client:
        for one in read_files(client, asked, enter):
            if one.for_all:
                raise ClusterError(f"{one.why}, then run again to go on; what was read is kept")
            broken.append(one)
            progress(1)
    manifest.sweep()
    return tuple(broken)


def _load(
    store: Store, run: int, corpus: Corpus, manifest: Manifest, parts: Iterable[Entry], stage: Stage
) -> tuple[Counter[str], int]:
    """Rows of partitions into the store, in the order of the files, from the first not loaded yet.

    Those behind it are loaded again: what they revise or withdraw may stand in it. Gives the changes, and how
    many extractions came with them.
    """
    loaded = {p for r in store.runs() if r.status == "complete" for p in r.report.get("parts", ())}
    due = list(itertools.dropwhile(lambda entry: entry.part in loaded, parts))
    loading = _Loading(store, run, Readings(store, extractor_version(corpus)))
    progress = stage("load", sum(sum(entry.counts.values()) for entry in due))
    for entry in due:
        rows = read_rows(manifest.parts / entry.part)
        while batch := list(itertools.islice(rows, _BATCH)):
            with store.transaction():
                for row in batch:
                    loading.put(row)
            progress(len(batch))
    with store.transaction():
        more, fewer = Ledger(store).apply_retractions(run)
    counts = +(loading.counts + Counter({"retracted": more, "no longer retracted": fewer}))
    return counts, loading.extractions


class _Loading:
    """Rows into the store, with what became of them; by the same rules as a refresh from files."""

    def __init__(self, store: Store, run: int, readings: Readings) -> None:
        self._store, self._run, self._readings = store, run, readings
        self._known = set(store.standings())
        self.counts: Counter[str] = Counter()
        self.extractions = 0

    def put(self, row: Row) -> None:
        """One row. Call inside ``store.transaction()``."""
        if row.kind == "out_of_scope":
            if row.pmid in self._known and not row.revised < self._revised(row.pmid):
                self.counts["left_query"] += self._store.set_state(row.pmid, "left_query", self._run)
            return
        if row.kind == "deletion":
            self.counts[store_source(self._store, Source(Deletion(row.pmid)), self._run)] += 1
            return
        self._known.add(row.pmid)
        self.counts[store_source(self._store, Source(read_article(row.xml), row.xml), self._run)] += 1
        sha256 = hashlib.sha256(row.xml).hexdigest()
        if row.error:
            self._readings.put_aside(sha256, row.error, self._run)
        else:
            self._readings.put(sha256, row.extraction)
            self.extractions += 1

    def _revised(self, pmid: str) -> str:
        """Date of the revision that is in the store."""
        rows = self._store.rows(
            "SELECT s.revised FROM record r JOIN source s USING (sha256) WHERE r.pmid = ?", (pmid,)
        )
        return next((str(revised or "") for (revised,) in rows), "")
