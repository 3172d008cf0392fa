"""``docs/performance.md``: figures with their bars, the machine, the plot, what all of PubMed would cost."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

from bench.figure import Figure

__all__ = ["keep", "write_page"]

_HERE = Path(__file__).parent
_DOCS = _HERE.parent / "docs"
_KEPT = _HERE / "figures.json"
_SIZES = _HERE / "sizes.json"
_PUBMED = 40_000_000
_FILES = 1_300
_HEAD = """# What it costs

Measured by `make bench`; do not edit, run it again. Ratios come from one run, in which we and
our peers take turns, each in a process of its own, and are medians; rates of one core are by processor time,
which a busy machine stretches less than the clock. The records are drawn by lot
(`bench/synthetic_records.py`): authors, MeSH headings, references, corrections and abstracts with effects as
PubMed has them, {share} of them on the question. The load average tells whether the machine had other work:
above the number of its cores, times by the clock are too long and ratios uncertain. The pace tells how fast
its processor was just then: millions of turns of an adding loop that the interpreter made in a second, before
and after. Rates of two areas compare only where their machines and their paces do.

Machine: {machine}. An area that was measured on another says so.
"""


def keep(area: str, figures: Sequence[Figure], paces: Sequence[float]) -> None:
    """Keep an area's figures in place of its earlier ones, with the machine and its pace before and after."""
    kept = _kept()
    kept.pop(area, None)  # the one measured last stands last
    kept[area] = {
        "measured": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": _machine(),
        "load": round(os.getloadavg()[0], 1),
        "pace": [round(p, 1) for p in paces],
        "figures": [asdict(f) for f in figures],
    }
    _KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


def _kept() -> dict[str, dict[str, Any]]:
    return dict(json.loads(_KEPT.read_text())) if _KEPT.exists() else {}


def write_page(areas: Sequence[str]) -> Path:
    """Write the page from what was kept, in the order of the areas."""
    kept = _kept()
    machine = _latest_machine(kept)
    lines = [_HEAD.format(machine=machine, share="30 %")]
    for area in areas:
        if area not in kept:
            continue
        lines += [f"## {area.capitalize()}", "", _when(kept[area], machine), ""]
        lines += ["| | measured | asked | met |", "| --- | --- | --- | --- |"]
        figures = kept[area]["figures"]
        lines += [_line(Figure(**f)) for f in figures]
        lines.append("")
    if _SIZES.exists():
        lines += _growth()
    path = _DOCS / "performance.md"
    path.write_text("\n".join(lines).rstrip() + "\n")
    return path


def _latest_machine(kept: dict[str, dict[str, Any]]) -> str:
    """The machine of the area that was measured last; this one where none is noted."""
    return next((area["machine"] for area in reversed(kept.values()) if "machine" in area), _machine())


def _when(kept: dict[str, Any], machine: str) -> str:
    under = f", at a load average of {kept['load']}" if "load" in kept else ""
    paces = kept.get("pace", [])
    turned = f" and a pace of {' and '.join(f'{p:g}' for p in paces)}" if paces else ""
    return f"Measured on {kept['measured']}{under}{turned}{_where(kept, machine)}."


def _where(kept: dict[str, Any], machine: str) -> str:
    if "machine" not in kept:
        return ", on a machine that was not noted"
    return "" if kept["machine"] == machine else f", on another machine: {kept['machine']}"


def _line(f: Figure) -> str:
    met = {True: "yes", False: "**no**", None: ""}[f.met]
    return f"| {f.what} | {f.figure} | {f.bar} | {met} |"


def _machine() -> str:
    """Cores, processor, memory and system of this machine."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            x.partition(":")[2].strip() for x in info.read_text().splitlines() if x.startswith("model name")
        ]
        model = names[0] if names else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{len(os.sched_getaffinity(0))} cores of {model}, {memory:.0f} GB of memory, "
        f"{platform.system()}, Python {platform.python_version()}"
    )


def _growth() -> list[str]:
    sizes = pd.DataFrame(json.loads(_SIZES.read_text()))
    sizes["rate"] = sizes.records / sizes.seconds
    _plot(sizes)
    two = sizes[sizes.workers == 2].sort_values("records").iloc[-1]
    a_core = two.rate / 2
    hours = _PUBMED / a_core / 3600
    lines = [
        "## How it grows",
        "",
        "![Seconds against records, two workers and one](images/performance.svg)",
        "",
        "| records | workers | seconds | records/s | largest worker |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {r.records:,} | {r.workers} | {r.seconds:,.0f} | {r.rate:,.0f} | {r.peak_mb:,.0f} MB |"
        for r in sizes.itertuples()
    ]
    seconds = _PUBMED / a_core
    return [
        *lines,
        "",
        "## All of PubMed",
        "",
        f"{_PUBMED:,} records in some {_FILES:,} baseline files, at {a_core:,.0f} records a second and core,",
        f"as measured above with {int(two.records):,} records. To read every abstract takes",
        "",
        f"    {_PUBMED:,} / {a_core:,.0f} per second = {seconds:,.0f} core seconds = {hours:,.0f} core hours",
        f"    on 16 cores {hours / 16:,.1f} hours, on 64 cores {hours / 64:,.1f} hours",
        "",
        "That is with every record kept. `--in-scope` judges the scope first and extracts only what answers",
        "the question, a record in some thousands: parsing and scope rules remain (`docs/cluster.md`).",
        "",
    ]


def _plot(sizes: pd.DataFrame) -> None:
    chart = (
        alt.Chart(sizes.assign(workers=sizes.workers.astype(str)))
        .mark_line(point=True)
        .encode(
            x=alt.X("records:Q", scale=alt.Scale(type="log"), title="records"),
            y=alt.Y("seconds:Q", scale=alt.Scale(type="log"), title="seconds by the clock"),
            color=alt.Color("workers:N", title="workers"),
        )
        .properties(width=480, height=300)
    )
    svg = vl_convert.vegalite_to_svg(chart.to_json())
    (_DOCS / "images" / "performance.svg").write_text(svg + "\n")
