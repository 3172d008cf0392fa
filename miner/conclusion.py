"""What the authors conclude on the main comparison."""

from __future__ import annotations

from collections.abc import Sequence

from miner.document import Document
from miner.model import Arm, Comparison, Conclusion, Design, Effect, Evidence

__all__ = ["find_conclusion"]


def find_conclusion(
    doc: Document,
    design: Design,
    arms: Sequence[Arm],
    effects: Sequence[Effect],
    comparisons: Sequence[Comparison],
) -> tuple[Conclusion, Evidence | None]:
    """The authors' conclusion and the sentence that states it."""
    return "not_comparative", None
