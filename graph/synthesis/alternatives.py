"""The other choices: what would be pooled had another of overlapping cohorts, or another arm, been kept.

Of cohorts that may hold the same patients the largest is kept, and of two estimates of a study that nothing
tells apart the one printed first. These are choices; here are the others.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.hierarchy import Hierarchy
from graph.model import Graph
from graph.synthesis.cohort_overlap import Overlaps
from graph.synthesis.estimates import Estimate, numbers_of
from graph.synthesis.harmonise import by_year
from graph.synthesis.pooling import Pooled, pool
from graph.synthesis.standard_error import ratio_of, ratios_of
from graph.synthesis.synthesize import Synthesis

__all__ = ["Alternative", "alternatives"]

# Beyond this many no reader follows them, and the time grows with the square.
_MOST = 60


@dataclass(frozen=True, slots=True)
class Alternative:
    """A pool with another choice among cohorts or arms; ``pooled`` is on the log scale."""

    words: str
    kept: tuple[Estimate, ...]
    pooled: Pooled

    @property
    def ratio(self) -> float:
        """The pooled ratio."""
        return ratio_of(self.pooled.estimate)

    @property
    def ci(self) -> tuple[float, float]:
        """Its 95 % confidence interval."""
        return ratios_of(self.pooled.ci)


def alternatives(graph: Graph, synthesis: Synthesis) -> tuple[Alternative, ...]:
    """Each other choice in its turn; empty where there is none, or more than sixty estimates.

    First the other estimates of a study kept. Then each overlapping cohort: keeping one drops those it
    overlaps, and may let others in that the dropped one had kept out. Last all of them at once: some patients
    count more than once then, so its interval is too narrow and shows the direction only.
    """
    group = synthesis.group
    every = (*group.kept, *group.overlapping)
    if len(every) + len(group.equals) > _MOST:
        return ()
    found = {a.words: a for a in (_other_estimate(graph, estimate, synthesis) for estimate in group.equals)}
    if not group.overlapping:
        return tuple(found.values())
    overlaps = Overlaps(graph)
    for estimate in group.overlapping:
        kept, _ = overlaps.keep_largest(every, before=estimate)
        words = _exchange(group.kept, kept)
        # Two of them may leave the same choice.
        found.setdefault(words, _alternative(words, kept, synthesis))
    n = len(group.overlapping)
    words = f"with {'the' if n == 1 else f'all {n}'} overlapping cohort{'' if n == 1 else 's'} as well"
    return (*found.values(), _alternative(f"{words}: patients may count more than once", every, synthesis))


def _other_estimate(graph: Graph, estimate: Estimate, synthesis: Synthesis) -> Alternative:
    """The pool with another estimate of a study that it keeps."""
    kept = synthesis.group.kept
    taken = next(e for e in kept if e.study_id == estimate.study_id)
    treatments = Hierarchy.of(graph, "Intervention")
    words, instead = (
        f"{e.printed.value:g}"
        + (f" ({treatments.name(e.experimental)})" if estimate.experimental != taken.experimental else "")
        for e in (estimate, taken)
    )
    exchanged = [estimate if e is taken else e for e in kept]
    return _alternative(f"with {words} instead of {instead} of {estimate.label}", exchanged, synthesis)


def _alternative(
    words: str, kept: list[Estimate] | tuple[Estimate, ...], synthesis: Synthesis
) -> Alternative:
    ordered = tuple(sorted(kept, key=by_year))
    return Alternative(words, ordered, pool(*numbers_of(ordered), synthesis.pooled.model))


def _exchange(before: tuple[Estimate, ...], after: list[Estimate]) -> str:
    came = sorted(e.label for e in after if e not in before)
    went = sorted(e.label for e in before if e not in after)
    return f"with {', '.join(came)} instead of {', '.join(went)}"
