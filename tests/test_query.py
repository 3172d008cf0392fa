"""Questions from people: what is let through, what is refused, and what a refused one can reach."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph
from graph.embedded.ladybug import save
from graph.handle import Handle
from graph.query import gate, run, sandbox
from graph.query.engine_errors import say_again
from graph.query.ladybug_cypher import for_ladybug
from graph.query.rows import plain
from miner.errors import GraphError, QueryRefused
from tests.graph_fixtures import sample_graph

READS = [
    "MATCH (s:Study) RETURN s.label AS label",
    "match (s:Study) return s.label as label",
    "OPTIONAL MATCH (s:Study {id: 'COPY'}) RETURN s.label AS label",
    "MATCH (p:Publication) WHERE p.title CONTAINS 'LOAD FROM; DROP TABLE' RETURN p.pmid AS pmid",
    'MATCH (p:Publication) WHERE p.title = "it\'s CREATE" RETURN p.pmid AS pmid',
    "MATCH (p:Publication) WHERE p.title = 'it\\'s; CREATE' RETURN p.pmid AS pmid",
    "MATCH (s:Study) /* DELETE it? */ RETURN s.label AS label // SET nothing",
    "MATCH (s:Study) RETURN s.label AS `set`",
    "MATCH (s:Study) RETURN s.label AS label;",
    "UNWIND [1, 2] AS x RETURN x AS x",
    "WITH 1 AS one RETURN one AS one",
    "RETURN 'http://example.org' AS url",
    "MATCH (s:Study) RETURN s.label AS reset, s.year AS created",
    "MATCH (s:Study)-[:FOUND]->(e:Effect)-[:ON]->(o:Endpoint) RETURN o.name AS name",
    "MATCH (s:Study)-[:FOUND]->(c:Claim)-[:MEASURES|ON]->(o:Endpoint) RETURN o.name AS name",
]
HOSTILE = [
    "CREATE (:Study {id: 'x'})",
    "MATCH (s:Study) SET s.label = 'x'",
    "MATCH (s:Study) DELETE s",
    "MATCH (s:Study) DETACH DELETE s",
    "MATCH (s:Study) REMOVE s.label",
    "MERGE (:Study {id: 'x'})",
    "MATCH (s:Study) MERGE (t:Study {id: s.id}) RETURN t.id AS id",
    "MATCH (s:Study) sEt s.label = 'x' RETURN s.label AS label",
    "MATCH (s:Study) /**/SET/**/ s.label = 'x'",
    "MATCH (s:Study)\u2028SET s.label = 'x'",
    "MATCH (s:Study) // no more\rSET s.label = 'x'",
    "MATCH (s:Study) INSERT (:Study {id: 'x'})",
    "MATCH (s:Study) FOREACH (x IN [1] | CREATE (:Study {id: 'x'}))",
    "DROP TABLE Study",
    "ALTER TABLE Study ADD colour STRING",
    "CREATE NODE TABLE T(id STRING, PRIMARY KEY(id))",
    "CREATE MACRO f(x) AS x + 1",
    "COPY Study FROM '/etc/passwd'",
    "COPY (MATCH (s:Study) RETURN s.*) TO '/tmp/out.csv'",
    "RETURN 1 AS one; COPY (RETURN 1) TO '/tmp/out.csv'",
    "RETURN 1 AS one;;COPY (RETURN 1) TO '/tmp/out.csv'",
    "EXPLAIN RETURN 1; COPY (RETURN 1) TO '/tmp/out.csv'",
    "PROFILE COPY (RETURN 1) TO '/tmp/out.csv'",
    "LOAD FROM '/etc/passwd' (file_format='csv', delim=':', header=false) RETURN *",
    "LOAD CSV FROM 'http://127.0.0.1/x' AS row RETURN row",
    "MATCH (s:Study) LOAD FROM '/etc/passwd' RETURN *",
    "MATCH (s:Study) WITH s LIMIT 1LOAD FROM '/etc/passwd' RETURN *",
    "WITH 1.LOAD FROM '/etc/passwd' RETURN *",
    "LOAD EXTENSION '/tmp/x.so'",
    "INSTALL httpfs",
    "INSTALL x FROM 'http://127.0.0.1/'",
    "UNINSTALL httpfs",
    "FORCE INSTALL httpfs",
    "EXPORT DATABASE '/tmp/out'",
    "IMPORT DATABASE '/tmp/out'",
    "ATTACH '/tmp/x.db' AS other (dbtype duckdb)",
    "DETACH other",
    "USE other",
    "CALL show_tables() RETURN *",
    "CALL threads=64",
    "CALL READ_CSV_SERIAL('/etc/passwd') RETURN *",
    "MATCH (s:Study) CALL { WITH s RETURN 1 AS x } RETURN x AS x",
    "CALL dbms.listConfig()",
    "CALL apoc.load.json('http://127.0.0.1/')",
    "CHECKPOINT",
    "BEGIN TRANSACTION",
    "COMMIT",
    "ROLLBACK",
    "COMMENT ON TABLE Study IS 'x'",
    "ANALYZE Study",
    "CREATE SEQUENCE numbers",
    "RETURN nextval('numbers') AS n",
    "SHOW DATABASES",
    "GRANT ROLE admin TO me",
    "TERMINATE TRANSACTIONS 'x'",
    "",
    "   // only a comment",
    ";",
    "not cypher",
    "(s:Study) RETURN s",
    "MATCH (s:Study {id: 'x}) RETURN s.label AS label",
    "MATCH (s:`Study) RETURN s.label AS label",
    "MATCH (s:Study) RETURN s.label AS label\x00",
    "RETURN " + "(" * 65 + "1" + ")" * 65 + " AS x",
    "RETURN [" + "1," * 20_000 + "1] AS x",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the small graph, shared: no question can change it."""
    path = tmp_path_factory.mktemp("data")
    save(sample_graph(), path)
    return path


