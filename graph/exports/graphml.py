"""The graph as GraphML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import networkx as nx

from graph.exports.whole_file import whole_file
from graph.model import Graph, Value

__all__ = ["graphml"]

# XML 1.0 has no place for these, escaped or not.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def graphml(graph: Graph, path: Path) -> list[Path]:
    """One file; nodes carry ``node_label``, edges ``type``; lists are JSON, absent values are left out."""
    whole: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for label in graph.nodes:
        for node_id in sorted(graph.nodes[label]):
            whole.add_node(node_id, node_label=label, **_simple(graph.nodes[label][node_id]))
    for kind in graph.edges:
        for number, e in enumerate(sorted(graph.edges[kind], key=repr)):
            whole.add_edge(e.source, e.target, type=kind, edge_id=f"{kind}-{number}", **_simple(e.properties))
    with whole_file(path) as stream:
        for line in nx.generate_graphml(whole, named_key_ids=True, edge_id_from_attribute="edge_id"):
            stream.write(line + "\n")
    return [path]


def _simple(properties: Mapping[str, Value]) -> dict[str, str | int | float | bool]:
    found: dict[str, str | int | float | bool] = {}
    for name, value in properties.items():
        if name == "id" or value is None or value == ():
            continue
        plain = json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value
        found[name] = _NOT_XML.sub("", plain) if isinstance(plain, str) else plain
    return found
