"""The order of a contrast by what its groups fared, where no word tells which of them the number puts first.

"Relapse in 2 % with radiotherapy and 6 % without (HR 3.5)": the ratio is that of those without. "6.7 % with A
and 6.2 % with B (difference 0.5)": A less B.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from miner.checks.direction import direction_checks, excludes_chance, results_of_sides
from miner.checks.sides import side_of
from miner.model import Effect, Extraction
from miner.phrases.clauses import skeleton
from miner.phrases.versus import pairs_in

__all__ = ["ordered_by_results"]

_ROUNDING = 0.06  # of what is printed with one decimal, or of the difference
_AGAINST_RESULTS = ("direction-against-medians", "direction-against-rates")


def ordered_by_results(record: Extraction) -> Extraction:
    """The record with each contrast turned whose number its own sentence's results contradict.

    Only where no word gives the order, and for ratios where interval or p-value exclude chance: what is
    said in words and contradicted by figures stays as it is said, and is marked.
    """
    against = {i for i, check in direction_checks(record) if check.startswith(_AGAINST_RESULTS)}
    effects = [
        _turned(e) if _turns(e, record, against=i in against) else e for i, e in enumerate(record.effects)
    ]
    return replace(record, effects=tuple(effects))


def _turned(effect: Effect) -> Effect:
    left, _, right = effect.contrast.partition(" vs ")
    return replace(effect, contrast=f"{right} vs {left}")


def _turns(effect: Effect, record: Extraction, *, against: bool) -> bool:
    """Whether the results tell the other order of two sides, and no word tells any."""
    sides = effect.contrast.split(" vs ")
    if len(sides) != 2 or not ((against and excludes_chance(effect)) or _is_crossed(effect, sides, record)):
        return False
    quote = effect.evidence.quote
    told = [p for text in (quote, skeleton(quote).text) for p in pairs_in(text) if p.kind != "figures"]
    return not any((p.left and side_of(p.left, sides) == 0) or side_of(p.right, sides) == 1 for p in told)


def _is_crossed(effect: Effect, sides: Sequence[str], record: Extraction) -> bool:
    """Whether a difference is that of the second side less the first, as their printed results reckon it."""
    if effect.measure not in ("RD", "MD") or not effect.value:
        return False
    for _, own, other in results_of_sides(effect, sides, record.arm_results):
        difference = own.value - other.value
        rounding = max(_ROUNDING, abs(difference) * _ROUNDING)
        return abs(effect.value + difference) <= rounding < abs(effect.value - difference)
    return False
