"""What a stretch of text prints: names of measures, marks of intervals, p-values and all other numbers."""

from __future__ import annotations

from dataclasses import dataclass

from miner.effect_marks import Head, Mark, find_heads, find_marks
from miner.model import Measure
from miner.numbers import Number, find_numbers
from miner.p_values import PMention, find_p_values

__all__ = ["RATIOS", "Scan", "scan"]

RATIOS: frozenset[Measure] = frozenset({"HR", "OR", "RR", "IRR"})


@dataclass(frozen=True, slots=True)
class Scan:
    """The finds in one stretch, each in order of place."""

    text: str
    heads: list[Head]
    marks: list[Mark]
    ps: list[PMention]
    numbers: list[Number]

    def head_between(self, start: int, end: int) -> bool:
        """Whether a measure is named between two places."""
        return any(start <= h.start and h.end <= end for h in self.heads)

    def without_p(self, start: int, end: int) -> str:
        """The text between two places without the p-values in it."""
        gap = self.text[start:end]
        for p in self.ps:
            if start <= p.start and p.end <= end:
                gap = gap.replace(self.text[p.start : p.end], "")
        return gap

    def without_marks(self, start: int, end: int) -> str:
        """The text between two places without the marks of intervals in it."""
        gap = self.text[start:end]
        for mark in self.marks:
            if start <= mark.start and mark.end <= end:
                gap = gap.replace(self.text[mark.start : mark.end], "")
        return gap


def scan(text: str, spoiled: frozenset[str] = frozenset(), *, continued: bool = False) -> Scan:
    """Find the marks and the free numbers of a stretch; ``spoiled`` short forms name no measure.

    Where neither a measure nor an interval nor a percentage is named, numbers are looked for only if the
    stretch may continue a list (``continued``).
    """
    heads, marks = find_heads(text, spoiled), find_marks(text)
    if not (heads or marks or continued or "%" in text or "percent" in text):
        return Scan(text, [], [], [], [])
    ps = find_p_values(text)
    taken = [(m.start, m.end) for m in marks] + [(p.start, p.end) for p in ps]
    taken += [(h.start, h.end) for h in heads]
    numbers = [n for n in find_numbers(text) if not any(a < n.end and n.start < b for a, b in taken)]
    return Scan(text, heads, marks, ps, numbers)
