"""The evidence graph as networkx has it."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx

from graph.model import Graph
from graph.schema import RELATIONSHIPS

__all__ = ["to_networkx"]


def to_networkx(graph: Graph) -> nx.MultiDiGraph[str]:
    """Nodes by id with ``_label`` and their own properties; lists as lists, absent values left out."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for label, nodes in graph.nodes.items():
        for node_id, node in nodes.items():
            found.add_node(node_id, _label=label, **_present(node))
    for kind, edges in graph.edges.items():
        distinct = RELATIONSHIPS[kind].key
        for edge in edges:
            key = ":".join([kind, *(str(edge.properties[name]) for name in distinct)])
            found.add_edge(edge.source, edge.target, key=key, type=kind, **_present(edge.properties))
    return found


def _present(properties: Mapping[str, object]) -> dict[str, object]:
    return {
        k: list(v) if isinstance(v, tuple) else v
        for k, v in properties.items()
        if v is not None and k != "id"
    }
