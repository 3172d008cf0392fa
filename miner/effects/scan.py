"""What a stretch of text prints: names of measures, marks of intervals, p-values and all other numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from miner.effects.marks import Head, Mark, ShortForms, find_heads, find_marks
from miner.model import Measure
from miner.numbers.p_values import PMention, find_p_values
from miner.numbers.printed import Number, find_numbers

__all__ = ["RATIOS", "Scan", "scan"]

# A standard deviation or error behind its mean.
_SPREAD = re.compile(r"(?:±|\+/[-\u2212\u2013])\s?[\d.\u00b7]+")
_COMPARING = (
    "%",
    "percent",
    "times",
    "fold",
    " than",
    "exceed",
    "differ",
    "ompar",
    "versus",
    "relative to",
    "ociated with",
    "per 1",
    "er in ",
    "er with ",
    "ess in ",
    "ore in ",
)

# A value and its bounds in a bracket of their own.
_TRIPLE = re.compile(r"[(\[]\s?\d+[.·]\d+\s?[,;\[(]\s?\d+[.·]\d+[^\d.·]")

_NO_FORMS = ShortForms()

RATIOS: frozenset[Measure] = frozenset({"HR", "OR", "RR", "IRR"})


@dataclass(frozen=True, slots=True)
class Scan:
    """The finds in one stretch, each in order of place; ``before`` is the text that leads to it."""

    text: str
    heads: list[Head]
    marks: list[Mark]
    ps: list[PMention]
    numbers: list[Number]
    before: str = ""

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


def scan(text: str, forms: ShortForms = _NO_FORMS, *, before: str = "", continued: bool = False) -> Scan:
    """Find the marks and the free numbers of a stretch; ``forms``: what the text means by short forms.

    What a rate or a slope is counted by ("per 1000 women", "per 5 kg") is no free number.
    Where neither a measure nor an interval, a percentage or a multiple is named, numbers are looked for
    only if the stretch may continue a list (``continued``).
    """
    heads, marks = find_heads(text, forms), find_marks(text)
    if not (heads or marks or continued or any(word in text for word in _COMPARING) or _TRIPLE.search(text)):
        return Scan(text, [], [], [], [])
    ps = find_p_values(text)
    taken = [(m.start, m.end) for m in marks] + [(p.start, p.end) for p in ps]
    taken += [(h.start, h.end) for h in heads]
    taken += [(m.start(), m.end()) for m in _SPREAD.finditer(text)]
    numbers = [
        n
        for n in find_numbers(text)
        if not (text.endswith("per ", 0, n.start) or any(a < n.end and n.start < b for a, b in taken))
    ]
    return Scan(text, heads, marks, ps, numbers, before)
