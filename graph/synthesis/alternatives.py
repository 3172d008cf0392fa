"""The other choices that overlapping cohorts leave: what would be pooled had another of them been kept.

Of cohorts that may hold the same patients the largest is kept. That is a choice; here are the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from graph.model import Graph
from graph.synthesis.cohort_overlap import Overlaps
from graph.synthesis.estimates import Estimate, numbers_of
from graph.synthesis.pooling import Pooled, pool
from graph.synthesis.synthesize import Synthesis

__all__ = ["Alternative", "alternatives"]

# Beyond this many no reader follows them, and the time grows with the square.
_MOST = 60


@dataclass(frozen=True, slots=True)
class Alternative:
    """A pool with another choice among overlapping cohorts; ``pooled`` is on the log scale."""

    words: str
    kept: tuple[Estimate, ...]
    pooled: Pooled

    @property
    def ratio(self) -> float:
        """The pooled ratio."""
        return exp(self.pooled.estimate)

    @property
    def ci(self) -> tuple[float, float]:
        """Its 95 % confidence interval."""
        low, high = self.pooled.ci
        return exp(max(low, -700.0)), exp(min(high, 700.0))


def alternatives(graph: Graph, synthesis: Synthesis) -> tuple[Alternative, ...]:
    """Each overlapping cohort kept in its turn, then all of them at once; empty where none overlap.

    Keeping one drops those it overlaps, and may let others in that the dropped one had kept out. With all at
    once some patients count more than once, so its interval is too narrow: it shows the direction only.
    """
    group = synthesis.group
    every = (*group.kept, *group.overlapping)
    if not group.overlapping or len(every) > _MOST:
        return ()
    overlaps = Overlaps(graph)
    found: dict[str, Alternative] = {}
    for estimate in group.overlapping:
        kept, _ = overlaps.keep_largest(every, before=estimate)
        words = _exchange(group.kept, kept)
        # Two of them may leave the same choice.
        found.setdefault(words, _alternative(words, kept, synthesis))
    n = len(group.overlapping)
    words = f"with {'the' if n == 1 else f'all {n}'} overlapping cohort{'' if n == 1 else 's'} as well"
    return (*found.values(), _alternative(f"{words}: patients may count more than once", every, synthesis))


def _alternative(
    words: str, kept: list[Estimate] | tuple[Estimate, ...], synthesis: Synthesis
) -> Alternative:
    ordered = tuple(sorted(kept, key=lambda e: (e.year or 9999, e.label, e.effect_id)))
    return Alternative(words, ordered, pool(*numbers_of(ordered), synthesis.pooled.model))


def _exchange(before: tuple[Estimate, ...], after: list[Estimate]) -> str:
    came = sorted(e.label for e in after if e not in before)
    went = sorted(e.label for e in before if e not in after)
    return f"with {', '.join(came)} instead of {', '.join(went)}"
