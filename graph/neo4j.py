"""The graph on a Neo4j server: put there in batches, changed only where it differs, never half believed.

The server's graph is compared with ours and only what differs is sent. A node ``MbcMiner`` holds the
fingerprint of what was loaded; while a load is under way, or after one that broke off, it holds none. Nodes
and relationships of other labels and types are never touched.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.model import Edge, Graph, Value
from graph.schema import NODES, RELATIONSHIPS, SCHEMA_VERSION
from miner.errors import GraphError

if TYPE_CHECKING:
    import neo4j

__all__ = ["Changes", "connect", "constraints", "load_into"]

_BATCH = 1000
_MARKER = "MbcMiner"
_EdgeKey = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a load changed on the server; all zero when it already held the graph."""

    nodes_written: int = 0
    nodes_deleted: int = 0
    relationships_written: int = 0
    relationships_deleted: int = 0


@contextlib.contextmanager
def connect(uri: str, username: str | None = None, password: str | None = None) -> Iterator[neo4j.Driver]:
    """A driver for a server, checked to answer; ``uri`` as in ``bolt://localhost:7687``.

    Raises:
        GraphError: the address is wrong, nothing answers there, or the server does not let us in.
    """
    import neo4j
    from neo4j.exceptions import AuthError, ConfigurationError, DriverError, Neo4jError, ServiceUnavailable

    if not re.match(r"(bolt|neo4j)(\+s|\+ssc)?://", uri):
        raise GraphError(f"{uri!r} is not a server's address; write bolt://HOST:7687")
    auth = (username or "neo4j", password) if password is not None else None
    try:
        with neo4j.GraphDatabase.driver(uri, auth=auth) as driver:
            driver.verify_connectivity()
            yield driver
    except AuthError as error:
        raise GraphError(f"{uri} does not let us in; set NEO4J_USERNAME and NEO4J_PASSWORD") from error
    except (ConfigurationError, ValueError) as error:
        raise GraphError(f"{uri!r} is not a server's address ({error}); write bolt://HOST:7687") from error
    except ServiceUnavailable as error:
        raise GraphError(f"nothing answers at {uri}; check the address and that the server runs") from error
    except (DriverError, Neo4jError) as error:
        first = str(error).splitlines()[0]
        raise GraphError(
            f"{uri}: the server did not do it ({first}); check that it runs, then repeat"
        ) from error


def constraints() -> list[str]:
    """One uniqueness constraint a label, from the schema; Community has no other kind."""
    labels = [*NODES, _MARKER]
    return [
        f"CREATE CONSTRAINT mbc_{label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in labels
    ]


def load_into(
    graph: Graph, driver: neo4j.Driver, *, database: str | None = None, force: bool = False
) -> Changes:
    """Make the server hold exactly this graph, under our labels.

    Raises:
        GraphError: the server holds nodes under our labels that we did not put there, and ``force`` is False.
    """
    with driver.session(database=database) as session:
        marker = session.run(f"MATCH (m:{_MARKER} {{id: 'graph'}}) RETURN m.fingerprint AS f").single()
        fingerprint = f"{SCHEMA_VERSION}:{graph.fingerprint()}"
        if marker is not None and marker["f"] == fingerprint:
            return Changes()
        if marker is None and not force:
            _refuse_strangers(session)
        for statement in constraints():
            session.run(statement).consume()
        session.run("CALL db.awaitIndexes()").consume()
        session.run(f"MERGE (m:{_MARKER} {{id: 'graph'}}) SET m.fingerprint = null").consume()
        edges_deleted = _delete_edges(session, graph)
        nodes = _write_nodes(session, graph)
        edges = _write_edges(session, graph)
        session.run(
            f"MATCH (m:{_MARKER} {{id: 'graph'}}) SET m.fingerprint = $f, m.loaded_at = toString(datetime())",
            f=fingerprint,
        ).consume()
    return Changes(*nodes, edges, edges_deleted)


def _refuse_strangers(session: neo4j.Session) -> None:
    for label in NODES:
        if session.run(f"MATCH (n:{label}) RETURN n.id AS id LIMIT 1").single() is not None:
            raise GraphError(
                f"the server holds {label} nodes that mbc-miner did not put there and would replace; "
                "use an empty database, or force the load"
            )


