"""Work in a copy of the process: done elsewhere, done here where that fails, and gone with its parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.forked import beside
from tests.test_workers import alive, until

HERE = os.getpid()


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy is made whatever machine and threads the tests run on."""
    monkeypatch.setattr("pipelines.forked._may_copy", lambda: True)


def done_here_only(mishap: Callable[[], object]) -> str:
    """What a copy comes to grief at."""
    if os.getpid() != HERE:
        mishap()
    return "done here"


@pytest.mark.usefixtures("copied")
def test_the_work_is_done_by_another_process_while_this_one_goes_on(tmp_path: Path) -> None:
    def work() -> tuple[int, str]:
        assert until((tmp_path / "went on").exists)
        return os.getpid(), "a page" * 1_000_000

    with beside(work) as result:
        (tmp_path / "went on").touch()
        pid, page = result()
    assert pid != HERE
    assert page == "a page" * 1_000_000
    assert not Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize("when", ["another thread runs", "there is one core", "copies may have no copies"])
def test_it_is_done_here_when_asked_for_where(when: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.forked.cores", lambda: 1 if when == "there is one core" else 2)
    end = threading.Event()
    if when == "another thread runs":
        threading.Thread(target=end.wait).start()
    if when == "copies may have no copies":
        monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)  # type: ignore[attr-defined]
    done: list[int] = []
    with beside(lambda: done.append(os.getpid())) as result:
        assert done == []
        result()
    end.set()
    assert done == [HERE]


@pytest.mark.usefixtures("copied")
@pytest.mark.parametrize(
    "mishap",
    [
        lambda: os.kill(os.getpid(), signal.SIGKILL),
        lambda: time.sleep(600),
        lambda: sys.exit(0),
        lambda: 1 / 0,
    ],
    ids=["killed", "hangs", "ends", "raises"],
)
def test_what_becomes_of_the_copy_costs_only_time(
    mishap: Callable[[], object], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("pipelines.forked._PATIENCE_S", 0.5)
    with beside(lambda: done_here_only(mishap)) as result:
        assert result() == "done here"
    assert multiprocessing.active_children() == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("copied")
def test_it_is_done_here_where_the_system_has_no_room_for_a_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    with beside(os.getpid) as result:
        assert result() == HERE


@pytest.mark.usefixtures("copied")
def test_an_error_of_the_work_is_raised_here_where_it_arose() -> None:
    def divide() -> float:
        return 1 / 0

    with beside(divide) as result, pytest.raises(ZeroDivisionError) as error:
        result()
    assert error.traceback[-1].name == "divide"


@pytest.mark.usefixtures("copied")
def test_a_caller_who_fails_leaves_no_copy() -> None:
    copies: list[object] = []

    def fail() -> None:
        with beside(lambda: time.sleep(600)):
            copies.extend(multiprocessing.active_children())
            raise ValueError("no room")

    with pytest.raises(ValueError, match="no room"):
        fail()
    assert len(copies) == 1
    assert multiprocessing.active_children() == []


PROGRAM = """
import os, time
from pipelines import forked
def work():
    print(os.getpid(), flush=True)
    for _ in iter(int, 1):  # busy, as a map that is drawn
        pass
forked.cores = lambda: 2
with forked.beside(work) as result:
    result()
"""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda s: s.name)
def test_the_copy_ends_with_its_parent(end: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
        start_new_session=True,
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert pid != parent.pid
        if end is signal.SIGINT:
            os.killpg(parent.pid, end)  # as a terminal sends it, to both
        else:
            parent.send_signal(end)
        _, said = parent.communicate(timeout=300)
    assert until(lambda: not alive(pid))
    assert parent.returncode == -end
    assert said.count("Traceback") == (end is signal.SIGINT)
