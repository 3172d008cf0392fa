"""The graph for other tools: one name a format, one module a family of formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from graph.embedded.ladybug import load
from graph.model import Graph
from miner.errors import GraphError, QueryRefused

__all__ = ["FORMATS", "ExportFormat", "export_graph", "write_graph"]

_Writer = Callable[[Graph, Path], list[Path]]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format: what it is, whether it is a folder of files, and the function that writes it."""

    words: str
    folder: bool
    home: str

    def writer(self) -> _Writer:
        """The function, imported when it is wanted."""
        module, _, name = self.home.partition(":")
        return cast("_Writer", getattr(import_module(module), name))


FORMATS: Mapping[str, ExportFormat] = {
    "graphml": ExportFormat(
        "the whole graph, for Gephi, Cytoscape, yEd, igraph", False, "graph.exports.graphml:graphml"
    ),
    "kgx": ExportFormat("nodes.tsv and edges.tsv in Biolink terms", True, "graph.exports.kgx:kgx"),
    "neo4j-csv": ExportFormat(
        "files and a script for neo4j-admin database import", True, "graph.exports.tables:neo4j_csv"
    ),
    "csv": ExportFormat(
        "a CSV file for each label and relationship", True, "graph.exports.tables:csv_tables"
    ),
    "parquet": ExportFormat(
        "a Parquet file for each label and relationship", True, "graph.exports.tables:parquet_tables"
    ),
    "ris": ExportFormat(
        "the publications, for EndNote, Zotero, Covidence", False, "graph.exports.references:ris"
    ),
    "bibtex": ExportFormat("the publications, for LaTeX", False, "graph.exports.references:bibtex"),
    "metafor": ExportFormat("log ratios and standard errors, for R", False, "graph.exports.metafor:metafor"),
    "counts": ExportFormat(
        "events and people of two groups, for escalc in R", False, "graph.exports.counts:counts"
    ),
}


def export_graph(form: str, data_dir: Path | str, out: Path | str) -> list[Path]:
    """Write a data folder's graph in a format; returns the files written.

    Raises:
        GraphError: no such format, no graph there, or ``out`` cannot be written.
    """
    _format(form)
    return write_graph(form, load(data_dir), out)


def write_graph(form: str, graph: Graph, out: Path | str) -> list[Path]:
    """Write a graph in a format to ``out``, a file or a folder as the format is; returns the files written.

    Raises:
        GraphError: no such format, or ``out`` cannot be written.
    """
    chosen, path = _format(form), Path(out)
    if str(out) == "-":
        raise QueryRefused(
            f"{form} is not written to the output; name a {'folder' if chosen.folder else 'file'}"
        )
    if not path.parent.is_dir():
        raise GraphError(f"{path.parent} is not a folder; make it first or choose another place for -o")
    if chosen.folder and path.is_file():
        raise GraphError(f"{path} is a file; {form} writes a folder, name one")
    if not chosen.folder and path.is_dir():
        raise GraphError(f"{path} is a folder; {form} writes one file, name it")
    try:
        if chosen.folder:
            path.mkdir(exist_ok=True)
        return chosen.writer()(graph, path)
    except OSError as error:
        raise GraphError(f"{path} could not be written ({error.strerror}); choose another place") from error


def _format(form: str) -> ExportFormat:
    if form not in FORMATS:
        raise QueryRefused(f"there is no format {form!r}; choose one of {', '.join(FORMATS)}")
    return FORMATS[form]
