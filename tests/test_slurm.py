"""The page on clusters, word for word on a real SLURM: its jobs give the graph of one machine."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.synthetic_records import write_baseline
from tests.slurm import installed, slurm
from tests.test_bulk import graph_of

PAGE = Path(__file__).parents[1] / "docs" / "cluster.md"
RECORDS = 24
MINUTES = 60

pytestmark = pytest.mark.skipif(
    not installed() and not os.environ.get("CI"),
    reason="needs SLURM, and root to start it: apt install slurm-wlm",
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as all nodes of a cluster see it, with PubMed's files in it."""
    folder = tmp_path_factory.mktemp("shared")
    write_baseline(folder / "pubmed", RECORDS, RECORDS // 3, in_scope=0.8)
    return folder


@pytest.fixture(scope="module")
def cluster() -> Iterator[dict[str, str]]:
    """The environment of a SLURM cluster, with this Python's commands first."""
    # The path of a socket may have no more than 107 characters, which pytest's own folders exceed.
    with tempfile.TemporaryDirectory() as folder, slurm(Path(folder)) as environment:
        yield environment | {"PATH": f"{Path(sys.executable).parent}:{environment['PATH']}"}


@pytest.fixture(scope="module")
def on_one_machine(shared: Path, cluster: dict[str, str]) -> object:
    """The graph that a worker of this machine makes of the same files."""
    return graph_in_bulk(shared, "alone", cluster, "--workers", "1")


def graph_in_bulk(shared: Path, name: str, environment: dict[str, str], *where: str) -> object:
    """What the command makes of the folder's files, there."""
    data = shared / name
    bulk = ["mbc-miner", "bulk", str(shared / "pubmed"), "--data", str(data), "--in-scope", *where]
    subprocess.run(bulk, env=environment, timeout=10 * MINUTES, check=True, capture_output=True)
    return graph_of(data)


def block(beginning: str, shared: Path) -> str:
    """The code of the page that begins so, for two workers and this folder."""
    (code,) = [c for c in re.findall(r"```\w+\n(.+?)```", PAGE.read_text(), re.S) if c.startswith(beginning)]
    return str(code).replace("32", "2").replace("/shared", str(shared))


def ends(where: tuple[str, str]) -> bool:
    """Whether nobody answers there any more, at the latest after a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with contextlib.closing(socket.socket()) as caller:
            if caller.connect_ex((where[0], int(where[1]))):
                return True
        time.sleep(0.2)
    return False


def test_the_job_of_the_page(shared: Path, cluster: dict[str, str], on_one_machine: object) -> None:
    job, said = shared / "job.sh", shared / "job.out"
    job.write_text(block("#!/bin/bash\n#SBATCH", shared))
    submit = ["sbatch", "--wait", f"--output={said}", f"--chdir={shared}", str(job)]
    subprocess.run(submit, env=cluster, timeout=10 * MINUTES, check=False)
    assert "run 1: new" in said.read_text(), said.read_text()
    assert graph_of(shared / "mbc") == on_one_machine
    assert not list(shared.glob("mbc-scheduler-*"))
    (where,) = re.findall(r"Scheduler at: +tcp://(\S+):(\d+)", said.read_text())
    assert ends(where), "the scheduler outlives its job"


def test_workers_from_the_queue(shared: Path, cluster: dict[str, str], on_one_machine: object) -> None:
    program = block("from dask_jobqueue", shared)
    head = subprocess.Popen(
        [sys.executable, "-c", program],
        env=cluster,
        cwd=shared,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert head.stdout is not None
    address = head.stdout.readline().strip()
    try:
        assert graph_in_bulk(shared, "queued", cluster, "--scheduler", address) == on_one_machine
    finally:
        head.communicate("\n", timeout=5 * MINUTES)
