"""What commands say when they are done: as values for ``--json`` and as lines for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from miner.store import Store
from pipelines.evaluate import Figure
from pipelines.refresh import Refreshed

__all__ = [
    "changes_json",
    "changes_text",
    "demo_summary",
    "demo_text",
    "figures_json",
    "figures_text",
    "refresh_text",
    "status_json",
    "status_text",
]

_COUNTED = {
    "Publication": "publications",
    "Study": "studies",
    "Trial": "registered trials",
    "Effect": "effect estimates",
    "ArmResult": "arm results",
    "Claim": "comparisons without an estimate",
    "Synthesis": "pooled estimates",
}


def demo_summary(done: Refreshed) -> dict[str, Any]:
    """What the demo found, and where things are."""
    return {
        "counts": {name: done.rebuilt.counts[label] for label, name in _COUNTED.items()},
        "in_scope": done.rebuilt.in_scope,
        "cells": done.rebuilt.cells,
        "map": str(done.rebuilt.map),
        "graph": str(done.rebuilt.graph),
        "report": str(done.report),
        "data": str(done.rebuilt.map.parent),
    }


def demo_text(summary: Mapping[str, Any]) -> list[str]:
    """The demo's last words: counts, paths, and what to try next."""
    data = summary["data"]
    lines = [f"{n:6,} {name}" for name, n in summary["counts"].items()]
    lines.insert(1, f"{summary['in_scope']:6,}   of them on local treatment of metastatic breast cancer")
    return [
        *lines,
        f"{summary['cells']:6,} cells of the map with evidence",
        "",
        f"map     {summary['map']}   (open it in a browser)",
        f"graph   {summary['graph']}",
        f"report  {summary['report']}",
        "",
        "next:   mbc-miner queries",
        f"        mbc-miner queries randomised-trials-overall-survival --data {data}",
        f"        mbc-miner synthesize --data {data} --intervention primary_tumour_surgery",
    ]


def refresh_text(done: Refreshed) -> list[str]:
    """Records by what became of them, and where the report is."""
    counts = "  ".join(f"{what} {n:,}" for what, n in sorted(done.changes.items())) or "nothing new"
    return [
        f"run {done.run}: {counts}; read {done.extracted:,} abstracts; {done.trials:,} trials new or changed",
        f"report  {done.report}",
    ]


def figures_json(figures: Sequence[Figure]) -> dict[str, Any]:
    """Each figure with its counts."""
    return {
        f.name: {
            "kind": f.kind,
            "score": round(f.score, 4),
            "precision": round(f.precision, 4),
            "recall": round(f.recall, 4),
            "hits": f.hits,
            "gold": f.gold,
            "predicted": f.predicted,
        }
        for f in figures
    }


def figures_text(figures: Sequence[Figure]) -> list[str]:
    """A table of the figures."""
    lines = [f"{'figure':<22}{'score':>7}{'P':>8}{'R':>8}   n"]
    for f in figures:
        pr = f"{f.precision:8.3f}{f.recall:8.3f}" if f.kind == "F1" else " " * 16
        of = f"{f.hits} of {f.gold}" + (f", {f.predicted} predicted" if f.kind == "F1" else "")
        lines.append(f"{f.name:<22}{f.score:7.3f}{pr}   {of}")
    return lines


def status_json(folder: Path) -> dict[str, Any]:
    """Records by state, and each run."""
    with Store(folder, read_only=True) as store:
        runs = store.runs()
        return {
            "data": str(folder),
            "records": store.counts(),
            "graph": runs[-1].report.get("graph", {}) if runs else {},
            "runs": [
                {
                    "run": r.id,
                    "started": r.started,
                    "finished": r.finished,
                    "mode": r.mode,
                    "status": r.status,
                }
                for r in runs
            ],
        }


def status_text(summary: Mapping[str, Any]) -> list[str]:
    """Status for people: state of the records, then runs, newest last."""
    records = ", ".join(f"{n:,} {state}" for state, n in summary["records"].items()) or "no records"
    runs = [f"  run {r['run']:<4} {r['started']}  {r['mode']:<7} {r['status']}" for r in summary["runs"]]
    return [f"{summary['data']}: {records}", *runs]


def changes_json(folder: Path, since: int) -> dict[str, Any]:
    """Records by what became of them in the runs after ``since`` (-1: in the last run)."""
    with Store(folder, read_only=True) as store:
        last = store.runs()[-1].id if store.runs() else 0
        after = last - 1 if since < 0 else since
        events = store.events(after)
    return {
        "since": after,
        "counts": dict(sorted(Counter(what for _, _, what in events).items())),
        "records": [{"run": run, "pmid": pmid, "what": what} for run, pmid, what in events],
    }


def changes_text(summary: Mapping[str, Any]) -> list[str]:
    """Changes for people."""
    if not summary["records"]:
        return [f"nothing changed after run {summary['since']}"]
    head = ", ".join(f"{n:,} {what}" for what, n in summary["counts"].items())
    return [head, *(f"  run {r['run']:<4} {r['what']:<10} PMID:{r['pmid']}" for r in summary["records"])]
