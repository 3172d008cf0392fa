"""The named questions: each says what it asks, is portable, and gives the rows it should.

``graph_questions.json`` holds the expected rows for the small graph of ``graph_fixtures``; the same rows are
expected of the server (``test_neo4j.py``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import graph
from graph.embedded.ladybug import save
from graph.handle import Handle
from graph.model import Graph
from graph.query.gate import check_parameters, check_reading, tokens
from graph.query.questions import all_questions, find_question
from graph.schema import NODES, RELATIONSHIPS
from miner.errors import QueryRefused
from pipelines.asking import Where, ask_named, print_answers
from tests.graph_fixtures import sample_graph, synthesised

QUESTIONS = {q.name: q for q in all_questions()}
GIVEN: Mapping[str, dict[str, Any]] = {
    "publications-of-trial": {"number": "NCT90000001"},
    "findings-of-study": {"study": "Larch 2015"},
    "randomised-trials": {"intervention": "primary_tumour_surgery"},
}
EXPECTED: Mapping[str, Any] = json.loads((Path(__file__).parent / "graph_questions.json").read_text("utf-8"))
# Words that one engine lacks or takes otherwise (docs/cypher.md says how).
NOT_PORTABLE = """
    labels substring type elementId id startNode endNode head last tail split toString toInteger toFloat
    reverse reduce shortestPath isEmpty stDev rand timestamp datetime duration date exp keys
