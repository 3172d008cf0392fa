"""The gists of the store's records: made as they are read, kept, and made anew for another program."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.studies.gist import Gist, pack, read_gist, unpack
from miner.article import Article
from miner.corpus import Corpus, load_corpus
from miner.errors import GraphError
from miner.jsonl import read_record
from miner.pubmed_xml import read_article
from miner.store_readings import Readings
from pipelines.extracting import Reading
from pipelines.job import Job
from pipelines.workers import Outcome, work

__all__ = ["GistReading", "Gisting", "Gists", "programs", "reader_version"]

_BATCH = 200


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
        return line, pack(_gist(article, json.loads(line), load_corpus(self.corpus)))


@dataclass(frozen=True, slots=True)
class Gisting:
    """The task of packing a record that is read already: from its XML and its extraction as plain values."""

    corpus: Path

    def warm(self) -> None:
        """Load the vocabulary."""
        load_corpus(self.corpus)

    def __call__(self, item: tuple[bytes, dict[str, Any]]) -> bytes:
        """The packed gist."""
        xml, record = item
        return pack(_gist(read_article(xml), record, load_corpus(self.corpus)))


def _gist(article: Article, record: dict[str, Any], corpus: Corpus) -> Gist:
    return read_gist(article, read_record(record), corpus.vocabulary)


class Gists(Iterable[Gist]):
    """The gist of each current record that is read, in PMID order; what another reader made is made anew.

    Raises:
        GraphError: a record that could be extracted cannot be read for the graph (as it is iterated).
    """

    def __init__(self, job: Job, readings: Readings, reader: str) -> None:
        self._job, self._readings, self._reader = job, readings, reader
        self._ahead: dict[str, Gist] = {}

    def read_ahead(self) -> None:
        """Unpack those that are there already: there is time while workers make the others."""
        for sha256, packed in self._readings.gists(self._reader):
            gist = unpack(packed)
            if gist is not None:
                self._ahead[sha256] = gist

    def __iter__(self) -> Iterator[Gist]:
        """Each gist once."""
        job, readings = self._job, self._readings
        _make_missing(job, readings, self._reader)
        with job.store.transaction():
            readings.forget_gists()
        for sha256 in readings.with_gist(self._reader):
            known = self._ahead.pop(sha256, None) or unpack(readings.gist(sha256))
            yield known or _gist(read_article(readings.xml(sha256)), readings.record(sha256), job.corpus)


def _make_missing(job: Job, readings: Readings, reader: str) -> None:
    old = readings.without_gist(reader)
    if not old:
        return
    progress = job.stage("read records", len(old))
    items = ((sha256, (readings.xml(sha256), readings.record(sha256))) for sha256 in old)
    with contextlib.closing(work(Gisting(job.corpus.folder), items, job.workers)) as outcomes:
        while batch := tuple(itertools.islice(outcomes, _BATCH)):
            with job.store.transaction():
                for outcome in batch:
                    readings.put_gist(outcome.name, reader, _made(outcome, readings))
            progress(len(batch))


def _made(outcome: Outcome[bytes], readings: Readings) -> bytes:
    if outcome.value is None:
        pmid = read_article(readings.xml(outcome.name)).pmid
        raise GraphError(f"PMID:{pmid} cannot be read for the graph ({outcome.error}); please report it")
    return outcome.value


def reader_version(extractor: str) -> str:
    """Digest of all that a gist depends on beside its record: the extractor and the graph's program."""
    digest = hashlib.sha256(extractor.encode())
    for program in programs("graph"):
        digest.update(program)
    return digest.hexdigest()[:16]


def programs(*packages: str) -> Iterator[bytes]:
    """Every file of these packages of ours, in order of their names."""
    for package in packages:
        for path in sorted((Path(__file__).parent.parent / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.read_bytes()
