"""A refresh as cron runs it: killed, locked out, out of room, without a server; and at full size (slow)."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from miner.store import Store
from pipelines.report import read_reports
from tests.entrez_server import TODAY, Pubmed, serve
from tests.pubmed_records import abstract, many

# The command itself, and the same with neither pace nor waits, to be killed often.
COMMAND = (sys.executable, "-m", "pipelines")
HURRIED = (
    sys.executable,
    "-c",
    "from miner import network, entrez; s = network.Server;"
    "s.interval = property(lambda _: 0.0, lambda *_: None);"
    "s.sleep = staticmethod(lambda _: None); entrez.Entrez.batch = 5;"
    "from pipelines.cli import main; main()",
)
KEY = "n0tT0b3S33n"


@dataclass(frozen=True)
class Bench:
    """A server and an empty data folder."""

    pubmed: Pubmed
    data: Path
    env: dict[str, str]

    def start(self, *more: str, command: tuple[str, ...] = COMMAND) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*command, "refresh", "--data", str(self.data), *more],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def refresh(self, *more: str, command: tuple[str, ...] = COMMAND) -> tuple[int, str]:
        process = self.start(*more, command=command)
        out, err = process.communicate(timeout=900)
        return process.returncode, out + err

    def only_line(self, *more: str, command: tuple[str, ...] = COMMAND) -> str:
        """What a refresh that fails says, which is one line and nothing before it."""
        code, text = self.refresh(*more, command=command)
        assert code == 1, text
        assert text.startswith("mbc-miner: ")
        assert text.count("\n") == 1, text
        return text.strip()

    def stored(self) -> dict[str, str]:
        with Store(self.data) as store:
            store.check()
            return {p: s.state for p, s in store.standings().items()}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    pubmed = Pubmed()
    with serve(pubmed) as address:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("NCBI", "CTGOV", "MBC"))}
        env |= {"NCBI_EUTILS_URL": address, "CTGOV_URL": address, "NCBI_EMAIL": "reader@example.org"}
        yield Bench(pubmed, tmp_path / "data", env)


def built(data: Path) -> tuple[bytes, bytes]:
    return (data / "graph.lbug").read_bytes(), (data / "evidence-map.html").read_bytes()


def test_killed_three_times_it_ends_as_if_it_never_was(bench: Bench) -> None:
    bench.pubmed.pace = 1000
    bench.pubmed.add(*many(60))
    bench.pubmed.faults.every = 17
    for stored in (10, 25, 45):
        process = bench.start(command=HURRIED)
        _wait_for(lambda n=stored: bench.pubmed.sent.total() >= n)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert set(bench.stored().values()) <= {"current"}
    code, text = bench.refresh(command=HURRIED)
    assert code == 0, text
    assert bench.stored().keys() == bench.pubmed.records.keys()
    assert bench.pubmed.sent.total() <= 1.6 * 60
    with Store(bench.data, read_only=True) as store:
        assert [r.status for r in store.runs()] == ["failed", "failed", "failed", "complete"]


def _wait_for(reached: object, seconds: float = 300.0) -> None:
    until = time.monotonic() + seconds
    while not reached():  # type: ignore[operator]  # a condition
        assert time.monotonic() < until, "the refresh did not get there"
        time.sleep(0.005)


def test_two_at_once_the_second_names_the_holder(bench: Bench) -> None:
    bench.pubmed.add(*many(5))
    bench.pubmed.faults.down = "silent"
    first = bench.start()
    _wait_for(lambda: bench.pubmed.log)
    assert f"is being refreshed by process {first.pid}; wait for it or stop it" in bench.only_line()
    first.kill()
    first.communicate()
    bench.pubmed.faults.down = ""


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (signal.SIGINT, "stopped by hand"),
        (signal.SIGTERM, "stopped by a signal, as of a service or a machine that is shut down"),
        (signal.SIGHUP, "stopped by a signal, as of a service or a machine that is shut down"),
    ],
)
def test_a_stop_by_hand_is_one_line(bench: Bench, number: signal.Signals, why: str) -> None:
    bench.pubmed.add(*many(5))
    bench.pubmed.faults.down = "silent"
    before = signal.signal(number, signal.SIG_DFL)  # what runs the tests may pass it over, and so would they
    process = bench.start()
    signal.signal(number, before)
    _wait_for(lambda: bench.pubmed.log)
    process.send_signal(number)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 128 + number
    assert err == "mbc-miner: stopped; nothing is lost, run the same command again to go on\n"
    (run,) = read_reports(bench.data)
    assert (run.status, run.report["error"]) == ("failed", why)


def test_a_run_that_shall_outlive_its_terminal_passes_over_its_end(bench: Bench) -> None:
    bench.pubmed.add(*many(5))
    bench.pubmed.faults.down = "silent"
    process = bench.start(command=("nohup", *COMMAND))
    _wait_for(lambda: bench.pubmed.log)
    process.send_signal(signal.SIGHUP)
    time.sleep(1)
    assert process.poll() is None
    process.kill()
    process.communicate()


def test_no_email_is_refused_before_the_first_request(bench: Bench) -> None:
    bench.env.pop("NCBI_EMAIL")
    code, text = bench.refresh()
    assert code == 2
    assert "set NCBI_EMAIL=you@example.org or give --email" in text
    assert bench.pubmed.log == []
    assert not bench.data.exists()


def test_the_key_is_sent_and_never_told(bench: Bench) -> None:
    bench.pubmed.add(*many(2))
    bench.env["NCBI_API_KEY"] = KEY
    bench.pubmed.faults.every, bench.pubmed.faults.kinds = 2, ("too many requests",)
    code, text = bench.refresh()
    assert code == 0, text
    assert bench.pubmed.asked("esearch.fcgi")[0]["api_key"] == KEY
    assert KEY not in text
    for path in bench.data.rglob("*"):
        assert path.is_dir() or KEY.encode() not in path.read_bytes(), path


def test_a_damaged_database_is_named_and_left_alone(bench: Bench) -> None:
    bench.pubmed.add(*many(40))
    assert bench.refresh()[0] == 0
    database, before = bench.data / "corpus.db", built(bench.data)
    whole = database.read_bytes()
    for damaged in (b"no database at all " * 500, whole[:6000], whole[:8192] + b"\xaa" * (len(whole) - 8192)):
        database.write_bytes(damaged)
        line = bench.only_line()
        assert "corpus.db" in line
        assert "damaged: restore your copy" in line
        assert database.read_bytes() == damaged
        assert built(bench.data) == before
    database.write_bytes(whole)
    assert bench.refresh()[0] == 0


def test_a_full_disk_is_one_line_and_loses_nothing(bench: Bench) -> None:
    bench.pubmed.add(*many(30))
    assert bench.refresh()[0] == 0
    before = built(bench.data)
    bench.pubmed.add(*many(400, first=90_200_000, day=TODAY))
    # A limit on file sizes makes writes fail as a full disk does.
    small = ("bash", "-c", 'ulimit -f 220; exec "$0" -m pipelines "$@"', sys.executable)
    assert "make room on the disk" in bench.only_line(command=small)
    assert built(bench.data) == before
    assert set(bench.stored()) >= {str(90_100_000 + i) for i in range(30)}


@pytest.mark.slow
def test_a_read_only_folder_is_named(bench: Bench) -> None:
    runner = ("setpriv", "--reuid=65534", "--clear-groups", *COMMAND) if os.geteuid() == 0 else COMMAND
    with tempfile.TemporaryDirectory(prefix="mbc-read-only-") as folder:
        Path(folder).chmod(0o555)
        code, text = replace(bench, data=Path(folder)).refresh(command=runner)
        Path(folder).chmod(0o755)
    assert code == 1, text
    assert (
        text
        == f"mbc-miner: {folder} cannot be written (Permission denied); choose a folder that you may write\n"
    )


@pytest.mark.slow
def test_a_server_that_is_gone_ends_it_within_two_minutes(bench: Bench) -> None:
    bench.pubmed.add(*many(5))
    assert bench.refresh()[0] == 0
    before = built(bench.data)
    for gone in ("http://127.0.0.1:9", bench.env["NCBI_EUTILS_URL"]):
        bench.env["NCBI_EUTILS_URL"] = gone
        bench.pubmed.faults.down = "silent"
        began = time.monotonic()
        line = bench.only_line()
        assert time.monotonic() - began < 120
        assert line.startswith("mbc-miner: PubMed does not answer")
        assert built(bench.data) == before


@pytest.mark.slow
def test_a_hundred_kills_leave_one_final_state(bench: Bench) -> None:
    chance = random.Random(20261122)
    bench.pubmed.pace = 1000
    bench.pubmed.add(*many(40))
    assert bench.refresh(command=HURRIED)[0] == 0
    began = time.monotonic()
    assert bench.refresh("--full", command=HURRIED)[0] == 0
    takes = time.monotonic() - began
    for i in range(100):
        pmid = str(90_100_000 + i % 40)
        bench.pubmed.change(pmid, abstract=abstract(0.5 + i % 90 / 100, women=100 + i))
        bench.pubmed.add(*many(1, first=90_200_000 + i, day=TODAY))
        process = bench.start(command=HURRIED)
        time.sleep(chance.uniform(0.1, takes * 1.2))
        process.kill()
        process.communicate()
        db = sqlite3.connect(bench.data / "corpus.db")
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        db.close()
        _graph_opens(bench.data)
    assert bench.refresh(command=HURRIED)[0] == 0
    again = Bench(bench.pubmed, bench.data.with_name("afresh"), bench.env)
    assert again.refresh(command=HURRIED)[0] == 0
    assert _canonical(bench.data) == _canonical(again.data)


def _graph_opens(data: Path) -> None:
    import graph

    graph.open(data, trust=True).query("MATCH (p:Publication) RETURN count(p) AS n")


def _canonical(data: Path) -> list[str]:
    import graph

    rows = graph.open(data, trust=True, limit=1_000_000)
    publications = rows.query("MATCH (p:Publication) RETURN p.pmid AS pmid, p.title AS title ORDER BY pmid")
    effects = rows.query("MATCH (e:Effect) RETURN e.id AS id, e.value AS value ORDER BY id")
    pooled = rows.query("MATCH (s:Synthesis) RETURN s.id AS id, s.estimate AS ratio, s.k AS k ORDER BY id")
    return [str(tuple(row.values())) for found in (publications, effects, pooled) for row in found]


@pytest.mark.slow
def test_twelve_thousand(bench: Bench) -> None:
    bench.pubmed.add(*many(12_000, telling=10))
    _load_with_failures_and_a_kill(bench)
    _nothing_new(bench)
    _a_few_changes(bench)


def _load_with_failures_and_a_kill(bench: Bench) -> None:
    pubmed = bench.pubmed
    pubmed.faults.every = 17
    first = bench.start()
    time.sleep(15)
    first.kill()
    first.communicate()
    stored = len(bench.stored())
    assert 0 < stored < 12_000
    began = time.monotonic()
    code, text = bench.refresh()
    took = time.monotonic() - began
    assert code == 0, text
    assert bench.stored() == dict.fromkeys(pubmed.records, "current")
    sent = pubmed.sent.total() / 12_000
    assert sent <= 1.6
    assert pubmed.too_fast == 0
    made = dict(pubmed.faults.made)
    _say(f"killed with {stored} stored; second run {took:.0f} s; {sent:.3f} sends a record; {made}\n{text}")
    pubmed.faults.every = 0


def _nothing_new(bench: Bench) -> None:
    asked, sent, before = len(bench.pubmed.log), bench.pubmed.sent.total(), built(bench.data)
    began = time.monotonic()
    code, text = bench.refresh()
    took, asked = time.monotonic() - began, len(bench.pubmed.log) - asked
    assert code == 0, text
    assert asked <= 12
    assert bench.pubmed.sent.total() == sent
    assert built(bench.data) == before
    _say(f"nothing new: {asked} requests, {took:.1f} s\n{text}")


def _a_few_changes(bench: Bench) -> None:
    pubmed, before, sent = bench.pubmed, _figures(bench.data), bench.pubmed.sent.total()
    revised = [str(90_100_000 + i) for i in (10, 2000, 7000, 11_000)]
    for pmid in revised:
        pubmed.change(pmid, abstract=abstract(0.33))
    for pmid in ("90100050", "90108000"):
        del pubmed.records[pmid]
    pubmed.change("90100070", types=(("D016441", "Retracted Publication"),))
    pubmed.add(*many(25, first=90_200_000, day=TODAY))
    began = time.monotonic()
    code, text = bench.refresh()
    took = time.monotonic() - began
    assert code == 0, text
    share = (pubmed.sent.total() - sent) / 12_000
    assert share <= 0.05
    after = _figures(bench.data)
    assert before.keys() - after.keys() == {"90100050", "90108000"}
    assert {p for p in before.keys() & after.keys() if before[p] != after[p]} == {*revised, "90100070"}
    assert after.keys() - before.keys() == {str(90_200_000 + i) for i in range(25)}
    _say(f"changes: {took:.0f} s, {100 * share:.2f} % of records fetched\n{text}")


def _figures(data: Path) -> dict[str, tuple[object, ...]]:
    import graph

    rows = graph.open(data, trust=True, limit=1_000_000, timeout=120).query(
        "MATCH (p:Publication) OPTIONAL MATCH (e:Effect)-[:STATED_IN]->(p) "
        "RETURN p.pmid AS pmid, p.retracted AS retracted, collect(e.id) AS effects"
    )
    return {str(r["pmid"]): (r["retracted"], str(sorted(r["effects"]))) for r in rows}


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
