"""A real Neo4j server asked the same as the embedded graph. `make neo4j` fetches it and runs this."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graph.embedded.ladybug import load, save
from graph.handle import Handle
from graph.handle import open as open_graph
from graph.query.questions import Question, all_questions, find_question
from graph.server.neo4j import connect, load_into
from graph.server.query import ask_question, ask_server
from miner.errors import GraphError, QueryRefused
from tests.graph_fixtures import sample_graph, synthesised
from tests.test_meant import ANSWERS, PAIRS
from tests.test_queries import EXPECTED, GIVEN
from tests.worked_questions import Worked, table, worked

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def loaded(uri: str) -> Iterator[neo4j.Driver]:
    """The server with the small graph; for tests that only read."""
    with connect(uri) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        load_into(synthesised(sample_graph()), driver)
        yield driver


@pytest.fixture(scope="module")
def handle(tmp_path_factory: pytest.TempPathFactory) -> Handle:
    """The embedded graph of the same."""
    folder = tmp_path_factory.mktemp("embedded")
    save(synthesised(sample_graph()), folder)
    return open_graph(folder)


class TestQuestions:
    @pytest.mark.parametrize("name", [q.name for q in all_questions()])
    def test_a_named_question_gives_the_same_rows_as_the_embedded_graph(
        self, loaded: neo4j.Driver, name: str
    ) -> None:
        question = find_question(name)
        assert list(ask_question(loaded, question, GIVEN.get(name, {}))) == EXPECTED[name]

    @pytest.mark.parametrize("cypher", [*ANSWERS, *PAIRS])
    def test_a_statement_has_the_meaning_that_it_has_on_the_embedded_graph(
        self, loaded: neo4j.Driver, handle: Handle, cypher: str
    ) -> None:
        assert list(ask_server(loaded, cypher, {})) == list(handle.query(cypher))

    def test_a_node_is_its_properties_and_its_label(self, loaded: neo4j.Driver) -> None:
        (row,) = ask_server(loaded, "MATCH (d:DataSource {id: $id}) RETURN d AS source", {"id": "mbc:seer"})
        expected = {"_label": "DataSource", "id": "mbc:seer", "name": "SEER", "category": "data_sources"}
        assert row == {"source": {**expected, "country": "United States", "lineage": ["mbc:seer"]}}

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
            ("MATCH (s:study) RETURN s.id AS id", "no label 'study' .*; did you mean Study"),
            ("MATCH (s:Study) RETURN s.YEAR AS y", "no property 'YEAR' .*; did you mean year"),
            ("MATCH (s:Study) RETURN s.desing AS d", "did you mean design"),
            ("MATCH (s:Study RETURN s.id AS id", "cannot be read"),
            ("RETURN 1/0 AS x", "could not answer .*by zero"),
        ],
    )
    def test_a_mistake_is_said_in_one_line(self, loaded: neo4j.Driver, cypher: str, says: str) -> None:
        with pytest.raises(GraphError, match=says) as error:
            ask_server(loaded, cypher, {})
        assert "\n" not in str(error.value)

    @pytest.mark.parametrize(
        ("name", "given", "says"),
        [
            ("findings-of-study", {"study": "larch"}, "no study 'larch'; there is Larch 2015"),
            ("publications-of-trial", {"number": "NCT1"}, "no trial 'NCT1'"),
            ("effects-of", {"intervention": "nothing"}, "no intervention mbc:nothing"),
        ],
    )
    def test_what_is_asked_for_must_be_there(
        self, loaded: neo4j.Driver, name: str, given: dict[str, str], says: str
    ) -> None:
        with pytest.raises(QueryRefused, match=says):
            ask_question(loaded, find_question(name), given)

    def test_a_database_that_is_not_there_is_said(self, loaded: neo4j.Driver) -> None:
        with pytest.raises(GraphError, match=r"no such database .*name one with --database"):
            ask_server(loaded, "RETURN 1 AS one", {}, database="nowhere")

    def test_a_long_question_is_stopped(self, loaded: neo4j.Driver) -> None:
        with pytest.raises(GraphError, match=r"took longer than 0\.5 s"):
            ask_server(
                loaded, "MATCH (a), (b), (c), (d), (e) RETURN count(a.id + e.id) AS n", {}, timeout=0.5
            )

    @pytest.mark.parametrize(
        "cypher",
        [
            "CREATE (:Study)",
            "LOAD CSV FROM 'file:///etc/passwd' AS r RETURN r",
            "CALL db.labels()",
            "WITH 1 AS one // a comment ends here:\rLOAD CSV FROM 'file:///etc/passwd' AS r RETURN r",
            r"WITH 1 AS one L\u004fAD CSV FROM 'file:///etc/passwd' AS r RETURN r",
        ],
    )
    def test_only_reading_is_let_through(self, loaded: neo4j.Driver, cypher: str) -> None:
        with pytest.raises(QueryRefused):
            ask_server(loaded, cypher, {})


@pytest.fixture(scope="module")
def bundled_there(uri: str, bundled: Path) -> Iterator[neo4j.Driver]:
    """The server with the bundled corpus."""
    with connect(uri) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        load_into(load(bundled), driver)
        yield driver


class TestTheBundledCorpus:
    @pytest.mark.parametrize("question", all_questions(), ids=lambda q: q.name)
    def test_a_named_question_gives_the_same_rows_on_both_engines(
        self, bundled_there: neo4j.Driver, bundled: Path, question: Question
    ) -> None:
        here = open_graph(bundled).ask(question.name)
        there = ask_question(bundled_there, question, {})
        assert (there.columns, list(there)) == (here.columns, list(here))

    @pytest.mark.parametrize("question", all_questions(), ids=lambda q: q.name)
    def test_a_limit_cuts_both_alike(
        self, bundled_there: neo4j.Driver, bundled: Path, question: Question
    ) -> None:
        here = open_graph(bundled).ask(question.name, limit=3)
        there = ask_question(bundled_there, question, {"limit": 3})
        assert list(there) == list(here)
        assert (there.notice is None) == (here.notice is None)
        everything = ask_question(bundled_there, question, {"limit": 0})
        assert list(everything)[:3] == list(there)
        if there.notice and question.total:
            assert there.notice.startswith(f"the first 3 of {len(everything):,} rows")

    @pytest.mark.parametrize("question", list(worked()), ids=lambda q: q.words)
    def test_a_worked_question_has_the_printed_answer(
        self, bundled_there: neo4j.Driver, question: Worked
    ) -> None:
        assert table(ask_server(bundled_there, question.cypher, {})) == question.answer


def test_a_database_without_a_graph_gives_no_empty_answers(driver: neo4j.Driver) -> None:
    with pytest.raises(GraphError, match="holds no graph; put one there with `mbc-miner load"):
        ask_server(driver, "MATCH (s:Study) RETURN s.id AS id", {})


def test_a_certificate_that_is_not_trusted_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        error = ssl.SSLCertVerificationError(1, "no")
        error.verify_message = "self-signed certificate"
        raise neo4j.exceptions.ServiceUnavailable("Couldn't connect") from error

    monkeypatch.setattr(neo4j.GraphDatabase, "driver", refuse)
    says = r"not trusted \(self-signed certificate\).*bolt\+ssc://"
    with pytest.raises(GraphError, match=says), connect("bolt+s://127.0.0.1:7687"):
        pass


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
