"""The graph put onto a real Neo4j server: whole, changed, broken off, beside others, by its import tool."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graph.build import build_graph
from graph.embedded.ladybug import load
from graph.exports.export import write_graph
from graph.model import Graph
from graph.query.rows import Rows
from graph.schema import NODES
from graph.server import steps as neo4j_steps
from graph.server import write as neo4j_write
from graph.server.neo4j import Changes, connect, constraints, load_into
from graph.server.query import ask_server
from miner.errors import GraphError
from tests.graph_fixtures import ENTRIES, TRIALS, VOCABULARY, sample_graph, synthesised
from tests.neo4j_server import HERE, server_of
from tests.test_graph_export import awkward_graph

pytestmark = pytest.mark.neo4j


def server_counts(driver: neo4j.Driver) -> dict[str, int]:
    nodes = driver.execute_query("MATCH (n) UNWIND labels(n) AS l RETURN l AS k, count(*) AS n").records
    edges = driver.execute_query("MATCH ()-[r]->() RETURN type(r) AS k, count(*) AS n").records
    return {r["k"]: r["n"] for r in (*nodes, *edges) if r["k"] != "MbcMiner"}


def counts(graph: Graph) -> Mapping[str, int]:
    return {k: n for k, n in graph.counts().items() if n}


def assert_holds(driver: neo4j.Driver, graph: Graph, *, empty_lists: bool = True) -> None:
    """The server holds exactly this graph, every value and relationship; neo4j-admin makes no empty lists."""

    def stored(properties: Mapping[str, Any]) -> dict[str, Any]:
        lists = {k: list(v) if isinstance(v, tuple) else v for k, v in properties.items()}
        return {k: v for k, v in lists.items() if v is not None and (empty_lists or v != [])}

    assert server_counts(driver) == counts(graph)
    for label, nodes in graph.nodes.items():
        records = driver.execute_query(f"MATCH (n:{label}) RETURN properties(n) AS p").records
        assert {r["p"]["id"]: r["p"] for r in records} == {k: stored(n) for k, n in nodes.items()}
    for kind, edges in graph.edges.items():
        question = f"MATCH (a)-[x:{kind}]->(b) RETURN a.id AS a, b.id AS b, properties(x) AS p"
        found = [(r["a"], r["b"], r["p"]) for r in driver.execute_query(question).records]
        assert sorted(found, key=repr) == sorted(
            ((e.source, e.target, stored(e.properties)) for e in edges), key=repr
        )


@contextlib.contextmanager
def broken_off(writes: int) -> Iterator[None]:
    """The line dies after so many writes."""
    done, send = 0, neo4j_write._send

    def breaks_off(*arguments: Any) -> None:
        nonlocal done
        if done == writes:
            raise ConnectionError("the line is dead")
        done += bool(arguments[2])
        send(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neo4j_write, "_send", breaks_off)
        yield


class TestLoading:
    def test_all_of_the_graph_arrives_with_its_values(self, driver: neo4j.Driver) -> None:
        graph = synthesised(sample_graph())
        changes = load_into(graph, driver)
        assert (changes.nodes_deleted, changes.relationships_deleted) == (0, 0)
        assert_holds(driver, graph)

    def test_loading_it_again_changes_nothing(self, driver: neo4j.Driver) -> None:
        load_into(sample_graph(), driver)
        assert load_into(sample_graph(), driver) == Changes()

    def test_only_what_differs_is_sent(self, driver: neo4j.Driver) -> None:
        load_into(sample_graph(), driver)
        fewer = build_graph(ENTRIES[:-1], TRIALS, VOCABULARY)
        changes = load_into(fewer, driver)
        assert changes.nodes_written == 0
        assert changes.nodes_deleted == len(sample_graph().nodes["Study"]) - len(fewer.nodes["Study"]) + 1 + 3
        assert server_counts(driver) == counts(fewer)
        load_into(synthesised(sample_graph()), driver)
        assert server_counts(driver) == counts(synthesised(sample_graph()))

    def test_a_change_by_hand_is_put_right_by_force(self, driver: neo4j.Driver) -> None:
        load_into(sample_graph(), driver)
        driver.execute_query("MATCH (s:Study) SET s.label = 'x', s.colour = 'red'")
        driver.execute_query("MATCH (:Study)-[f:FOUND]->(:Claim) DELETE f")
        changes = load_into(sample_graph(), driver, force=True)
        claims = len(sample_graph().nodes["Claim"])
        assert changes == Changes(
            nodes_written=len(sample_graph().nodes["Study"]), relationships_written=claims
        )
        assert_holds(driver, sample_graph())
        labels = driver.execute_query("MATCH (s:Study) RETURN s.label AS l, s.colour AS c").records
        assert {r["l"] for r in labels} == {s["label"] for s in sample_graph().nodes["Study"].values()}
        assert {r["c"] for r in labels} == {None}

    def test_what_was_deleted_by_hand_comes_back_when_the_graph_moves(self, driver: neo4j.Driver) -> None:
        load_into(sample_graph(), driver)
        driver.execute_query("MATCH (e:Effect) DETACH DELETE e")
        load_into(synthesised(sample_graph()), driver)
        assert_holds(driver, synthesised(sample_graph()))

    @pytest.mark.parametrize("writes", [0, 1, 3, 7, 12, 20, 33])
    def test_a_load_in_steps_that_broke_off_is_taken_up_and_ends_in_the_same_graph(
        self, driver: neo4j.Driver, writes: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        load_into(build_graph(ENTRIES[2:], TRIALS, VOCABULARY), driver)
        graph = synthesised(build_graph(ENTRIES[:-2], TRIALS, VOCABULARY))
        monkeypatch.setattr(neo4j_steps, "_AT_ONCE", 1 if writes % 2 else 40)
        with broken_off(writes), pytest.raises(ConnectionError):
            load_into(graph, driver)
        said = ask_server(driver, "MATCH (s:Study) RETURN s.id AS id", {}).notice
        assert "the answer may be of a part of the graph" in str(said)
        load_into(graph, driver)
        assert_holds(driver, graph)
        assert load_into(graph, driver) == Changes()
        assert ask_server(driver, "MATCH (s:Study) RETURN s.id AS id", {}).notice is None

    @pytest.mark.parametrize("writes", [0, 20])
    def test_a_load_at_once_that_broke_off_has_changed_nothing(
        self, driver: neo4j.Driver, writes: int
    ) -> None:
        before = build_graph(ENTRIES[2:], TRIALS, VOCABULARY)
        load_into(before, driver)
        graph = synthesised(build_graph(ENTRIES[:-2], TRIALS, VOCABULARY))
        with broken_off(writes), pytest.raises(ConnectionError):
            load_into(graph, driver)
        assert_holds(driver, before)
        assert ask_server(driver, "MATCH (s:Study) RETURN s.id AS id", {}).notice is None
        load_into(graph, driver)
        assert_holds(driver, graph)

    @pytest.mark.parametrize("at_once", [1, 50_000])
    def test_who_asks_during_a_load_has_the_whole_graph_or_is_told(
        self, uri: str, driver: neo4j.Driver, at_once: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(neo4j_steps, "_AT_ONCE", at_once)
        graphs = [sample_graph(), build_graph(ENTRIES[3:], TRIALS, VOCABULARY)]
        sizes = [tuple(len(g.nodes[n]) for n in ("Publication", "ArmResult")) for g in graphs]
        question = (
            "MATCH (p:Publication) WITH count(p) AS publications "
            "OPTIONAL MATCH (a:ArmResult) RETURN publications, count(a) AS results"
        )
        load_into(graphs[0], driver)
        answers: list[Rows] = []
        ended = threading.Event()

        def ask() -> None:
            with connect(uri) as other:
                while not ended.is_set():
                    answers.append(ask_server(other, question, {}))

        with ThreadPoolExecutor(1) as readers:
            asking = readers.submit(ask)
            try:
                for turn in range(6):
                    load_into(graphs[(turn + 1) % 2], driver)
            finally:
                ended.set()
            asking.result()
        unsaid = {tuple(row.values()) for rows in answers if not rows.notice for row in rows}
        assert unsaid <= {*sizes}
        if at_once == 50_000:
            assert len(unsaid) == 2
        else:
            assert any(rows.notice for rows in answers)

    def test_a_first_load_of_the_bundled_corpus_is_one_transaction(
        self, driver: neo4j.Driver, bundled: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written: list[neo4j.Session] = []
        write = neo4j.Session.execute_write

        def counting(session: neo4j.Session, *arguments: Any) -> Any:
            written.append(session)
            return write(session, *arguments)

        monkeypatch.setattr(neo4j.Session, "execute_write", counting)
        graph = load(bundled)
        load_into(graph, driver)
        assert len(written) == 1
        assert_holds(driver, graph)


class TestOthersInTheSameDatabase:
    def test_what_is_not_ours_stays(self, driver: neo4j.Driver) -> None:
        driver.execute_query("CREATE (:Person {id: 'me'})-[:READS]->(:Book)")
        load_into(sample_graph(), driver)
        load_into(Graph(), driver)
        assert server_counts(driver) == {"Person": 1, "Book": 1, "READS": 1}

    def test_nodes_under_our_labels_with_ids_of_their_own_stay(self, driver: neo4j.Driver) -> None:
        driver.execute_query("CREATE (:Study {id: 'theirs'})-[:FOUND]->(:Effect {id: 'also theirs'})")
        load_into(sample_graph(), driver)
        load_into(Graph(), driver)
        assert server_counts(driver) == {"Study": 1, "Effect": 1, "FOUND": 1}

    def test_a_node_with_an_id_of_ours_is_not_replaced(self, driver: neo4j.Driver) -> None:
        study = next(iter(sample_graph().nodes["Study"]))
        driver.execute_query("CREATE (:Study {id: $id, colour: 'red'})", id=study)
        with pytest.raises(GraphError, match=f"holds Study {study}, which mbc-miner did not put there"):
            load_into(sample_graph(), driver)
        assert server_counts(driver) == {"Study": 1}
        load_into(sample_graph(), driver, force=True)
        assert_holds(driver, sample_graph())

    def test_two_corpora_share_concepts_and_leave_each_other_s_records_alone(
        self, driver: neo4j.Driver
    ) -> None:
        first = build_graph(ENTRIES[:3], [], VOCABULARY)
        second = build_graph(ENTRIES[5:8], [], VOCABULARY)
        load_into(first, driver, corpus="first")
        load_into(second, driver, corpus="second")
        assert_holds(driver, Graph().merge(first).merge(second))
        load_into(build_graph(ENTRIES[6:8], [], VOCABULARY), driver, corpus="second")
        load_into(Graph(), driver, corpus="second")
        assert_holds(driver, first)
        assert load_into(first, driver, corpus="first") == Changes()

    def test_a_record_that_two_corpora_have_otherwise_is_refused(self, driver: neo4j.Driver) -> None:
        first = build_graph(ENTRIES, TRIALS, VOCABULARY)
        second = synthesised(sample_graph())
        study = next(iter(second.nodes["Study"].values()))
        study["in_scope"] = not study["in_scope"]
        load_into(first, driver, corpus="first")
        with pytest.raises(GraphError, match=f"holds Study {study['id']} as the corpus first has it"):
            load_into(second, driver, corpus="second")
        assert_holds(driver, first)
        load_into(second, driver, corpus="second", force=True)
        assert_holds(driver, second)


def test_the_import_files_are_imported_by_neo4j_s_own_tool(uri: str, tmp_path: Path) -> None:
    """``import.sh`` as a user runs it, with the real neo4j-admin; then the real server on what it made."""
    assert uri, "the server is there, and so is its tool"
    graph = synthesised(sample_graph()).merge(awkward_graph())
    write_graph("neo4j-csv", graph, tmp_path / "files")
    home, tools = tmp_path / "home", tmp_path / "bin"
    for folder in (home / "conf", tools):
        folder.mkdir(parents=True)
    (home / "conf" / "neo4j.conf").touch()
    (tools / "neo4j-admin").write_text(f'#!/bin/sh\nexec {HERE}/run.sh admin "$@"\n')
    (tools / "neo4j-admin").chmod(0o755)
    there = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    done = subprocess.run(
        [tmp_path / "files" / "import.sh"],
        env={**os.environ, **there, "PATH": f"{tools}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with server_of("open", str(home)) as address, connect(address) as driver:
        assert_holds(driver, graph, empty_lists=False)


class TestConstraints:
    def test_each_label_has_its_constraint(self, driver: neo4j.Driver) -> None:
        load_into(Graph(), driver)
        made = driver.execute_query("SHOW CONSTRAINTS YIELD labelsOrTypes AS l RETURN l[0] AS l").records
        assert set(NODES) <= {r["l"] for r in made}
        assert len(constraints()) == len(NODES) + 1
