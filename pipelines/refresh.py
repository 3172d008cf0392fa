"""Bring a data folder up to date: sources in, what is missing extracted, graph and map swapped in.

A run that fails leaves the last good graph and map in place. What was stored before it failed
stays stored, and the next run goes on from there.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from miner.corpus import Corpus
from miner.entrez import Entrez
from miner.errors import CorpusError, StoreError
from miner.registry import Registry
from miner.store import Store
from miner.store_ledger import Ledger
from miner.store_lock import writer_lock
from pipelines.fetching import Fetching, carry_out
from pipelines.finish import Finished, finish
from pipelines.ingest import ingest_trials, ingest_xml, xml_files
from pipelines.job import Job
from pipelines.plan import Plan, make_plan, read_history
from pipelines.progress import Stage, quiet, say
from pipelines.report import last_report, read_reports, report_path, write_missing_reports, write_report
from pipelines.trials import Trials

__all__ = [
    "Refreshed",
    "prepare_folder",
    "refresh_from_files",
    "refresh_from_pubmed",
    "rehearse_files",
    "running",
]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: its run number, records by what became of them, graph and map, the report.

    A dry run has number 0 and neither graph nor report.
    """

    run: int
    changes: Counter[str]
    summary: dict[str, Any]
    built: Finished | None = None
    report: Path | None = None


