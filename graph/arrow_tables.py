"""The graph as Arrow tables, one a label and one a relationship type between two labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import Edge, Graph, Value
from graph.schema import NODES, RELATIONSHIPS
from graph.summaries import COUNTED, Counts
from graph.tables import Property

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ArrowTable", "arrow_table", "arrow_tables"]


@dataclass(frozen=True, slots=True)
class ArrowTable:
    """A label with its nodes, or a relationship type with its edges between ``ends``."""

    name: str
    properties: tuple[Property, ...]
    values: Sequence[Mapping[str, Value]]
    ends: tuple[str, str] | None = None
    edges: Sequence[Edge] = ()

    def rows(self) -> pa.Table:
        """The table; a relationship begins with the ids ``from`` and ``to``."""
        import pyarrow as pa

        own = arrow_table(self.properties, self.values)
        if self.ends is None:
            return own
        ids = {
            "from": pa.array([e.source for e in self.edges]),
            "to": pa.array([e.target for e in self.edges]),
        }
        return pa.table({**ids, **{p.name: own[p.name] for p in self.properties}})


def arrow_tables(graph: Graph, counts: Counts | None = None) -> Iterator[ArrowTable]:
    """Every table that has rows, nodes first, each in an order that does not depend on how it was put in.

    ``counts``: values for the properties that only the embedded file has.
    """
    for label, node_table in NODES.items():
        nodes: list[Mapping[str, Value]] = [graph.nodes[label][k] for k in sorted(graph.nodes[label])]
        properties = node_table.properties
        if counts and label in counts:
            nodes = [{**node, **counts[label][str(node["id"])]} for node in nodes]
            properties = (*properties, *COUNTED[label])
        if nodes:
            yield ArrowTable(label, properties, nodes)
    for kind, table in RELATIONSHIPS.items():
        found: dict[tuple[str, str], list[Edge]] = {}
        for edge in graph.edges[kind]:
            found.setdefault((edge.source_label, edge.target_label), []).append(edge)
        for ends in sorted(found):
            edges = sorted(found[ends], key=_order)
            yield ArrowTable(kind, table.properties, [e.properties for e in edges], ends, edges)


def _order(edge: Edge) -> tuple[str, str, str]:
    return edge.source, edge.target, repr(edge.properties) if edge.properties else ""


def arrow_table(properties: Sequence[Property], values: Sequence[Mapping[str, Value]]) -> pa.Table:
    """Rows as columns, with the declared types."""
    import pyarrow as pa

    types = {
        "STRING": pa.string(),
        "INT64": pa.int64(),
        "DOUBLE": pa.float64(),
        "BOOL": pa.bool_(),
        "STRING[]": pa.list_(pa.string()),
    }
    return pa.table({p.name: pa.array([row[p.name] for row in values], types[p.type]) for p in properties})
