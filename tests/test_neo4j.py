"""The same graph on a real Neo4j server: loaded, changed, asked. `make neo4j` fetches it and runs this."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graph.build import build_graph
from graph.model import Graph
from graph.neo4j import Changes, connect, constraints, load_into
from graph.neo4j_query import ask_server
from graph.questions import all_questions, find_question
from graph.schema import NODES
from miner.errors import GraphError, QueryRefused
from tests.graph_fixtures import ENTRIES, TRIALS, VOCABULARY, sample_graph, synthesised
from tests.test_queries import EXPECTED, GIVEN

pytestmark = pytest.mark.neo4j
HERE = Path(__file__).parent / "neo4j"


@pytest.fixture(scope="module")
def uri() -> Iterator[str]:
    """A server of our own that dies with the tests; NEO4J_TEST_URI names another that may be emptied."""
    if given := os.environ.get("NEO4J_TEST_URI"):
        yield given
        return
    if not (HERE / "target" / "lib").is_dir():
        assert not os.environ.get("CI"), "the gate runs these tests; run tests/neo4j/run.sh build first"
        pytest.skip("there is no Neo4j here; `make neo4j` fetches it and runs these tests")
    server = subprocess.Popen(
        [str(HERE / "run.sh"), "launch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    line = server.stdout.readline()
    assert line.startswith("READY "), line
    yield line.split()[1].rstrip("/")
    server.communicate(timeout=60)


@pytest.fixture(scope="module")
def server(uri: str) -> Iterator[neo4j.Driver]:
    with connect(uri) as driver:
        yield driver


@pytest.fixture
def driver(server: neo4j.Driver) -> neo4j.Driver:
    """The server, emptied."""
    server.execute_query("MATCH (n) DETACH DELETE n")
    return server


@pytest.fixture(scope="module")
def loaded(uri: str) -> Iterator[neo4j.Driver]:
    """The server with the small graph; for tests that only read."""
    with connect(uri) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        load_into(synthesised(sample_graph()), driver)
        yield driver


class TestQuestions:
    @pytest.mark.parametrize("name", [q.name for q in all_questions()])
    def test_a_named_question_gives_the_same_rows_as_the_embedded_graph(
        self, loaded: neo4j.Driver, name: str
    ) -> None:
        question = find_question(name)
        rows = ask_server(loaded, question.cypher, question.bind(GIVEN.get(name, {})))
        assert list(rows) == EXPECTED[name]

    def test_a_node_is_its_properties_and_its_label(self, loaded: neo4j.Driver) -> None:
        (row,) = ask_server(loaded, "MATCH (d:DataSource {id: $id}) RETURN d AS source", {"id": "mbc:seer"})
        expected = {"_label": "DataSource", "id": "mbc:seer", "name": "SEER", "category": "data_sources"}
        assert row == {"source": {**expected, "country": "United States"}}

    def test_a_path_is_its_nodes_and_relationships(self, loaded: neo4j.Driver) -> None:
        (row,) = ask_server(
            loaded, "MATCH p = (:Study {label: 'Alder 2012a'})-[:DRAWS_ON]->() RETURN p AS p", {}
        )
        assert [n["_label"] for n in row["p"]["nodes"]] == ["Study", "DataSource"]
        assert row["p"]["relationships"] == [{"_label": "DRAWS_ON"}]

    def test_the_rows_are_json(self, loaded: neo4j.Driver) -> None:
        rows: list[dict[str, Any]] = list(
            ask_server(loaded, "MATCH (s:Study) RETURN s AS s, date('2015-10-01') AS d", {})
        )
        assert json.loads(json.dumps(rows)) == rows
        assert rows[0]["d"] == "2015-10-01"

    def test_rows_are_cut_at_the_limit(self, loaded: neo4j.Driver) -> None:
        rows = ask_server(loaded, "MATCH (s:Study) RETURN s.label AS study", {}, limit=2)
        assert len(rows) == 2
        assert rows.notice is not None

    @pytest.mark.parametrize(
        ("cypher", "says"),
        [
            ("MATCH (s:Studie) RETURN s.id AS id", "did you mean Study"),
            ("MATCH (s:Study) RETURN s.desing AS d", "did you mean design"),
            ("MATCH (s:Study RETURN s.id AS id", "cannot be read"),
            ("RETURN 1/0 AS x", "could not answer .*by zero"),
        ],
    )
    def test_a_mistake_is_said_in_one_line(self, loaded: neo4j.Driver, cypher: str, says: str) -> None:
        with pytest.raises(GraphError, match=says) as error:
            ask_server(loaded, cypher, {})
        assert "\n" not in str(error.value)

    def test_a_long_question_is_stopped(self, loaded: neo4j.Driver) -> None:
        with pytest.raises(GraphError, match=r"took longer than 0\.5 s"):
            ask_server(
                loaded, "MATCH (a), (b), (c), (d), (e) RETURN count(a.id + e.id) AS n", {}, timeout=0.5
            )

    @pytest.mark.parametrize(
        "cypher", ["CREATE (:Study)", "LOAD CSV FROM 'file:///etc/passwd' AS r RETURN r", "CALL db.labels()"]
    )
    def test_only_reading_is_let_through(self, loaded: neo4j.Driver, cypher: str) -> None:
        with pytest.raises(QueryRefused):
            ask_server(loaded, cypher, {})


def server_counts(driver: neo4j.Driver) -> dict[str, int]:
    nodes = driver.execute_query("MATCH (n) UNWIND labels(n) AS l RETURN l AS k, count(*) AS n").records
    edges = driver.execute_query("MATCH ()-[r]->() RETURN type(r) AS k, count(*) AS n").records
    return {r["k"]: r["n"] for r in (*nodes, *edges) if r["k"] != "MbcMiner"}


def counts(graph: Graph) -> Mapping[str, int]:
    return {k: n for k, n in graph.counts().items() if n}


class TestLoading:
    def test_all_of_the_graph_arrives_with_its_values(self, driver: neo4j.Driver) -> None:
        graph = synthesised(sample_graph())
        changes = load_into(graph, driver)
        assert (changes.nodes_deleted, changes.relationships_deleted) == (0, 0)
        assert server_counts(driver) == counts(graph)
        for label, nodes in graph.nodes.items():
            for record in driver.execute_query(f"MATCH (n:{label}) RETURN properties(n) AS p").records:
                wanted = {
                    k: list(v) if isinstance(v, tuple) else v for k, v in nodes[record["p"]["id"]].items()
                }
                assert record["p"] == {k: v for k, v in wanted.items() if v is not None}

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

    def test_a_change_by_hand_is_put_right_when_the_graph_moves(self, driver: neo4j.Driver) -> None:
        load_into(sample_graph(), driver)
        driver.execute_query("MATCH (s:Study) SET s.label = 'x', s.colour = 'red'")
        load_into(synthesised(sample_graph()), driver)
        labels = driver.execute_query("MATCH (s:Study) RETURN s.label AS l, s.colour AS c").records
        assert {r["l"] for r in labels} == {s["label"] for s in sample_graph().nodes["Study"].values()}
        assert {r["c"] for r in labels} == {None}

    def test_a_load_that_broke_off_is_taken_up(self, driver: neo4j.Driver) -> None:
        load_into(sample_graph(), driver)
        driver.execute_query("MATCH (m:MbcMiner) SET m.fingerprint = null")
        driver.execute_query("MATCH (e:Effect) DETACH DELETE e")
        changes = load_into(sample_graph(), driver)
        assert changes.nodes_written == len(sample_graph().nodes["Effect"])
        assert server_counts(driver) == counts(sample_graph())

    def test_what_is_not_ours_stays(self, driver: neo4j.Driver) -> None:
        driver.execute_query("CREATE (:Person {id: 'me'})-[:READS]->(:Book)")
        load_into(sample_graph(), driver)
        load_into(Graph(), driver)
        assert server_counts(driver) == {"Person": 1, "Book": 1, "READS": 1}

    def test_another_s_nodes_under_our_labels_are_not_replaced(self, driver: neo4j.Driver) -> None:
        driver.execute_query("CREATE (:Study {id: 'theirs'})")
        with pytest.raises(GraphError, match="holds Study nodes that mbc-miner did not put there"):
            load_into(sample_graph(), driver)
        assert server_counts(driver) == {"Study": 1}
        load_into(sample_graph(), driver, force=True)
        assert server_counts(driver) == counts(sample_graph())

    def test_each_label_has_its_constraint(self, driver: neo4j.Driver) -> None:
        load_into(Graph(), driver)
        made = driver.execute_query("SHOW CONSTRAINTS YIELD labelsOrTypes AS l RETURN l[0] AS l").records
        assert set(NODES) <= {r["l"] for r in made}
        assert len(constraints()) == len(NODES) + 1


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("bolt://127.0.0.1:1", "nothing answers at"),
        ("not an address", "is not a server's address"),
        ("http://127.0.0.1", "is not a server's address"),
    ],
)
def test_an_address_where_nothing_answers_is_said(address: str, says: str) -> None:
    with pytest.raises(GraphError, match=says), connect(address):
        pass
