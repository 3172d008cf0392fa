"""Stated estimates of a contrast."""

from __future__ import annotations

from collections.abc import Sequence

from miner.document import Document
from miner.model import Arm, Effect

__all__ = ["find_effects"]


def find_effects(doc: Document, arms: Sequence[Arm]) -> tuple[Effect, ...]:
    """Every stated estimate, in the order of the text."""
    return ()
