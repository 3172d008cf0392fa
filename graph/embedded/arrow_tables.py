"""The graph as Arrow tables, one a label and one a relationship type between two labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from graph.contents.summaries import COUNTED, Counts
from graph.model import Edge, Graph, Value
from graph.schema import NODES, RELATIONSHIPS
from graph.tables import Property, PropertyType

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ArrowTable", "arrow_table", "arrow_tables"]

K = TypeVar("K", bound=Hashable)
_ENDS = attrgetter("source", "target")


@dataclass(frozen=True, slots=True)
class ArrowTable:
    """A label with its nodes, or a relationship type with its edges between ``ends``.

    ``counted`` are columns that only the embedded file has.
    """

    name: str
    properties: tuple[Property, ...]
    values: Sequence[Mapping[str, Value]]
    ends: tuple[str, str] | None = None
    edges: Sequence[Edge] = ()
    counted: Sequence[tuple[Property, Sequence[Value]]] = ()

    def rows(self) -> pa.Table:
        """The table; a relationship begins with the ids ``from`` and ``to``."""
        import pyarrow as pa

        own = arrow_table(self.properties, self.values)
        columns = {p.name: own[p.name] for p in self.properties}
        for p, values in self.counted:
            columns[p.name] = pa.array(values, _arrow_type(p))
        if self.ends is None:
            return pa.table(columns)
        ids = {
            "from": pa.array([e.source for e in self.edges], pa.string()),
            "to": pa.array([e.target for e in self.edges], pa.string()),
        }
        return pa.table({**ids, **columns})


def arrow_tables(graph: Graph, counts: Counts | None = None) -> Iterator[ArrowTable]:
    """Every table that has rows, nodes first, each in an order that does not depend on how it was put in.

    ``counts``: values for the properties that only the embedded file has.
    """
    for label, node_table in NODES.items():
        if ids := sorted(graph.nodes[label]):
            nodes = [graph.nodes[label][key] for key in ids]
            counted = _counted(label, counts.nodes.get(label, {}), ids) if counts else ()
            yield ArrowTable(label, node_table.properties, nodes, counted=counted)
    for kind, table in RELATIONSHIPS.items():
        found: defaultdict[tuple[str, str], list[Edge]] = defaultdict(list)
        for edge in graph.edges[kind]:
            found[edge.source_label, edge.target_label].append(edge)
        for ends in sorted(found):
            # Without a key in the table, there is one edge between two nodes.
            edges = sorted(found[ends], key=_order if table.key else _ENDS)
            more: Sequence[tuple[Property, Sequence[Value]]] = ()
            if counts and kind in COUNTED:
                more = _counted(kind, counts.edges.get(kind, {}), [*map(_ENDS, edges)])
            yield ArrowTable(kind, table.properties, [e.properties for e in edges], ends, edges, more)


def _counted(
    name: str, columns: Mapping[str, Mapping[K, Value]], keys: Sequence[K]
) -> list[tuple[Property, list[Value]]]:
    return [(p, [columns.get(p.name, {}).get(key) for key in keys]) for p in COUNTED.get(name, ())]


def _order(edge: Edge) -> tuple[str, str, str]:
    return edge.source, edge.target, repr(edge.properties) if edge.properties else ""


def arrow_table(properties: Sequence[Property], values: Sequence[Mapping[str, Value]]) -> pa.Table:
    """Rows as columns, with the declared types."""
    import pyarrow as pa

    rows = pa.array(values, pa.struct([(p.name, _arrow_type(p)) for p in properties]))
    return pa.Table.from_struct_array(rows)


def _arrow_type(p: Property) -> pa.DataType:
    import pyarrow as pa

    types: Mapping[PropertyType, pa.DataType] = {
        "STRING": pa.string(),
        "INT64": pa.int64(),
        "DOUBLE": pa.float64(),
        "BOOL": pa.bool_(),
        "STRING[]": pa.list_(pa.string()),
    }
    return types[p.type]
