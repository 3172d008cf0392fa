"""The evidence graph of a data folder: build it, ask it, pool it, map it, export it.

Nothing heavy is imported until it is used.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.build import build_graph
    from graph.evidence_map import evidence_map
    from graph.export import export_graph
    from graph.handle import Handle, open  # the public name is graph.open
    from graph.ladybug import load, save
    from graph.model import Graph
    from graph.questions import all_questions
    from graph.rows import Rows
    from graph.synthesis import synthesize

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
    "Rows": "graph.rows",
    "all_questions": "graph.questions",
    "build_graph": "graph.build",
    "evidence_map": "graph.evidence_map",
    "export_graph": "graph.export",
    "load": "graph.ladybug",
    "open": "graph.handle",
    "save": "graph.ladybug",
    "synthesize": "graph.synthesis",
}


class _Package(ModuleType):
    """Keeps ``graph.evidence_map`` the function when the module of that name has been imported."""

    def __getattribute__(self, name: str) -> Any:
        if name in _HOME:
            return getattr(import_module(_HOME[name]), name)
        return super().__getattribute__(name)


sys.modules[__name__].__class__ = _Package
