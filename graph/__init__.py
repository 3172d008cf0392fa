"""The evidence graph of a data folder: build it, ask it, pool it, map it, export it.

Nothing heavy is imported until it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.build import build_graph
    from graph.embedded.ladybug import load, save
    from graph.exports.export import export_graph
    from graph.handle import Handle, open  # the public name is graph.open
    from graph.map.build import evidence_map
    from graph.model import Graph
    from graph.query.questions import all_questions
    from graph.query.rows import Rows
    from graph.synthesis.synthesize import synthesize

__all__ = [
    "Graph",
    "Handle",
    "Rows",
    "all_questions",
    "build_graph",
    "evidence_map",
    "export_graph",
    "load",
    "open",
    "save",
    "synthesize",
]

_HOME = {
    "Graph": "graph.model",
    "Handle": "graph.handle",
    "Rows": "graph.query.rows",
    "all_questions": "graph.query.questions",
    "build_graph": "graph.build",
    "evidence_map": "graph.map.build",
    "export_graph": "graph.exports.export",
    "load": "graph.embedded.ladybug",
    "open": "graph.handle",
    "save": "graph.embedded.ladybug",
    "synthesize": "graph.synthesis.synthesize",
}


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'graph' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOME[name]), name)
