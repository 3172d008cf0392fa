"""What the gate lets through and what it refuses, whatever its dress."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.query import gate
from graph.query.ladybug_cypher import for_ladybug
from miner.errors import QueryRefused

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


# An open quote would be closed by the apostrophe of a comment put behind it, and harm nobody.
CLOSED = [
    hostile
    for hostile in HOSTILE
    if re.fullmatch(r"[A-Za-z].{3,120}", hostile) and not any(t.text in "'\"`" for t in gate.tokens(hostile))
]


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
        hostile = data.draw(st.sampled_from(CLOSED))
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
