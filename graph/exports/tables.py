"""The graph as tables: CSV, Parquet, and what neo4j-admin imports."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.embedded.arrow_tables import arrow_table
from graph.exports.whole_file import whole_binary, whole_file
from graph.model import Edge, Graph, Value
from graph.schema import NODES, RELATIONSHIPS
from graph.tables import Property

__all__ = ["csv_tables", "neo4j_csv", "parquet_tables"]

_LIST = "; "
# Free text holds semicolons and bars; this control character cannot stand in XML text.
_UNIT = "\x1f"
_ADMIN_TYPES = {
    "STRING": "string",
    "INT64": "long",
    "DOUBLE": "double",
    "BOOL": "boolean",
    "STRING[]": "string[]",
}


@dataclass(frozen=True, slots=True)
class _Table:
    """A label or a relationship type between two labels, with its columns and rows."""

    name: str
    columns: tuple[Property, ...]
    rows: list[dict[str, Value]]
    ends: tuple[str, str] | None = None


def csv_tables(graph: Graph, folder: Path) -> list[Path]:
    """A CSV file (RFC 4180, UTF-8) a table; lists are joined by "; "."""
    return [
        _write_csv(
            folder / f"{t.name}.csv",
            [p.name for p in t.columns],
            ([_cell(r[p.name], _LIST) for p in t.columns] for r in t.rows),
        )
        for t in _tables(graph)
    ]


def parquet_tables(graph: Graph, folder: Path) -> list[Path]:
    """A Parquet file a table, with lists as lists."""
    import pyarrow.parquet as pq

    written = []
    for table in _tables(graph):
        path = folder / f"{table.name}.parquet"
        with whole_binary(path) as stream:
            pq.write_table(arrow_table(table.columns, table.rows), stream)
        written.append(path)
    return written


def neo4j_csv(graph: Graph, folder: Path) -> list[Path]:
    """CSV files with the headers of neo4j-admin, and ``import.sh`` that calls it."""
    written, arguments = [], []
    for table in _tables(graph):
        path = folder / f"{table.name}.csv"
        kind = "relationships" if table.ends else "nodes"
        name = table.name.partition(".")[0]
        rows = ([_cell(row[p.name], _UNIT) for p in table.columns] for row in table.rows)
        written.append(_write_csv(path, _admin_header(table), rows))
        arguments.append(f"  --{kind}={name}={path.name} \\")
    script = folder / "import.sh"
    with whole_file(script) as stream:
        stream.write(_SCRIPT.format(arguments="\n".join(arguments)))
    script.chmod(0o755)
    return [*written, script]


_SCRIPT = """#!/bin/sh
# Fills a new, stopped database with these files: ./import.sh [DATABASE]; run it where neo4j-admin is.
cd "$(dirname "$0")" || exit 1
exec neo4j-admin database import full "${{1:-neo4j}}" --overwrite-destination \\
  --array-delimiter=U+001F --multiline-fields=true \\
{arguments}
  --id-type=string
"""


def _admin_header(table: _Table) -> list[str]:
    if table.ends is None:
        keys = [f"id:ID({table.name})"]
    else:
        keys = [f":START_ID({table.ends[0]})", f":END_ID({table.ends[1]})"]
    return keys + [f"{p.name}:{_ADMIN_TYPES[p.type]}" for p in table.columns[len(keys) :]]


def _tables(graph: Graph) -> Iterator[_Table]:
    """Every table that has rows; types between several labels are split, as ``FOUND.Study-Effect``."""
    for label, node_table in NODES.items():
        if graph.nodes[label]:
            rows = [graph.nodes[label][node_id] for node_id in sorted(graph.nodes[label])]
            yield _Table(label, node_table.properties, rows)
    for kind, table in RELATIONSHIPS.items():
        for source, target in table.pairs:
            edges = [e for e in graph.edges[kind] if (e.source_label, e.target_label) == (source, target)]
            if edges:
                name = kind if len(table.pairs) == 1 else f"{kind}.{source}-{target}"
                ends = (Property("source", "STRING", "Source"), Property("target", "STRING", "Target"))
                yield _Table(name, ends + table.properties, _edge_rows(edges), (source, target))


def _edge_rows(edges: list[Edge]) -> list[dict[str, Value]]:
    rows: list[dict[str, Value]] = [{"source": e.source, "target": e.target, **e.properties} for e in edges]
    return sorted(rows, key=repr)


def _write_csv(path: Path, header: list[str], rows: Iterable[list[Any]]) -> Path:
    with whole_file(path) as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def _cell(value: Value, separator: str) -> Value:
    if isinstance(value, bool):
        return str(value).lower()
    return separator.join(value) if isinstance(value, tuple) else value
