"""Questions from the command line: parameters, engines, printed rows."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import typer

import graph
from graph.query.questions import Question, all_questions, find_question
from graph.query.rows import Rows
from miner.errors import GraphError, QueryRefused
from pipelines.cli_options import print_json, print_lines
from pipelines.printed_table import print_table, terminal_width

__all__ = [
    "Server",
    "Where",
    "ask",
    "ask_named",
    "list_questions",
    "parameters",
    "print_answers",
    "print_rows",
]


class Server(NamedTuple):
    """A server's address, and the database there (none: the one that the server takes as its home)."""

    uri: str
    database: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Whom to ask, and how long to wait: a data folder's graph, or a server if one is named.

    ``limit`` bounds the rows (0: all; else 1,000, or what a named question says), ``timeout`` the seconds.
    """

    data: Path | None
    server: Server | None = None
    limit: int | None = None
    timeout: float = 30.0
    trust: bool = False

    def rows(self) -> int:
        """At most so many rows of a statement."""
        return 1000 if self.limit is None else self.limit

    def folder(self) -> Path:
        """The data folder.

        Raises:
            QueryRefused: none was given.
            GraphError: it is not there.
        """
        if self.data is None:
            raise QueryRefused(
                "no graph is named; give --data DIR (or set MBC_MINER_DATA) or --neo4j URI (or set NEO4J_URI)"
            )
        if not self.data.is_dir():
            raise GraphError(
                f"{self.data} is no data folder; make one with: mbc-miner demo --out {self.data}"
            )
        return self.data


def ask(cypher: str, params: Iterable[str], where: Where) -> Rows:
    """Ask one question."""
    values = parameters(params)
    if where.server:
        from pipelines.serving import ask_server

        return ask_server(where.server, cypher, values, where.rows(), where.timeout)
    handle = graph.open(where.folder(), limit=where.rows(), timeout=where.timeout, trust=where.trust)
    return handle.query(cypher, **values)


def ask_named(name: str, params: Iterable[str], where: Where) -> Rows:
    """Run a named question; its concepts go by id, by name or by any word of the vocabulary."""
    question = find_question(name)
    values = _with_ids(question, parameters(params), where)
    if where.server:
        from pipelines.serving import ask_question

        given = values if where.limit is None else {"limit": where.limit, **values}
        return ask_question(where.server, question, given, where.timeout)
    return graph.open(where.folder(), limit=where.limit, timeout=where.timeout).ask(name, **values)


def _with_ids(question: Question, values: dict[str, Any], where: Where) -> dict[str, Any]:
    from pipelines.asked import vocabulary_of
    from pipelines.concept_names import concept_named

    sought = {p.name: p.label for p in question.parameters if p.label and p.name in values}
    if not sought:
        return values
    words = vocabulary_of(where.data)
    every = replace(where, limit=0, trust=True)  # our own statement, nothing of the user's in it
    ids = {}
    for name, label in sought.items():
        rows = ask(f"MATCH (c:{label}) RETURN c.id AS id, c.name AS name", (), every)
        names = {str(row["id"]): str(row["name"] or "") for row in rows}
        ids[name] = concept_named(names, words, label, str(values[name]))
    return {**values, **ids}


def parameters(given: Iterable[str]) -> dict[str, Any]:
    """``k=v`` pairs as values: JSON where ``v`` is JSON (a number, true, a list), else the text.

    Raises:
        QueryRefused: a pair has no ``=``.
    """
    values: dict[str, Any] = {}
    for pair in given:
        key, sign, value = pair.partition("=")
        if not sign or not key.isidentifier():
            raise QueryRefused(f"--param {pair!r} is not K=V; write for example --param year=2015")
        try:
            values[key] = json.loads(value, parse_constant=_no_number)
        except ValueError:
            values[key] = value
    return values


def _no_number(word: str) -> None:
    """``NaN`` and ``Infinity`` are words here: JSON has no such numbers."""
    raise ValueError(word)


def list_questions(form: str) -> None:
    """Print the named questions: name, what it asks, parameters with defaults."""
    questions = all_questions()
    if form == "json":
        rows = [
            {"name": q.name, "title": q.title, "parameters": {p.name: p.default for p in q.parameters}}
            for q in questions
        ]
        print_json(rows)
        return
    width = max(len(q.name) for q in questions)
    for q in questions:
        typer.echo(f"{q.name:<{width}}  {q.title}")
        for p in q.parameters:
            typer.echo(f"{'':<{width}}    --param {p.name}={p.default}  {p.words}")


def print_answers(answers: Iterable[tuple[str, Rows]], form: str) -> None:
    """Print the rows of several named questions: tables with their names, or one JSON object by name.

    Raises:
        QueryRefused: CSV is asked for, which holds one table.
    """
    if form == "csv":
        raise QueryRefused("csv holds one table; run one question at a time, or use --json")
    found: dict[str, list[dict[str, Any]]] = {}
    for name, rows in answers:
        if form == "json":
            found[name] = list(rows)
            _say_notice(rows)
        else:
            print_lines("", name)
            print_rows(rows, form)
    if form == "json":
        print_json(found)


def print_rows(rows: Rows, form: str) -> None:
    """Print rows as an aligned table, RFC 4180 CSV or one JSON array; a notice goes to stderr."""
    plain = list(rows)
    if form == "json":
        print_json(plain)
    elif form == "csv":
        _print_csv(rows.columns, plain)
    else:
        print_table(rows.columns, plain, terminal_width())
        typer.echo(f"{len(rows)} row{'' if len(rows) == 1 else 's'}", err=True)
    _say_notice(rows)


def _say_notice(rows: Rows) -> None:
    if rows.notice:
        typer.echo(f"mbc-miner: {rows.notice}", err=True)


def _csv_cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | tuple | bool) else value


def _print_csv(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_csv_cell(row[c]) for c in columns])
