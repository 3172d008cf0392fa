"""A measured figure, and work measured in a process of its own."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Figure", "Measured", "PeerMissing", "apart", "pace", "side_by_side"]

_TURNS = 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the page: what was measured, how it came out, and what was asked of it."""

    area: str
    what: str
    figure: str
    bar: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of processor time and of the clock, peak resident memory in MB, records read."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    records: int

    @property
    def rate(self) -> float:
        """Records a second of processor time."""
        return self.records / self.cpu_s


class PeerMissing(Exception):
    """What we measure against is not installed."""


def pace() -> float:
    """Millions of turns of an adding loop that the interpreter makes in a second; the median of nine."""
    return _TURNS / statistics.median(_seconds_of_turns() for _ in range(9)) / 1e6


def _seconds_of_turns() -> float:
    began, total = time.perf_counter(), 0
    for turn in range(_TURNS):
        total += turn
    return time.perf_counter() - began


def apart(probe: str, *args: object) -> Measured:
    """Run a probe (``bench.probes``) in a process of its own, warm.

    Raises:
        PeerMissing: what it measures is not installed.
    """
    done = subprocess.run(
        [sys.executable, "-m", "bench.probes", probe, *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 3:
        raise PeerMissing(done.stderr.strip().splitlines()[-1])
    if done.returncode:
        raise RuntimeError(f"{probe}: {done.stderr.strip()[-800:]}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def side_by_side(
    ours: str, peers: Sequence[str], *args: object, rounds: int = 5
) -> Iterator[tuple[str, Measured | None, float]]:
    """Us and our peers in turns: name, the median run, and the median over rounds of their time by ours.

    A peer that is not installed has no run.
    """
    runs: dict[str, list[Measured]] = {name: [] for name in (ours, *peers)}
    missing: set[str] = set()
    for _ in range(rounds):
        for name in runs.keys() - missing:
            try:
                runs[name].append(apart(name, *args))
            except PeerMissing:
                missing.add(name)
    for name, measured in runs.items():
        if name in missing:
            yield name, None, 0.0
            continue
        ratios = [ours_run.rate / run.rate for ours_run, run in zip(runs[ours], measured, strict=True)]
        middle = sorted(measured, key=lambda m: m.cpu_s)[len(measured) // 2]
        yield name, middle, statistics.median(ratios)
