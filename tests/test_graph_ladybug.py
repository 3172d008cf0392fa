"""The graph file: what goes in comes out, and a reader never sees half of one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import ladybug
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph as graph_package
from graph.embedded.ladybug import GRAPH_FILE, load, reading, save, saving
from graph.model import Graph
from graph.unreadable import unreadable_file
from miner.errors import GraphError
from tests.graph_fixtures import sample_graph, synthesised

HOME = Path(graph_package.__file__).parent.parent


def of_size(n: int) -> Graph:
    graph = Graph()
    for i in range(n):
        graph.add_node("Study", f"s{i}", label="x" * 50, publications=n)
        graph.add_node("Claim", f"c{i}", quote_start=n)
        graph.add_edge("FOUND", ("Study", f"s{i}"), ("Claim", f"c{i}"))
    return graph


def run(script: str, folder: Path) -> subprocess.Popen[str]:
    """A Python process of its own with the tests' and the project's modules."""
    start = f"import sys; sys.path.insert(0, {str(HOME)!r}); folder = sys.argv[1]\n"
    return subprocess.Popen(
        [sys.executable, "-c", start + script, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    graph = synthesised(sample_graph())
    save(graph, tmp_path)
    assert load(tmp_path) == graph


@settings(max_examples=8)
@given(
    title=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1),
    value=st.floats(allow_nan=False, allow_infinity=False),
    words=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))),
)
def test_any_text_and_number_survives(
    tmp_path_factory: pytest.TempPathFactory, title: str, value: float, words: list[str]
) -> None:
    graph = Graph()
    graph.add_node("Publication", "PMID:1", title=title, authors=tuple(words))
    graph.add_node("Effect", "e", value=value, quote=title)
    graph.add_edge("STATED_IN", ("Effect", "e"), ("Publication", "PMID:1"))
    folder = tmp_path_factory.mktemp("any")
    save(graph, folder)
    assert load(folder) == graph


def test_an_empty_graph_is_a_graph(tmp_path: Path) -> None:
    save(Graph(), tmp_path)
    assert load(tmp_path) == Graph()


def test_a_folder_whose_name_holds_quotes_is_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / 'it\'s "the" data'
    save(sample_graph(), folder)
    assert load(folder) == sample_graph()


def test_a_build_leaves_only_the_graph(tmp_path: Path) -> None:
    save(sample_graph(), tmp_path)
    save(sample_graph(), tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir() if not p.name.startswith(".")) == [GRAPH_FILE]


def test_no_graph_is_said_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="there is no graph; build it with `mbc-miner refresh --data"):
        load(tmp_path)


@pytest.mark.parametrize("how", ["no graph", "cut", "emptied", "scrambled"])
def test_a_damaged_graph_is_said_with_the_remedy(tmp_path: Path, how: str) -> None:
    file = save(sample_graph(), tmp_path)
    whole, noise = file.read_bytes(), random.Random(3).randbytes
    damaged = {"cut": whole[: len(whole) // 2], "emptied": b"", "no graph": b"not a graph" * 1000}
    file.write_bytes(damaged.get(how, whole[:4096] + noise(len(whole) - 8192) + whole[-4096:]))
    told = "damaged, or built by another version.*mbc-miner refresh"
    with pytest.raises(GraphError, match=told):
        load(tmp_path)
    with pytest.raises(GraphError, match=told):
        graph_package.open(tmp_path, trust=True).query("MATCH (s:Study) RETURN s.id AS id")


def test_a_graph_of_another_schema_is_said_with_the_remedy(tmp_path: Path) -> None:
    with (
        ladybug.Database(str(tmp_path / GRAPH_FILE)) as database,
        ladybug.Connection(database) as connection,
    ):
        connection.execute("CREATE NODE TABLE Publication(id STRING, PRIMARY KEY(id))")
        connection.execute("CHECKPOINT")
    with pytest.raises(GraphError, match="built by another version"):
        load(tmp_path)


def test_a_stale_log_beside_the_old_file_does_not_spoil_the_new(tmp_path: Path) -> None:
    save(sample_graph(), tmp_path)
    (tmp_path / f"{GRAPH_FILE}.wal").write_bytes(b"stale")
    save(sample_graph(), tmp_path)
    assert load(tmp_path) == sample_graph()


def test_a_build_that_fails_leaves_the_old_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(sample_graph(), tmp_path)

    def fail(_graph: Graph, _path: Path) -> None:
        raise RuntimeError("12 Study went in and 11 came out")

    monkeypatch.setattr("graph.embedded.ladybug._prove", fail)
    with pytest.raises(GraphError, match=r"11 came out.*the old one is untouched"):
        save(of_size(3), tmp_path)
    assert load(tmp_path) == sample_graph()
    assert not (tmp_path / f"{GRAPH_FILE}.new").exists()


def test_a_caller_who_fails_while_the_graph_is_written_keeps_the_old_one(tmp_path: Path) -> None:
    save(sample_graph(), tmp_path)
    with pytest.raises(ZeroDivisionError), saving(of_size(3), tmp_path):
        raise ZeroDivisionError
    assert load(tmp_path) == sample_graph()
    assert sorted(p.name for p in tmp_path.iterdir() if not p.name.startswith(".")) == [GRAPH_FILE]


def test_the_old_graph_stands_until_the_caller_is_done(tmp_path: Path) -> None:
    save(sample_graph(), tmp_path)
    with saving(of_size(3), tmp_path) as path:
        assert load(path) == sample_graph()
    assert load(path) == of_size(3)


def test_a_second_writer_is_turned_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_again(_graph: Graph, _path: Path) -> None:
        save(of_size(1), tmp_path)

    monkeypatch.setattr("graph.embedded.ladybug._prove", write_again)
    with pytest.raises(GraphError, match="another process is writing this graph"):
        save(of_size(2), tmp_path)


def test_the_file_is_read_only_to_readers(tmp_path: Path) -> None:
    path = save(sample_graph(), tmp_path)
    with reading(path) as connection, pytest.raises(RuntimeError, match="read-only"):
        connection.execute("CREATE (:Study {id: 'x'})")


# Reads until the writer is done, and at least once; a graph with parts of two sizes would be a mixed one.
READER = """
from pathlib import Path
from graph.embedded.ladybug import load
from tests.test_graph_ladybug import of_size
print("ready", flush=True)
rounds = 0
while rounds == 0 or not (Path(folder) / "done").exists():
    found = load(folder)
    (size,) = {study["publications"] for study in found.nodes["Study"].values()}
    assert found == of_size(size), size
    rounds += 1
