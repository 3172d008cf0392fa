"""A graph file that cannot be read: what the engine raises then, and what the user is told."""

from __future__ import annotations

import re
from pathlib import Path

from miner.errors import GraphError

__all__ = ["ENGINE_ERRORS", "unreadable_file"]

ENGINE_ERRORS = (RuntimeError, ValueError, IndexError, OverflowError, MemoryError)
"""What the engine raises, a damaged file among its reasons."""


# Of a table that is not there, the file may also be damaged.
_LACKING = re.compile(r"Cannot find property (\w+)")


def unreadable_file(path: Path, message: str) -> GraphError:
    """The error for a graph file that the engine does not open, or that lacks a table."""
    if "Permission denied" in message:
        return GraphError(
            f"{path} may not be read by this user; run as its owner, or ask for leave (chmod g+r)"
        )
    if lacking := _LACKING.search(message):
        return GraphError(
            f"{path} was built by another version of this program (it has no {lacking[1]}); "
            f"build it anew with `mbc-miner refresh --data {path.parent}`"
        )
    return GraphError(
        f"{path}: damaged, or built by another version ({' '.join(message.split())}); "
        f"rebuild it with `mbc-miner refresh --data {path.parent}`"
    )
