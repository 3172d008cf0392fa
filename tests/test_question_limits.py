"""A named question answers with its first rows, says how many there are, and needs not make all of them.

What the embedded file keeps to find the first rows is held to the Cypher that both engines take, on a graph
made by lot in which the lists are long enough to cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ladybug
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph
from bench.synthetic_graph import Size, synthetic_graph
from graph.contents.opposed import opposed_pairs
from graph.contents.precedence import edge_precedence
from graph.contents.summaries import add_summaries
from graph.embedded import arrow_tables
from graph.embedded import ladybug as ladybug_file
from graph.embedded.ladybug import graph_path, reading, save
from graph.handle import Handle
from graph.model import Graph
from graph.query.gate import check_reading
from graph.query.ladybug_cypher import for_ladybug
from graph.query.questions import ALL_ROWS, Question, all_questions, find_question
from miner.errors import QueryRefused
from tests.dense_graph import dense_graph
from tests.map_fixtures import Evidence

QUICK = [q for q in all_questions() if q.embedded != q.cypher]
COUNTED = [q for q in all_questions() if q.embedded_total]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lot")
    save(synthetic_graph(Size(700)), path)
    return path


@pytest.fixture(scope="module")
def dense_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dense")
    save(dense_graph(), path)
    return path


@pytest.fixture
def connection(folder: Path) -> Iterator[ladybug.Connection]:
    """One for each test: the engine gives back little of what a statement took before it is closed."""
    with reading(graph_path(folder)) as connection:
        yield connection


@pytest.fixture
def handle(folder: Path) -> Handle:
    return graph.open(folder)


def asked(connection: ladybug.Connection, cypher: str, values: dict[str, Any]) -> list[Any]:
    result = connection.execute(for_ladybug(cypher), {k: v for k, v in values.items() if f"${k}" in cypher})
    assert isinstance(result, ladybug.QueryResult)
    with result:
        return list(result.get_all())


@pytest.mark.parametrize("limit", [1, 2, 30, 200, 0])
@pytest.mark.parametrize("question", QUICK, ids=lambda q: q.name)
def test_the_quick_way_gives_the_same_first_rows(
    connection: ladybug.Connection, question: Question, limit: int
) -> None:
    values = question.bind({"limit": limit})
    check_reading(question.embedded)
    quick = asked(connection, question.for_embedded(values["limit"]), values)
    assert quick == asked(connection, question.cypher, {**values, "limit": values["limit"] + 1})


@pytest.mark.parametrize("question", QUICK, ids=lambda q: q.name)
def test_so_it_does_where_every_case_is_met(dense_folder: Path, question: Question) -> None:
    with reading(graph_path(dense_folder)) as connection:
        every = question.bind({"limit": 0})
        rows = asked(connection, question.cypher, {**every, "limit": every["limit"] + 1})
        assert len(rows) > 1, "too few to cut"
        for counting in filter(None, (question.embedded_total, question.total)):
            assert asked(connection, counting, every) == [[len(rows)]]
        for limit in (1, 2, 3, 5, 8, 13, 21, 34, 40, 55, 0):
            values = question.bind({"limit": limit})
            assert (
                asked(connection, question.for_embedded(values["limit"]), values)
                == (rows[: values["limit"] + 1])
            )


@pytest.mark.parametrize("question", COUNTED, ids=lambda q: q.name)
def test_its_rows_are_as_many_as_are_counted(connection: ladybug.Connection, question: Question) -> None:
    values = question.bind({"limit": 0})
    rows = asked(connection, question.for_embedded(values["limit"]), values)
    for counting in (question.embedded_total, question.total):
        if counting:
            check_reading(counting)
            assert asked(connection, counting, values) == [[len(rows)]]


@pytest.mark.parametrize("question", all_questions(), ids=lambda q: q.name)
def test_every_question_takes_a_limit_of_at_most_200(question: Question) -> None:
    assert question.cypher.endswith("LIMIT $limit")
    assert 0 < question.bind({})["limit"] <= 200
    assert question.bind({"limit": 0})["limit"] == ALL_ROWS


class TestWhatIsCutOff:
    def test_the_notice_says_how_many_there_are(self, handle: Handle) -> None:
        rows = handle.ask("unadjusted-cohorts", limit=5)
        every = handle.ask("unadjusted-cohorts", limit=0)
        assert rows.values == every.values[:5]
        assert rows.notice == f"the first 5 of {len(every):,} rows; raise the limit to see more (0 for all)"
        assert every.notice is None

    def test_or_that_there_are_more_where_rows_are_gathered(self, handle: Handle) -> None:
        notice = handle.ask("studies-per-endpoint", limit=5).notice
        assert notice == "the first 5 rows; there are more: raise the limit to see them (0 for all)"

    def test_nothing_is_said_where_the_rows_just_fit(self, handle: Handle) -> None:
        every = handle.ask("notices", limit=0)
        assert handle.ask("notices", limit=len(every)).notice is None
        assert handle.ask("notices", limit=len(every) - 1).notice is not None

    def test_more_pairs_than_are_kept_are_made(self, handle: Handle) -> None:
        asking = find_question("conflicting-directions")
        kept = handle.ask(asking.name, intervention="gemcitabine", limit=asking.reach)
        every = handle.ask(asking.name, intervention="gemcitabine", limit=asking.reach + 1)
        assert len(kept) == asking.reach
        assert every.values[: len(kept)] == kept.values
        assert len(every) == asking.reach + 1

    def test_the_limit_given_with_the_question_is_the_one_that_counts(self, folder: Path) -> None:
        bounded = graph.open(folder, limit=4)
        assert len(bounded.ask("notices")) == 4
        assert len(bounded.ask("notices", limit=2)) == 2
        assert len(graph.open(folder).ask("unadjusted-cohorts")) == 200

    def test_a_file_of_another_version_is_asked_plainly(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ladybug_file, "COUNTED", {})
        monkeypatch.setattr(arrow_tables, "COUNTED", {})
        save(synthetic_graph(Size(50)), tmp_path)
        old, new = graph.open(tmp_path), tmp_path / "new"
        monkeypatch.undo()
        save(synthetic_graph(Size(50)), new)
        for question in QUICK:
            assert (
                old.ask(question.name, limit=5).values == graph.open(new).ask(question.name, limit=5).values
            )

    def test_a_limit_below_none_is_refused(self, handle: Handle) -> None:
        with pytest.raises(QueryRefused, match="parameter limit is -1; give how many rows to show, or 0"):
            handle.ask("notices", limit=-1)

    def test_all_rows_of_a_statement_are_those_of_no_limit(self, folder: Path) -> None:
        every = graph.open(folder, limit=0, trust=True).query("UNWIND range(1, 12000) AS n RETURN n AS n")
        assert (len(every), every.notice) == (12_000, None)


years = st.none() | st.integers(1990, 1999)


@given(st.lists(st.tuples(years, years, st.sampled_from("abc")), max_size=12))
def test_as_many_pairs_stand_before_as_overlap_before(
    studies: list[tuple[int | None, int | None, str]],
) -> None:
    """Years may be missing or the wrong way round, labels the same."""
    cohorts = Graph()
    cohorts.add_node("DataSource", "mbc:seer", name="SEER", category="data_sources")
    for n, (first, last, label) in enumerate(studies):
        cohorts.add_node("Study", f"s{n:02}", label=label, years_from=first, years_to=last)
        cohorts.add_edge("DRAWS_ON", ("Study", f"s{n:02}"), ("DataSource", "mbc:seer"))
    pairs = sorted(
        a[2]
        for n, a in enumerate(studies)
        for b in studies[n + 1 :]
        if None not in (*a, *b) and a[0] <= b[1] and b[0] <= a[1]  # type: ignore[operator]  # none is null here
    )
    before = edge_precedence(cohorts)["DRAWS_ON"]["_overlaps_before"]
    for (study, _), n in before.items():
        assert pairs.index(studies[int(study[1:])][2]) == n
    assert {studies[int(study[1:])][2] for study, _ in before} == set(pairs)


def test_opposed_effects_stand_by_the_estimates_of_both_sides() -> None:
    """Also where one study prints one estimate twice; two effects of one study are never a pair."""
    evidence = Evidence()
    for label, effects in (
        ("Alpha 2001", ((0.5, "experimental"), (0.5, "experimental"), (1.3, "comparator"))),
        ("Beta 2002", ((1.4, "comparator"), (1.2, "comparator"), (0.9, "neither"))),
    ):
        study = evidence.study(label)
        for value, favours in effects:
            evidence.effect(study, value, None, favours=favours)
    add_summaries(evidence.graph)
    pairs, number = opposed_pairs(evidence.graph)
    effect = evidence.graph.nodes["Effect"]
    told = [pair.split("|") for pair in pairs["mbc:primary_tumour_surgery"]]
    assert [(effect[x]["value"], effect[y]["value"]) for _, _, x, _, y in told] == [
        (0.5, 1.2),
        (0.5, 1.2),
        (0.5, 1.4),
        (0.5, 1.4),
    ]
    assert number["mbc:primary_tumour_surgery"] == 4
