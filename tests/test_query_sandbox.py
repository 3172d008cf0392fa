"""What a question may take and reach: time, memory, no file and no network, with or without the gate."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import graph
from graph.query import run, sandbox
from graph.query.engine_errors import say_again
from miner.errors import GraphError, QueryRefused


class TestLimits:
    def test_a_long_join_is_stopped_in_time(self, sample_folder: Path) -> None:
        begun = time.monotonic()
        with pytest.raises(GraphError, match="took longer than 1 s"):
            graph.open(sample_folder, timeout=1).query(
                "MATCH (a), (b), (c), (d), (e), (f) RETURN count(a.id + b.id + c.id + d.id + e.id) AS n"
            )
        assert time.monotonic() - begun < 60

    def test_a_long_list_is_stopped_too(self, sample_folder: Path) -> None:
        begun = time.monotonic()
        with pytest.raises(GraphError, match=r"memory|longer"):
            graph.open(sample_folder, timeout=2).query(
                "UNWIND range(1, 2000000000) AS x RETURN count(x) AS n"
            )
        assert time.monotonic() - begun < 60

    def test_ctrl_c_ends_the_question_and_its_process(self, sample_folder: Path) -> None:
        home = str(Path(graph.__file__).parent.parent)
        script = (
            f"import signal, sys; sys.path.insert(0, {home!r}); import graph; "
            # A shell that starts its jobs in the background has them ignore ctrl-C.
            "signal.signal(signal.SIGINT, signal.default_int_handler); print('ready', flush=True); "
            "graph.open(sys.argv[1]).query("
            "'MATCH (a), (b), (c), (d), (e), (f) RETURN count(a.id + b.id + c.id + d.id + e.id) AS n')"
        )
        asking = subprocess.Popen(
            [sys.executable, "-c", script, str(sample_folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert asking.stdout is not None
        asking.stdout.readline()
        until = time.monotonic() + 120
        while not (workers := _children(asking.pid)) and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.5)
        asking.send_signal(signal.SIGINT)
        _, errors = asking.communicate(timeout=120)
        assert "KeyboardInterrupt" in errors
        assert workers
        until = time.monotonic() + 120
        while any(_runs(pid) for pid in workers) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(_runs(pid) for pid in workers)

    def test_a_crash_of_the_engine_is_one_failed_question(self) -> None:
        assert "SIGSEGV" in str(run._stopped(-signal.SIGSEGV, "", 1))
        assert "memory" in str(run._stopped(1, "MemoryError", 1))
        assert "Permission denied" in str(say_again("IO exception: Permission denied", 1, 1 << 28))


def _runs(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _children(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(not sandbox.abi(), reason="the kernel has no Landlock")
class TestTheSandboxHoldsWithoutTheGate:
    """What the gate would refuse, run as if it had not: nothing outside is read, written or run."""

    @pytest.fixture
    def ask(self, sample_folder: Path) -> Any:
        def ask(cypher: str) -> dict[str, Any]:
            request = {
                "path": str(sample_folder / "graph.lbug"),
                "cypher": cypher,
                "parameters": {},
                "limit": 10,
                "bytes": 1 << 20,
                "seconds": 5,
                "memory": run.MEMORY,
                "confined": True,
            }
            return run._ask(request, 5)

        return ask

    @pytest.mark.parametrize(
        "cypher",
        [
            "LOAD FROM '{secret}' (file_format='csv', header=false) RETURN *",
            "COPY (MATCH (s:Study) RETURN s.id) TO '{out}.csv'",
            "COPY (MATCH (s:Study) RETURN s.id) TO '{out}.parquet'",
            "PROFILE COPY (RETURN 1) TO '{out}.csv'",
            "RETURN 1 AS one; COPY (RETURN 1) TO '{out}.csv'",
            "EXPORT DATABASE '{out}'",
            "LOAD EXTENSION '{secret}'",
            "INSTALL httpfs",
            "ATTACH '{secret}' AS other (dbtype lbug)",
            "CREATE (:Study {{id: 'x'}})",
            "CALL READ_CSV_SERIAL('{secret}') RETURN *",
            "CHECKPOINT",
        ],
    )
    def test_it_fails(self, ask: Any, sample_folder: Path, tmp_path: Path, cypher: str) -> None:
        secret = tmp_path / "secret.csv"
        secret.write_text("hush,hush\n")
        before = (sample_folder / "graph.lbug").read_bytes()
        with pytest.raises(GraphError) as error:
            ask(cypher.format(secret=secret, out=tmp_path / "out"))
        assert "hush" not in str(error.value)
        assert [p.name for p in tmp_path.iterdir()] == ["secret.csv"]
        assert (sample_folder / "graph.lbug").read_bytes() == before
        assert not list(sample_folder.glob("graph.lbug.*"))

    def test_a_file_is_denied_and_no_socket_connects(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        secret.write_text("hush")
        script = f"""
import socket, sys
sys.path.insert(0, {str(Path(graph.__file__).parent.parent)!r})
from graph.query import sandbox
server = socket.create_server(("127.0.0.1", 0))
sandbox.confine([])
sandbox.limit(1 << 32, 5)
for attempt in (lambda: open({str(secret)!r}), lambda: open({str(tmp_path / "new")!r}, "w"),
                lambda: socket.create_connection(server.getsockname(), 1)):
    try:
        attempt()
        print("done")
    except OSError as error:
        print(type(error).__name__)
"""
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        network = "PermissionError" if sandbox.abi() >= 4 else "done"
        assert done.stdout.split() == ["PermissionError", "PermissionError", network]


class TestTrust:
    def test_without_landlock_a_question_is_refused_until_trusted(
        self, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sandbox, "abi", lambda: 0)
        with pytest.raises(GraphError, match=r"no Landlock.*trust=True"):
            graph.open(sample_folder).query("RETURN 1 AS one")
        assert list(graph.open(sample_folder, trust=True).query("RETURN 1 AS one")) == [{"one": 1}]

    def test_a_trusted_question_still_only_reads(self, sample_folder: Path) -> None:
        with pytest.raises(QueryRefused, match="COPY is not allowed"):
            graph.open(sample_folder, trust=True).query("MATCH (s:Study) COPY (RETURN 1) TO '/tmp/x.csv'")


def test_the_environment_does_not_reach_the_worker(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere/evil.py")
    os.environ["LD_PRELOAD"] = "/nowhere/evil.so"
    try:
        assert list(graph.open(sample_folder).query("RETURN 1 AS one")) == [{"one": 1}]
    finally:
        del os.environ["LD_PRELOAD"]
