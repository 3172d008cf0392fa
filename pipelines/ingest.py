"""PubMed XML files and registry JSON into the store."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from graph.studies.registrations import trial_id
from miner.article import Deletion
from miner.errors import InputError
from miner.pubmed_xml import Source, read_sources
from miner.store import Store
from miner.store_ledger import Ledger
from miner.trial import read_studies, read_trial

__all__ = ["ingest_trials", "ingest_xml", "store_source", "xml_files"]

_BATCH = 500


def xml_files(paths: Iterable[Path]) -> list[Path]:
    """The PubMed XML files that the paths name; a folder stands for those in it, by name.

    Files of one folder are taken in name order, which is the order of NLM's update files.

    Raises:
        InputError: a path does not exist, its name is no UTF-8, or a folder holds no such file.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.name.endswith((".xml", ".xml.gz")))
            if not inside:
                raise InputError(f"{path} holds no .xml or .xml.gz file; name the folder with PubMed files")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise InputError(f"{path}: no such file; check the path")
    for path in found:
        try:
            str(path).encode()
        except UnicodeEncodeError:
            # No report could name it.
            shown = os.fsencode(path).decode("utf-8", "backslashreplace")
            raise InputError(f"{shown}: its name is no UTF-8; rename it") from None
    return found


def ingest_xml(
    store: Store, run: int, files: Iterable[Path], progress: Callable[[int], None] = lambda _: None
) -> Counter[str]:
    """Store the records of the files, in order; counts by what became of each (``new``, ``revised``, ...).

    Committed every few hundred records, so that a kill loses no more than these and the next run goes on.
    """
    counts: Counter[str] = Counter()
    for path in files:
        for batch in _batches(read_sources(path), _BATCH):
            with store.transaction():
                for source in batch:
                    counts[store_source(store, source, run)] += 1
            progress(len(batch))
    with store.transaction():
        more, fewer = Ledger(store).apply_retractions(run)
    return +(counts + Counter({"retracted": more, "no longer retracted": fewer}))


def store_source(store: Store, source: Source, run: int) -> str:
    """Store one record or withdrawal; gives what became of it. Call inside ``store.transaction()``."""
    record = source.record
    if isinstance(record, Deletion):
        return "deleted" if store.set_state(record.pmid, "deleted", run) else "unknown_deletion"
    return store.put_source(record, source.xml, run)


def ingest_trials(store: Store, run: int, path: Path) -> int:
    """Store the registrations of a file of API v2 JSON; gives how many are new or changed."""
    ledger = Ledger(store)
    studies = read_studies(path)
    with store.transaction():
        return sum(ledger.put_trial(trial_id(read_trial(study)), study, run) for study in studies)


def _batches(items: Iterator[Source], size: int) -> Iterator[list[Source]]:
    batch: list[Source] = []
    try:
        for item in items:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
    except InputError:
        # What was read before the broken place is kept; then the error stands.
        if batch:
            yield batch
        raise
    if batch:
        yield batch
