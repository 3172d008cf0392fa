"""A Neo4j server on loopback for the tests, shared by all of them."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from graph.server.neo4j import connect

__all__ = ["HERE", "driver", "server", "server_of", "uri"]

HERE = Path(__file__).parent / "neo4j"


@pytest.fixture(scope="session")
def uri() -> Iterator[str]:
    """A server of our own that dies with the tests; NEO4J_TEST_URI names another that may be emptied."""
    if given := os.environ.get("NEO4J_TEST_URI"):
        yield given
        return
    if not (HERE / "target" / "lib").is_dir():
        assert not os.environ.get("CI"), "the gate runs these tests; run tests/neo4j/run.sh build first"
        pytest.skip("there is no Neo4j here; `make neo4j` fetches it and runs these tests")
    with server_of("launch") as address:
        yield address


@contextlib.contextmanager
def server_of(*command: str) -> Iterator[str]:
    """The address of a server that ``run.sh`` starts; it dies with us."""
    process = subprocess.Popen(
        [str(HERE / "run.sh"), *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("READY "), line
    try:
        yield line.split()[1].rstrip("/")
    finally:
        process.communicate(timeout=120)


@pytest.fixture(scope="session")
def server(uri: str) -> Iterator[neo4j.Driver]:
    with connect(uri) as driver:
        yield driver


@pytest.fixture
def driver(server: neo4j.Driver) -> neo4j.Driver:
    """The server, emptied."""
    server.execute_query("MATCH (n) DETACH DELETE n")
    return server
