"""The graph as a value: nodes by label and id, edges by type, each checked against the schema."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from graph.schema import NODES, RELATIONSHIPS
from graph.tables import NodeTable, Property, RelationshipTable
from miner.errors import GraphError

__all__ = ["NODES", "RELATIONSHIPS", "Edge", "Graph", "Node", "NodeTable", "RelationshipTable", "Value"]

Value: TypeAlias = str | int | float | bool | tuple[str, ...] | None
Node: TypeAlias = dict[str, Value]

_KIND: Mapping[str, type] = {"STRING": str, "INT64": int, "DOUBLE": float, "BOOL": bool, "STRING[]": tuple}


class Edge(NamedTuple):
    """One relationship: labels and ids of both ends, and its properties."""

    source_label: str
    source: str
    target_label: str
    target: str
    properties: Mapping[str, Value]


# From so many edges of one type on, those that reach the other end are looked through.
_MANY = 64


@dataclass(eq=False)
class Graph:
    """The evidence graph in memory.

    ``nodes[label][id]`` is a node's properties, every declared one present; ``edges[type]`` is a list. Adding
    the same thing twice changes nothing; adding something else under the same id is a GraphError.
    """

    nodes: dict[str, dict[str, Node]] = field(default_factory=lambda: {label: {} for label in NODES})
    edges: dict[str, list[Edge]] = field(default_factory=lambda: {kind: [] for kind in RELATIONSHIPS})
    _out: dict[str, dict[str, list[Edge]]] = field(
        default_factory=lambda: {kind: {} for kind in RELATIONSHIPS}, repr=False
    )
    # Made for a type when it is first asked for: most edges of a large graph are only ever written down.
    _into: dict[str, dict[str, list[Edge]]] = field(default_factory=dict, repr=False)

    def add_node(self, label: str, node_id: str, /, **properties: Value) -> Node:
        """Put a node in and return it; properties not given are null (lists: empty).

        Raises:
            GraphError: label or property is unknown, a value has the wrong type, or the id is taken.
        """
        if label not in NODES:
            raise GraphError(f"label {label!r} is not declared; use one of {', '.join(NODES)}")
        properties["id"] = node_id
        node = _complete((label, node_id), label, properties)
        known = self.nodes[label].setdefault(node_id, node)
        if known is not node and known != node:
            name = next(n for n in node if known[n] != node[n])
            raise GraphError(
                f"{label} {node_id!r} has {name} {known[name]!r} and {node[name]!r}; "
                "give them two ids or one value"
            )
        return known

    def add_edge(
        self, kind: str, source: tuple[str, str], target: tuple[str, str], /, **properties: Value
    ) -> Edge:
        """Join two nodes given as ``(label, id)``; both must be there.

        Raises:
            GraphError: the type does not join these labels, an end is missing, or properties disagree.
        """
        key = _KEYS.get((kind, source[0], target[0]))
        if key is None:
            raise _unlawful(kind, source[0], target[0])
        if source[1] not in self.nodes[source[0]] or target[1] not in self.nodes[target[0]]:
            label, node_id = source if source[1] not in self.nodes[source[0]] else target
            raise GraphError(f"{kind}: there is no {label} {node_id!r}; add the node first")
        # Most edges have no properties; one empty mapping serves all of a type.
        own = _complete((kind, source[1], "to", target[1]), kind, properties) if properties else _EMPTY[kind]
        edge = Edge(*source, *target, own)
        leaving = self._out[kind].setdefault(source[1], [])
        # Few edges of one type leave a node, or few reach it: looking through them is cheaper than an index.
        for known in leaving if len(leaving) < _MANY else self.into(kind, edge.target):
            if known.target == edge.target and _between_the_same(known, edge, key):
                if known != edge:
                    raise GraphError(
                        f"{kind} {source[1]!r} to {target[1]!r} stands twice with unlike properties; keep one"
                    )
                return known
        self.edges[kind].append(edge)
        leaving.append(edge)
        if kind in self._into:
            self._into[kind].setdefault(edge.target, []).append(edge)
        return edge

    def out(self, kind: str, source: str) -> list[Edge]:
        """Edges of a type that leave a node."""
        return self._out[kind].get(source, [])

    def into(self, kind: str, target: str) -> list[Edge]:
        """Edges of a type that reach a node."""
        if kind not in self._into:
            reaching: dict[str, list[Edge]] = {}
            for edge in self.edges[kind]:
                reaching.setdefault(edge.target, []).append(edge)
            self._into[kind] = reaching
        return self._into[kind].get(target, [])

    def targets(self, kind: str, source: str, label: str | None = None) -> list[Node]:
        """Nodes that edges of a type lead to, of one label if given."""
        return [
            self.nodes[e.target_label][e.target]
            for e in self.out(kind, source)
            if label in (None, e.target_label)
        ]

    def sources(self, kind: str, target: str, label: str | None = None) -> list[Node]:
        """Nodes that edges of a type come from, of one label if given."""
        return [
            self.nodes[e.source_label][e.source]
            for e in self.into(kind, target)
            if label in (None, e.source_label)
        ]

    def merge(self, other: Graph) -> Graph:
        """Add all of another graph to this one and return this one."""
        for label, nodes in other.nodes.items():
            for node in nodes.values():
                self.add_node(label, str(node["id"]), **{k: v for k, v in node.items() if k != "id"})
        for kind, edges in other.edges.items():
            for e in edges:
                self.add_edge(kind, (e.source_label, e.source), (e.target_label, e.target), **e.properties)
        return self

    def counts(self) -> dict[str, int]:
        """How many nodes of each label and edges of each type there are."""
        return {k: len(v) for k, v in (*self.nodes.items(), *self.edges.items())}

    def canonical(self) -> Iterator[tuple[object, ...]]:
        """Everything in an order that does not depend on how it was put in."""
        for label in NODES:
            for node_id in sorted(self.nodes[label]):
                yield (label, node_id, tuple(self.nodes[label][node_id].items()))
        for kind in RELATIONSHIPS:
            yield from sorted(
                (
                    (kind, e.source_label, e.source, e.target_label, e.target, tuple(e.properties.items()))
                    for e in self.edges[kind]
                ),
                key=repr,
            )

    def fingerprint(self) -> str:
        """A hash of all that is in it: equal graphs have equal fingerprints."""
        digest = hashlib.sha256()
        for item in self.canonical():
            digest.update(repr(item).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same nodes and edges, in whatever order."""
        return isinstance(other, Graph) and list(self.canonical()) == list(other.canonical())


