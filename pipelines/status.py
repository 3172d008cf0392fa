"""``status`` and ``changes``: what a data folder holds, what each run did, what moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from miner.errors import NoSuchRun
from miner.store import Run, Store
from miner.store_ledger import Ledger
from miner.store_lock import holder
from pipelines.changes import NOT_BY_RECORDS, as_json, count_events, net_events, shift_line, shifts, unfit
from pipelines.report import named, read_reports

__all__ = ["changes_json", "changes_text", "status_json", "status_text", "trials_refreshed"]


def status_json(folder: Path) -> dict[str, Any]:
    """Records by state, the graph, how old it is, the PRISMA flow, and each run."""
    if not (folder / "corpus.db").exists() and (runs := tuple(read_reports(folder))):
        return _never_refreshed(folder, runs)
    with Store(folder, read_only=True) as store:
        runs = _as_they_are(store.runs(), folder)
        last = next((r for r in reversed(runs) if r.status == "complete"), None)
        report = last.report if last else {}
        return {
            "data": str(folder),
            "records": store.counts(),
            "retracted": len(Ledger(store).retracted()),
            "unread": report.get("unread", {}),
            "corrections_unfit": unfit(report),
            "broken": report.get("broken", {}),
            "refreshed": last.finished if last else None,
            "graph": report.get("graph", {}),
            "flow": report.get("flow", {}),
            "trials_refreshed": trials_refreshed(runs),
            "trials_unavailable": report.get("trials", {}).get("unavailable"),
            "runs": [_run(r) for r in runs],
        }


def _never_refreshed(folder: Path, runs: Iterable[Run]) -> dict[str, Any]:
    """A folder whose runs all failed before they stored anything."""
    return {
        "data": str(folder),
        "records": {},
        "retracted": 0,
        "unread": {},
        "corrections_unfit": [],
        "broken": {},
        "refreshed": None,
        "graph": {},
        "flow": {},
        "trials_refreshed": None,
        "trials_unavailable": None,
        "runs": [_run(r) for r in runs],
    }


def trials_refreshed(runs: Sequence[Run]) -> str | None:
    """When the registry last answered a run."""
    asked = (r for r in reversed(runs) if r.mode == "pubmed" and r.status == "complete")
    return next((r.finished for r in asked if not r.report.get("trials", {}).get("unavailable")), None)


def _as_they_are(runs: Iterable[Run], folder: Path) -> tuple[Run, ...]:
    """A run whose process is gone does not run any more."""
    gone = {"error": "killed; the next refresh goes on where it stopped"}
    return tuple(
        replace(r, status="stopped", report=gone) if r.status == "running" and holder(folder) is None else r
        for r in runs
    )


def _run(run: Run) -> dict[str, Any]:
    return {
        "run": run.id,
        "started": run.started,
        "finished": run.finished,
        "mode": run.mode,
        "status": run.status,
        "changes": run.report.get("changes", {}),
        "error": run.report.get("error"),
    }


def status_text(summary: Mapping[str, Any]) -> list[str]:
    """Status for people: state of the records, the flow, then the last runs, newest last."""
    records = ", ".join(f"{n:,} {_STATES[state]}" for state, n in summary["records"].items()) or "no records"
    retracted = f" ({summary['retracted']:,} retracted)" if summary["retracted"] else ""
    lines = [f"{summary['data']}: {records}{retracted}"]
    lines.append(f"refreshed {summary['refreshed'] or 'never'}")
    flow = summary["flow"]
    if flow:
        lines.append(
            f"of {flow['identified']:,} records {flow['included']:,} in scope, "
            f"{flow['with_effects']:,} with effects"
        )
    if summary["unread"]:
        lines.append(f"set aside, could not be read: {', '.join(f'PMID:{p}' for p in summary['unread'])}")
    lines += [f"set aside, could not be read: {named(p, why)}" for p, why in summary["broken"].items()]
    lines += summary["corrections_unfit"]
    if summary["trials_unavailable"]:
        of = summary["trials_refreshed"]
        standing = f"trials are those of {of}" if of else "the registry has not answered any run yet"
        lines.append(f"{standing}: {summary['trials_unavailable']}")
    runs = summary["runs"]
    if len(runs) > _MOST_RUNS:
        lines.append(f"  {len(runs) - _MOST_RUNS:,} earlier runs, which --json lists")
    return lines + [_run_line(r) for r in runs[-_MOST_RUNS:]]


_MOST_RUNS = 20
_STATES = {"current": "current", "deleted": "deleted", "left_query": "left the query", "notice": "notices"}


def _run_line(run: Mapping[str, Any]) -> str:
    changed = ", ".join(f"{n:,} {what.replace('_', ' ')}" for what, n in run["changes"].items())
    what = run["error"] or changed or ("nothing new" if run["status"] == "complete" else "")
    return f"  run {run['run']:<4} {run['started']}  {run['mode']:<7} {run['status']:<9} {what}".rstrip()


def changes_json(folder: Path, since: int) -> dict[str, Any]:
    """What became of records, and which pooled estimates moved, after run ``since``.

    -1: since the complete run before the last complete one; 0: since the beginning.

    Raises:
        NoSuchRun: there is no run of that number.
    """
    with Store(folder, read_only=True) as store:
        runs = store.runs()
        _know(since, [r.id for r in runs], folder)
        complete = [r.id for r in runs if r.status == "complete"]
        after = since if since >= 0 else (complete[-2] if len(complete) > 1 else 0)
        events = store.events(after)
        ledger = Ledger(store)
        standing = ledger.trial_runs()
        moved = as_json(shifts(ledger.pooled(after), ledger.pooled())) if after else []
    gone = {i for r in runs if r.id > after for i in r.report.get("trials", {}).get("gone", ())}
    net = net_events(events)
    last_run = {pmid: run for run, pmid, _ in events}
    return {
        "since": after,
        "counts": count_events(events),
        "records": [{"run": last_run[p], "pmid": p, "what": what} for p, what in net.items()],
        "trials": {
            "changed": [i for i, run in standing.items() if run > after],
            "gone": sorted(gone - standing.keys()),
        },
        "pooled": moved,
        **{name: any(r.report.get(name) for r in runs if r.id > after) for name in NOT_BY_RECORDS},
    }


def _know(since: int, runs: Sequence[int], folder: Path) -> None:
    if since > 0 and since not in runs:
        there = f"there are runs {runs[0]} to {runs[-1]}" if runs else "there is none"
        raise NoSuchRun(f"--since {since}: {folder} has no such run; {there}")


def changes_text(summary: Mapping[str, Any]) -> list[str]:
    """Changes for people."""
    said = {"changed": "new or changed", "gone": "gone"}
    trials = [f"  {said[what]}: {', '.join(ids)}" for what, ids in summary["trials"].items() if ids]
    if not summary["records"] and not trials and not summary["pooled"]:
        return [f"nothing changed after run {summary['since']}"]
    head = ", ".join(f"{n:,} {what.replace('_', ' ')}" for what, n in summary["counts"].items())
    records = [
        f"  run {r['run']:<4} {r['what'].replace('_', ' '):<10} PMID:{r['pmid']}" for r in summary["records"]
    ]
    pooled = [shift_line(s) for s in summary["pooled"]]
    if pooled:
        pooled = [*(words for name, words in NOT_BY_RECORDS.items() if summary[name]), *pooled]
    records += ["", "trials", *trials] if trials else []
    return [head or "no record changed", *records, *(["", "pooled estimates", *pooled] if pooled else [])]
