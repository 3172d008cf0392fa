"""Relative changes printed as a percentage without an interval: "a 28% reduction in the risk of death".

Such a percentage mostly says in words what a ratio nearby says in numbers; then it is no estimate of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from miner.differences import is_planned
from miner.effect_marks import Head
from miner.effect_numbers import Estimate
from miner.effect_scan import RATIOS, Scan
from miner.numbers import Number
from miner.rules import load_rules

__all__ = ["is_restated", "percent_changes"]

_RULES = tuple(r for r in load_rules("statistics").rules if r.data.get("kind") == "percent-change")
_ROUNDING = 1.6


def percent_changes(found: Scan, estimates: Sequence[Estimate]) -> list[Estimate]:
    """The percentages of a stretch that has no estimate of its own."""
    if estimates or ("%" not in found.text and "cent" not in found.text):
        return []
    numbers = {n.start: n for n in found.numbers}
    out: dict[int, Estimate] = {}
    for rule in _RULES:
        for m in rule.pattern.finditer(found.text):
            number = numbers.get(m.start("value"))
            if number is not None and not is_planned(found.text, number.start, m.end()):
                out[number.start] = _estimate(number, rule.id)
    return list(out.values())


def _estimate(number: Number, rule: str) -> Estimate:
    head = Head("OTHER", number.start, number.start, rule, percent=True)
    return Estimate("OTHER", number, None, head, "headless")


def is_restated(e: Estimate, same_stretch: Iterable[Estimate], ratios: Iterable[float]) -> bool:
    """Whether a percentage repeats a ratio of its sentence, or one of these with the same meaning."""
    if not e.head.percent or e.interval is not None:
        return False
    if any(o.measure in RATIOS for o in same_stretch):
        return True
    percent = e.value.value
    return any(
        min(abs(100 * abs(1 - r) - percent), abs(100 * abs(1 - 1 / r) - percent)) <= _ROUNDING
        for r in ratios
        if r > 0
    )
