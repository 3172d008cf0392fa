"""Nodes and relationships onto a Neo4j server, many at a time, and only where they differ from what it holds.

Everything here runs in the transaction that it is given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from graph.model import Graph, Value
from graph.schema import NODES, RELATIONSHIPS
from graph.server.ledger import leaving_kinds

if TYPE_CHECKING:
    import neo4j

    from graph.server.ledger import Runner

__all__ = ["delete_nodes", "there", "write_nodes", "write_relationships"]

_NODES_AT_ONCE = 2_000
_EDGES_AT_ONCE = 10_000
# Type and label of the target; source, target and the properties that tell two apart.
_Ends: TypeAlias = tuple[str, str]
_Key: TypeAlias = tuple[Any, ...]
_Found: TypeAlias = dict[_Ends, dict[_Key, dict[str, Any]]]


def there(session: Runner, label: str, ids: Iterable[str]) -> Iterator[str]:
    """Those of the ids that the server holds under the label."""
    for some in _batches(ids, _NODES_AT_ONCE):
        found = session.run(f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n.id AS id", ids=some)
        yield from (record["id"] for record in found)


def write_nodes(
    transaction: neo4j.ManagedTransaction, graph: Graph, label: str, ids: Iterable[str], held: Collection[str]
) -> int:
    """Put nodes there as the graph has them; of those ``held`` only what differs is sent. Gives how many."""
    written = 0
    for some in _batches(ids, _NODES_AT_ONCE):
        wanted = {node_id: _stored(graph.nodes[label][node_id]) for node_id in some}
        question = f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n.id AS id, properties(n) AS p"
        known = [node_id for node_id in some if node_id in held]
        same = {r["id"]: r["p"] for r in transaction.run(question, ids=known)} if known else {}
        rows = [p for node_id, p in wanted.items() if same.get(node_id) != p]
        _send(transaction, f"UNWIND $rows AS r MERGE (n:{label} {{id: r.id}}) SET n = r", rows)
        written += len(rows)
    return written


def delete_nodes(transaction: neo4j.ManagedTransaction, label: str, ids: Iterable[str]) -> int:
    """Take nodes away, with what others may have tied to them; gives how many were there."""
    deleted = 0
    for some in _batches(ids, _NODES_AT_ONCE):
        deleted += len(list(there(transaction, label, some)))
        _send(transaction, f"UNWIND $rows AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n", some)
    return deleted


def write_relationships(
    transaction: neo4j.ManagedTransaction, graph: Graph, label: str, ids: Iterable[str], held: Collection[str]
) -> tuple[int, int]:
    """What leaves these nodes, as the graph has it; gives how many were written and deleted.

    A node that the graph does not have leaves nothing.
    """
    written = deleted = 0
    for some in _batches(ids, _NODES_AT_ONCE):
        wanted = _wanted(graph, label, some)
        found = _held(transaction, label, [node_id for node_id in some if node_id in held])
        for ends in {**wanted, **found}:
            ours, present = wanted.get(ends, {}), found.get(ends, {})
            gone = [_row(key, {}) | {"k": list(key[2:])} for key in present if key not in ours]
            changed = [_row(key, p) for key, p in ours.items() if present.get(key, _ABSENT) != p]
            _send(transaction, _delete(label, ends), gone, _EDGES_AT_ONCE)
            _send(transaction, _merge(label, ends, new=not present), changed, _EDGES_AT_ONCE)
            written, deleted = written + len(changed), deleted + len(gone)
    return written, deleted


_ABSENT: dict[str, Any] = {"": None}


def _wanted(graph: Graph, label: str, ids: Sequence[str]) -> _Found:
    found: _Found = {}
    for kind in leaving_kinds(label):
        for node_id in ids:
            for edge in graph.out(kind, node_id):
                if edge.source_label == label:
                    properties = _stored(edge.properties)
                    rows = found.setdefault((kind, edge.target_label), {})
                    rows[_key(kind, node_id, edge.target, properties)] = properties
    return found


def _held(transaction: neo4j.ManagedTransaction, label: str, ids: Sequence[str]) -> _Found:
    found: _Found = {}
    if not ids or not (kinds := leaving_kinds(label)):
        return found
    question = (
        f"UNWIND $ids AS id MATCH (a:{label} {{id: id}})-[x:{'|'.join(kinds)}]->(b) "
        "RETURN id AS s, type(x) AS kind, labels(b) AS labels, b.id AS t, properties(x) AS p"
    )
    for r in transaction.run(question, ids=list(ids)):
        # A relationship of our type to a node that is not ours is somebody else's.
        if target := next((n for n in r["labels"] if n in NODES), None):
            key = _key(r["kind"], r["s"], r["t"], r["p"])
            found.setdefault((r["kind"], target), {})[key] = r["p"]
    return found


def _key(kind: str, source: str, target: str, properties: Mapping[str, Any]) -> _Key:
    return (source, target, *(properties.get(name) for name in RELATIONSHIPS[kind].key))


def _row(key: _Key, properties: dict[str, Any]) -> dict[str, Any]:
    return {"s": key[0], "t": key[1], "p": properties}


def _match(label: str, ends: _Ends) -> str:
    return f"UNWIND $rows AS r MATCH (a:{label} {{id: r.s}}) MATCH (b:{ends[1]} {{id: r.t}}) "


def _merge(label: str, ends: _Ends, *, new: bool) -> str:
    key = ", ".join(f"{name}: r.p.{name}" for name in RELATIONSHIPS[ends[0]].key)
    verb = "CREATE" if new else "MERGE"
    return f"{_match(label, ends)}{verb} (a)-[x:{ends[0]}{f' {{{key}}}' if key else ''}]->(b) SET x = r.p"


def _delete(label: str, ends: _Ends) -> str:
    names = RELATIONSHIPS[ends[0]].key
    # A key that is absent on the server is null here and there.
    same = " AND ".join(
        f"(x.{n} = r.k[{i}] OR x.{n} IS NULL AND r.k[{i}] IS NULL)" for i, n in enumerate(names)
    )
    where = f" WHERE {same}" if same else ""
    return f"{_match(label, ends)}MATCH (a)-[x:{ends[0]}]->(b){where} DELETE x"


def _stored(properties: Mapping[str, Value]) -> dict[str, Any]:
    """Properties as the server keeps them: no nulls, lists for tuples."""
    return {k: list(v) if isinstance(v, tuple) else v for k, v in properties.items() if v is not None}


def _batches(ids: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(ids)
    while some := list(islice(rest, size)):
        yield some


def _send(
    transaction: neo4j.ManagedTransaction, statement: str, rows: Sequence[Any], size: int = _NODES_AT_ONCE
) -> None:
    """Run a statement on rows, so many at a time."""
    for start in range(0, len(rows), size):
        transaction.run(statement, rows=list(rows[start : start + size])).consume()
