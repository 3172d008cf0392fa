"""Relative changes printed without an interval: "a 28% reduction in mortality", "3 times more likely".

Such a figure mostly says in words what a ratio nearby says in numbers; then it is no estimate of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from miner.effects.compared_quantities import (
    bracketed_changes,
    compared_quantities,
    counts_per_thousand,
    is_limit,
    tells_no_result,
)
from miner.effects.differences import is_planned
from miner.effects.marks import Head
from miner.effects.numbers import Estimate
from miner.effects.scan import RATIOS, Scan
from miner.model import Measure
from miner.numbers.printed import Number
from miner.rules import Rule, load_rules

__all__ = ["is_restated", "percent_changes"]

_RULES = tuple(r for r in load_rules("statistics").rules if r.data.get("kind") == "percent-change")
# A change of one group, with the values that it went from and to.
_OVER_TIME = re.compile(r"[^.;()\[\]]{0,60}[(\[]?\s?\bfrom\s(?:an?\s\w+\s(?:of\s)?)?\d")
# "a 1.4- to 2-fold risk" gives a range of estimates, none of them.
_UP_TO = re.compile(r"\d(?:\s?%|[\s-]?fold|\stimes)?(?:-\s|\s)?(?:to|[-\u2013])[\s-]?$")
_CUES = ("%", "cent", "times", "fold")
_ROUNDING = 1.6
_MOST_GROUPS = 12


def percent_changes(
    found: Scan,
    estimates: Sequence[Estimate],
    before: Scan | None = None,
    told_before: Sequence[Estimate] = (),
    *,
    concluding: bool = False,
) -> list[Estimate]:
    """The changes of a stretch that has no estimate of its own; ``before`` is the stretch before it.

    Counts per thousand are told beside a ratio too. ``told_before`` are the estimates of the stretch before.
    """
    if estimates:
        return counts_per_thousand(found)
    if not found.numbers:
        return []
    out = {e.start: e for e in _changes_of_risk(found, before)}
    out |= {e.start: e for e in bracketed_changes(found, told_before)}
    out |= {e.start: e for e in compared_quantities(found, concluding=concluding)}
    out |= {e.start: e for e in counts_per_thousand(found)}
    return [out[start] for start in sorted(out)] if out and not tells_no_result(found.text) else []


def _changes_of_risk(found: Scan, before: Scan | None) -> list[Estimate]:
    low = found.text.lower()
    if not any(cue in low for cue in _CUES):
        return []
    numbers = {n.start: n for n in found.numbers}
    out: dict[int, Estimate] = {}
    for rule in _RULES:
        if not any(cue in low for cue in rule.data["cues"]):
            continue
        for m in rule.pattern.finditer(found.text):
            number = numbers.get(m.start("value"))
            if number is None or _OVER_TIME.match(found.text, m.end()) or is_limit(found.text, number.start):
                continue
            if _UP_TO.search(found.text, max(0, number.start - 14), number.start):
                continue
            if not is_planned(found.text, number.start, m.end()):
                out[number.start] = _estimate(number, rule, m[0], _percentages(number, found, before))
    return list(out.values())


def _estimate(number: Number, rule: Rule, told: str, percentages: Sequence[float]) -> Estimate:
    measure: Measure = "RD" if "absolute" in told.lower() else "OTHER"
    if rule.data.get("difference") and any(
        abs(abs(a - b) - number.value) < 1 for a, b in combinations(percentages, 2)
    ):
        measure = "RD"
    head = Head(measure, number.start, number.start, rule.id, percent=True)
    return Estimate(measure, number, None, head, "headless")


def _percentages(number: Number, found: Scan, before: Scan | None) -> list[float]:
    """The last percentages printed before a number, here and in the stretch before."""
    seen = [*(before.numbers if before else ()), *(n for n in found.numbers if n.end <= number.start)]
    return [n.value for n in seen if n.percent][-_MOST_GROUPS:]


def is_restated(e: Estimate, same_stretch: Iterable[Estimate], ratios: Iterable[float]) -> bool:
    """Whether a change repeats a ratio of its sentence, or one of these with the same meaning."""
    if not e.head.percent:
        return False
    if e.interval is not None:
        return any(_is_complement(e, o) for o in same_stretch)
    if any(o.measure in RATIOS for o in same_stretch):
        return True
    return any(_says_same(e, r) for r in ratios if r > 0)


def _is_complement(e: Estimate, ratio: Estimate) -> bool:
    """Whether "an efficacy of 79% (67-86)" is 1 minus this ratio, with its interval: 0.21 (0.14-0.33)."""
    if ratio.measure not in RATIOS or not e.value.percent or e.interval is None or ratio.interval is None:
        return False
    printed = (e.value.value, e.interval.high, e.interval.low)
    told = (ratio.value.value, ratio.interval.low, ratio.interval.high)
    return all(
        a is not None and b is not None and abs(100 * (1 - b) - a) <= _ROUNDING
        for a, b in zip(printed, told, strict=True)
    )


def _says_same(e: Estimate, ratio: float) -> bool:
    """Whether "28% lower" or "1.4 times" is what this ratio says, either way round."""
    printed = e.value.value
    if e.value.percent:
        return min(abs(100 * abs(1 - ratio) - printed), abs(100 * abs(1 - 1 / ratio) - printed)) <= _ROUNDING
    return min(abs(ratio - printed), abs(1 / ratio - printed)) <= 0.05 * printed