"""


@pytest.mark.parametrize(
    ("readers", "rounds"),
    [(3, 5), pytest.param(10, 50, marks=pytest.mark.slow, id="ten-readers-fifty-rounds")],
)
def test_readers_see_one_whole_graph_while_others_are_swapped_in(
    tmp_path: Path, readers: int, rounds: int
) -> None:
    chance = random.Random(2)
    save(of_size(1), tmp_path)
    running = [run(READER, tmp_path) for _ in range(readers)]
    for reader in running:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    for _ in range(rounds):
        save(of_size(chance.randrange(1, 400)), tmp_path)
    (tmp_path / "done").touch()
    for reader in running:
        _, errors = reader.communicate(timeout=300)
        assert reader.returncode == 0, errors


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.slow, id="fifty")])
def test_a_build_killed_at_any_moment_leaves_a_whole_graph(tmp_path: Path, kills: int) -> None:
    save(of_size(7), tmp_path)
    chance = random.Random(1)
    for _ in range(kills):
        builder = run(
            "from tests.test_graph_ladybug import of_size, save\nprint('ready', flush=True)\n"
            "while True: save(of_size(9), folder)",
            tmp_path,
        )
        assert builder.stdout is not None
        assert builder.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 0.8))
        os.kill(builder.pid, signal.SIGKILL)
        builder.communicate()
        assert load(tmp_path) in (of_size(7), of_size(9))
    save(of_size(3), tmp_path)
    assert load(tmp_path) == of_size(3)


@pytest.mark.parametrize("statement", ["type(r)", "startNode(r).id", "endNode(r).id"])
def test_names_that_the_server_has_work_here_too(tmp_path: Path, statement: str) -> None:
    path = save(sample_graph(), tmp_path)
    with reading(path) as connection:
        result = connection.execute(f"MATCH (:Study)-[r:DRAWS_ON]->(d) RETURN {statement} AS x, d.id AS y")
        first: list[str] = result.get_next()  # type: ignore[union-attr,assignment]  # one statement, one result
    expected: dict[str, Callable[[str], bool]] = {
        "type(r)": lambda x: x == "DRAWS_ON",
        "startNode(r).id": lambda x: x.startswith("mbc:study/"),
        "endNode(r).id": lambda x: x == first[1],
    }
    assert expected[statement](first[0])


def test_a_graph_that_may_not_be_read_is_not_called_damaged() -> None:
    path = Path("mbc") / "graph.lbug"
    said = str(unreadable_file(path, f"IO exception: Cannot open file {path}: Permission denied"))
    assert "may not be read by this user" in said
    assert "refresh" not in said


def test_a_file_of_another_version_is_told_as_that_without_the_engine_s_words() -> None:
    path = Path("/srv/mbc/graph.lbug")
    assert str(unreadable_file(path, "Binder exception: Cannot find property i2 for n.")) == (
        "/srv/mbc/graph.lbug was built by another version of this program (it has no i2); "
        "build it anew with `mbc-miner refresh --data /srv/mbc`"
    )
