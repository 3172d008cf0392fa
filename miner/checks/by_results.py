"""The order of a contrast by what its groups fared, where no word tells which of them the ratio puts first.

"Relapse in 2 % with radiotherapy and 6 % without (HR 3.5)": the ratio is that of those without.
"""

from __future__ import annotations

from dataclasses import replace

from miner.checks.direction import direction_checks, side_of
from miner.model import Effect, Extraction
from miner.phrases.clauses import skeleton
from miner.phrases.versus import pairs_in

__all__ = ["ordered_by_results"]

_SIGNIFICANT = 0.05
_AGAINST_RESULTS = ("direction-against-medians", "direction-against-rates")


def ordered_by_results(record: Extraction) -> Extraction:
    """The record with each contrast turned whose ratio its own sentence's results contradict.

    Only where interval or p-value exclude chance, and no word gives the order: what is said in words and
    contradicted by figures stays as it is said, and is marked.
    """
    against = {i for i, check in direction_checks(record) if check.startswith(_AGAINST_RESULTS)}
    effects = [_turned(e) if i in against and _may_turn(e) else e for i, e in enumerate(record.effects)]
    return replace(record, effects=tuple(effects)) if against else record


def _turned(effect: Effect) -> Effect:
    left, _, right = effect.contrast.partition(" vs ")
    return replace(effect, contrast=f"{right} vs {left}")


def _may_turn(effect: Effect) -> bool:
    sides = effect.contrast.split(" vs ")
    if len(sides) != 2 or not _is_shown(effect):
        return False
    quote = effect.evidence.quote
    told = [p for text in (quote, skeleton(quote).text) for p in pairs_in(text) if p.kind != "figures"]
    return not any((p.left and side_of(p.left, sides) == 0) or side_of(p.right, sides) == 1 for p in told)


def _is_shown(effect: Effect) -> bool:
    if effect.ci is not None:
        return not min(effect.ci) <= 1 <= max(effect.ci)
    return effect.p is not None and effect.p.op in ("=", "<", "<=") and effect.p.value <= _SIGNIFICANT
