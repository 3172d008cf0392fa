"""The same questions asked of a Neo4j server: the same gate, the same limits, the same plain rows.

The server itself refuses to write in a reading session; the gate keeps out what reads files or the network.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.query.asked_for import check_asked_for
from graph.query.engine_errors import unknown_name
from graph.query.gate import check_parameters, check_reading
from graph.query.questions import ALL_ROWS, Question
from graph.query.rows import Rows, cut_off
from graph.query.run import DEFAULT_LIMIT, DEFAULT_TIMEOUT, Parameter, check_values
from graph.schema import NODES, RELATIONSHIPS
from graph.server.ledger import loads
from miner.errors import GraphError, QueryRefused

if TYPE_CHECKING:
    import neo4j

__all__ = ["ask_question", "ask_server"]

_NOT_THERE = {"01N50": "label", "01N51": "relationship", "01N52": "property"}
"""By GQL status, what it is that no data has."""
_NO_GRAPH = (
    "the server's database holds no graph; put one there with `mbc-miner load --data DIR --neo4j URI`, "
    "or name another with --database"
)
_UNDER_WAY = (
    "a load into this database is under way, or broke off: the answer may be of a part of the graph; ask "
    "again when `mbc-miner load` has ended"
)
_COUNTING = 1.0
"""Seconds that counting may take."""


class _Asked(NamedTuple):
    """A statement with its values, the rows to show, the seconds it may take, and what counts all rows."""

    cypher: str
    values: dict[str, Any]
    limit: int
    timeout: float
    total: str | None = None


def ask_server(
    driver: neo4j.Driver,
    cypher: str,
    parameters: Mapping[str, Parameter],
    *,
    limit: int = DEFAULT_LIMIT,
    timeout: float = DEFAULT_TIMEOUT,
    database: str | None = None,
) -> Rows:
    """Ask a server one reading question; at most ``limit`` rows (0: all), within ``timeout`` seconds.

    Raises:
        QueryRefused: it is not one plain reading statement, or its parameters do not fit.
        GraphError: it names what is not there, takes too long, or the server fails, or holds no graph.
    """
    check_parameters(check_reading(cypher), parameters)
    return _ask(driver, _Asked(cypher, check_values(parameters), limit or ALL_ROWS, timeout), database)


def ask_question(
    driver: neo4j.Driver,
    question: Question,
    given: Mapping[str, Parameter],
    *,
    timeout: float = DEFAULT_TIMEOUT,
    database: str | None = None,
) -> Rows:
    """Ask a server a named question with these parameters, ``limit`` among them.

    Raises:
        QueryRefused: it takes no such parameter or value, or a concept, study or trial is not in the graph.
        GraphError: it takes too long, the server fails, or holds no graph.
    """
    values = question.bind(given)
    limit = values.pop("limit")
    # One more than is shown tells whether there are more.
    asked = check_values({**values, "limit": limit + 1})
    rows = _ask(driver, _Asked(question.cypher, asked, limit, timeout, question.total), database)
    if not rows:

        def ask(cypher: str, sought: Mapping[str, Any]) -> Rows:
            return _ask(driver, _Asked(cypher, dict(sought), ALL_ROWS, timeout), database)

        check_asked_for(question, {name: values[name] for name in given if name in values}, ask)
    return rows


def _ask(driver: neo4j.Driver, asked: _Asked, database: str | None) -> Rows:
    import neo4j
    from neo4j.exceptions import ClientError

    notices = []
    try:
        with driver.session(database=database, default_access_mode=neo4j.READ_ACCESS) as session:
            before = loads(session)
            result = session.run(neo4j.Query(asked.cypher, timeout=asked.timeout), asked.values)
            columns = result.keys()
            values = [list(record.values()) for record in islice(result, asked.limit + 1)]
            _check_names(result.consume())
            if not values and session.run("MATCH (p:Publication) RETURN p.id AS id LIMIT 1").single() is None:
                raise GraphError(_NO_GRAPH)
            if len(values) > asked.limit:
                notices.append(cut_off(asked.limit, _total(session, asked)))
            if None in before.values() or loads(session) != before:
                notices.append(_UNDER_WAY)
    except ClientError as error:
        raise _say_again(error, asked.timeout) from error
    rows = [[_plain(v) for v in row] for row in values[: asked.limit]]
    return Rows.of(columns, rows, "; ".join(notices) or None)


def _total(session: neo4j.Session, asked: _Asked) -> int | None:
    """How many rows there are without the limit, where a statement counts them and soon comes to an end."""
    import neo4j
    from neo4j.exceptions import ClientError

    if asked.total is None:
        return None
    try:
        (record,) = session.run(neo4j.Query(asked.total, timeout=_COUNTING), asked.values)
    except ClientError:
        return None
    return int(record["total"])


def _check_names(summary: neo4j.ResultSummary) -> None:
    """A label or property that is nowhere gives no rows here; the reader is told instead."""
    known = {*NODES, *RELATIONSHIPS, *(n for t in NODES.values() for n in t.names)}
    known |= {n for t in RELATIONSHIPS.values() for n in t.names}
    for status in summary.gql_status_objects:
        named = re.search(r"`(\w+)`", status.status_description)
        if status.gql_status in _NOT_THERE and named and named[1] not in known:
            raise unknown_name(named[1], _NOT_THERE[status.gql_status])


def _say_again(error: neo4j.exceptions.ClientError, timeout: float) -> GraphError:
    message = " ".join((error.message or "").split())
    if "SyntaxError" in (error.code or ""):
        return QueryRefused(
            f"the statement cannot be read ({message[:200]}); check it against docs/cypher.md"
        )
    if "DatabaseNotFound" in (error.code or ""):
        return GraphError(f"the server has no such database ({message[:200]}); name one with --database")
    if "TransactionTimedOut" in (error.code or ""):
        return GraphError(f"the question took longer than {timeout:g} s; narrow it or allow more time")
    return GraphError(f"the server could not answer ({message[:200]}); rewrite the question")


def _plain(value: Any) -> Any:
    """The driver's value as plain JSON would have it."""
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        label = next((n for n in NODES if n in value.labels), None) or min(value.labels, default="")
        table = NODES.get(label)
        return {"_label": label, **_own(dict(value), table.names if table else ())}
    if isinstance(value, Relationship):
        table_ = RELATIONSHIPS.get(value.type)
        return {"_label": value.type, **_own(dict(value), table_.names if table_ else ())}
    if isinstance(value, Path):
        nodes, relationships = list(value.nodes), list(value.relationships)
        return {"nodes": [_plain(n) for n in nodes], "relationships": [_plain(r) for r in relationships]}
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value.iso_format() if hasattr(value, "iso_format") else value


def _own(properties: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Properties in declared order, then any other."""
    ordered = {n: properties.pop(n) for n in names if n in properties}
    return {k: _plain(v) for k, v in {**ordered, **properties}.items()}