@pytest.fixture
def handle(folder: Path) -> Handle:
    return graph.open(folder)


def dressed(data: st.DataObject, word: str) -> str:
    """A word in any case."""
    upper = data.draw(st.lists(st.booleans(), min_size=len(word), max_size=len(word)))
    return "".join(c.upper() if up else c.lower() for c, up in zip(word, upper, strict=True))


class TestTheGate:
    @pytest.mark.parametrize("cypher", READS)
    def test_lets_a_reading_question_through(self, cypher: str) -> None:
        assert gate.check_reading(cypher)

    @pytest.mark.parametrize("cypher", HOSTILE, ids=lambda c: repr(c[:50]))
    def test_refuses_everything_else_in_one_line(self, cypher: str) -> None:
        with pytest.raises(QueryRefused) as refused:
            gate.check_reading(cypher)
        message = str(refused.value)
        assert "\n" not in message
        assert len(message) < 250

    @pytest.mark.parametrize(
        "cypher",
        [
            r"WITH 1 AS one L\u004fAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
            r"RETURN '\u0027 AS one L\u004FAD CSV FROM \u0027file:///etc/passwd' AS row",
            r"RETURN 1 AS `\u0060 LOAD CSV FROM 'file:///etc/passwd' AS row //`",
        ],
    )
    def test_what_neo4j_decodes_before_it_looks_for_words_is_refused(self, cypher: str) -> None:
        with pytest.raises(QueryRefused, match=r"holds \\u; write the character itself"):
            gate.check_reading(cypher)

    @given(st.text())
    def test_takes_any_text_without_falling_over(self, text: str) -> None:
        with contextlib.suppress(QueryRefused):
            assert gate.check_reading(f"MATCH {text}")

    @given(
        st.sampled_from(READS), st.sampled_from(["CREATE", "copy", "Load", "CALL", "set"]), st.integers(1, 40)
    )
    def test_finds_a_writing_word_between_any_two_tokens(self, cypher: str, word: str, place: int) -> None:
        found = [t.text for t in gate.tokens(cypher)]
        place = min(place, len(found))
        with pytest.raises(QueryRefused):
            gate.check_reading(" ".join([*found[:place], word, *found[place:]]) + " x")

    @given(data=st.data())
    def test_no_dress_of_case_space_and_comments_lets_a_hostile_statement_through(
        self, data: st.DataObject
    ) -> None:
        # An open quote would be closed by the apostrophe of a comment put behind it, and harm nobody.
        closed = [h for h in HOSTILE if not any(t.text in "'\"`" for t in gate.tokens(h))]
        hostile = data.draw(st.sampled_from([h for h in closed if re.fullmatch(r"[A-Za-z].{3,120}", h)]))
        words = [
            t.text if t.kind in ("string", "name") else dressed(data, t.text) for t in gate.tokens(hostile)
        ]
        between = st.sampled_from([" ", "\n", "\t", "/**/", " /* RETURN 1 */ ", " // it's fine\n", "\u00a0 "])
        with pytest.raises(QueryRefused):
            gate.check_reading("".join(data.draw(between) + word for word in words))

    @given(
        st.sampled_from(["COPY x TO 'y'", "DROP TABLE Study", "; CREATE (n)", "LOAD FROM", "*/ DELETE /*"]),
        st.sampled_from(["'{}'", '"{}"', "'it\\'s {}'", "1 /* {} */", "1 // {}\n"]),
    )
    def test_hostile_words_in_strings_and_comments_are_only_words(self, words: str, dress: str) -> None:
        inside = words.replace("*/", "").replace("'", "") if "'" in dress or "/*" in dress else words
        if '"' in dress:
            inside = words.replace('"', "")
        assert gate.check_reading(f"RETURN {dress.format(inside)} AS x")

    def test_says_how_to_use_a_keyword_as_a_name(self) -> None:
        with pytest.raises(QueryRefused, match=r"SET is not allowed.*write `set`"):
            gate.check_reading("MATCH (s:Study) RETURN s.label AS set")

    def test_a_parameter_must_be_given_and_used(self) -> None:
        found = gate.check_reading("MATCH (s:Study) WHERE s.year > $since RETURN s.label AS label")
        gate.check_parameters(found, ["since"])
        with pytest.raises(QueryRefused, match="parameter \\$since has no value"):
            gate.check_parameters(found, [])
        with pytest.raises(QueryRefused, match="no parameter \\$until; its parameters are: \\$since"):
            gate.check_parameters(found, ["since", "until"])

    def test_a_dollar_in_a_string_is_no_parameter(self) -> None:
        gate.check_parameters(gate.check_reading("RETURN '$price' AS x // $more"), [])

    def test_only_the_type_on_is_quoted_for_the_embedded_engine(self) -> None:
        assert for_ladybug(
            "MATCH (a)-[:ON|FOUND]->(b)-[x :ON]->() WHERE a.x = ':ON' RETURN 1 AS n // :ON"
        ) == ("MATCH (a)-[:`ON`|FOUND]->(b)-[x :`ON`]->() WHERE a.x = ':ON' RETURN 1 AS n // :ON")

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

    def test_a_limit_below_0_is_refused(self, folder: Path) -> None:
        with pytest.raises(QueryRefused, match="limit is -1"):
            graph.open(folder, limit=-1)

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

    def test_is_cut_at_the_limit_and_says_so(self, folder: Path) -> None:
        few = graph.open(folder, limit=2).query("MATCH (s:Study) RETURN s.label AS study")
        assert len(few) == 2
        assert few.notice == "the first 2 rows; there are more: raise the limit to see them (0 for all)"
        assert graph.open(folder).query("MATCH (s:Study) RETURN s.label AS study").notice is None

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


