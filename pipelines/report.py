"""The run report: ``runs/<id>.json`` for programs and ``runs/<id>.md`` for people."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from graph.exports.whole_file import whole_file
from miner.store import Run
from miner.store_readings import KEPT
from pipelines.changes import MENDED, NOT_BY_RECORDS, shift_line

__all__ = [
    "forgotten_line",
    "last_report",
    "named",
    "read_reports",
    "report_path",
    "write_missing_reports",
    "write_report",
]

_HEAD = ("run", "started", "finished", "mode", "status")
_KEPT_AS_IT_WAS = "Graph and map, where there are any, are those of the last complete run."
_FROM = {"pubmed": "PubMed", "files": "files", "bulk": "files, in bulk"}
_NODES = ("Publication", "Study", "Trial", "Effect", "ArmResult", "Claim", "Synthesis")


def write_report(folder: Path, run: Run) -> Path:
    """Write both forms, each whole or not at all, and give the path of the readable one."""
    readable = report_path(folder, run.id)
    readable.parent.mkdir(exist_ok=True)
    head = dict(zip(_HEAD, (run.id, run.started, run.finished, run.mode, run.status), strict=True))
    _write(readable.with_suffix(".json"), json.dumps(head | run.report, indent=1, ensure_ascii=False) + "\n")
    return _write(readable, "\n".join(_readable(run)) + "\n")


def report_path(folder: Path, run: int) -> Path:
    """Where the readable report of a run is."""
    return folder / "runs" / f"{run:06d}.md"


def last_report(folder: Path) -> int:
    """The highest run number that has a report; 0 where there is none."""
    return max((int(p.stem) for p in (folder / "runs").glob("*.json") if p.stem.isdigit()), default=0)


def write_missing_reports(folder: Path, runs: Iterable[Run]) -> None:
    """Reports of runs that were killed and could write none, and of those whose report is damaged."""
    told = {run.id for run in read_reports(folder)}
    for run in runs:
        if run.id not in told:
            write_report(folder, run)


def read_reports(folder: Path) -> Iterator[Run]:
    """The runs that the reports tell of, oldest first; damaged ones and other files are passed over."""
    for path in sorted((folder / "runs").glob("*.json")):
        with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
            report = json.loads(path.read_text("utf-8"))
            number, started, finished, mode, status = (report.pop(key) for key in _HEAD)
            yield Run(number, started, finished, mode, status, report)


def _write(path: Path, text: str) -> Path:
    with whole_file(path) as stream:
        stream.write(text)
    return path


def _readable(run: Run) -> Iterator[str]:
    report = run.report
    yield from (f"# Run {run.id}: {run.status}", "")
    yield f"{run.started} to {run.finished or 'an end unknown'}, from {_FROM.get(run.mode, run.mode)}."
    if "extractor" in report:
        yield from ("", f"Corpus {report.get('corpus')}, read by {report['extractor']}.")
    if "error" in report:
        yield from ("", f"Failed: {report['error']}", _KEPT_AS_IT_WAS)
    for name, words in {"mended": MENDED, **NOT_BY_RECORDS}.items():
        yield from ("", f"{words.capitalize()}.") if report.get(name) else ()
    if "search" in report:
        yield from _search(report)
    unread = [f"PMID:{p}: {why}" for p, why in report.get("unread", {}).items()]
    yield from _list("Set aside: abstracts that could not be read (please report these)", unread)
    broken = [named(path, why) for path, why in report.get("broken", {}).items()]
    yield from _list("Set aside: files that could not be read (fetch them again, then run again)", broken)
    yield from _table("Changes since the last complete run", report.get("changes", {}).items())
    yield from _flow(report.get("flow", {}))
    yield from _list("Pooled estimates that moved", [shift_line(s) for s in report.get("shifts", ())])
    yield from _trials(report.get("trials", {}))
    yield from _list(
        "Corrections",
        [f"line {c['line']}, {c['what']}: {c['outcome']}" for c in report.get("corrections", ())],
    )
    yield from _list(
        "Duplicates",
        [f"PMID:{d['pmid']} repeats PMID:{d['kept']}: {d['reason']}" for d in report.get("duplicates", ())],
    )
    graph = report.get("graph", {})
    yield from _table("In the graph", ((k, graph[k]) for k in _NODES if k in graph))
    if report.get("forgotten"):
        yield from ("", f"{forgotten_line(report['forgotten']).capitalize()}.")


def forgotten_line(count: int) -> str:
    """What was removed of the readings of older programs, in words."""
    return f"{count:,} readings by older programs were removed: each form of a record keeps its last {KEPT}"


def named(path: str, why: str) -> str:
    """Why a file could not be read, with its name once."""
    return why if path in why else f"{path}: {why}"


def _search(report: Mapping[str, Any]) -> Iterator[str]:
    search = report["search"]
    rows = {"found": search["found"], "new": search["new"]}
    if search["modified_since"]:
        rows[f"added or changed since {search['modified_since']}"] = search["modified"]
    rows |= {
        "no longer found": search["gone"],
        "records sent": report.get("fetched", 0),
        "requests": report.get("requests", 0),
    }
    yield from _table("Search", rows.items())
    again = [f"{why}: {n} times" for why, n in report.get("tried_again", {}).items()]
    yield from _list("Asked again because", again)
    yield from _list("Refused", [f"PMID:{p}: {why}" for p, why in report.get("refused", {}).items()])
    yield from _list("Warnings of PubMed", search["warnings"])
    yield from ("", "The query as sent:", "", "```", search["query"], "```")
    yield from ("", "What PubMed made of it:", "", "```", search["translation"], "```")


def _flow(flow: Mapping[str, Any]) -> Iterator[str]:
    yield from _table(
        "Flow of records (PRISMA)",
        ((k, v if isinstance(v, int) else sum(v.values())) for k, v in flow.items()),
    )
    yield from _table("Duplicates by reason", flow.get("duplicates", {}).items())
    yield from _table("Out of scope by reason", flow.get("out_of_scope", {}).items())


def _trials(trials: Mapping[str, Any]) -> Iterator[str]:
    if trials.get("unavailable"):
        yield from ("", f"The registry was out; trials are those known before. {trials['unavailable']}")
    yield from _list(
        "Trials that are gone: named or found no more, or now another number's", trials.get("gone", ())
    )
    yield from _list("Numbers that the registry does not know", trials.get("not_in_registry", ()))


def _table(title: str, rows: Iterable[tuple[str, Any]]) -> Iterator[str]:
    lines = [f"| {what.replace('_', ' ')} | {n:,} |" for what, n in rows]
    if lines:
        yield from ("", f"| {title} | |", "| --- | ---: |", *lines)


def _list(title: str, items: Iterable[str]) -> Iterator[str]:
    lines = [f"- {item}" for item in items]
    if lines:
        yield from ("", f"{title}:", "", *lines)