def prepare_folder(folder: Path) -> Path:
    """Make the data folder if it is not there.

    Raises:
        StoreError: it is a file, or may not be written.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise StoreError(f"{folder} is a file; name a folder for --data")
        (folder / "runs").mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise StoreError(
            f"{folder} cannot be written ({e.strerror}); choose a folder that you may write"
        ) from e
    return folder


def refresh_from_files(  # noqa: PLR0913 - each is an option of the command
    folder: Path,
    corpus: Corpus,
    xml: Sequence[Path],
    *,
    trials: Path | None = None,
    full: bool = False,
    notice: str = "",
    stage: Stage = quiet,
    workers: int | None = None,
) -> Refreshed:
    """Refresh from PubMed XML files (and registry JSON), with no network.

    ``stage(name, total)`` is told of each stage and gives what is called with the number of records done;
    ``full`` tries again what could not be read, ``workers`` is as in ``pipelines.workers.work``.
    """
    files = xml_files(xml)
    with running(folder, "files", corpus, full=full) as (store, run, summary):
        job = Job(folder, store, run, corpus, notice, stage, workers, full)
        changes = ingest_xml(store, run, files, stage("read", None))
        registered = ingest_trials(store, run, trials) if trials else 0
        summary |= {"files": [str(p) for p in files], "records": dict(sorted(changes.items()))}
        done = finish(job, Trials(received=registered, changed=registered))
        summary |= done.to_json()
    return _refreshed(folder, run, changes, done, summary)


def rehearse_files(folder: Path, corpus: Corpus, xml: Sequence[Path], *, stage: Stage = quiet) -> Refreshed:
    """Say what the files would change, and change nothing: they are stored in a copy that is thrown away."""
    files = xml_files(xml)
    with tempfile.TemporaryDirectory() as scratch:
        if (folder / "corpus.db").exists():
            with Store(folder, read_only=True) as store:
                store.copy_to(Path(scratch))
        with Store(Path(scratch)) as store:
            would = ingest_xml(store, store.begin_run("files"), files, stage("read", None))
    summary = {"dry_run": True, "corpus": corpus.id, "records": dict(sorted(would.items()))}
    return Refreshed(0, Counter({f"would be {what}": n for what, n in would.items()}), summary)


def refresh_from_pubmed(  # noqa: PLR0913 - each is an option of the command
    folder: Path,
    corpus: Corpus,
    *,
    email: str | None,
    api_key: str | None = None,
    full: bool = False,
    dry_run: bool = False,
    notice: str = "",
    stage: Stage = quiet,
    workers: int | None = None,
) -> Refreshed:
    """Refresh from PubMed and ClinicalTrials.gov.

    ``full`` fetches every record again and tries again what could not be read; ``dry_run`` searches, says
    what would be fetched and changes nothing; ``workers`` is as in ``pipelines.workers.work``.

    Raises:
        SettingMissing: there is no email; nothing was asked.
        EntrezUnavailable: PubMed does not answer; graph and map are as before.
        IncompleteFetch: PubMed gave less than it counts; graph and map are as before.
    """
    entrez, registry = Entrez(email, api_key, notice=say), Registry(notice=say)
    if dry_run:
        return _dry_run(folder, corpus, entrez, full, stage)
    with running(folder, "pubmed", corpus, full=full) as (store, run, summary):
        fetching = Fetching(store, entrez, run)
        try:
            plan = _plan(store, corpus, entrez, full, stage)
            summary["search"] = plan.to_json()
            carry_out(fetching, plan, stage)
        finally:
            summary |= {
                "refused": Ledger(store).refusals(run),
                "records": dict(sorted((+fetching.changes).items())),
                "fetched": fetching.sent,
                "requests": entrez.server.requests,
                "tried_again": dict(sorted(entrez.server.failures.items())),
            }
        done = finish(Job(folder, store, run, corpus, notice, stage, workers, full), registry)
        summary |= done.to_json()
    return _refreshed(folder, run, fetching.changes, done, summary)


def _plan(store: Store, corpus: Corpus, entrez: Entrez, full: bool, stage: Stage) -> Plan:
    stage("search", None)
    now = store.now()
    history = read_history(store.runs(), now)
    return make_plan(entrez, corpus.query(), store.standings(), history, now=now, full=full)


def _dry_run(folder: Path, corpus: Corpus, entrez: Entrez, full: bool, stage: Stage) -> Refreshed:
    if (folder / "corpus.db").exists():
        with Store(folder, read_only=True) as store:
            _refuse_other_corpus(folder, store, corpus, full=full)
            plan = _plan(store, corpus, entrez, full, stage)
    else:
        with Store.in_memory() as store:
            plan = _plan(store, corpus, entrez, full, stage)
    would = Counter({"would fetch": len(plan.fetch), "of them new": plan.new, "gone": len(plan.gone)})
    return Refreshed(0, would, {"dry_run": True, "search": plan.to_json(), "records": dict(would)})


@contextlib.contextmanager
def running(
    folder: Path, mode: str, corpus: Corpus, *, full: bool = False
) -> Iterator[tuple[Store, int, dict[str, Any]]]:
    """One run under the lock: noted as begun, then as complete or failed with what it knows.

    Raises:
        CorpusError: the folder holds another corpus, and ``full`` does not say that this one takes its place.
    """
    prepare_folder(folder)
    _refuse_emptied(folder)
    with writer_lock(folder, say), Store(folder) as store:
        store.check()
        _refuse_other_corpus(folder, store, corpus, full=full)
        run = store.begin_run(mode, last_report(folder))
        write_missing_reports(folder, store.runs()[:-1])
        summary: dict[str, Any] = {}
        try:
            yield store, run, summary
        except BaseException as e:
            summary["error"] = _reason(e)
            # The first error is the one to tell, not that it could not be noted down.
            with contextlib.suppress(StoreError, OSError):
                store.finish_run(run, "failed", summary)
                write_report(folder, store.runs()[-1])
                if store.is_empty():
                    store.remove()
            raise
        store.finish_run(run, "complete", summary)
        write_report(folder, store.runs()[-1])


def _reason(e: BaseException) -> str:
    if isinstance(e, KeyboardInterrupt):
        return "stopped by hand"
    if isinstance(e, SystemExit):
        return "stopped by a signal, as of a service or a machine that is shut down"
    return str(e) or repr(e)


def _refuse_other_corpus(folder: Path, store: Store, corpus: Corpus, *, full: bool) -> None:
    """Another question's search finds almost nothing of what is stored: a slip in --data or its variable."""
    last = store.last_complete()
    held = last.report.get("corpus", corpus.id) if last else corpus.id
    if held != corpus.id and not full:
        raise CorpusError(
            f"{folder} holds the corpus {held}, which {corpus.id} would replace; name another folder for "
            "--data, or refresh it with --full if it shall be replaced"
        )


def _refuse_emptied(folder: Path) -> None:
    """A database without a byte where runs were complete has lost what it held: that is not a new folder."""
    database = folder / "corpus.db"
    if not database.exists() or database.stat().st_size:
        return
    complete = [r.id for r in read_reports(folder) if r.status == "complete"]
    if complete:
        raise StoreError(
            f"{database} is empty, though run {complete[-1]} was complete; restore your copy of it, or move "
            "it away to refresh anew"
        )


def _refreshed(
    folder: Path, run: int, changes: Counter[str], done: Finished, summary: dict[str, Any]
) -> Refreshed:
    return Refreshed(run, +changes, summary, done, report_path(folder, run))