def _between_the_same(a: Edge, b: Edge, key: tuple[str, ...]) -> bool:
    """Whether two edges to one id join the same nodes in the same way."""
    return (a.source_label, a.source, a.target_label) == (b.source_label, b.source, b.target_label) and all(
        a.properties[name] == b.properties[name] for name in key
    )


def _unlawful(kind: str, source_label: str, target_label: str) -> GraphError:
    table = RELATIONSHIPS.get(kind)
    if table is None:
        return GraphError(f"relationship {kind!r} is not declared; use one of {', '.join(RELATIONSHIPS)}")
    legal = ", ".join(f"{s} to {t}" for s, t in table.pairs)
    return GraphError(f"{kind} does not join {source_label} to {target_label}; it joins {legal}")


def _complete(what: tuple[str, ...], table: str, given: Mapping[str, Value]) -> dict[str, Value]:
    """Every declared property in order, checked; what was not given is null or the empty list."""
    declared = _DECLARED[table]
    if not given.keys() <= declared.keys():
        stray = ", ".join(sorted(given.keys() - declared.keys()))
        raise GraphError(
            f"{' '.join(what)}: no property {stray}; declared are {', '.join(declared) or 'none'}"
        )
    complete, plain = _EMPTY[table].copy(), _PLAIN[table]
    for name, value in given.items():
        # The plain case first: a graph has millions of these.
        if type(value) is plain[name]:
            complete[name] = value
        elif value is not None:
            complete[name] = _checked(what, declared[name], value)
    return complete


def _checked(what: tuple[str, ...], declared: Property, value: Value) -> Value:
    if declared.type == "DOUBLE" and type(value) in (int, float) and math.isfinite(value):  # type: ignore[arg-type]  # a number
        return float(value)  # type: ignore[arg-type]  # a number
    if type(value) is not _KIND[declared.type] or declared.type == "DOUBLE":
        raise GraphError(f"{' '.join(what)}: {declared.name} is {value!r}; it must be {declared.type}")
    return value


_PROPERTIES: Mapping[str, tuple[Property, ...]] = {
    **{label: node_table.properties for label, node_table in NODES.items()},
    **{kind: table.properties for kind, table in RELATIONSHIPS.items()},
}
_DECLARED: Mapping[str, Mapping[str, Property]] = {
    name: {p.name: p for p in properties} for name, properties in _PROPERTIES.items()
}
_EMPTY: Mapping[str, dict[str, Value]] = {
    name: {p: () if d.type == "STRING[]" else None for p, d in declared.items()}
    for name, declared in _DECLARED.items()
}
# The types of values that need no second look, as any number does that stands for a DOUBLE.
_PLAIN: Mapping[str, Mapping[str, type | None]] = {
    name: {p: None if d.type == "DOUBLE" else _KIND[d.type] for p, d in declared.items()}
    for name, declared in _DECLARED.items()
}
# By type and labels of both ends: which properties tell two edges between the same nodes apart.
_KEYS: Mapping[tuple[str, str, str], tuple[str, ...]] = {
    (kind, *pair): table.key for kind, table in RELATIONSHIPS.items() for pair in table.pairs
}