class TestLimits:
    def test_a_long_join_is_stopped_in_time(self, folder: Path) -> None:
        begun = time.monotonic()
        with pytest.raises(GraphError, match="took longer than 1 s"):
            graph.open(folder, timeout=1).query(
                "MATCH (a), (b), (c), (d), (e), (f) RETURN count(a.id + b.id + c.id + d.id + e.id) AS n"
            )
        assert time.monotonic() - begun < 60

    def test_a_long_list_is_stopped_too(self, folder: Path) -> None:
        begun = time.monotonic()
        with pytest.raises(GraphError, match=r"memory|longer"):
            graph.open(folder, timeout=2).query("UNWIND range(1, 2000000000) AS x RETURN count(x) AS n")
        assert time.monotonic() - begun < 60

    def test_ctrl_c_ends_the_question_and_its_process(self, folder: Path) -> None:
        home = str(Path(graph.__file__).parent.parent)
        script = (
            f"import signal, sys; sys.path.insert(0, {home!r}); import graph; "
            # A shell that starts its jobs in the background has them ignore ctrl-C.
            "signal.signal(signal.SIGINT, signal.default_int_handler); print('ready', flush=True); "
            "graph.open(sys.argv[1]).query("
            "'MATCH (a), (b), (c), (d), (e), (f) RETURN count(a.id + b.id + c.id + d.id + e.id) AS n')"
        )
        asking = subprocess.Popen(
            [sys.executable, "-c", script, str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert asking.stdout is not None
        asking.stdout.readline()
        until = time.monotonic() + 120
        while not (workers := _children(asking.pid)) and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.5)
        asking.send_signal(signal.SIGINT)
        _, errors = asking.communicate(timeout=120)
        assert "KeyboardInterrupt" in errors
        assert workers
        until = time.monotonic() + 120
        while any(_runs(pid) for pid in workers) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(_runs(pid) for pid in workers)

    def test_a_crash_of_the_engine_is_one_failed_question(self) -> None:
        assert "SIGSEGV" in str(run._stopped(-signal.SIGSEGV, "", 1))
        assert "memory" in str(run._stopped(1, "MemoryError", 1))
        assert "Permission denied" in str(say_again("IO exception: Permission denied", 1, 1 << 28))


def _runs(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _children(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(not sandbox.abi(), reason="the kernel has no Landlock")
class TestTheSandboxHoldsWithoutTheGate:
    """What the gate would refuse, run as if it had not: nothing outside is read, written or run."""

    @pytest.fixture
    def ask(self, folder: Path) -> Any:
        def ask(cypher: str) -> dict[str, Any]:
            request = {
                "path": str(folder / "graph.lbug"),
                "cypher": cypher,
                "parameters": {},
                "limit": 10,
                "bytes": 1 << 20,
                "seconds": 5,
                "memory": run.MEMORY,
                "confined": True,
            }
            return run._ask(request, 5)

        return ask

    @pytest.mark.parametrize(
        "cypher",
        [
            "LOAD FROM '{secret}' (file_format='csv', header=false) RETURN *",
            "COPY (MATCH (s:Study) RETURN s.id) TO '{out}.csv'",
            "COPY (MATCH (s:Study) RETURN s.id) TO '{out}.parquet'",
            "PROFILE COPY (RETURN 1) TO '{out}.csv'",
            "RETURN 1 AS one; COPY (RETURN 1) TO '{out}.csv'",
            "EXPORT DATABASE '{out}'",
            "LOAD EXTENSION '{secret}'",
            "INSTALL httpfs",
            "ATTACH '{secret}' AS other (dbtype lbug)",
            "CREATE (:Study {{id: 'x'}})",
            "CALL READ_CSV_SERIAL('{secret}') RETURN *",
            "CHECKPOINT",
        ],
    )
    def test_it_fails(self, ask: Any, folder: Path, tmp_path: Path, cypher: str) -> None:
        secret = tmp_path / "secret.csv"
        secret.write_text("hush,hush\n")
        before = (folder / "graph.lbug").read_bytes()
        with pytest.raises(GraphError) as error:
            ask(cypher.format(secret=secret, out=tmp_path / "out"))
        assert "hush" not in str(error.value)
        assert [p.name for p in tmp_path.iterdir()] == ["secret.csv"]
        assert (folder / "graph.lbug").read_bytes() == before
        assert not list(folder.glob("graph.lbug.*"))

    def test_a_file_is_denied_and_no_socket_connects(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        secret.write_text("hush")
        script = f"""
import socket, sys
sys.path.insert(0, {str(Path(graph.__file__).parent.parent)!r})
from graph.query import sandbox
server = socket.create_server(("127.0.0.1", 0))
sandbox.confine([])
sandbox.limit(1 << 32, 5)
for attempt in (lambda: open({str(secret)!r}), lambda: open({str(tmp_path / "new")!r}, "w"),
                lambda: socket.create_connection(server.getsockname(), 1)):
    try:
        attempt()
        print("done")
    except OSError as error:
        print(type(error).__name__)
"""
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        network = "PermissionError" if sandbox.abi() >= 4 else "done"
        assert done.stdout.split() == ["PermissionError", "PermissionError", network]


class TestTrust:
    def test_without_landlock_a_question_is_refused_until_trusted(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sandbox, "abi", lambda: 0)
        with pytest.raises(GraphError, match=r"no Landlock.*trust=True"):
            graph.open(folder).query("RETURN 1 AS one")
        assert list(graph.open(folder, trust=True).query("RETURN 1 AS one")) == [{"one": 1}]

    def test_a_trusted_question_still_only_reads(self, folder: Path) -> None:
        with pytest.raises(QueryRefused, match="COPY is not allowed"):
            graph.open(folder, trust=True).query("MATCH (s:Study) COPY (RETURN 1) TO '/tmp/x.csv'")


def test_the_environment_does_not_reach_the_worker(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere/evil.py")
    os.environ["LD_PRELOAD"] = "/nowhere/evil.so"
    try:
        assert list(graph.open(folder).query("RETURN 1 AS one")) == [{"one": 1}]
    finally:
        del os.environ["LD_PRELOAD"]


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
        "from tests.test_query import sample_graph, save\n"
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
