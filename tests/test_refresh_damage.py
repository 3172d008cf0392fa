"""Files that were lost, cut or locked are made anew or refused; graph and map are written both or neither."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from miner.corpus import Corpus
from miner.errors import (
    GraphError,
    StoreError,
)
from miner.store import Store
from miner.store_lock import writer_lock
from pipelines.forked import beside
from pipelines.status import status_json
from pipelines.summary import refresh_text
from tests.entrez_server import Pubmed
from tests.pubmed_records import many
from tests.refreshing import kept, publications, refresh


@pytest.mark.parametrize("part", ["graph.embedded.ladybug._prove", "pipelines.rebuild.render_map"])
def test_graph_and_map_are_swapped_in_both_or_neither(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    pubmed.add(*many(12))
    refresh(tmp_path, corpus)
    before, files = kept(tmp_path), sorted(p.name for p in tmp_path.iterdir())
    pubmed.add(*many(15)[12:])

    def fail(*_: object) -> None:
        raise GraphError("no room")

    monkeypatch.setattr(part, fail)
    with pytest.raises(GraphError, match="no room"):
        refresh(tmp_path, corpus)
    assert kept(tmp_path) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == files


def test_the_map_is_drawn_in_a_copy_as_it_would_be_here(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[tuple[int, str, int], tuple[int, str, int]]] = []

    @contextlib.contextmanager
    def twice(draw: Callable[[], tuple[str, int]]) -> Iterator[Callable[[], tuple[str, int]]]:
        def told() -> tuple[int, str, int]:
            return os.getpid(), *draw()

        def both() -> tuple[str, int]:
            drawn.append((in_a_copy(), told()))
            return drawn[0][0][1:]

        with beside(told) as in_a_copy:
            yield both

    monkeypatch.setattr("pipelines.forked._may_copy", lambda: True)
    monkeypatch.setattr("pipelines.rebuild.beside", twice)
    pubmed.add(*many(30))
    refresh(tmp_path, corpus)
    ((there, *as_there), (here, *as_here)) = drawn[0]
    assert there != here
    assert as_there == as_here
    assert (tmp_path / "evidence-map.html").read_text("utf-8") == as_there[0]


def test_a_database_that_lost_everything_is_no_new_one(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(2))
    refresh(tmp_path, corpus)
    (tmp_path / "corpus.db").write_bytes(b"")
    before = kept(tmp_path)
    with pytest.raises(StoreError, match="is empty, though run 1 was complete; restore your copy"):
        refresh(tmp_path, corpus)
    with pytest.raises(StoreError, match="is empty; restore your copy"):
        status_json(tmp_path)
    assert kept(tmp_path) == before
    (tmp_path / "corpus.db").unlink()
    assert refresh(tmp_path, corpus).run == 2, "moved away, it is begun anew"


def test_a_run_whose_process_is_gone_is_told_as_stopped(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(2))
    refresh(tmp_path, corpus)
    with Store(tmp_path) as store:
        store.begin_run("pubmed")
    assert status_json(tmp_path)["runs"][-1]["status"] == "stopped"
    with writer_lock(tmp_path):
        (tmp_path / ".writer.lock").write_text("999999999\n")  # as another container numbers its processes
        assert status_json(tmp_path)["runs"][-1]["status"] == "running"
    (tmp_path / ".writer.lock").write_text(f"{os.getpid()}\n")  # a number that was given again
    assert status_json(tmp_path)["runs"][-1]["status"] == "stopped"


def test_a_read_only_folder_and_a_file_in_its_place_are_named(tmp_path: Path, corpus: Corpus) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="name a folder"):
        refresh(tmp_path / "file", corpus)
    with pytest.raises(StoreError, match="cannot be written"):
        refresh(Path("/proc/nowhere"), corpus)


@pytest.mark.parametrize("name", ["graph.lbug", "evidence-map.html"])
@pytest.mark.parametrize("how", ["emptied", "cut", "flipped", "gone"])
def test_a_damaged_graph_or_map_is_built_anew_though_nothing_is_new(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, name: str, how: str
) -> None:
    pubmed.add(*many(5))
    refresh(tmp_path, corpus)
    file = tmp_path / name
    whole = file.read_bytes()
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :]
    file.write_bytes({"emptied": b"", "cut": whole[:middle], "flipped": flipped}.get(how, whole))
    if how == "gone":
        file.unlink()
    said = refresh_text(refresh(tmp_path, corpus))
    assert "run 2: nothing new" in said
    assert "graph or map were not as the last run left them (damaged, changed or gone): built anew" in said
    assert "\nGraph or map were not as" in (tmp_path / "runs" / "000002.md").read_text("utf-8")
    assert publications(tmp_path) == set(pubmed.records)
    assert (tmp_path / "evidence-map.html").read_text("utf-8").rstrip().endswith("</html>")
    assert "graph and map are as they were" in refresh_text(refresh(tmp_path, corpus))


@pytest.mark.parametrize("damage", ['{"run": 1,', "", "[]", "\x00" * 40])
def test_a_damaged_report_is_written_anew_and_stops_no_run(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, damage: str
) -> None:
    pubmed.add(*many(2))
    refresh(tmp_path, corpus)
    report = tmp_path / "runs" / "000001.json"
    whole = report.read_text("utf-8")
    report.write_text(damage, "utf-8")
    (tmp_path / "runs" / "notes.json").write_text("{}", "utf-8")
    assert refresh(tmp_path, corpus).run == 2
    assert report.read_text("utf-8") == whole
