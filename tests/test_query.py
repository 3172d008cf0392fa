"""What questions answer: columns by their names, sorted and counted rows, a mistake in one line."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import graph
from graph.embedded.ladybug import save
from graph.handle import Handle
from graph.query.rows import plain
from miner.errors import GraphError, QueryRefused
from tests.graph_fixtures import sample_graph


class TestWhatTheEngineIsAsked:
    @pytest.mark.parametrize(
        ("cypher", "answer"),
        [
            ("WITH v ORDER BY v LIMIT 2 RETURN max(v) AS x", 2),
            ("WITH v ORDER BY v LIMIT 2 RETURN 1 AS one, max(v) AS x", 2),
            ("WITH v ORDER BY v DESC SKIP 1 LIMIT 2 RETURN sum(v) AS x", 15),
            ("WITH v ORDER BY v LIMIT 3 WHERE v <> 2 RETURN collect(v) AS x", [1, 3]),
            ("WITH v ORDER BY v LIMIT 3 WITH v AS w RETURN max(w) + 1 AS x", 4),
            ("WITH v ORDER BY v LIMIT 4 WITH v ORDER BY v DESC LIMIT 2 RETURN min(v) AS x", 3),
            ("WITH v, count(*) AS n ORDER BY v LIMIT 2 RETURN sum(v) AS x", 3),
            (
                "WITH v ORDER BY v LIMIT 1 MATCH (s:Study) WHERE s.id STARTS WITH 'm' RETURN max(v) AS x",
                1,
            ),
            ("WITH v ORDER BY v DESC LIMIT 2 RETURN count(*) AS x", 2),
            ("RETURN max(v) AS x ORDER BY x LIMIT 1", 9),
        ],
    )
    def test_aggregates_are_of_the_rows_that_were_sorted(
        self, handle: Handle, cypher: str, answer: object
    ) -> None:
        (row,) = handle.query(f"UNWIND [3, 1, 8, 2, 9, 7] AS v {cypher}")
        assert row["x"] == answer

    def test_rows_stay_sorted_where_all_columns_are_carried_on(self, handle: Handle) -> None:
        (row,) = handle.query("UNWIND [3, 1, 8] AS v WITH * ORDER BY v DESC LIMIT 2 RETURN min(v) AS x")
        assert row["x"] == 3

    @pytest.mark.parametrize(
        "cypher",
        [
            "MATCH (s:Study) WHERE {counted} = 0 RETURN count(*) AS x",
            "MATCH (s:Study) WITH s, {counted} AS k WHERE k = 0 RETURN count(*) AS x",
            "MATCH (s:Study) WITH {counted} AS k, count(*) AS n WHERE k = 0 RETURN n AS x",
            "MATCH (s:Study) WHERE NOT {counted} > 0 RETURN count(s) AS x",
        ],
    )
    @pytest.mark.parametrize("word", ["COUNT {", "count/* none, too */{"])
    def test_what_is_counted_may_be_none(self, handle: Handle, cypher: str, word: str) -> None:
        studies, edges = sample_graph().nodes["Study"], sample_graph().edges["FOUND"]
        without = set(studies) - {edge.source for edge in edges if edge.target_label == "Effect"}
        assert without
        counted = word + " MATCH (s)-[:FOUND]->(:Effect) }"
        (row,) = handle.query(cypher.replace("{counted}", counted))
        assert row["x"] == len(without)

    @pytest.mark.parametrize(("pattern", "why"), [("(", "mend it"), ("(?=B)B.*", "no lookaround")])
    def test_a_pattern_that_the_engine_cannot_read_is_refused(
        self, handle: Handle, pattern: str, why: str
    ) -> None:
        for cypher, values in ((f"'{pattern}'", {}), ("$p", {"p": pattern})):
            with pytest.raises(QueryRefused, match=f"is no regular expression .*{why}"):
                handle.query(f"MATCH (s:Study) WHERE s.label =~ {cypher} RETURN s.label AS study", **values)

    def test_a_pattern_may_hold_groups(self, handle: Handle) -> None:
        rows = handle.query("MATCH (s:Study) WHERE s.label =~ '(?i)(l)arch( 2015)?' RETURN s.label AS study")
        assert [row["study"] for row in rows] == ["Larch 2015"]

    def test_numbers_of_numpy_and_columns_of_pandas_are_parameters(self, handle: Handle) -> None:
        frame = handle.query("MATCH (s:Study) WHERE s.year > 2014 RETURN s.year AS year").to_pandas()
        (row,) = handle.query(
            "MATCH (s:Study) WHERE s.year IN $years AND s.year <= $until RETURN count(*) AS n",
            years=frame["year"],
            until=frame["year"].max(),
        )
        assert row["n"] == len(frame)

    def test_a_limit_below_0_is_refused(self, sample_folder: Path) -> None:
        with pytest.raises(QueryRefused, match="limit is -1"):
            graph.open(sample_folder, limit=-1)

    def test_log_is_the_natural_logarithm(self, handle: Handle) -> None:
        (row,) = handle.query(
            "WITH 100.0 AS log RETURN log AS same, log(log) AS a, LOG (log) AS b, log10(log) AS c"
        )
        assert row == {"same": 100, "a": pytest.approx(4.60517), "b": row["a"], "c": 2}

    def test_all_columns_are_those_that_were_written(self, handle: Handle) -> None:
        rows = handle.query("UNWIND [3, 1, 2] AS v WITH v ORDER BY v LIMIT 2 RETURN *")
        assert rows.columns == ("v",)


class TestAnAnswer:
    def test_is_rows_keyed_by_the_aliases(self, handle: Handle) -> None:
        rows = handle.query(
            "MATCH (s:Study {design: $d}) RETURN s.label AS study, s.year AS year ORDER BY study",
            d="randomized_trial",
        )
        assert rows.columns == ("study", "year")
        assert list(rows) == [
            {"study": "Cedar 2010", "year": 2010},
            {"study": "Larch 2015", "year": 2015},
            {"study": "Rowan 2021", "year": 2021},
        ]
        assert len(rows) == 3

    def test_keeps_every_column_or_says_that_two_have_one_name(self, handle: Handle) -> None:
        with pytest.raises(QueryRefused, match="two columns are called 'a'; name each with AS"):
            handle.query("RETURN 1 AS a, 2 AS a")

    def test_is_a_data_frame_on_demand(self, handle: Handle) -> None:
        frame = handle.query("MATCH (s:Study) RETURN s.label AS study, s.year AS year").to_pandas()
        assert isinstance(frame, pd.DataFrame)
        assert list(frame.columns) == ["study", "year"]
        assert len(frame) == len(sample_graph().nodes["Study"])

    def test_shows_a_node_as_its_own_properties_with_its_label(self, handle: Handle) -> None:
        (row,) = handle.query("MATCH (d) WHERE d.id = 'mbc:seer' RETURN d AS source")
        assert row == {
            "source": {
                "_label": "DataSource",
                "id": "mbc:seer",
                "name": "SEER",
                "category": "data_sources",
                "country": "United States",
                "lineage": ["mbc:seer"],
            }
        }

    @pytest.mark.parametrize(
        "returned", ["collect(r) AS x, count(*) AS n", "r AS x, count(*) AS n", "DISTINCT r AS x, 1 AS n"]
    )
    def test_shows_a_relationship_with_its_type_in_rows_that_aggregate_too(
        self, handle: Handle, returned: str
    ) -> None:
        for row in handle.query(f"MATCH (s:Study)-[r:EVALUATES]->(i:Intervention) RETURN {returned}"):
            found = row["x"] if isinstance(row["x"], list) else [row["x"]]
            assert {r["_label"] for r in found} == {"EVALUATES"}

    def test_holds_plain_numbers(self, handle: Handle) -> None:
        (row,) = handle.query(
            "MATCH (s:Study) RETURN sum(s.sample_size) AS n, avg(s.year) AS mean, collect(s.retracted) AS r"
        )
        assert type(row["n"]) is int
        assert type(row["mean"]) is float
        json.dumps(row)

    def test_follows_paths(self, handle: Handle) -> None:
        (row,) = handle.query(
            "MATCH p = (s:Study)-[:DRAWS_ON]->(d:DataSource) WHERE s.label = 'Alder 2012a' RETURN p AS path"
        )
        assert [n["_label"] for n in row["path"]["nodes"]] == ["Study", "DataSource"]
        assert [r["_label"] for r in row["path"]["relationships"]] == ["DRAWS_ON"]

    def test_is_cut_at_the_limit_and_says_so(self, sample_folder: Path) -> None:
        few = graph.open(sample_folder, limit=2).query("MATCH (s:Study) RETURN s.label AS study")
        assert len(few) == 2
        assert few.notice == "the first 2 rows; there are more: raise the limit to see them (0 for all)"
        assert graph.open(sample_folder).query("MATCH (s:Study) RETURN s.label AS study").notice is None

    @pytest.mark.parametrize(
        "value", [1, 1.5, True, 'it\'s "x"', ["a", "b"], [1, 2], "; DROP TABLE Study", "é·–"]
    )
    def test_gives_a_parameter_back_unchanged(self, handle: Handle, value: Any) -> None:
        assert list(handle.query("RETURN $value AS value", value=value)) == [{"value": value}]

    def test_takes_a_date_as_the_graph_writes_dates(self, handle: Handle) -> None:
        rows = handle.query("RETURN $day AS day", day=datetime.date(2015, 10, 1))
        assert list(rows) == [{"day": "2015-10-01"}]

    @pytest.mark.parametrize(
        "value", [2**63, {"a": 1}, object(), [{"a": 1}], b"x", float("nan"), float("inf")]
    )
    def test_does_not_take_other_values(self, handle: Handle, value: Any) -> None:
        with pytest.raises(QueryRefused, match=r"parameter \$value is .*give a string, a number"):
            handle.query("RETURN $value AS value", value=value)


class TestAMistakeIsSaidInOneLine:
    @pytest.mark.parametrize(
        ("cypher", "says"),
        [
            (
                "MATCH (s:Studie) RETURN s.id AS id",
                "no label or relationship 'Studie' in the graph; did you mean Study",
            ),
            ("MATCH (s:Study)-[:FOND]->(e) RETURN e.id AS id", "'FOND' in the graph; did you mean FOUND"),
            ("MATCH (s:Study) RETURN s.desing AS d", "s has no property 'desing'; did you mean design"),
            ("MATCH (s:Study) RETURN t.id AS id", "nothing is called 't' at that point"),
            ("MATCH (s:Study) RETURN toStrin(s.year) AS y", "there is no function 'tostrin' here"),
            ("MATCH (s:Study) RETURN s.label AS s ORDER BY s", "'s' names both a variable and a column"),
            ("RETURN 1/0 AS x", "Divide by zero"),
            ("RETURN [1][1] AS x", r"a list has no item \[1\] \(the first is \[0\]\)"),
            ("MATCH (s:Study) RETURN s.year + 'x' AS y", r"'\+' does not take \(INT64, STRING\) here"),
            ("RETURN round(2.5) AS x", r"'round' does not take \(DOUBLE\) here"),
            ("MATCH (s:Study) WHERE s.label = 3 RETURN s.id AS id", "is text and stands against a number"),
            ("MATCH (s:Study) WHERE s.label IN [3] RETURN s.id AS id", "'s.label' is text|s.label is text"),
            ("MATCH (s:Zebra) RETURN s.id AS id", "docs/schema.md lists the names"),
        ],
    )
    def test_naming_what_is_there(self, handle: Handle, cypher: str, says: str) -> None:
        with pytest.raises(GraphError, match=says) as error:
            handle.query(cypher)
        assert "\n" not in str(error.value)

    def test_or_where_it_cannot_be_read(self, handle: Handle) -> None:
        with pytest.raises(QueryRefused, match="cannot be read at line 1, character 16"):
            handle.query("MATCH (s:Study RETURN s.id AS id")


def test_every_question_sees_the_graph_as_it_then_is(tmp_path: Path) -> None:
    count = "MATCH (s:Study) RETURN count(*) AS n"
    save(sample_graph(), tmp_path)
    handle = graph.open(tmp_path)
    (first,) = handle.query(count)
    save(type(sample_graph())(), tmp_path)
    (second,) = handle.query(count)
    assert (first["n"], second["n"]) == (len(sample_graph().nodes["Study"]), 0)


def test_questions_are_answered_while_graphs_are_swapped_in(tmp_path: Path) -> None:
    save(sample_graph(), tmp_path)
    home = str(Path(graph.__file__).parent.parent)
    script = (
        f"import sys; sys.path.insert(0, {home!r})\n"
        "from graph.embedded.ladybug import save; from tests.graph_fixtures import sample_graph\n"
        "print('ready', flush=True)\n"
        "while True: save(sample_graph(), sys.argv[1])"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        handle = graph.open(tmp_path)
        for _ in range(8):
            (row,) = handle.query("MATCH (s:Study) RETURN count(*) AS n")
            assert row["n"] == len(sample_graph().nodes["Study"])
    finally:
        writer.kill()
        writer.communicate()


def test_a_folder_without_a_graph_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="there is no graph; build it with"):
        graph.open(tmp_path)


def test_networkx_has_every_node_and_edge(handle: Handle) -> None:
    found = handle.to_networkx()
    sample = sample_graph()
    assert found.number_of_nodes() == sum(map(len, sample.nodes.values()))
    assert found.number_of_edges() == sum(map(len, sample.edges.values()))
    assert found.nodes["mbc:seer"]["_label"] == "DataSource"
    assert "mesh_id" not in found.nodes["mbc:seer"]


def test_a_value_that_is_not_finite_is_null() -> None:
    assert plain([float("inf"), float("nan"), 1.0]) == [None, None, 1.0]


def test_what_the_package_offers_is_listed_for_completion() -> None:
    assert {"open", "load", "export_graph"} <= set(dir(graph))


def test_importing_the_package_imports_nothing_heavy() -> None:
    home = str(Path(graph.__file__).parent.parent)
    script = f"import sys; sys.path.insert(0, {home!r}); import graph; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"ladybug", "pandas", "pyarrow", "networkx", "numpy"} & set(done.stdout.split())
