"""Parsing and extraction beside peers, start-up, and extraction on two workers."""

from __future__ import annotations

import filecmp
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure, Measured, apart, side_by_side
from bench.synthetic_records import write_baseline

__all__ = ["extraction_figures", "parsing_figures", "start_figures"]

_PEERS = {
    "parse_pubmed_parser": ("pubmed_parser, all that it reads", 2.0),
    "parse_entrez": ("Bio.Entrez.read", 4.0),
    "extract_spacy": ("spaCy en_core_web_sm, all its parts", 10.0),
}
_HELP_S = 0.4
_RATE = 200.0
_TWO_WORKERS = 1.8


def parsing_figures(scale: float) -> Iterator[Figure]:
    """Records a second of one core, and the same gzip read by others."""
    with tempfile.TemporaryDirectory() as folder:
        (file,) = write_baseline(Path(folder), max(int(3000 * scale), 200))
        for name, run, ratio in side_by_side("parse_ours", ["parse_pubmed_parser", "parse_entrez"], file):
            if name == "parse_ours":
                yield Figure("parsing", "PubMed XML, gzipped, every field", _rate(run))
            else:
                yield _beside("parsing", name, run, ratio)
        few = [str(f) for f in write_baseline(Path(folder) / "few", 2000, 2000)]
        many = [str(f) for f in write_baseline(Path(folder) / "many", 20_000, 2000)]
        one, ten = apart("read_files", *few), apart("read_files", *many)
    grown = ten.peak_mb - one.peak_mb
    what = f"peak memory of one file and of ten, {one.records:,} records each"
    yield Figure("parsing", what, f"{one.peak_mb:.0f} MB, {ten.peak_mb:.0f} MB", "the same", grown < 5)


def extraction_figures(scale: float) -> Iterator[Figure]:
    """Abstracts a second of one core, a general pipeline on the same, and two workers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (file,) = write_baseline(folder, max(int(4000 * scale), 400))
        for probe, run, ratio in side_by_side("extract_ours", ["extract_spacy"], file, 150, rounds=3):
            if probe == "extract_ours" and run is not None:
                yield Figure("extraction", "one core", _rate(run), f"{_RATE:.0f}/s", run.rate >= _RATE)
            else:
                yield _beside("extraction", probe, run, ratio)
        one, two = (_extract(file, folder / f"{n}.jsonl", n) for n in (1, 2))
        _extract(file, folder / "0.jsonl", 0)
        same = all(filecmp.cmp(folder / "0.jsonl", folder / f"{n}.jsonl", shallow=False) for n in (1, 2))
    yield Figure(
        "extraction",
        f"two workers against one, by the clock ({one:.0f} s, {two:.0f} s)",
        f"{one / two:.2f} x",
        f"{_TWO_WORKERS} x",
        one / two >= _TWO_WORKERS,
    )
    yield Figure("extraction", "output line for line as in one process", str(same).lower(), "true", same)


def _extract(file: Path, out: Path, workers: int) -> float:
    began = time.perf_counter()
    _command("extract", str(file), "-o", str(out), "--workers", str(workers))
    return time.perf_counter() - began


def start_figures(scale: float) -> Iterator[Figure]:
    """How soon the command answers."""
    taken = []
    for _ in range(max(int(11 * scale), 5)):
        began = time.perf_counter()
        _command("--help")
        taken.append(time.perf_counter() - began)
    middle = statistics.median(taken)
    yield Figure("start", "mbc-miner --help, median", f"{middle:.2f} s", f"{_HELP_S} s", middle <= _HELP_S)


def _command(*args: str) -> None:
    subprocess.run([sys.executable, "-m", "pipelines", *args], capture_output=True, check=True)


def _rate(run: Measured | None) -> str:
    assert run is not None  # noqa: S101 - we are installed
    return f"{run.rate:,.0f} records/s"


def _beside(area: str, probe: str, run: Measured | None, ratio: float) -> Figure:
    name, bar = _PEERS[probe]
    if run is None:
        return Figure(area, f"against {name}", "not measured: not installed here", f"{bar:g} x")
    return Figure(area, f"against {name} ({_rate(run)})", f"{ratio:.1f} x", f"{bar:g} x", ratio >= bar)
