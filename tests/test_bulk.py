"""PubMed files by the hundred: the whole path, and Dask clusters that lose workers and heads."""

from __future__ import annotations

import contextlib
import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, KilledWorker, LocalCluster

from bench.synthetic_records import FIRST_PMID, record, write_baseline, write_file, write_update
from graph.embedded.ladybug import load
from miner.corpus import load_corpus
from miner.errors import ClusterError
from miner.store import Store
from miner.version import extractor_version
from pipelines.bulk import BULK_FOLDER, Where, read_in_bulk
from pipelines.distributed import cluster, read_files
from pipelines.partitions import Entry, read_rows
from pipelines.read_file import Asked, Broken, read_file
from pipelines.refresh import refresh_from_files
from pipelines.status import status_json, status_text
from tests.worker_tasks import Fatal

CORPUS = load_corpus("mbc-surgery")

RECORDS = 45


def quiet(_name: str, _total: int | None) -> Callable[[int], None]:
    return lambda _done: None


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A baseline in three files, and an update that revises three records and withdraws two."""
    folder = tmp_path_factory.mktemp("pubmed")
    revised, gone = range(FIRST_PMID + 2, FIRST_PMID + 5), (FIRST_PMID + 7, FIRST_PMID + 40)
    baseline = write_baseline(folder, RECORDS, RECORDS // 3, in_scope=0.5)
    return [*baseline, write_update(folder / "pubmed26n0009.xml.gz", revised, gone, in_scope=0.5)]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Two workers of this machine, by the address of their scheduler as a cluster's would be."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        dashboard_address=None,
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
        silence_logs="CRITICAL",
        host="127.0.0.1",
    ) as local:
        yield local.scheduler_address


@pytest.fixture(scope="module")
def in_bulk(files: list[Path], scheduler: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that the files were read into in bulk."""
    data = tmp_path_factory.mktemp("bulk") / "data"
    _, broken = read_in_bulk(data, CORPUS, files, Where(scheduler), quiet)
    assert not broken
    return data


def graph_of(data: Path) -> tuple[Any, Any]:
    """All that is in a graph but the time at which it was pooled."""
    graph = load(data)
    nodes = {
        label: {i: {k: v for k, v in node.items() if k != "computed_at"} for i, node in table.items()}
        for label, table in graph.nodes.items()
    }
    return nodes, {kind: sorted(map(repr, edges)) for kind, edges in graph.edges.items()}


def asked(path: Path, parts: Path, **more: Any) -> Asked:
    parts.mkdir(parents=True, exist_ok=True)
    return Asked(path, parts, CORPUS.folder, extractor_version(CORPUS), **more)


