"""From files to graph and map: a refresh on one machine, and the same in bulk at several sizes."""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.figure import Figure
from bench.probes import peak_mb
from bench.synthetic_records import FIRST_PMID, write_baseline, write_update

__all__ = ["Size", "bulk_figures", "path_figures"]

_PATH_S, _TEN_S = 120.0, 10.0
_WHOLE_PATHS, _TEN_CHANGED = 3, 5  # how often each is measured
_MEMORY_MB, _TWO_WORKERS, _LINEAR = 1500.0, 1.7, 0.15
_FILES = 8  # of each size, so that workers end together


@dataclass(frozen=True, slots=True)
class Size:
    """Seconds of the clock for reading so many records on so many workers, and the largest worker."""

    records: int
    workers: int
    seconds: float
    peak_mb: float

    @property
    def rate(self) -> float:
        """Records a second."""
        return self.records / self.seconds


def path_figures(scale: float) -> Iterator[Figure]:
    """XML to graph and map, and a refresh in which ten records changed: the median of several of each."""
    records = max(int(10_000 * scale), 200)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files, data = write_baseline(folder / "in", records, 2500), folder / "data"
        wholes = []
        for _ in range(_WHOLE_PATHS):
            shutil.rmtree(data, ignore_errors=True)
            wholes.append(_refresh(data, *files))
        updates = []
        for nth in range(_TEN_CHANGED):
            first = FIRST_PMID + (nth + 1) * 100 % (records - 10)
            update = folder / f"pubmed26n{9000 + nth}.xml.gz"
            updates.append(
                _refresh(data, write_update(update, range(first, first + 10), [], version=2 + nth))
            )
    yield _of(f"{records:,} records from XML to graph and map, all cores", wholes, _PATH_S * records / 10_000)
    yield _of("a refresh in which ten changed", updates, _TEN_S)


def _of(what: str, runs: Sequence[tuple[float, float]], bar: float) -> Figure:
    """The median of runs, each in seconds of the clock and of processor time, with the least and the most."""
    clock, worked = (sorted(seconds) for seconds in zip(*runs, strict=True))
    median = statistics.median(clock)
    what = f"{what} ({len(runs)} times; processor time {statistics.median(worked):.1f} s)"
    found = f"{median:.1f} s ({clock[0]:.1f} to {clock[-1]:.1f})"
    return Figure("whole path", what, found, f"{bar:.0f} s", median <= bar)


def _refresh(data: Path, *files: Path) -> tuple[float, float]:
    """Seconds of the clock, and of processor time with that of the workers."""
    began, worked = time.perf_counter(), _worked()
    command = [
        sys.executable,
        "-m",
        "pipelines",
        "refresh",
        "--data",
        str(data),
        "--from-xml",
        *map(str, files),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"refresh ended with {done.returncode}: {done.stderr.strip()[-800:]}")
    return time.perf_counter() - began, _worked() - worked


def _worked() -> float:
    """Processor seconds of the processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def bulk_figures(scale: float) -> Iterator[Figure]:
    """Reading on a Dask cluster of two workers at growing sizes, and of one at a tenth of the largest."""
    largest = max(int(100_000 * scale), 800)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sizes = [
            _read(folder, records, 2) for records in (largest // 100, largest // 30, largest // 10, largest)
        ]
        one = _read(folder, largest // 10, 1)
    _keep([*sizes, one])
    *_, tenth, whole = sizes
    times = one.seconds / tenth.seconds
    what = f"{tenth.records:,} records in bulk, two workers against one"
    yield Figure("bulk", what, f"{times:.2f} x", f"{_TWO_WORKERS} x", times >= _TWO_WORKERS)
    yield Figure("bulk", f"{largest:,} records on two workers", f"{whole.rate:,.0f} records/s")
    peak = max(s.peak_mb for s in (*sizes, one))
    yield Figure("bulk", "largest worker", f"{peak:,.0f} MB", f"{_MEMORY_MB:,.0f} MB", peak <= _MEMORY_MB)
    apart = abs(tenth.rate / whole.rate - 1)
    what = f"rate at {tenth.records:,} and at {whole.records:,} records"
    found = f"{tenth.rate:,.0f}/s, {whole.rate:,.0f}/s: {apart:.0%} apart"
    yield Figure("bulk", what, found, f"{_LINEAR:.0%}", apart <= _LINEAR)


def _read(folder: Path, records: int, workers: int) -> Size:
    """Read files on a local cluster that is up and warm."""
    from miner.corpus import load_corpus
    from miner.version import extractor_version
    from pipelines.distributed import cluster, read_files
    from pipelines.read_file import Asked

    source = folder / str(records)
    files = sorted(source.glob("*.gz")) or write_baseline(source, records, -(-records // _FILES))
    parts = folder / f"parts-{records}-{workers}"
    parts.mkdir()
    corpus = load_corpus("mbc-surgery")
    extractor = extractor_version(corpus)
    with cluster(None, workers) as client:
        client.run(_warm)
        began = time.perf_counter()
        asked = [Asked(f, parts, corpus.folder, extractor) for f in files]
        for broken in read_files(client, asked, lambda _: None):
            raise RuntimeError(broken.why)
        seconds = time.perf_counter() - began
        peaks = client.run(peak_mb)
    return Size(records, workers, seconds, max(peaks.values()))


def _warm() -> None:
    import miner
    from miner.corpus import load_corpus

    miner.extract(
        "A title.\nRESULTS: Survival was longer (HR 0.7, 95% CI 0.5-0.9).", load_corpus("mbc-surgery")
    )


def _keep(sizes: list[Size]) -> None:
    Path(__file__).with_name("sizes.json").write_text(json.dumps([asdict(s) for s in sizes], indent=1) + "\n")
