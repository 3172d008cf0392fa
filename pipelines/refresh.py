"""Bring a data folder up to date: sources in, what is missing extracted, graph and map swapped in.

A run that fails leaves the last good graph and map in place. What was stored before it failed
stays stored, and the next run goes on from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from miner.corpus import Corpus
from miner.errors import StoreError
from miner.store import Store, writer_lock
from miner.version import extractor_version
from pipelines.ingest import ingest_trials, ingest_xml, xml_files
from pipelines.rebuild import Rebuilt, extract_missing, rebuild
from pipelines.report import write_report

__all__ = ["Refreshed", "prepare_folder", "refresh_from_files"]

Stage = Callable[[str, int | None], Callable[[int], None]]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: its run number, records by what became of them, the graph's counts, the paths."""

    run: int
    changes: Counter[str]
    extracted: int
    trials: int
    rebuilt: Rebuilt
    report: Path
    summary: dict[str, Any] = field(default_factory=dict)


def prepare_folder(folder: Path) -> Path:
    """Make the data folder if it is not there.

    Raises:
        StoreError: it is a file, or may not be written.
    """
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} is a file; name a folder for --data")
    try:
        (folder / "runs").mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise StoreError(
            f"{folder} cannot be written ({e.strerror}); choose a folder that you may write"
        ) from e
    return folder


def refresh_from_files(
    folder: Path,
    corpus: Corpus,
    xml: Sequence[Path],
    *,
    trials: Path | None = None,
    notice: str = "",
    stage: Stage = lambda _name, _total: lambda _done: None,
) -> Refreshed:
    """Refresh from PubMed XML files (and registry JSON), with no network.

    ``stage(name, total)`` is told of each stage and gives what is called with the number of records done.
    """
    files = xml_files(xml)
    folder = prepare_folder(folder)
    with writer_lock(folder), Store(folder) as store:
        run = store.begin_run("files")
        try:
            changes = ingest_xml(store, run, files, stage("read", None))
            registered = ingest_trials(store, run, trials) if trials else 0
            extractor = extractor_version(corpus)
            extracted = extract_missing(store, corpus, extractor, stage("extract", None))
            stage("graph and map", None)
            rebuilt = rebuild(store, corpus, extractor, folder, notice)
        except BaseException as e:
            store.finish_run(run, "failed", {"error": str(e) or type(e).__name__})
            raise
        summary = {
            "corpus": corpus.id,
            "extractor": extractor,
            "files": [str(p) for p in files],
            "records": dict(sorted(changes.items())),
            "extracted": extracted,
            "trials_changed": registered,
            "states": store.counts(),
            "graph": rebuilt.counts,
        }
        store.finish_run(run, "complete", summary)
        report = write_report(folder, store.runs()[-1])
    return Refreshed(run, changes, extracted, registered, rebuilt, report, summary)
