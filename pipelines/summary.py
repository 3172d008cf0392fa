"""What commands say when they are done: as values for ``--json`` and as lines for people."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from miner.errors import GraphError
from pipelines.changes import MENDED, NOT_BY_RECORDS, shift_line, unfit
from pipelines.evaluate import Figure
from pipelines.refresh import Refreshed
from pipelines.report import forgotten_line

__all__ = [
    "demo_summary",
    "demo_text",
    "figures_json",
    "figures_text",
    "refresh_text",
]

_MOST_SHIFTS = 10
_MOST_NAMED = 3

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
    built = done.built
    if built is None:
        raise GraphError(f"run {done.run} built no graph; refresh without --dry-run")
    return {
        "counts": {name: built.counts[label] for label, name in _COUNTED.items()},
        "in_scope": built.in_scope,
        "cells": built.cells,
        "map": str(built.map),
        "graph": str(built.graph),
        "report": str(done.report),
        "data": str(built.map.parent),
    }


def demo_text(summary: Mapping[str, Any]) -> list[str]:
    """The demo's last words: counts, paths, and what to try next."""
    quoted = shlex.quote(str(summary["data"]))
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
        f"        mbc-miner queries randomised-trials --data {quoted}",
        f"        mbc-miner synthesize --data {quoted} --intervention locoregional_treatment",
    ]


def refresh_text(done: Refreshed) -> list[str]:
    """Records by what became of them, pooled estimates that moved, and where the report is."""
    if done.built is None:
        return [f"dry run: {_rehearsed(done.changes)}; nothing was changed"]
    built, summary = done.built, done.summary
    gone = f", {len(built.trials.gone):,} gone" if built.trials.gone else ""
    lines = [
        f"run {done.run}: {_counts(built.events) or 'nothing new'}",
        f"read {built.extracted:,} abstracts; {built.trials.changed:,} trials new or changed{gone}",
    ]
    lines += _first([f"set aside, could not be read: PMID:{p}: {why}" for p, why in built.unread.items()])
    lines += _first(unfit(summary))
    if built.trials.unavailable:
        lines.append(f"trials as they were: {built.trials.unavailable}")
    for warning in summary.get("search", {}).get("warnings", ()):
        lines.append(f"PubMed warns: {warning}")
    lines += [words for name, words in NOT_BY_RECORDS.items() if summary.get(name)]
    lines += _moved(summary.get("shifts", ()))
    if not built.rebuilt:
        lines.append("graph and map are as they were")
    if built.mended:
        lines.append(MENDED)
    if built.forgotten:
        lines.append(forgotten_line(built.forgotten))
    return [*lines, f"report  {done.report}"]


def _first(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _MOST_NAMED
    return [*lines[:_MOST_NAMED], *([f"and {more:,} more, which the report names"] if more > 0 else [])]


def _moved(shifts: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = [shift_line(s) for s in shifts[:_MOST_SHIFTS]]
    more = len(shifts) - _MOST_SHIFTS
    return [*lines, f"and {more:,} more pooled estimates moved"] if more > 0 else lines


def _rehearsed(changes: Counter[str]) -> str:
    if "would fetch" not in changes:
        return _counts(changes) or "nothing new"
    return (
        f"would fetch {changes['would fetch']:,} records, {changes['of them new']:,} of them new; "
        f"{changes['gone']:,} are found no more"
    )


def _counts(changes: Mapping[str, int]) -> str:
    return "  ".join(f"{what.replace('_', ' ')} {n:,}" for what, n in changes.items())


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
