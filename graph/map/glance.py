"""The cells that answer first: what a reader sees before pressing anything."""

from __future__ import annotations

from collections.abc import Sequence

from graph.map.data import InterventionEntry, PoolEntry

__all__ = ["first_answers"]

_MOST = 3
_DIRECTED = ("better", "worse", "unclear")


def first_answers(
    pools: Sequence[PoolEntry], interventions: Sequence[InterventionEntry]
) -> list[tuple[int, int]]:
    """Up to three cells of different endpoints: pooled randomised trials, then single ones, then cohorts.

    Of rows that pool the same trials the narrowest is named. An interval too wide to tell answers nothing.
    """
    ordered = sorted((pool for pool in pools if _answers(pool)), key=lambda pool: _rank(pool, interventions))
    cells: dict[int, tuple[int, int]] = {}
    for pool in ordered:
        cells.setdefault(pool["endpoint"], (pool["intervention"], pool["endpoint"]))
    return list(cells.values())[:_MOST]


def _answers(pool: PoolEntry) -> bool:
    whole = not pool["population"] and not pool["comparator"]
    return whole and pool["direction"] in _DIRECTED and pool["certainty"] != "wide"


def _rank(pool: PoolEntry, interventions: Sequence[InterventionEntry]) -> tuple[int, int, int, int]:
    depth = interventions[pool["intervention"]]["depth"]
    design = 0 if pool["design"] == "randomized" else 2
    alone = pool["k"] == 1
    return design + alone, 0 if alone else -pool["k"], -(pool["n"] or 0), -depth
