"""The evidence graph of a data folder: build it, ask it, pool it, map it, export it.

Nothing heavy is imported until it is used.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.evidence_map import evidence_map
    from graph.handle import open  # the public name is graph.open

__all__ = ["evidence_map", "open"]

_HOME = {"evidence_map": "graph.evidence_map", "open": "graph.handle"}


class _Package(ModuleType):
    """Keeps ``graph.evidence_map`` the function when the module of that name has been imported."""

    def __getattribute__(self, name: str) -> Any:
        if name in _HOME:
            return getattr(import_module(_HOME[name]), name)
        return super().__getattribute__(name)


sys.modules[__name__].__class__ = _Package
