"""The run report: ``runs/<id>.json`` for programs and ``runs/<id>.md`` for people."""

from __future__ import annotations

import json
from pathlib import Path

from miner.store import Run

__all__ = ["write_report"]

_NODES = ("Publication", "Study", "Trial", "Effect", "ArmResult", "Claim", "Synthesis")


def write_report(folder: Path, run: Run) -> Path:
    """Write both forms and give the path of the readable one."""
    runs = folder / "runs"
    runs.mkdir(exist_ok=True)
    body = {
        "run": run.id,
        "started": run.started,
        "finished": run.finished,
        "mode": run.mode,
        "status": run.status,
    }
    name = f"{run.id:06d}"
    (runs / f"{name}.json").write_text(
        json.dumps(body | run.report, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )
    path = runs / f"{name}.md"
    path.write_text(_readable(run), "utf-8")
    return path


def _readable(run: Run) -> str:
    lines = [f"# Run {run.id}: {run.status}", "", f"{run.started} to {run.finished}, from {run.mode}.", ""]
    records = run.report.get("records", {})
    if records:
        lines += [
            "| records | |",
            "| --- | ---: |",
            *(f"| {what} | {n} |" for what, n in records.items()),
            "",
        ]
    graph = run.report.get("graph", {})
    if graph:
        lines += [
            "| in the graph | |",
            "| --- | ---: |",
            *(f"| {k} | {graph[k]} |" for k in _NODES if k in graph),
            "",
        ]
    if "error" in run.report:
        lines += [f"Failed: {run.report['error']}", ""]
    return "\n".join(lines)
