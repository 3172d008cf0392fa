"""The second half of a refresh, the same whatever the records came from: read, build, compare, swap in."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.embedded import ladybug
from graph.studies.gist import Gist
from miner.garbage import uncollected
from miner.registry import Registry, nct_numbers
from miner.store_ledger import Ledger
from miner.store_readings import Readings
from miner.version import extractor_version
from pipelines.changes import NOT_BY_RECORDS, count_events
from pipelines.correction_lines import CorrectionLine, read_corrections
from pipelines.corrections import correct
from pipelines.extracted import build_key, entries, extract_missing
from pipelines.gists import Gists, reader_version
from pipelines.health import built_files
from pipelines.job import MAP_FILE, Job
from pipelines.trials import Trials, update_trials

__all__ = ["Finished", "finish"]


@dataclass(frozen=True, slots=True)
class Finished:
    """What was built: ``made`` holds what the run report says of it, and a run without changes keeps it.

    ``mended``: nothing had changed, but graph or map were not as the last run left them, and were built anew.
    ``program`` and ``by_hand``: digests of what reads and pools, and of the corrections; where they are not
    those of the last complete run, ``program_changed`` and ``corrections_changed``. ``forgotten``: readings
    of older programs that were removed.
    """

    extracted: int
    unread: Mapping[str, str]
    trials: Trials
    corpus: str
    extractor: str
    key: str
    events: Mapping[str, int]
    made: Mapping[str, Any]
    states: Mapping[str, int]
    graph: Path
    map: Path
    rebuilt: bool
    mended: bool
    program: str
    program_changed: bool
    by_hand: str
    corrections_changed: bool
    forgotten: int

    @property
    def counts(self) -> dict[str, int]:
        """How many nodes and relationships the graph has."""
        return dict(self.made["graph"])

    @property
    def in_scope(self) -> int:
        """Publications on the corpus's question."""
        return int(self.made["in_scope"])

    @property
    def cells(self) -> int:
        """Cells of the map with evidence."""
        return int(self.made["cells"])

    def to_json(self) -> dict[str, Any]:
        """For the run report."""
        shifted: dict[str, Any] = {} if self.rebuilt else {"shifts": []}
        return {
            "corpus": self.corpus,
            "extractor": self.extractor,
            "extracted": self.extracted,
            "unread": dict(self.unread),
            "trials": self.trials.to_json(),
            "changes": dict(self.events),
            "states": dict(self.states),
            "rebuilt": self.rebuilt,
            "mended": self.mended,
            "program": self.program,
            "program_changed": self.program_changed,
            "by_hand": self.by_hand,
            "corrections_changed": self.corrections_changed,
            "forgotten": self.forgotten,
            "build": self.key,
            **self.made,
            **shifted,
        }


def finish(job: Job, trials: Registry | Trials) -> Finished:
    """Read what is unread, bring trials, build graph and map if anything changed, and swap them in."""
    with contextlib.ExitStack() as at_end:
        return _finish(job, trials, at_end)


def _finish(job: Job, trials: Registry | Trials, at_end: contextlib.ExitStack) -> Finished:
    """What is done at the end is done when all that was made for the build is gone again."""
    store, extractor = job.store, extractor_version(job.corpus)
    readings = Readings(store, extractor)
    if job.full:
        with store.transaction():
            readings.take_back()
    reader = reader_version(extractor)
    gists = Gists(job, readings, reader)
    extracted = extract_missing(job, readings, reader, meanwhile=lambda: _get_ready(gists, at_end))
    aside = readings.aside()
    if isinstance(trials, Registry):
        named = nct_numbers(Ledger(store).named_numbers(extractor))
        trials = update_trials(job, trials, named, job.stage("trials", None))
    corrections = read_corrections(job.folder, job.corpus.vocabulary)
    key = build_key(store, extractor, repr(corrections), repr(sorted(aside)), job.notice)
    last = _last_build(before := _report_before(job), key)
    by_hand = hashlib.sha256(repr(corrections).encode()).hexdigest()
    apart = _not_by_records(before, reader, by_hand)
    made = last if last.get("files") == built_files(job.folder) else None
    rebuilt = made is None
    if made is None:
        at_end.enter_context(uncollected())
        why = [words for name, words in NOT_BY_RECORDS.items() if apart[name]]
        made = _build(job, tuple(gists), corrections, aside, why)
    return Finished(
        extracted=extracted,
        unread=aside,
        trials=trials,
        corpus=job.corpus.id,
        extractor=extractor,
        key=key,
        events=count_events(store.events(job.before)),
        made=made,
        states=store.counts(),
        graph=job.folder / ladybug.GRAPH_FILE,
        map=job.folder / MAP_FILE,
        rebuilt=rebuilt,
        mended=rebuilt and bool(last),
        program=reader,
        by_hand=by_hand,
        **apart,
        # Not before graph and map are of this reading: until then they are of the last one.
        forgotten=_forget_older(job, readings) if rebuilt and not _forgot(before, extractor) else 0,
    )


def _forgot(before: Mapping[str, Any], extractor: str) -> bool:
    """Whether the last complete run was of this extractor, so that nothing is older since."""
    return "forgotten" in before and before.get("extractor") == extractor


def _build(
    job: Job,
    known: tuple[Gist, ...],
    corrections: Sequence[CorrectionLine],
    aside: Iterable[str],
    why: Iterable[str],
) -> dict[str, Any]:
    # Late: pooling loads scipy; a refresh that finds nothing new needs none of it.
    from pipelines.rebuild import rebuild

    job.stage("graph and map", None)
    corrected = correct(entries(job.store, known), corrections, job.corpus.vocabulary)
    return {**rebuild(job, corrected, known, aside, why), "files": built_files(job.folder)}


def _not_by_records(before: Mapping[str, Any], program: str, by_hand: str) -> dict[str, bool]:
    """Whether what reads and pools, and whether the corrections, are others than at the last run."""
    return {
        "program_changed": bool(before) and before.get("program") != program,
        "corrections_changed": before.get("by_hand", by_hand) != by_hand,
    }


def _forget_older(job: Job, readings: Readings) -> int:
    complete = [run.report for run in reversed(job.store.runs()) if run.status == "complete"]
    with job.store.transaction():
        return readings.forget_older([report["extractor"] for report in complete if "extractor" in report])


def _get_ready(gists: Gists, at_end: contextlib.ExitStack) -> None:
    """Load what a build needs while workers read: what they read makes one necessary."""
    import pipelines.rebuild  # noqa: F401 - only loaded

    ladybug.get_ready()
    at_end.enter_context(uncollected())
    gists.read_ahead()


def _report_before(job: Job) -> dict[str, Any]:
    """The report of the last complete run; nothing where there is none."""
    last = job.store.last_complete(job.run)
    return last.report if last else {}


def _last_build(before: Mapping[str, Any], key: str) -> dict[str, Any]:
    """What the last complete run made, if nothing that it depends on has changed since; else nothing."""
    kept = ("graph", "in_scope", "cells", "flow", "duplicates", "corrections", "shifts", "files")
    return {k: before[k] for k in kept if k in before} if before.get("build") == key else {}
