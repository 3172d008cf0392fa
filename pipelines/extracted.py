"""Extractions of the store's records: made where they are missing, and read for the graph."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from graph.gist import Gist, pack, read_gist, unpack
from graph.reports import NOTICE_TYPES
from miner.article import Article, Correction
from miner.corpus import load_corpus
from miner.jsonl import read_record
from miner.model import Extraction
from miner.pubmed_xml import read_article
from miner.store import Store
from miner.store_ledger import Ledger
from miner.store_readings import Readings
from pipelines.extracting import Reading
from pipelines.job import Job
from pipelines.workers import LIMIT_S, Outcome, cores, work

__all__ = ["GistReading", "build_key", "entries", "extract_missing", "read_gists", "reader_version"]

_BATCH = 200
_FEW = 100  # records that one worker reads sooner than several are started


@dataclass(frozen=True, slots=True)
class GistReading:
    """The task of reading one record of the store: from (id, XML) to its line of JSON and its packed gist."""

    corpus: Path

    def warm(self) -> None:
        """Load vocabulary and rules."""
        Reading(self.corpus).warm()

    def __call__(self, item: tuple[str, bytes]) -> tuple[str, bytes]:
        """The extraction record and the gist of one source, under the id given."""
        name, xml = item
        article = read_article(xml)
        line = Reading(self.corpus)((name, article))
        vocabulary = load_corpus(self.corpus).vocabulary
        return line, pack(read_gist(article, read_record(json.loads(line)), vocabulary))


def extract_missing(job: Job, readings: Readings, reader: str) -> int:
    """Read every current record that this extractor has not read yet; gives how many were read.

    One that trips, kills or holds the reader is set aside with the reason, and the others go on. Stored every
    few hundred records, so that a kill loses no more than these.
    """
    missing = readings.missing()
    progress = job.stage("read abstracts", len(missing))
    items = ((sha256, (f"PMID:{pmid}", readings.xml(sha256))) for pmid, sha256 in missing)
    done = 0
    with contextlib.closing(
        work(GistReading(job.corpus.folder), items, _workers(job.workers, len(missing)), LIMIT_S)
    ) as outcomes:
        while batch := tuple(itertools.islice(outcomes, _BATCH)):
            with job.store.transaction():
                done += sum(_put(readings, outcome, job.run, reader) for outcome in batch)
            progress(len(batch))
    return done


def _put(readings: Readings, outcome: Outcome[tuple[str, bytes]], run: int, reader: str) -> bool:
    if outcome.value is None:
        readings.put_aside(outcome.name, outcome.error, run)
        return False
    line, gist = outcome.value
    readings.put(outcome.name, line)
    readings.put_gist(outcome.name, reader, gist)
    return True


def _workers(asked: int | None, records: int) -> int:
    """Never in this process unless asked to: a record that kills its reader would kill each refresh anew."""
    if asked is not None:
        return asked
    return cores() if records > _FEW else 1


def read_gists(job: Job, readings: Readings, reader: str) -> Iterator[Gist]:
    """The gist of each current record that is read, in PMID order; what another reader made is made anew."""
    old = readings.without_gist(reader)
    progress = job.stage("read records", len(old)) if old else None
    for first in range(0, len(old), _BATCH):
        some = old[first : first + _BATCH]
        with job.store.transaction():
            for sha256 in some:
                readings.put_gist(sha256, reader, pack(_read_anew(job, readings, sha256)))
        if progress:
            progress(len(some))
    with job.store.transaction():
        readings.forget_gists()
    for sha256, packed in readings.gists(reader):
        yield unpack(packed) or _read_anew(job, readings, sha256)


def _read_anew(job: Job, readings: Readings, sha256: str) -> Gist:
    article, extraction = read_article(readings.xml(sha256)), read_record(readings.record(sha256))
    return read_gist(article, extraction, job.corpus.vocabulary)


def entries(store: Store, gists: Iterable[Gist]) -> Iterator[tuple[Article, Extraction]]:
    """Each record with its extraction; what a notice says of it stands in it too."""
    amended, standings = Ledger(store).notices_on(), store.standings()
    for gist in gists:
        article, extraction = gist.article, gist.extraction
        is_notice = standings[article.pmid].role == "notice"
        if is_notice and NOTICE_TYPES & {name for _, name in article.publication_types}:
            # It repeats figures of the report that it amends: these are no second study.
            extraction = replace(extraction, effects=(), comparisons=(), arm_results=())
        known = {(c.kind, c.pmid) for c in article.corrections}
        added = [x for x in amended.get(article.pmid, ()) if x not in known]
        if added:
            more = tuple(Correction(kind, pmid, None) for kind, pmid in added)
            article = replace(article, corrections=article.corrections + more)
        yield article, extraction


def reader_version(extractor: str) -> str:
    """Digest of all that a gist depends on beside its record: the extractor and the graph's program."""
    digest = hashlib.sha256(extractor.encode())
    for program in _programs("graph"):
        digest.update(program)
    return digest.hexdigest()[:16]


def build_key(store: Store, extractor: str, *more: str) -> str:
    """Digest of all that graph and map depend on: the store, the extractor, the graph's own program."""
    digest = hashlib.sha256("\n".join([Ledger(store).fingerprint(), extractor, *more]).encode())
    for program in _programs("graph", "pipelines"):
        digest.update(program)
    return digest.hexdigest()[:16]


def _programs(*packages: str) -> Iterator[bytes]:
    for package in packages:
        for path in sorted((Path(__file__).parent.parent / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.read_bytes()
