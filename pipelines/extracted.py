"""Extractions of the store's records: made where they are missing, and read for the graph."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from graph.studies.gist import Gist
from graph.studies.reports import NOTICE_TYPES
from miner.article import Article, Correction
from miner.model import Extraction
from miner.store import Store
from miner.store_ledger import Ledger
from miner.store_readings import Readings
from pipelines.gists import GistReading, programs
from pipelines.job import Job
from pipelines.workers import LIMIT_S, Outcome, cores, work

__all__ = ["build_key", "entries", "extract_missing"]

_BATCH = 200
_FEW = 100  # records that one worker reads sooner than several are started


def extract_missing(job: Job, readings: Readings, reader: str, meanwhile: Callable[[], None]) -> int:
    """Read every current record that this extractor has not read yet; gives how many were read.

    One that trips, kills or holds the reader is set aside with the reason, and the others go on. Stored every
    few hundred records, so that a kill loses no more than these. ``meanwhile`` is as in ``workers.work``.
    """
    missing = readings.missing()
    progress = job.stage("read abstracts", len(missing))
    items = ((sha256, (f"PMID:{pmid}", readings.xml(sha256))) for pmid, sha256 in missing)
    done = 0
    workers = _workers(job.workers, len(missing))
    with contextlib.closing(
        work(GistReading(job.corpus.folder), items, workers, LIMIT_S, meanwhile)
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


def build_key(store: Store, extractor: str, *more: str) -> str:
    """Digest of all that graph and map depend on: the store, the extractor, the graph's own program."""
    digest = hashlib.sha256("\n".join([Ledger(store).fingerprint(), extractor, *more]).encode())
    for program in programs("graph", "pipelines"):
        digest.update(program)
    return digest.hexdigest()[:16]
