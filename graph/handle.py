"""A data folder's graph, opened for reading."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.embedded.ladybug import graph_path, load
from graph.query.questions import find_question
from graph.query.rows import Rows
from graph.query.run import DEFAULT_LIMIT, DEFAULT_TIMEOUT, Parameter, run_query, run_question
from miner.errors import QueryRefused

if TYPE_CHECKING:
    import networkx as nx

    from graph.model import Graph

__all__ = ["Handle", "open"]


@dataclass(frozen=True, slots=True)
class Handle:
    """A way to ask the graph of a data folder; every question sees the graph as it then is."""

    path: Path
    limit: int | None = None
    timeout: float = DEFAULT_TIMEOUT
    trust: bool = False

    def query(self, cypher: str, /, **params: Parameter) -> Rows:
        """Ask one read-only question in Cypher; ``$name`` takes its value from ``params``.

        Raises:
            QueryRefused: it is not one plain reading statement.
            GraphError: it cannot be answered.
        """
        limit = DEFAULT_LIMIT if self.limit is None else self.limit
        return run_query(self.path, cypher, params, limit=limit, timeout=self.timeout, trust=self.trust)

    def ask(self, name: str, /, **params: Parameter) -> Rows:
        """Ask a named question (``graph.query.questions.all_questions`` lists them).

        Its rows are bounded by ``limit`` (0: all) if given here, else by the handle's, else by its own.

        Raises:
            QueryRefused: there is no such question, or it takes no such parameter or value.
            GraphError: it cannot be answered.
        """
        question = find_question(name)
        given = params if self.limit is None else {"limit": self.limit, **params}
        return run_question(self.path, question, given, timeout=self.timeout)

    def load(self) -> Graph:
        """The whole graph in memory."""
        return load(self.path)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """The whole graph as networkx has it: nodes by id with ``_label`` and their own properties.

        Edge keys are relationship types (with the values that tell two apart); absent values are left out.
        """
        from graph.networkx_graph import to_networkx

        return to_networkx(self.load())


def open(  # the public name is graph.open
    data_dir: Path | str,
    *,
    limit: int | None = None,
    timeout: float = DEFAULT_TIMEOUT,
    trust: bool = False,
) -> Handle:
    """Open the graph of a data folder for reading.

    ``limit`` bounds the rows of an answer (0: all; not given: 10,000, or what a named question says),
    ``timeout`` its seconds; ``trust`` runs questions without the Landlock confinement, for systems that have
    none.

    Raises:
        GraphError: the folder holds no graph.
        QueryRefused: ``limit`` is below 0.
    """
    if limit is not None and limit < 0:
        raise QueryRefused(f"limit is {limit}; give how many rows to show, or 0 for all")
    return Handle(graph_path(data_dir), limit, timeout, trust)
