"""Numeric results of single groups."""

from __future__ import annotations

from collections.abc import Sequence

from miner.document import Document
from miner.model import Arm, ArmResult, Effect

__all__ = ["find_arm_results"]


def find_arm_results(doc: Document, arms: Sequence[Arm], effects: Sequence[Effect]) -> tuple[ArmResult, ...]:
    """Every numeric result of one group, in the order of the text."""
    return ()