""".split()


@pytest.fixture(scope="module")
def handle(tmp_path_factory: pytest.TempPathFactory) -> Handle:
    folder = tmp_path_factory.mktemp("data")
    save(synthesised(sample_graph()), folder)
    return graph.open(folder)


def test_there_are_enough_and_each_has_expected_rows() -> None:
    assert len(QUESTIONS) >= 25
    assert set(EXPECTED) == set(QUESTIONS)


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_gives_the_expected_rows(handle: Handle, name: str) -> None:
    rows = list(handle.ask(name, **GIVEN.get(name, {})))
    assert rows
    assert rows == EXPECTED[name]


@pytest.mark.parametrize("name", [n for n, q in QUESTIONS.items() if q.embedded != q.cypher])
def test_what_is_counted_beforehand_is_what_there_is_to_count(
    handle: Handle, bundled: Path, name: str
) -> None:
    question = QUESTIONS[name]
    check_reading(question.embedded)
    for asked in (handle, graph.open(bundled)):
        assert list(asked.ask(name)) == list(asked.query(question.cypher, **question.bind({})))


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_is_one_reading_statement_with_its_parameters(name: str) -> None:
    question = QUESTIONS[name]
    check_parameters(check_reading(question.cypher), [p.name for p in question.parameters])
    assert question.title
    assert all(p.words for p in question.parameters)


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_names_only_what_the_schema_has(name: str) -> None:
    found = list(tokens(QUESTIONS[name].cypher))
    known = {*NODES, *RELATIONSHIPS}
    properties = {n for t in NODES.values() for n in t.names} | {
        n for t in RELATIONSHIPS.values() for n in t.names
    }
    for before, token in pairwise(found):
        if before.text == ":" and token.kind == "word":
            assert token.text in known | properties | {"true", "false"}
        if before.text == "." and token.kind == "word":
            assert token.text in properties


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_keeps_to_what_both_engines_take_alike(name: str) -> None:
    cypher = QUESTIONS[name].cypher
    assert not re.search(rf"\b(?:{'|'.join(NOT_PORTABLE)})\s*\(", cypher)
    assert not re.search(r"[\w)\]]\[\s*\$?\w+\s*\]", cypher), (
        "lists count from 1 in one engine, from 0 in the other"
    )
    assert not re.search(r"\*(?!\d+\.\.\d+\])(?!\))", cypher), "a path has a lower and an upper bound"
    returned = cypher.rpartition("RETURN")[2].partition("ORDER BY")[0]
    for column in re.split(r",(?![^(]*\))", returned.removeprefix(" DISTINCT")):
        assert re.search(r"\bAS \w+\s*$", column), f"{column!r} has no alias"
    bound = set(re.findall(r"[(\[](\w+):", cypher))
    assert not bound & set(re.findall(r"\bAS (\w+)", cypher)), "an alias must not be the name of a variable"


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_orders_its_rows(name: str) -> None:
    assert "ORDER BY" in QUESTIONS[name].cypher


@pytest.mark.parametrize("name", QUESTIONS)
def test_rows_that_its_order_does_not_tell_apart_are_alike(bundled: Path, name: str) -> None:
    """Else two engines, or two runs, would be free to give them in different orders."""
    order = QUESTIONS[name].cypher.rpartition("ORDER BY")[2].partition("LIMIT")[0]
    columns = [column.strip().removesuffix(" DESC") for column in order.split(",")]
    first: dict[str, dict[str, Any]] = {}
    for row in graph.open(bundled).ask(name):
        assert first.setdefault(repr([row[c] for c in columns]), row) == row


def test_sources_without_a_name_do_not_overlap(tmp_path: Path) -> None:
    overlapping = Graph().merge(sample_graph())
    overlapping.nodes["DataSource"]["mbc:seer"]["category"] = "institutional"
    save(overlapping, tmp_path)
    assert not graph.open(tmp_path).ask("overlapping-cohorts")


class TestParameters:
    def test_a_concept_may_be_given_without_its_prefix(self, handle: Handle) -> None:
        short = handle.ask("randomised-trials", intervention="primary_tumour_surgery")
        assert list(short) == list(handle.ask("randomised-trials", intervention="mbc:primary_tumour_surgery"))

    def test_a_broader_concept_holds_those_beneath_it(self, handle: Handle) -> None:
        assert (
            list(handle.ask("randomised-trials", intervention="local_treatment"))
            == EXPECTED["randomised-trials"]
        )
        assert not handle.ask("randomised-trials", intervention="hepatic_metastasectomy")

    def test_a_concept_that_is_not_there_is_refused_and_no_empty_answer(self, handle: Handle) -> None:
        with pytest.raises(QueryRefused, match=r"no intervention mbc:tea; .*MATCH \(c:Intervention\)"):
            handle.ask("randomised-trials", intervention="tea")
        with pytest.raises(QueryRefused, match="no source mbc:tea"):
            handle.ask("same-source", source="tea")

    @pytest.mark.parametrize("name", ["OS", "overall survival", "Overall survival", "mbc:overall_survival"])
    def test_on_the_command_line_a_concept_goes_by_its_names(self, handle: Handle, name: str) -> None:
        rows = ask_named("effects-of", [f"endpoint={name}"], Where(data=handle.path.parent))
        assert list(rows) == EXPECTED["effects-of"]

    def test_on_the_command_line_a_concept_that_is_not_there_is_refused(self, handle: Handle) -> None:
        with pytest.raises(QueryRefused, match=r"no endpoint is called 'happiness'; .*MATCH \(c:Endpoint\)"):
            ask_named("effects-of", ["endpoint=happiness"], Where(data=handle.path.parent))

    def test_numbers_may_come_as_text(self, handle: Handle) -> None:
        assert len(handle.ask("largest-cohorts", limit="2")) == 2

    def test_a_value_that_does_not_fit_is_refused(self) -> None:
        with pytest.raises(
            QueryRefused, match="parameter limit is 'few'; give a whole number, how many rows"
        ):
            find_question("largest-cohorts").bind({"limit": "few"})

    @pytest.mark.parametrize(
        ("name", "given"),
        [
            ("studies-by-year", {"since": 2015.5}),
            ("studies-by-year", {"since": True}),
            ("studies-by-year", {"since": float("inf")}),
            ("find-publications", {"words": None}),
            ("find-publications", {"words": ["bone"]}),
            ("effects-of", {"endpoint": None}),
        ],
    )
    def test_a_value_of_another_kind_is_not_bent_to_fit(self, name: str, given: dict[str, object]) -> None:
        with pytest.raises(QueryRefused, match=f"parameter {next(iter(given))} is .*; give "):
            find_question(name).bind(given)

    @pytest.mark.parametrize(
        ("name", "given", "told"),
        [
            ("findings-of-study", {"study": "larch"}, "no study 'larch'; there is Larch 2015"),
            ("findings-of-study", {"study": "Yew 1900"}, r"no study 'Yew 1900'; MATCH \(n:Study\)"),
            ("publications-of-trial", {"number": "nct99"}, r"no trial 'nct99'; MATCH \(n:Trial\)"),
        ],
    )
    def test_a_study_or_trial_that_is_not_there_is_refused_and_no_empty_answer(
        self, handle: Handle, name: str, given: dict[str, str], told: str
    ) -> None:
        with pytest.raises(QueryRefused, match=told):
            handle.ask(name, **given)

    def test_a_name_that_is_no_parameter_is_refused(self) -> None:
        with pytest.raises(QueryRefused, match="takes no 'least'; it takes intervention, limit"):
            find_question("largest-cohorts").bind({"least": 1})

    def test_a_question_that_is_not_there_names_the_nearest(self) -> None:
        with pytest.raises(
            QueryRefused, match="no question 'overlapping-cohort'; did you mean overlapping-cohorts"
        ):
            find_question("overlapping-cohort")

    def test_cypher_in_a_value_stays_a_value(self, handle: Handle) -> None:
        assert not handle.ask("find-publications", words="' OR true //")


def test_the_answers_to_several_questions_are_one_json_object(
    handle: Handle, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("syntheses", "studies-by-design")
    print_answers([(name, handle.ask(name)) for name in names], "json")
    assert json.loads(capsys.readouterr().out) == {name: EXPECTED[name] for name in names}


def test_the_answers_to_several_questions_are_no_csv(handle: Handle) -> None:
    with pytest.raises(QueryRefused, match="csv holds one table"):
        print_answers([("syntheses", handle.ask("syntheses"))], "csv")


def test_the_guide_lists_every_question_with_its_parameters() -> None:
    guide = (Path(__file__).parent.parent / "docs" / "cypher.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", guide, re.M))
    assert set(listed) == set(QUESTIONS)
    for name, question in QUESTIONS.items():
        takes = ", ".join(f"`{p.name}` ({p.type}, `{p.default}`)" for p in question.parameters)
        assert listed[name] == f"{question.title} | {takes}"
