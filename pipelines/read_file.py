"""One PubMed file into one partition: what a worker of a cluster does."""

from __future__ import annotations

import errno
import faulthandler
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from miner.article import Article, Deletion
from miner.corpus import Corpus, load_corpus
from miner.errors import InputError
from miner.pubmed_xml import read_sources
from miner.reading import document_of, scope_of
from miner.version import extractor_version
from pipelines.extracting import Reading
from pipelines.partitions import Entry, Row, file_sha256, write_rows
from pipelines.workers import LIMIT_S, work

__all__ = ["Asked", "Broken", "read_file"]

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_Item = tuple[str, "str | Article | bytes"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a worker is asked to read: a file, into a folder, by a corpus; by which extractor, how.

    ``careful`` reads records in a process of their own, which names the one that kills it.
    """

    path: Path
    parts: Path
    corpus: Path
    extractor: str
    only_in_scope: bool = False
    careful: bool = False
    limit_s: float = LIMIT_S


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a file was not read; ``for_all`` says that it holds for every file."""

    path: Path
    why: str
    for_all: bool = False


@dataclass(frozen=True, slots=True)
class _Watched:
    """Reads in this process, in whatever thread; ends the process where a record takes too long."""

    reading: Reading
    limit_s: float

    def warm(self) -> None:
        self.reading.warm()

    def __call__(self, item: _Item) -> str:
        # One watchdog a process: threads of one worker read in turns, as they must in Python anyway.
        with _ONE_AT_A_TIME:
            faulthandler.dump_traceback_later(self.limit_s, exit=True)
            try:
                return self.reading(item)
            finally:
                faulthandler.cancel_dump_traceback_later()


_ONE_AT_A_TIME = threading.Lock()


def read_file(asked: Asked) -> Entry | Broken:
    """Read a file into its partition; a file that cannot be read is an answer, not an error.

    The same file by the same extractor gives the same rows under the same name, however often it is read.
    """
    began, path = time.monotonic(), asked.path
    corpus = load_corpus(asked.corpus)
    if extractor_version(corpus) != asked.extractor:
        here = extractor_version(corpus)
        return Broken(
            path,
            f"a worker has extractor {here}, not {asked.extractor}; install the same there",
            for_all=True,
        )
    try:
        stat, sha256 = path.stat(), file_sha256(path)
        name = f"{path.name.split('.')[0]}.{sha256[:12]}.{asked.extractor[-12:]}"
        part = asked.parts / f"{name}{'.in-scope' if asked.only_in_scope else ''}.parquet"
        counts, set_aside = write_rows(_rows(asked, corpus), part)
    except InputError as e:
        return Broken(path, str(e))
    except OSError as e:
        if e.errno is not None and e.errno in _NO_ROOM:
            return Broken(path, f"{asked.parts}: {os.strerror(e.errno)}; make room", for_all=True)
        raise
    return Entry(
        input=str(path),
        size=stat.st_size,
        modified_ns=stat.st_mtime_ns,
        sha256=sha256,
        extractor=asked.extractor,
        only_in_scope=asked.only_in_scope,
        part=part.name,
        counts=dict(sorted(counts.items())),
        seconds=round(time.monotonic() - began, 3),
        set_aside=set_aside,
    )


def _rows(asked: Asked, corpus: Corpus) -> Iterator[Row]:
    """The rows in file order: those that need no reading wait for the record before them."""
    waiting: deque[Row] = deque()

    def records() -> Iterator[tuple[str, _Item]]:
        for source in read_sources(asked.path):
            record = source.record
            if isinstance(record, Deletion):
                waiting.append(Row("deletion", record.pmid))
            elif asked.only_in_scope and not scope_of(document_of(record), corpus).in_scope:
                waiting.append(Row("out_of_scope", record.pmid, record.revised or ""))
            else:
                waiting.append(Row("record", record.pmid, record.revised or "", source.xml))
                yield record.pmid, (f"PMID:{record.pmid}", record)

    reading = Reading(asked.corpus)
    task = reading if asked.careful else _Watched(reading, asked.limit_s)
    for outcome in work(task, records(), int(asked.careful), asked.limit_s):
        while waiting[0].kind != "record":
            yield waiting.popleft()
        yield replace(waiting.popleft(), extraction=outcome.value or "", error=outcome.error)
    yield from waiting