def _write_nodes(session: neo4j.Session, graph: Graph) -> tuple[int, int]:
    written = deleted = 0
    for label, nodes in graph.nodes.items():
        wanted = {node_id: _stored(node) for node_id, node in nodes.items()}
        there = {
            r["id"]: r["p"] for r in session.run(f"MATCH (n:{label}) RETURN n.id AS id, properties(n) AS p")
        }
        gone = sorted(there.keys() - wanted.keys())
        changed = [p for node_id, p in sorted(wanted.items()) if there.get(node_id) != p]
        _send(session, f"UNWIND $rows AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n", gone)
        _send(session, f"UNWIND $rows AS r MERGE (n:{label} {{id: r.id}}) SET n = r", changed)
        written, deleted = written + len(changed), deleted + len(gone)
    return written, deleted


def _write_edges(session: neo4j.Session, graph: Graph) -> int:
    written = 0
    for kind, pair, wanted, there in _compared(session, graph):
        changed = [row for key, row in wanted.items() if key not in there or there[key] != row["p"]]
        _send(
            session,
            f"UNWIND $rows AS r {_ends(*pair)} MERGE (a)-[x:{_typed(kind)}]->(b) SET x = r.p",
            changed,
        )
        written += len(changed)
    return written


def _delete_edges(session: neo4j.Session, graph: Graph) -> int:
    deleted = 0
    for kind, pair, wanted, there in _compared(session, graph):
        names = RELATIONSHIPS[kind].key
        gone = [
            _row(key[0], key[1], dict(zip(names, key[2:], strict=True))) for key in there if key not in wanted
        ]
        _send(session, f"UNWIND $rows AS r {_ends(*pair)} MATCH (a)-[x:{_typed(kind)}]->(b) DELETE x", gone)
        deleted += len(gone)
    return deleted


_Compared = tuple[str, tuple[str, str], dict[_EdgeKey, dict[str, Any]], dict[_EdgeKey, dict[str, Any]]]


def _compared(session: neo4j.Session, graph: Graph) -> Iterator[_Compared]:
    """For each type and pair of labels: the relationships that should be there, and those that are."""
    for kind, table in RELATIONSHIPS.items():
        ours: dict[tuple[str, str], list[Edge]] = {}
        for edge in graph.edges[kind]:
            ours.setdefault((edge.source_label, edge.target_label), []).append(edge)
        for pair in table.pairs:
            wanted = {}
            for e in ours.get(pair, []):
                properties = _stored(e.properties)
                wanted[_key(kind, e.source, e.target, properties)] = _row(e.source, e.target, properties)
            question = (
                f"MATCH (a:{pair[0]})-[x:{kind}]->(b:{pair[1]}) "
                "RETURN a.id AS s, b.id AS t, properties(x) AS p"
            )
            there = {_key(kind, r["s"], r["t"], r["p"]): r["p"] for r in session.run(question)}
            yield kind, pair, wanted, there


def _key(kind: str, source: str, target: str, properties: Mapping[str, Any]) -> _EdgeKey:
    return (source, target, *(properties.get(name) for name in RELATIONSHIPS[kind].key))


def _row(source: str, target: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {"s": source, "t": target, "p": properties}


def _ends(source: str, target: str) -> str:
    return f"MATCH (a:{source} {{id: r.s}}) MATCH (b:{target} {{id: r.t}})"


def _typed(kind: str) -> str:
    """The type with the properties that tell two relationships apart."""
    key = ", ".join(f"{name}: r.p.{name}" for name in RELATIONSHIPS[kind].key)
    return f"{kind} {{{key}}}" if key else kind


def _stored(properties: Mapping[str, Value]) -> dict[str, Any]:
    """Properties as the server keeps them: no nulls, lists for tuples."""
    return {k: list(v) if isinstance(v, tuple) else v for k, v in properties.items() if v is not None}


def _send(session: neo4j.Session, statement: str, rows: Iterable[Any]) -> None:
    """Run a statement on rows, a batch a transaction; the driver repeats one that a fault broke off."""
    rows = list(rows)
    for start in range(0, len(rows), _BATCH):
        session.execute_write(_work(statement, rows[start : start + _BATCH]))


def _work(statement: str, rows: list[Any]) -> Callable[[neo4j.ManagedTransaction], None]:
    def work(transaction: neo4j.ManagedTransaction) -> None:
        transaction.run(statement, rows=rows).consume()

    return work
