"""The embedded graph file: built whole beside the old one, proved to open, then swapped in.

A reader sees the old graph or the new one, never a part of either. Loading 100,000 studies takes seconds, so
nothing is ever changed in place.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.contents.summaries import COUNTED, counts
from graph.embedded.arrow_tables import arrow_tables
from graph.model import Graph, Node
from graph.schema import NODES, RELATIONSHIPS
from graph.tables import NodeTable, Property, RelationshipTable
from graph.unreadable import ENGINE_ERRORS, unreadable_file
from miner.errors import GraphError

if TYPE_CHECKING:
    import ladybug

__all__ = ["GRAPH_FILE", "ddl", "get_ready", "graph_path", "load", "reading", "save", "saving"]

GRAPH_FILE = "graph.lbug"
# Copying needs more than 128 MiB; reading works from what the system keeps in its cache.
_BUILD_POOL, _READ_POOL = 512 << 20, 256 << 20
_THREADS = 2
_LITTLE_ROOM = 256 << 20
_SIDECARS = (".wal", ".wal.checkpoint", ".shadow", ".checkpoint.intent.lock", ".checkpoint.apply.lock")
# Names that Neo4j has and this engine lacks. A body with =, NOT, IS NULL, CASE or a lambda would make the
# file impossible to open again.
_MACROS = {
    "type(r)": "label(r)",
    "startNode(r)": "start_node(r)",
    "endNode(r)": "end_node(r)",
    "head(l)": "list_extract(l, 1)",
    "last(l)": "list_extract(l, -1)",
    "split(s, d)": "string_split(s, d)",
    "toFloat(x)": "CAST(x AS DOUBLE)",
    "exp(x)": "2.718281828459045 ^ x",
}


def graph_path(data_dir: Path | str) -> Path:
    """The graph file of a data folder (or the file itself).

    Raises:
        GraphError: there is none.
    """
    given = Path(data_dir)
    path = given / GRAPH_FILE if given.is_dir() else given
    if not path.is_file():
        folder = given if given.is_dir() or not given.suffix else given.parent
        raise GraphError(f"{path}: there is no graph; build it with `mbc-miner refresh --data {folder}`")
    return path.resolve()


def ddl() -> list[str]:
    """The statements that make the tables, from the schema."""
    nodes = [
        f"CREATE NODE TABLE `{name}`({_columns((*t.properties, *COUNTED.get(name, ())))}, PRIMARY KEY(`id`))"
        for name, t in NODES.items()
    ]
    return nodes + [f"CREATE REL TABLE `{t.type}`({_ends(t)})" for t in RELATIONSHIPS.values()]


def _columns(properties: Sequence[Property]) -> str:
    return ", ".join(f"`{p.name}` {p.type}" for p in properties)


def _ends(table: RelationshipTable) -> str:
    ends = ", ".join(f"FROM `{s}` TO `{t}`" for s, t in table.pairs)
    properties = (*table.properties, *COUNTED.get(table.type, ()))
    return f"{ends}, {_columns(properties)}" if properties else ends


def get_ready() -> None:
    """Load the engine and what makes its tables, for a caller who has time to spare before ``save``."""
    import ladybug  # noqa: F401 - only loaded
    import pyarrow as pa
    import pyarrow.parquet

    pa.array([""])  # the first one looks whether pandas is there, by loading it


def save(graph: Graph, data_dir: Path | str) -> Path:
    """Write the graph of a data folder and swap it in; the old one stays until the new one is proved.

    Raises:
        GraphError: another process is writing, the disk is full, or the engine refused something.
    """
    with saving(graph, data_dir) as path:
        return path


@contextlib.contextmanager
def saving(graph: Graph, data_dir: Path | str) -> Iterator[Path]:
    """Write the graph, and swap it in when the caller has written what belongs to it; if one fails, neither.

    Raises:
        GraphError: as ``save``.
    """
    folder = Path(data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder.resolve() / GRAPH_FILE
    new, parts = path.with_name(GRAPH_FILE + ".new"), path.with_name(GRAPH_FILE + ".parts")
    with _sole_writer(path):
        _clear(new, parts)
        try:
            with _explained(path):
                parts.mkdir()
                _build(graph, new, parts)
                _prove(graph, new)
            yield path
            with _explained(path):
                _swap(new, path)
        finally:
            _clear(new, parts)


@contextlib.contextmanager
def _sole_writer(path: Path) -> Iterator[None]:
    """The engine's own lock does not stop a second writer in one process; this one does, and dies with us."""
    descriptor = os.open(path.with_name(f".{path.name}.lock"), os.O_CREAT | os.O_RDWR, 0o666)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise GraphError(f"{path}: another process is writing this graph; wait for it to end") from error
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (RuntimeError, OSError) as error:
        raise GraphError(
            f"{path}: the new graph could not be written ({_room(path) or _one_line(error)}); "
            "the old one is untouched, run again"
        ) from error


def _clear(new: Path, parts: Path) -> None:
    """Take away what a build that was killed left behind."""
    # The engine's own files beside it too, whatever their names: it builds beside no other database's.
    for path in new.parent.glob(f"{new.name}*"):
        path.unlink(missing_ok=True)
    shutil.rmtree(parts, ignore_errors=True)


