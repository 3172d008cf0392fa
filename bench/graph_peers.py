"""What building and asking the graph cost beside the obvious: a MERGE for each row, and networkx in memory.

Each peer makes or answers the same: the numbers of nodes and relationships, and the rows, are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ladybug

from graph.embedded.ladybug import ddl
from graph.model import Graph

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["PAIRS", "merged", "pairs_by_network"]

# Studies with an estimate in favour of each treatment on each endpoint: two steps from a study, and counted.
PAIRS = (
    "MATCH (s:Study)-[:FOUND]->(e:Effect {favours: 'experimental'})-[:EXPERIMENTAL]->(i:Intervention) "
    "MATCH (e)-[:ON]->(o:Endpoint) "
    "RETURN i.id AS treatment, o.id AS endpoint, count(DISTINCT s.id) AS studies"
)


def merged(graph: Graph, path: Path) -> int:
    """Write the graph into a new file by a MERGE for each node and relationship; gives how many there are."""
    with ladybug.Database(str(path)) as database, ladybug.Connection(database) as connection:
        for statement in ddl():
            connection.execute(statement)
        for label, nodes in graph.nodes.items():
            for node_id, node in nodes.items():
                given = _given(node)
                sets = "".join(f", n.`{name}` = ${name}" for name in given if name != "id").removeprefix(",")
                connection.execute(
                    f"MERGE (n:`{label}` {{id: $id}})" + (f" SET{sets}" if sets else ""),
                    {**given, "id": node_id},
                )
        for kind, edges in graph.edges.items():
            for edge in edges:
                ends = f"(a:`{edge.source_label}` {{id: $a}}), (b:`{edge.target_label}` {{id: $b}})"
                given = {f"r_{name}": value for name, value in _given(edge.properties).items()}
                has = ", ".join(f"`{name.removeprefix('r_')}`: ${name}" for name in given)
                connection.execute(
                    f"MATCH {ends} MERGE (a)-[:`{kind}` {{{has}}}]->(b)",
                    {**given, "a": edge.source, "b": edge.target},
                )
        counts = ("MATCH (n) RETURN count(*) AS n", "MATCH ()-[r]->() RETURN count(*) AS n")
        return sum(_count(connection, count) for count in counts)


def _count(connection: ladybug.Connection, cypher: str) -> int:
    result = connection.execute(cypher)
    assert isinstance(result, ladybug.QueryResult)  # noqa: S101  # one statement, one result
    with result:
        return int(result.get_all()[0][0])  # type: ignore[index]  # a row is a list here


def _given(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in properties.items()
        if value is not None and value != ()
    }


def pairs_by_network(network: nx.MultiDiGraph[str]) -> dict[tuple[str, str], int]:
    """The rows of ``PAIRS``, walked in memory."""
    studies: dict[tuple[str, str], set[str]] = {}
    for effect, node in network.nodes(data=True):
        if node["_label"] != "Effect" or node.get("favours") != "experimental":
            continue
        found = [s for s, _, kind in network.in_edges(effect, data="type") if kind == "FOUND"]
        out = list(network.out_edges(effect, data="type"))
        for treatment in (t for _, t, kind in out if kind == "EXPERIMENTAL"):
            for endpoint in (t for _, t, kind in out if kind == "ON"):
                studies.setdefault((treatment, endpoint), set()).update(found)
    return {pair: len(them) for pair, them in studies.items()}
