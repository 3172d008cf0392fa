"""All cores: order, back-pressure, and what a record that kills or holds its worker costs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from miner.errors import WorkerError
from pipelines.time_limit import TookTooLong, at_most
from pipelines.workers import Outcome, cores, work
from tests.worker_tasks import HANGS, Mishaps

PLAIN = [(f"r{n}", f"text {n}") for n in range(150)]


def named(*items: str) -> list[tuple[str, str]]:
    return [(f"r{n}", item) for n, item in enumerate(items)]


def until(true: Callable[[], bool]) -> bool:
    """Waits for what must become true; the bound only ends a test that fails."""
    end = time.monotonic() + 180
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("workers", [0, 1, 2, 3])
def test_outcomes_come_in_input_order(workers: int) -> None:
    assert list(work(Mishaps(), PLAIN, workers)) == [Outcome(n, t.upper()) for n, t in PLAIN]


def test_a_few_records_are_read_here_and_many_by_workers() -> None:
    here = {o.value for o in work(Mishaps(), [("a", "pid")] * 100)}
    there = {o.value for o in work(Mishaps(), [("a", "pid")] * 101)}
    assert here == {str(os.getpid())}
    assert str(os.getpid()) not in there
    assert 1 <= len(there) <= cores()


def test_no_records_are_no_outcomes() -> None:
    assert list(work(Mishaps(), [])) == []
    assert list(work(Mishaps(), [], 2)) == []


def test_no_more_is_read_in_than_the_workers_need() -> None:
    taken = 0

    def endless() -> Iterator[tuple[str, str]]:
        nonlocal taken
        while True:
            taken += 1
            yield f"r{taken}", "text"

    outcomes = work(Mishaps(), endless(), 2)
    for seen, _ in enumerate(islice(outcomes, 500), 1):
        assert taken <= seen + 200
    outcomes.close()


@pytest.mark.parametrize("workers", [1, 2])
def test_something_else_is_done_while_the_workers_are_at_the_last_items(workers: int) -> None:
    taken: list[str] = []
    taken_by_then: list[int] = []

    def items() -> Iterator[tuple[str, str]]:
        for name, text in PLAIN:
            taken.append(name)
            yield name, text

    outcomes = list(work(Mishaps(), items(), workers, meanwhile=lambda: taken_by_then.append(len(taken))))
    assert taken_by_then == [len(PLAIN)]
    assert outcomes == [Outcome(n, t.upper()) for n, t in PLAIN]


@pytest.mark.parametrize("workers", [0, 1])
def test_nothing_else_is_done_where_no_worker_is_at_work(workers: int) -> None:
    def unasked() -> None:
        raise AssertionError("nobody is at work meanwhile")

    items = PLAIN if workers == 0 else []
    assert len(list(work(Mishaps(), items, workers, meanwhile=unasked))) == len(items)


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_a_record_that_raises_is_set_aside_with_its_reason(workers: int) -> None:
    outcomes = list(work(Mishaps(), named("a", "raise word", "b"), workers))
    assert outcomes == [
        Outcome("r0", "A"),
        Outcome("r1", None, "ValueError: no such word"),
        Outcome("r2", "B"),
    ]


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_a_pattern_that_backtracks_for_ever_is_stopped(workers: int) -> None:
    outcomes = list(work(Mishaps(), named("a", "backtrack", "b"), workers, limit_s=0.5))
    assert outcomes == [Outcome("r0", "A"), Outcome("r1", None, "took longer than 0.5 s"), Outcome("r2", "B")]


def test_a_hang_that_no_signal_reaches_ends_the_worker_and_costs_one_record() -> None:
    outcomes = list(work(Mishaps(), named("a", "hang", "b"), 1, limit_s=0.2))
    assert outcomes == [Outcome("r0", "A"), Outcome("r1", None, "took longer than 0.2 s"), Outcome("r2", "B")]


@pytest.mark.parametrize(("what", "how"), [("die", "SIGKILL"), ("crash", "SIGSEGV")])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_record_that_kills_its_worker_costs_one_record(what: str, how: str, workers: int) -> None:
    outcomes = list(work(Mishaps(), [*PLAIN, ("bad", what), *PLAIN], workers))
    good = [Outcome(n, t.upper()) for n, t in PLAIN]
    assert outcomes[:150] == good
    assert outcomes[151:] == good
    assert outcomes[150].name == "bad"
    assert outcomes[150].value is None
    assert outcomes[150].error.startswith(f"killed its worker process ({how})")


def test_several_that_kill_in_one_batch_are_each_named() -> None:
    outcomes = list(work(Mishaps(), named("die", "a", "die", "die", "b"), 2))
    assert [o.name for o in outcomes if o.error] == ["r0", "r2", "r3"]
    assert [o.value for o in outcomes if not o.error] == ["A", "B"]


def test_a_worker_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    outcomes = list(work(Mishaps(tmp_path), named("a", "die once", "b"), 1))
    assert outcomes == [Outcome("r0", "A"), Outcome("r1", "DIE ONCE"), Outcome("r2", "B")]


def test_workers_that_cannot_begin_say_why(tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match=r"exit 1.*OSError: .*gone is not there"):
        list(work(Mishaps(tmp_path / "gone"), PLAIN, 2))


def test_closing_the_outcomes_ends_the_workers() -> None:
    outcomes = work(Mishaps(), [("a", "pid")] * 2000, 2)
    pids = {int(o.value or 0) for o in islice(outcomes, 200)}
    assert pids
    outcomes.close()
    assert not [pid for pid in pids if alive(pid)]


def test_an_error_of_the_input_comes_after_what_was_read() -> None:
    def broken() -> Iterator[tuple[str, str]]:
        yield from PLAIN
        raise OSError("the file ends here")

    outcomes = work(Mishaps(), broken(), 2)
    seen = list(islice(outcomes, len(PLAIN)))
    with pytest.raises(OSError, match="ends here"):
        next(outcomes)
    assert seen == [Outcome(n, t.upper()) for n, t in PLAIN]


PROGRAM = """
import sys
from pipelines.workers import work
from tests.worker_tasks import Mishaps
def items():
    while True:
        yield "a", sys.argv[1]
for n, outcome in enumerate(work(Mishaps(), items(), 2)):
    print(outcome.value, flush=True)
"""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda s: s.name)
def test_workers_end_with_their_parent(end: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "pid"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parents[1],
    ) as parent:
        assert parent.stdout is not None
        pids = {int(line) for line in islice(parent.stdout, 100)}
        parent.send_signal(end)
        for _ in parent.stdout:
            pass
    assert pids
    assert until(lambda: not any(alive(pid) for pid in pids))


def test_a_time_limit_stops_a_pattern_and_leaves_no_alarm() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(TookTooLong, match=r"0\.2 s"), at_most(0.2):
        HANGS.match("a" * 64 + "b")
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_the_cores_of_a_container_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = tmp_path / "cpu.max"
    monkeypatch.setattr("pipelines.workers._CGROUP", given)
    given.write_text("150000 100000\n")
    assert cores() <= 2
    given.write_text("10000 100000\n")
    assert cores() == 1
    given.write_text("max 100000\n")
    assert cores() == len(os.sched_getaffinity(0))
