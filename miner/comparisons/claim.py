"""One comparison as a sentence states it, before its groups are read."""

from __future__ import annotations

from dataclasses import dataclass

from miner.model import Direction, PValue

__all__ = ["Claim", "is_significant"]

_SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Claim:
    """A comparison; ``wording`` is the span of the words that make it.

    ``name`` is empty where only a p-value stands at ``start``; ``factor`` is what is said to bear on the
    endpoint, where a sentence relates the two and names no groups.
    """

    name: str
    start: int
    end: int
    wording: tuple[int, int]
    direction: Direction
    p: PValue | None
    rule: str
    factor: str = ""


def is_significant(p: PValue) -> bool:
    """Whether a printed p-value is at or below 0.05."""
    return p.op not in (">", ">=") and p.value <= _SIGNIFICANT
