"""Comparisons stated without an effect estimate."""

from __future__ import annotations

from collections.abc import Sequence

from miner.document import Document
from miner.model import Arm, Comparison, Effect

__all__ = ["find_comparisons"]


def find_comparisons(doc: Document, arms: Sequence[Arm], effects: Sequence[Effect]) -> tuple[Comparison, ...]:
    """Every stated comparison, in the order of the text."""
    return ()
