"""Cypher that both engines read and LadybugDB by itself takes otherwise; `test_neo4j` asks the same there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.handle import Handle
from graph.query.meant import as_meant
from miner.errors import GraphError, QueryRefused
from tests.graph_fixtures import sample_graph

ANSWERS: dict[str, object] = {
    "WITH [1, 2, 3] AS xs RETURN xs[0] AS x": 1,
    "WITH [1, 2, 3] AS xs, 1 AS i RETURN xs[i + 1] AS x": 3,
    "WITH [1, 2, 3] AS xs RETURN xs[-1] AS x": 3,
    "WITH [[1, 2], [3]] AS xs RETURN xs[0][1] AS x": 2,
    "WITH [1, 2, 3] AS xs RETURN xs[1..2] AS x": [2],
    "WITH [1, 2, 3] AS xs RETURN xs[ 1..] AS x": [2, 3],
    "WITH [1, 2, 3] AS xs RETURN xs[..2] AS x": [1, 2],
    "WITH [1, 2, 3] AS xs RETURN xs[-2..] AS x": [2, 3],
    "WITH [1, 2, 3] AS xs RETURN xs[..-1] AS x": [1, 2],
    "WITH [1, 2, 3] AS xs RETURN xs[2..1] AS x": [],
    "RETURN split('a b c', ' ')[1] AS x": "b",
    "WITH 2 AS y WHERE y IN [1, 2] RETURN CASE WHEN y = 2 THEN [7] ELSE [8] END[0] AS x": 7,
    "RETURN '[0]' AS x // xs[0]": "[0]",
    "RETURN substring('surgery', 0, 4) AS x": "surg",
    "RETURN substring('surgery', 3) AS x": "gery",
    "WITH [3] AS xs RETURN substring('surgery', xs[0], 2) AS x": "ge",
    "MATCH (n:Study) RETURN DISTINCT labels(n) AS x": ["Study"],
    "MATCH (n:Study) RETURN DISTINCT labels(n)[0] AS x": "Study",
    "UNWIND [3, 1, 8, 2] AS v WITH v ORDER BY v DESC SKIP 2 RETURN max(v) AS x": 2,
    "UNWIND [3, 1, 8, 2] AS v WITH v ORDER BY v RETURN collect(v) AS x": [1, 2, 3, 8],
    "UNWIND [3, 1, 8, 2] AS v WITH v ORDER BY v DESC WHERE v < 8 RETURN collect(v) AS x": [3, 2, 1],
}
PAIRS = {
    "MATCH (a)<-[:FOUND]-(:Study)-[:FOUND]->(b) RETURN count(*) AS x": "FOUND",
    "MATCH (s:Study)-[:FOUND]->(a), (s)-[:FOUND]->(b) RETURN count(*) AS x": "FOUND",
    "MATCH (a)<-[:FOUND]-(s:Study)-[r:FOUND]->(b) WHERE s.id > '' OR s.id = '' RETURN count(*) AS x": "FOUND",
    "MATCH (s:Study) OPTIONAL MATCH (a)<-[:FOUND]-(s)-[:FOUND|REPORTS]->(b) RETURN count(b) AS x": "FOUND",
    "MATCH (a)<-[:FOUND*2]-(b) RETURN count(*) + 0 AS x": "",
    "MATCH (a:Study)-[:FOUND*2..2]-(b:Study) RETURN count(*) AS x": "",
    "MATCH (a)<-[:FOUND]-(:Study) MATCH (a)<-[:FOUND]-(:Study) RETURN count(*) AS x": "each",
}


@pytest.mark.parametrize("cypher", ANSWERS)
def test_lists_texts_labels_and_sorted_rows_are_those_of_cypher(handle: Handle, cypher: str) -> None:
    assert [row["x"] for row in handle.query(cypher)] == [ANSWERS[cypher]]


@pytest.mark.parametrize("cypher", PAIRS)
def test_a_pattern_goes_over_no_relationship_twice(handle: Handle, cypher: str) -> None:
    whole = sample_graph()
    found = [len(whole.out("FOUND", study)) for study in whole.nodes["Study"]]
    pairs = {"FOUND": sum(n * (n - 1) for n in found), "": 0, "each": sum(found)}
    assert pairs["FOUND"]
    assert [row["x"] for row in handle.query(cypher)] == [pairs[PAIRS[cypher]]]


def test_what_all_columns_are_asked_of_gets_no_further_one(handle: Handle) -> None:
    rows = handle.query("MATCH (a)<-[:FOUND]-(s:Study)-[:FOUND]->(b) RETURN *")
    assert set(rows.columns) == {"a", "b", "s"}


@given(st.text("()[]{}-<>:|*.,' MATCHWITHxsubstring(labels(`$0123456789;\n"))
def test_any_text_comes_through(text: str) -> None:
    assert as_meant(f"RETURN 1 AS x // {text!r}") == f"RETURN 1 AS x // {text!r}"
    as_meant(text)


@pytest.mark.parametrize(
    "cypher",
    [
        "RETURN 1 AS low, 2 AS high UNION ALL RETURN 4 AS high, 3 AS low",
        "RETURN 1 AS a UNION RETURN 2 AS b",
        "WITH 1 AS x RETURN x UNION WITH 2 AS y RETURN DISTINCT y ORDER BY y LIMIT 1",
        "RETURN 1 AS a, 2 AS b UNION RETURN 3 AS a",
        "MATCH (s:Study) RETURN s.label UNION MATCH (t:Trial) RETURN t.title",
    ],
)
def test_the_parts_of_a_union_name_their_columns_alike(handle: Handle, cypher: str) -> None:
    with pytest.raises(QueryRefused, match="give all parts the same names in the same order"):
        handle.query(cypher)


@pytest.mark.parametrize(
    ("cypher", "answer"),
    [
        ("RETURN 1 AS `a`, [5, 6] AS b UNION ALL RETURN 2 AS a, [7, 8] as b", [1, 2]),
        ("WITH 1 AS a RETURN * UNION WITH 2 AS a RETURN a", [1, 2]),
        ("WITH 3 AS a RETURN a // UNION RETURN 4 AS b", [3]),
        ("RETURN DISTINCT 4 AS a ORDER BY a LIMIT 1 UNION RETURN DISTINCT 5 AS a", [4, 5]),
        ("WITH {RETURN: 6} AS m RETURN m.RETURN AS a UNION RETURN coalesce(null, 7) AS a", [6, 7]),
    ],
)
def test_a_union_of_like_parts_is_answered(handle: Handle, cypher: str, answer: list[int]) -> None:
    assert sorted(row["a"] for row in handle.query(cypher)) == answer


def test_a_place_below_0_in_a_variable_is_told_with_what_to_write(handle: Handle) -> None:
    with pytest.raises(GraphError, match=r"as in xs\[size\(xs\) \+ i\]"):
        handle.query("WITH [1, 2, 3] AS xs, -1 AS i RETURN xs[i] AS x")
    rows = handle.query("WITH [1, 2, 3] AS xs, -1 AS i RETURN xs[size(xs) + i] AS x")
    assert [row["x"] for row in rows] == [3]
