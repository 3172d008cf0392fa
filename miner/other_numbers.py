"""Numbers that are no results and no counts of people: intervals, p-values, doses, ages, time points."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from miner.rules import load_rules

__all__ = ["OtherNumbers", "find_other_numbers"]

_RULES = load_rules("other_numbers").rules


@dataclass(frozen=True, slots=True)
class OtherNumbers:
    """Spans of a text with the name of the rule that set each aside, sorted by place."""

    starts: tuple[int, ...]
    spans: tuple[tuple[int, int, str], ...]

    def at(self, start: int, end: int) -> frozenset[str]:
        """Names of the rules whose span holds the number at ``start`` to ``end``."""
        last = bisect_right(self.starts, start)
        return frozenset(k for a, b, k in self.spans[max(0, last - 12) : last] if a <= start and end <= b)


def find_other_numbers(text: str) -> OtherNumbers:
    """Every span that a rule of ``rules/other_numbers.toml`` matches."""
    spans = sorted((m.start(), m.end(), rule.id) for rule in _RULES for m in rule.pattern.finditer(text))
    return OtherNumbers(tuple(s[0] for s in spans), tuple(spans))