class TestTheWholePath:
    def test_the_graph_is_that_of_a_refresh_from_the_same_files(
        self, in_bulk: Path, files: list[Path], tmp_path: Path
    ) -> None:
        refresh_from_files(tmp_path, CORPUS, files)
        assert graph_of(in_bulk) == graph_of(tmp_path)

    def test_the_store_is_that_of_a_refresh(self, in_bulk: Path) -> None:
        with Store(in_bulk, read_only=True) as store:
            assert store.counts() == {"current": RECORDS - 2, "deleted": 2}
            assert {r.mode for r in store.runs()} == {"bulk"}

    def test_a_second_run_reads_nothing(self, in_bulk: Path, files: list[Path]) -> None:
        parts = {p: p.stat().st_mtime_ns for p in (in_bulk / BULK_FOLDER / "parts").iterdir()}
        nowhere = Where("tcp://127.0.0.1:9")  # nobody is asked
        done, broken = read_in_bulk(in_bulk, CORPUS, files, nowhere, quiet)
        assert not broken
        assert not done.changes
        assert {p: p.stat().st_mtime_ns for p in (in_bulk / BULK_FOLDER / "parts").iterdir()} == parts

    def test_only_what_answers_the_question_is_kept_if_asked(
        self, in_bulk: Path, files: list[Path], scheduler: str, tmp_path: Path
    ) -> None:
        read_in_bulk(tmp_path, CORPUS, files, Where(scheduler), quiet, only_in_scope=True)
        studies = load(in_bulk).nodes["Study"]
        wanted = {i: s for i, s in studies.items() if s["in_scope"]}
        assert 0 < len(wanted) < len(studies)
        assert load(tmp_path).nodes["Study"].keys() == wanted.keys()

    def test_a_record_revised_out_of_scope_leaves(self, scheduler: str, tmp_path: Path) -> None:
        pmid = FIRST_PMID
        first = write_file(tmp_path / "a.xml.gz", [record(pmid, in_scope=1), record(pmid + 1, in_scope=1)])
        later = write_file(tmp_path / "b.xml.gz", [record(pmid, version=2, in_scope=0)])
        data = tmp_path / "data"
        for given_files in ([first], [first, later]):
            read_in_bulk(data, CORPUS, given_files, Where(scheduler), quiet, only_in_scope=True)
        with Store(data, read_only=True) as store:
            assert {p: s.state for p, s in store.standings().items()} == {
                str(pmid): "left_query",
                str(pmid + 1): "current",
            }

    def test_files_that_cannot_be_read_are_named_and_the_others_read(
        self, files: list[Path], scheduler: str, tmp_path: Path
    ) -> None:
        whole = files[0].read_bytes()
        cut = tmp_path / "pubmed26n0001.xml.gz"
        cut.write_bytes(whole[: len(whole) // 2])
        page = tmp_path / "pubmed26n0002.xml.gz"
        page.write_bytes(gzip.compress(b"<html>Not found</html>"))
        data = tmp_path / "data"
        _, broken = read_in_bulk(data, CORPUS, [cut, page, files[2]], Where(scheduler), quiet)
        why = {b.path: b.why for b in broken}
        assert why.keys() == {cut, page}
        assert "gzip stream is cut off" in why[cut]
        assert "is an HTML page" in why[page]
        told = status_text(status_json(data))
        for line in (told, (data / "runs" / "000001.md").read_text("utf-8").splitlines()):
            for path in (cut, page):
                (named,) = [words for words in line if str(path) in words]
                assert named.count(str(path)) == 1
        cut.write_bytes(whole)  # fetched again
        page.write_bytes(files[1].read_bytes())
        _, broken = read_in_bulk(data, CORPUS, [cut, page, files[2]], Where(scheduler), quiet)
        assert not broken
        assert status_json(data)["broken"] == {}
        with Store(data, read_only=True) as store:
            assert store.counts() == {"current": RECORDS}

    def test_a_file_fetched_again_brings_back_nothing_that_a_later_one_withdrew(
        self, files: list[Path], scheduler: str, tmp_path: Path
    ) -> None:
        data, late = tmp_path / "data", tmp_path / files[0].name
        late.write_bytes(files[0].read_bytes()[:1000])
        _, broken = read_in_bulk(data, CORPUS, [late, *files[1:]], Where(scheduler), quiet)
        assert [b.path for b in broken] == [late]
        late.write_bytes(files[0].read_bytes())
        read_in_bulk(data, CORPUS, [late, *files[1:]], Where(scheduler), quiet)
        refresh_from_files(tmp_path / "at once", CORPUS, files)
        with Store(data) as store, Store(tmp_path / "at once") as at_once:
            states = [{p: s.state for p, s in one.standings().items()} for one in (store, at_once)]
        assert states[0] == states[1]
        assert "deleted" in states[0].values()

    def test_a_damaged_partition_is_said_and_read_anew_once_it_is_away(
        self, files: list[Path], scheduler: str, tmp_path: Path
    ) -> None:
        read_in_bulk(tmp_path, CORPUS, files[:1], Where(scheduler), quiet)
        for database in tmp_path.glob("corpus.db*"):
            database.unlink()
        (part,) = (tmp_path / BULK_FOLDER / "parts").iterdir()
        part.write_bytes(part.read_bytes()[:2000])
        with pytest.raises(ClusterError, match="is damaged; take it away and run again"):
            read_in_bulk(tmp_path, CORPUS, files[:1], Where(scheduler), quiet)
        part.unlink()
        done, _ = read_in_bulk(tmp_path, CORPUS, files[:1], Where(scheduler), quiet)
        assert done.changes["new"]


class TestWhatGoesWrong:
    def test_a_worker_killed_half_way_costs_its_file_only(
        self, files: list[Path], scheduler: str, tmp_path: Path
    ) -> None:
        entered: list[Entry] = []
        with cluster(scheduler) as client:
            pids = list(client.run(os.getpid).values())

            def kill_one(entry: Entry) -> None:
                if not entered:
                    os.kill(pids[0], signal.SIGKILL)
                entered.append(entry)

            broken = list(read_files(client, [asked(f, tmp_path / "parts") for f in files], kill_one))
        assert not broken
        assert sorted(e.input for e in entered) == [str(f) for f in files]

    def test_no_scheduler_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("pipelines.distributed._CONNECT_S", "2s")
        with (
            pytest.raises(ClusterError, match=r"127\.0\.0\.1:9: no scheduler answers"),
            cluster("tcp://127.0.0.1:9"),
        ):
            pass

    def test_a_file_that_names_no_scheduler_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "scheduler.json").write_text("[]")
        with (
            pytest.raises(ClusterError, match="is no scheduler's file"),
            cluster(str(tmp_path / "scheduler.json")),
        ):
            pass

    def test_a_scheduler_that_goes_away_leaves_what_was_read(self, files: list[Path], tmp_path: Path) -> None:
        entered: list[Entry] = []
        endless = tmp_path / "endless.xml"
        os.mkfifo(endless)  # nobody writes into it: the work is not done before the scheduler goes
        work = [asked(f, tmp_path / "parts") for f in (*files, endless)]
        with _processes(tmp_path) as (head, address):

            def behead(entry: Entry) -> None:
                entered.append(entry)
                head.kill()

            with pytest.raises(ClusterError, match="run again to go on"), cluster(address) as client:
                list(read_files(client, work, behead))
        assert 1 <= len(entered) < len(work)

    def test_a_file_on_which_workers_die_is_read_once_more_with_care(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client, path = _Stub(), tmp_path / "a.xml"
        monkeypatch.setattr("distributed.wait", lambda futures, **_: _Done(futures))
        broken = list(read_files(client, [asked(path, tmp_path)], lambda _: None))
        assert [a.careful for a in client.asked] == [False, True]
        assert [b.path for b in broken] == [path]
        assert "workers die of it" in broken[0].why

    def test_with_care_only_the_record_is_lost(
        self, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("pipelines.read_file.Reading", Fatal)
        entry = read_file(asked(files[0], tmp_path / "parts", careful=True))
        assert isinstance(entry, Entry)
        deadly = str(FIRST_PMID + 3)
        assert entry.set_aside.keys() == {deadly}
        assert entry.set_aside[deadly].startswith("killed its worker process (SIGKILL)")
        rows = list(read_rows(tmp_path / "parts" / entry.part))
        assert [r.pmid for r in rows if not r.extraction] == [deadly]
        assert len(rows) == RECORDS // 3

    def test_no_room_on_the_disk_is_said_and_leaves_nothing(self, files: list[Path], tmp_path: Path) -> None:
        script = (
            "import resource, sys; from pathlib import Path; from tests.test_bulk import asked\n"
            "from pipelines.read_file import read_file\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
            "answer = read_file(asked(Path(sys.argv[1]), Path(sys.argv[2])))\n"
            "print(answer.for_all, answer.why)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, str(files[0]), str(tmp_path / "parts")],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[1],
        )
        assert done.stdout.strip() == f"True {tmp_path / 'parts'}: File too large; make room"
        assert not list((tmp_path / "parts").iterdir())

    def test_another_version_on_the_workers_is_refused(self, files: list[Path], tmp_path: Path) -> None:
        other = Asked(files[0], tmp_path, CORPUS.folder, "mbc-miner/0.0.0+000000000000")
        answer = read_file(other)
        assert isinstance(answer, Broken)
        assert answer.for_all
        assert "install the same there" in answer.why


class _Future:
    def release(self) -> None:
        pass

    def cancelled(self) -> bool:
        return False

    def exception(self) -> Any:
        return KilledWorker("read_file", None, 3)


class _Done:
    def __init__(self, futures: list[_Future]) -> None:
        self.done = futures


class _Stub:
    """A client all of whose workers die."""

    status = "running"

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def submit(self, _work: object, one: Asked, **_how: object) -> _Future:
        self.asked.append(one)
        return _Future()


@contextlib.contextmanager
def _processes(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A scheduler and a worker as processes of their own."""
    where = folder / "scheduler.json"
    quiet_ones: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    # The program that is tested, not one that happens to be installed.
    quiet_ones["env"] = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    dask, to = [sys.executable, "-m"], ["--no-dashboard", "--scheduler-file", str(where)]
    here = "--host 127.0.0.1 --port 0".split()
    head = subprocess.Popen([*dask, "distributed.cli.dask_scheduler", *here, *to], **quiet_ones)
    few = "--nthreads 1 --death-timeout 60".split()
    worker = subprocess.Popen([*dask, "distributed.cli.dask_worker", *few, *to], **quiet_ones)
    try:
        end = time.monotonic() + 120
        while not where.exists() and time.monotonic() < end:
            time.sleep(0.05)
        with Client(scheduler_file=str(where), set_as_default=False) as client:
            client.wait_for_workers(1, timeout=120)
            address = client.scheduler.address
        yield head, address
    finally:
        for process in (head, worker):
            process.kill()
            process.wait()