def _build(graph: Graph, new: Path, parts: Path) -> None:
    import ladybug

    with (
        ladybug.Database(str(new), buffer_pool_size=_BUILD_POOL, max_num_threads=_THREADS) as database,
        ladybug.Connection(database) as connection,
    ):
        macros = (f"CREATE MACRO {name} AS {body}" for name, body in _MACROS.items())
        # One transaction: the file is new, so there is nothing to keep safe between one table and the next.
        for statement in chain(
            ("BEGIN TRANSACTION",), ddl(), _copies(graph, parts), macros, ("COMMIT", "CHECKPOINT")
        ):
            connection.execute(statement)
    if Path(f"{new}.wal").exists():
        raise RuntimeError("the engine left a write-ahead log behind")


def _copies(graph: Graph, parts: Path) -> Iterator[str]:
    """COPY statements, nodes first; each table goes through a Parquet file that is gone when it is copied."""
    import pyarrow.parquet as pq

    file = parts / "table.parquet"
    quoted = str(file).replace("\\", "\\\\").replace("'", "\\'")
    for table in arrow_tables(graph, counts(graph)):
        # Read once, at once, and gone: what makes a file small or searchable would be work for nothing.
        pq.write_table(table.rows(), file, compression="none", use_dictionary=False, write_statistics=False)
        ends = f" (from='{table.ends[0]}', to='{table.ends[1]}')" if table.ends else ""
        yield f"COPY `{table.name}` FROM '{quoted}'{ends}"


def _prove(graph: Graph, new: Path) -> None:
    """Open the new file as a reader would and count."""
    with reading(new) as connection:
        for label in NODES:
            _same(connection, f"MATCH (n:`{label}`) RETURN count(*) AS n", len(graph.nodes[label]), label)
        for kind in RELATIONSHIPS:
            _same(connection, f"MATCH ()-[r:`{kind}`]->() RETURN count(*) AS n", len(graph.edges[kind]), kind)


def _same(connection: ladybug.Connection, count: str, expected: int, what: str) -> None:
    found = _ask(connection, count)[0][0]
    if found != expected:
        raise RuntimeError(f"{expected} {what} went in and {found} came out")


def _swap(new: Path, path: Path) -> None:
    _flush(new)
    for suffix in _SIDECARS:  # a stale log beside a new file makes every open fail
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    new.replace(path)
    _flush(path.parent)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _room(path: Path) -> str:
    """The engine says a full disk in many ways, few of which name it."""
    free = shutil.disk_usage(path.parent).free
    return f"the disk has {free >> 20} MB left, make room" if free < _LITTLE_ROOM else ""


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


@contextlib.contextmanager
def reading(path: Path) -> Iterator[ladybug.Connection]:
    """A read-only connection in this process, for statements of the program's own.

    Raises:
        GraphError: the file cannot be opened.
    """
    import ladybug

    try:
        database = ladybug.Database(
            str(path), read_only=True, buffer_pool_size=_READ_POOL, max_num_threads=_THREADS
        )
    except ENGINE_ERRORS as error:
        raise unreadable_file(path, str(error)) from error
    with database, ladybug.Connection(database) as connection:
        yield connection


def load(data_dir: Path | str) -> Graph:
    """The whole graph of a data folder, in memory.

    Raises:
        GraphError: there is none, or it was built by a version with another schema.
    """
    path = graph_path(data_dir)
    graph = Graph()
    with reading(path) as connection:
        try:
            for node_table in NODES.values():
                _load_nodes(graph, connection, node_table)
            for table in RELATIONSHIPS.values():
                for source, target in table.pairs:
                    _load_edges(graph, connection, table, source, target)
        except ENGINE_ERRORS as error:
            raise unreadable_file(path, str(error)) from error
    return graph


def _load_nodes(graph: Graph, connection: ladybug.Connection, table: NodeTable) -> None:
    columns = ", ".join(f"n.`{name}` AS `{name}`" for name in table.names)
    for row in _ask(connection, f"MATCH (n:`{table.label}`) RETURN {columns}"):
        node = _node(table.names, row)
        graph.add_node(table.label, str(node.pop("id")), **node)


def _load_edges(
    graph: Graph, connection: ladybug.Connection, table: RelationshipTable, source: str, target: str
) -> None:
    columns = "".join(f", r.`{name}` AS `{name}`" for name in table.names)
    pattern = f"MATCH (a:`{source}`)-[r:`{table.type}`]->(b:`{target}`)"
    for row in _ask(connection, f"{pattern} RETURN a.id AS a, b.id AS b{columns}"):
        graph.add_edge(table.type, (source, row[0]), (target, row[1]), **_node(table.names, row[2:]))


def _ask(connection: ladybug.Connection, statement: str) -> list[Sequence[Any]]:
    result: Any = connection.execute(statement)
    rows: list[Sequence[Any]] = result.get_all()
    return rows


def _node(names: Sequence[str], row: Sequence[Any]) -> Node:
    return {n: tuple(v) if isinstance(v, list) else v for n, v in zip(names, row, strict=True)}
