"""What a monitor asks: refreshed in time, the database whole, graph and map as they were left."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from miner.errors import MinerError, NotWell, StoreError
from miner.store import Store
from miner.store_lock import writer_lock
from pipelines.cli import app
from pipelines.health import check_health
from pipelines.report import read_reports


@pytest.fixture
def folder(bundled: Path, tmp_path: Path) -> Path:
    """A folder of one complete run."""
    return Path(shutil.copytree(bundled, tmp_path / "data"))


def finished(folder: Path) -> dt.datetime:
    (run,) = read_reports(folder)
    assert run.finished
    return dt.datetime.fromisoformat(run.finished)


def test_a_folder_is_well_for_as_long_as_it_is_asked_to_be(folder: Path) -> None:
    end = finished(folder)
    check_health(folder, 8, end + dt.timedelta(days=7.9))
    with pytest.raises(NotWell, match=r"the last complete refresh was 8\.5 days ago"):
        check_health(folder, 8, end + dt.timedelta(days=8.5))


def test_a_run_that_failed_makes_no_folder_younger(folder: Path) -> None:
    with Store(folder) as store:
        store.finish_run(store.begin_run("pubmed"), "failed", {"error": "an outage"})
    with pytest.raises(NotWell, match="days ago"):
        check_health(folder, 8, finished(folder) + dt.timedelta(days=9))


@pytest.mark.parametrize("name", ["graph.lbug", "evidence-map.html"])
@pytest.mark.parametrize("harm", ["cut", "gone"])
def test_a_graph_or_map_that_is_not_as_it_was_left_is_named(folder: Path, name: str, harm: str) -> None:
    path = folder / name
    whole = path.read_bytes()
    path.unlink()
    if harm == "cut":
        path.write_bytes(whole[:-1])
    with pytest.raises(NotWell, match=f"made anew by the next: {name}$"):
        check_health(folder, 8, finished(folder))
    with writer_lock(folder):
        check_health(folder, 8, finished(folder))


def test_a_page_of_the_database_that_no_answer_needs_is_looked_at_too(folder: Path) -> None:
    path = folder / "corpus.db"
    pages = bytearray(path.read_bytes())
    with Store(folder, read_only=True) as store:
        ((page,),) = store.rows("SELECT rootpage FROM sqlite_master WHERE name = 'source_pmid'")
        ((size,),) = store.rows("PRAGMA page_size")
    pages[(page - 1) * size : page * size] = b"\xaa" * size
    path.write_bytes(pages)
    done = CliRunner().invoke(app, ["status", "--data", str(folder)])
    assert done.exit_code == 0, "what it tells does not stand there"
    with pytest.raises(StoreError, match="damaged: restore your copy"):
        check_health(folder, 8, finished(folder))


def test_a_registry_that_is_silent_for_long_is_told(folder: Path) -> None:
    with Store(folder) as store:
        last = store.last_complete()
        assert last
        report = last.report | {"trials": {"unavailable": "ClinicalTrials.gov does not answer"}}
        store.finish_run(store.begin_run("pubmed"), "complete", report)
    with pytest.raises(NotWell, match="the registry has not answered yet"):
        check_health(folder, 8, dt.datetime.now(dt.UTC))


def test_the_command_tells_the_state_and_fails(folder: Path) -> None:
    well = CliRunner().invoke(app, ["status", "--data", str(folder), "--max-age", "8"])
    assert well.exit_code == 0, well.output
    (folder / "graph.lbug").unlink()
    ill = CliRunner().invoke(app, ["status", "--data", str(folder), "--max-age", "8"])
    assert ill.stdout == well.stdout
    assert isinstance(ill.exception, MinerError)
    assert ill.exception.exit_code == 1


def test_a_folder_that_was_never_refreshed_is_not_well(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"holds no corpus\.db"):
        check_health(tmp_path, 8, dt.datetime.now(dt.UTC))
    Store(tmp_path).close()
    with pytest.raises(NotWell, match="no refresh was ever complete"):
        check_health(tmp_path, 8, dt.datetime.now(dt.UTC))
