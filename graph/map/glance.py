"""The cells that answer first: what a reader sees before pressing anything."""

from __future__ import annotations

from collections.abc import Sequence

from graph.map.data import EndpointEntry, InterventionEntry, PoolEntry

__all__ = ["first_answers"]

_MOST = 3
_DIRECTED = ("better", "worse", "unclear")


def first_answers(
    pools: Sequence[PoolEntry],
    interventions: Sequence[InterventionEntry],
    endpoints: Sequence[EndpointEntry],
) -> list[tuple[int, int]]:
    """Up to three cells of different endpoints: pooled randomised trials, then single ones, then cohorts.

    Of rows that pool the same trials the narrowest is named; one that pools but some of a broader row's is
    passed over, for one trial of several is no answer. An interval too wide to tell answers nothing.
    """
    columns = [pool for pool in pools if endpoints[pool["endpoint"]]["parent"] is None and _is_whole(pool)]
    answers = [pool for pool in columns if pool["certainty"] != "wide" and not _is_part(pool, columns)]
    cells: dict[int, tuple[int, int]] = {}
    for pool in sorted(answers, key=lambda pool: _rank(pool, interventions)):
        cells.setdefault(pool["endpoint"], (pool["intervention"], pool["endpoint"]))
    return list(cells.values())[:_MOST]


def _is_whole(pool: PoolEntry) -> bool:
    return not pool["population"] and not pool["comparator"] and pool["direction"] in _DIRECTED


def _is_part(pool: PoolEntry, pools: Sequence[PoolEntry]) -> bool:
    """Whether another row pools all its studies and more on the same endpoint."""
    mine = {line["study"] for line in pool["studies"]}
    return any(
        mine < {line["study"] for line in other["studies"]}
        and all(pool[name] == other[name] for name in ("endpoint", "design", "measure"))
        for other in pools
    )


def _rank(pool: PoolEntry, interventions: Sequence[InterventionEntry]) -> tuple[int, int, int, int]:
    depth = interventions[pool["intervention"]]["depth"]
    design = 0 if pool["design"] == "randomized" else 2
    alone = pool["k"] == 1
    return design + alone, 0 if alone else -pool["k"], -(pool["n"] or 0), -depth
