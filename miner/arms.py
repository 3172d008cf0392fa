"""The compared groups and their sizes."""

from __future__ import annotations

from miner.document import Document
from miner.model import Arm, Design

__all__ = ["find_arms"]


def find_arms(doc: Document, design: Design) -> tuple[Arm, ...]:
    """The compared groups, in the order of the text."""
    return ()
