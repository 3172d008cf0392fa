"""Commands that ask the graph and hand it on: query, queries, export, load."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli_options import AsJson, Data, MaybeData, print_json, print_lines

if TYPE_CHECKING:
    from pipelines import asking

__all__ = ["register"]


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


Params = Annotated[
    list[str] | None, typer.Option("--param", metavar="K=V", help="A value for $K; may be given again.")
]
Limit = Annotated[int, typer.Option(min=0, help="At most this many rows; 0 for all.")]
OwnLimit = Annotated[
    int | None,
    typer.Option(min=0, help="At most this many rows; 0 for all.", show_default="what each question says"),
]
Timeout = Annotated[float, typer.Option(min=0.1, help="Seconds until the question is stopped.")]
Rows = Annotated[Format, typer.Option("--format", help="How rows are printed.")]
Server = Annotated[
    str | None,
    typer.Option("--neo4j", metavar="URI", help="Ask this Neo4j server instead of the embedded graph."),
]
Database = Annotated[
    str | None,
    typer.Option(envvar="NEO4J_DATABASE", help="The database on the server.", show_default="its home"),
]
Trust = Annotated[
    bool,
    typer.Option("--trust", help="Run without confinement, where the system has none (see docs/cypher.md)."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (query, queries, export, load):
        app.command(name=command.__name__.rstrip("_"))(command)


def query(  # noqa: PLR0913 - each parameter is an option of the command
    cypher: Annotated[
        str, typer.Argument(metavar="CYPHER", help="One reading statement; - for standard input.")
    ],
    data: MaybeData = None,
    param: Params = None,
    out: Rows = Format.table,
    limit: Limit = 1000,
    timeout: Timeout = 30.0,
    neo4j: Server = None,
    database: Database = None,
    trust: Trust = False,
    as_json: AsJson = False,
) -> None:
    """Ask the graph in Cypher, read-only."""
    from pipelines.asking import Where, ask, print_rows

    server = _server(neo4j, database, data)
    where = Where(data=data, server=server, limit=limit, timeout=timeout, trust=trust)
    statement = sys.stdin.read() if cypher == "-" else cypher
    print_rows(ask(statement, param or (), where), "json" if as_json else out.value)


def queries(  # noqa: PLR0913 - each parameter is an option of the command
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Questions to run.")] = None,
    data: MaybeData = None,
    param: Params = None,
    out: Rows = Format.table,
    limit: OwnLimit = None,
    timeout: Timeout = 30.0,
    neo4j: Server = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """List the named questions, or run some with their parameters."""
    from pipelines.asking import Where, ask_named, list_questions, print_answers, print_rows

    form = "json" if as_json else out.value
    if not names:
        list_questions(form)
        return
    where = Where(data=data, server=_server(neo4j, database, data), limit=limit, timeout=timeout)
    if len(names) == 1:
        print_rows(ask_named(names[0], param or (), where), form)
    else:
        print_answers(((name, ask_named(name, param or (), where)) for name in names), form)


def _server(uri: str | None, database: str | None, data: Path | None) -> asking.Server | None:
    """The server that is named; else NEO4J_URI, where no folder is."""
    from pipelines.asking import Server

    uri = uri or (None if data else os.environ.get("NEO4J_URI"))
    return Server(uri, database) if uri else None


def export(
    form: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT", help="graphml, kgx, neo4j-csv, csv, parquet, ris, bibtex or metafor."
        ),
    ],
    data: Data,
    out: Annotated[Path, typer.Option("-o", "--out", help="The file or folder to write.")],
    as_json: AsJson = False,
) -> None:
    """Write the graph, references or effects for other tools."""
    from graph.exports.export import export_graph

    written = [str(path) for path in export_graph(form, data, out)]
    if as_json:
        print_json({"format": form, "files": written})
    else:
        print_lines(*written)


def load(
    data: Data,
    neo4j: Annotated[
        str, typer.Option("--neo4j", envvar="NEO4J_URI", metavar="URI", help="bolt:// or neo4j:// address.")
    ],
    database: Annotated[
        str, typer.Option(envvar="NEO4J_DATABASE", help="The database on the server.")
    ] = "neo4j",
    corpus: Annotated[
        str, typer.Option(help="The name under which this graph is kept there.")
    ] = "mbc-surgery",
    force: Annotated[
        bool, typer.Option("--force", help="Compare all with what is there; take over nodes with our ids.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put the graph into a Neo4j server, incrementally."""
    from pipelines.serving import load_into_server

    done = load_into_server(data, neo4j, database, corpus=corpus, force=force)
    if as_json:
        print_json(done)
    else:
        print_lines(*(f"{n:8,} {what}" for what, n in done.items()))
