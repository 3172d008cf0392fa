"""Questions to, and loads into, a Neo4j server; who we are comes from the environment."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import graph
from graph.query.questions import Question
from graph.query.rows import Rows
from graph.query.run import Parameter
from graph.server import neo4j as server
from graph.server import query as server_query
from miner.errors import GraphError

if TYPE_CHECKING:
    import neo4j

    from pipelines.asking import Server

__all__ = ["ask_question", "ask_server", "load_into_server"]


@contextmanager
def _driver(uri: str) -> Iterator[neo4j.Driver]:
    """A driver with NEO4J_USERNAME and NEO4J_PASSWORD; a password never stands in an address."""
    if "@" in uri.partition("://")[2]:
        raise GraphError(
            "the address holds a user or password; set NEO4J_USERNAME and NEO4J_PASSWORD instead"
        )
    # What the driver remarks on (a label not there yet) becomes our one line or is no news to the user.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    with server.connect(uri, os.environ.get("NEO4J_USERNAME"), os.environ.get("NEO4J_PASSWORD")) as driver:
        yield driver


def ask_server(server: Server, cypher: str, values: dict[str, Parameter], limit: int, timeout: float) -> Rows:
    """Ask one reading question of a server."""
    with _driver(server.uri) as driver:
        return server_query.ask_server(
            driver, cypher, values, limit=limit, timeout=timeout, database=server.database
        )


def ask_question(server: Server, question: Question, given: dict[str, Parameter], timeout: float) -> Rows:
    """Ask a server a named question."""
    with _driver(server.uri) as driver:
        return server_query.ask_question(driver, question, given, timeout=timeout, database=server.database)


def load_into_server(
    data: Path, uri: str, database: str, *, corpus: str = "mbc-surgery", force: bool = False
) -> dict[str, Any]:
    """Make the server hold the data folder's graph as ``corpus``'s; gives what changed, by kind."""
    whole = graph.open(data).load()
    with _driver(uri) as driver:
        changes = server.load_into(whole, driver, database=database, corpus=corpus, force=force)
    return {kind.replace("_", " "): n for kind, n in asdict(changes).items()}
