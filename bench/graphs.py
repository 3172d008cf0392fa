"""Graphs of the size that a literature has: how long they take to build, to ask and to load into a server.

``python -m bench.graphs [--studies N] [--repeats R] [--peers N] [--data DIR] [--neo4j URI]``. Wall-clock and
processor time are printed side by side: on a machine that does other work, only the second compares. A
question's time is the engine's, in a process that has the graph open and has asked it once; starting one
takes 0.2 s more. Peers (``graph_peers``) build and ask a smaller graph beside us.
"""

from __future__ import annotations

import argparse
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import ladybug

from bench.graph_peers import PAIRS, merged, pairs_by_network
from bench.synthetic_graph import Size, synthetic_graph
from graph.embedded.ladybug import graph_path, reading, save
from graph.model import Graph
from graph.networkx_graph import to_networkx
from graph.query.ladybug_cypher import for_ladybug
from graph.query.questions import Question, all_questions
from graph.server.neo4j import connect, load_into

__all__ = ["Asked", "Taken", "main", "measure_build", "measure_load", "measure_peers", "measure_questions"]

_GIVEN = {
    "findings-of-study": {"study": "mbc:study/PMID80000007"},
    "publications-of-trial": {"number": "NCT00000007"},
}


class Taken(NamedTuple):
    """Wall-clock and processor time, in seconds."""

    wall: float
    processor: float


def timed(work: Callable[[], object]) -> Taken:
    """How long it takes, once."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - wall, time.process_time() - processor)


def measure_build(graph: Graph, folder: Path) -> Taken:
    """From the graph in memory to the file that readers open."""
    return timed(lambda: save(graph, folder))


class Asked(NamedTuple):
    """How many rows a question showed, and how long that took: half of the times less, and nearly all."""

    rows: int
    half: Taken
    late: Taken


def measure_questions(folder: Path, repeats: int) -> Iterator[tuple[str, Asked | str]]:
    """Each named question: median and 95th percentile of its time; or what the engine said instead."""
    for question in all_questions():
        # A connection of its own each: an answer that fails must not take the next one's memory.
        with reading(graph_path(folder)) as connection:
            try:
                yield question.name, _asked(connection, question, repeats)
            except RuntimeError as error:
                yield question.name, " ".join(str(error).split())


def _asked(connection: ladybug.Connection, question: Question, repeats: int) -> Asked:
    values = question.bind(_GIVEN.get(question.name, {}))
    limit = values.pop("limit")
    rows = 0

    def ask() -> None:
        nonlocal rows
        rows = len(_rows(connection, question.for_embedded(limit), values))
        if rows > limit and question.embedded_total:
            _rows(connection, question.embedded_total, values)

    ask()
    taken = [timed(ask) for _ in range(repeats)]
    return Asked(min(rows, limit), _at(taken, 0.5), _at(taken, 0.95))


def _rows(connection: ladybug.Connection, cypher: str, values: dict[str, Any]) -> list[Any]:
    used = {name: value for name, value in values.items() if f"${name}" in cypher}
    result = connection.execute(for_ladybug(cypher), used)
    assert isinstance(result, ladybug.QueryResult)  # noqa: S101  # one statement, one result
    with result:
        return list(result.get_all())


def _at(taken: list[Taken], share: float) -> Taken:
    place = min(len(taken) - 1, int(share * len(taken)))
    return Taken(sorted(t.wall for t in taken)[place], sorted(t.processor for t in taken)[place])


def measure_peers(size: Size, folder: Path) -> Iterator[tuple[str, Taken, Taken]]:
    """Ours and the obvious, on one graph: built by columns and by a MERGE a row; asked here and of networkx.

    Raises:
        RuntimeError: a peer made or answered something else.
    """
    graph = synthetic_graph(size)
    built = measure_build(graph, folder)
    parts: list[int] = []
    yield "MERGE a row", built, timed(lambda: parts.append(merged(graph, folder / "merged.lbug")))
    if parts != [sum(map(len, graph.nodes.values())) + sum(map(len, graph.edges.values()))]:
        raise RuntimeError(f"{parts[0]} nodes and relationships were merged")
    network = to_networkx(graph)
    with reading(graph_path(folder)) as connection:
        _rows(connection, PAIRS, {})
        rows: list[list[Any]] = []
        asked = timed(lambda: rows.append(_rows(connection, PAIRS, {})))
    walked: list[dict[tuple[str, str], int]] = []
    taken = timed(lambda: walked.append(pairs_by_network(network)))
    if {(i, o): n for i, o, n in rows[0]} != walked[0]:
        raise RuntimeError("networkx answers otherwise")
    yield "networkx", asked, taken


def measure_load(size: Size, uri: str) -> Iterator[tuple[str, Taken]]:
    """Into an empty server; again unchanged; with one study in a hundred changed."""
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    with connect(uri) as driver:
        for name, changed in (("full load", 0.0), ("unchanged", 0.0), ("1 % changed", 0.01)):
            graph = synthetic_graph(size, changed=changed)
            yield name, timed(lambda graph=graph: load_into(graph, driver, corpus="bench"))  # type: ignore[misc]  # bound now


def main() -> None:
    """Measure and print."""
    given = _arguments()
    size = Size(given.studies)
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.data or Path(scratch)
        if not (folder / "graph.lbug").exists():
            graph = synthetic_graph(size)
            counts = graph.counts()
            edges = sum(map(len, graph.edges.values()))
            _say(f"{counts['Study']:,} studies, {counts['Effect']:,} effects, {edges:,} relationships")
            taken = measure_build(graph, folder)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
            _say(f"build {taken.wall:.1f} s ({taken.processor:.1f} s of processor), at most {peak:.1f} GiB")
            del graph
        for name, found in measure_questions(folder, given.repeats):
            _say(f"  {name:<28}{found if isinstance(found, str) else _figures(found)}")
    with tempfile.TemporaryDirectory() as scratch:
        for name, ours, theirs in measure_peers(Size(given.peers), Path(scratch)):
            ratio = theirs.wall / ours.wall
            beside = f"ours {ours.wall:.3f} s: {ratio:.1f} x ({given.peers:,} studies)"
            _say(f"{name:<12} {theirs.wall:8.3f} s, {beside}")
    if given.neo4j:
        for name, taken in measure_load(size, given.neo4j):
            _say(f"Neo4j, {name:<12} {taken.wall:8.1f} s ({taken.processor:.1f} s of it in this process)")


def _figures(found: Asked) -> str:
    half, late = ([1000 * seconds for seconds in taken] for taken in (found.half, found.late))
    return (
        f"p50 {half[0]:7.1f} ms ({half[1]:6.1f} of processor)  "
        f"p95 {late[0]:7.1f} ms ({late[1]:6.1f} of processor) {found.rows:>6} rows"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=100_000)
    parser.add_argument(
        "--peers", type=int, default=100, help="studies of the graph that peers build and ask"
    )
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--data", type=Path, help="keep the graph here, or ask the one that is here")
    parser.add_argument("--neo4j", metavar="URI", help="a server that may be filled")
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
