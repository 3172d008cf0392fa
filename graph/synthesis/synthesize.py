"""Pooled estimates of a graph: each group of ``harmonise.py``, pooled, questioned, and put back.

Estimates leave this module as ratios; ``tau2`` stays on the log scale, as meta-analyses print it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial

from graph.model import Graph
from graph.studies.traits import handling_of
from graph.synthesis.cohort_overlap import Overlaps
from graph.synthesis.cues import Cue, read_cues
from graph.synthesis.estimates import Estimate, numbers_of
from graph.synthesis.harmonise import Group, GroupKey, Harmonised, select
from graph.synthesis.pooling import Model, Pooled, pool
from graph.synthesis.publication_bias import Egger, TooFew, egger
from graph.synthesis.sensitivity import cumulative, leave_one_out
from graph.synthesis.standard_error import ratio_of, ratios_of

__all__ = ["Step", "Synthesis", "add_to_graph", "synthesize"]

# Beyond this many studies no reader follows a line a study, and the time grows with the square.
_MOST_STEPS = 60
_FEWEST_STEPS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """A pooled ratio on the way: ``label`` is the study left out, or the one that came in, in ``year``."""

    label: str
    year: int | None
    k: int
    ratio: float
    ci: tuple[float, float]

    @property
    def words(self) -> str:
        """The study, with the year of its report where it goes by another."""
        told = self.year is None or str(self.year) in self.label
        return self.label if told else f"{self.label} (report of {self.year})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesis:
    """A group of estimates with its pooled ratio.

    ``pooled`` is on the log scale; ``ratio``, ``ci`` and ``pi`` are not. ``participants`` is None where a
    study does not state its size. ``warnings`` are for the reader, in words.
    """

    id: str
    group: Group
    pooled: Pooled
    participants: int | None
    asymmetry: Egger | TooFew
    cues: tuple[Cue, ...]
    warnings: tuple[str, ...]

    @property
    def key(self) -> GroupKey:
        """What is pooled."""
        return self.group.key

    def broader(self, pooled: Iterable[Synthesis]) -> list[Synthesis]:
        """Pools of the same patients at a broader treatment or endpoint that hold its effects and more."""
        mine = {e.effect_id for e in self.group.kept}
        return [
            other
            for other in pooled
            if other.key.population == self.key.population and mine < {e.effect_id for e in other.group.kept}
        ]

    @property
    def ratio(self) -> float:
        """The pooled ratio."""
        return ratio_of(self.pooled.estimate)

    @property
    def ci(self) -> tuple[float, float]:
        """Its 95 % confidence interval."""
        return ratios_of(self.pooled.ci)

    @property
    def pi(self) -> tuple[float, float] | None:
        """The 95 % prediction interval for the ratio of a further study."""
        return ratios_of(self.pooled.pi) if self.pooled.pi else None

    @property
    def tau2(self) -> float | None:
        """The variance between its studies; None of a single one."""
        return self.pooled.tau2 if self.pooled.k > 1 else None

    @property
    def q(self) -> float | None:
        """Cochran's Q of its studies; None of a single one."""
        return self.pooled.q if self.pooled.k > 1 else None

    def without_each(self) -> tuple[Step, ...]:
        """The pooled ratio without each study in turn; empty below 3 studies and above 60."""
        kept = self.group.kept
        if not _FEWEST_STEPS <= len(kept) <= _MOST_STEPS:
            return ()
        return tuple(
            _step(e, e.year, p)
            for e, p in zip(kept, leave_one_out(*numbers_of(kept), self.pooled.model), strict=True)
        )

    def as_they_came(self) -> tuple[Step, ...]:
        """The pooled ratio as figures came in by the year of their report; empty below 3 and above 60.

        A study that reported again came in with the figure that is pooled. Undated ones come last.
        """
        kept = self.group.kept
        if not _FEWEST_STEPS <= len(kept) <= _MOST_STEPS:
            return ()
        years = [estimate.report_year or 9999 for estimate in kept]
        came = cumulative(*numbers_of(kept), years, self.pooled.model)
        return tuple(_step(kept[i], kept[i].report_year, p) for i, p in came)


def synthesize(
    graph: Graph, model: Model = "reml", harmonised: Harmonised | None = None
) -> tuple[Synthesis, ...]:
    """Pool every group of the graph that may be pooled, in the order of their keys."""
    groups = (harmonised or select(graph)).groups
    # A study stands in many groups, and its words are the same in each.
    handling = cache(partial(handling_of, graph))
    overlaps = Overlaps(graph)
    return tuple(_synthesis(graph, group, model, handling, overlaps) for group in groups)


def add_to_graph(graph: Graph, syntheses: Iterable[Synthesis], computed_at: str) -> None:
    """Put syntheses into their graph: the node, what it pools with weights in percent, what it left out.

    ``computed_at`` is an ISO 8601 time, given by the caller so that a build can be repeated exactly.
    """
    for synthesis in syntheses:
        key, pooled, node = synthesis.key, synthesis.pooled, ("Synthesis", synthesis.id)
        graph.add_node(
            "Synthesis",
            synthesis.id,
            measure=key.measure,
            model=_model_name(pooled),
            design=key.design,
            population_id=key.population or None,
            k=pooled.k,
            participants=synthesis.participants,
            estimate=synthesis.ratio,
            ci_low=synthesis.ci[0],
            ci_high=synthesis.ci[1],
            pi_low=synthesis.pi[0] if synthesis.pi else None,
            pi_high=synthesis.pi[1] if synthesis.pi else None,
            i2=pooled.i2,
            tau2=synthesis.tau2,
            q=synthesis.q,
            q_p=pooled.q_p,
            computed_at=computed_at,
        )
        _add_edges(graph, synthesis, node)


def _add_edges(graph: Graph, synthesis: Synthesis, node: tuple[str, str]) -> None:
    key = synthesis.key
    graph.add_edge("OF", node, ("Intervention", key.intervention))
    graph.add_edge("ON", node, ("Endpoint", key.endpoint))
    if key.against in graph.nodes["Intervention"]:
        graph.add_edge("COMPARATOR", node, ("Intervention", key.against))
    for estimate, weight in zip(synthesis.group.kept, synthesis.pooled.weights, strict=True):
        plain = estimate.log.source == "interval" and estimate.printed.ci_level in (None, 95)
        effect = ("Effect", estimate.effect_id)
        graph.add_edge("POOLS", node, effect, weight=100 * weight, ci_derived=not plain)
    for out in synthesis.group.left_out:
        graph.add_edge("LEAVES_OUT", node, ("Effect", out.effect_id), reason=out.reason)


def _synthesis(
    graph: Graph, group: Group, model: Model, handling: Callable[[str], frozenset[str]], overlaps: Overlaps
) -> Synthesis:
    y, v = numbers_of(group.kept)
    pooled = pool(y, v, model)
    return Synthesis(
        id=group.key.id,
        group=group,
        pooled=pooled,
        participants=_participants(group.kept),
        asymmetry=egger(y, v),
        cues=read_cues(graph, group, pooled, handling),
        warnings=tuple(_warnings(group, pooled, overlaps)),
    )


def _warnings(group: Group, pooled: Pooled, overlaps: Overlaps) -> Iterable[str]:
    if pooled.k == 1:
        yield "One study: nothing was pooled; the 95 % interval is the one its standard error gives."
    elif pooled.k == 2:
        yield "Two studies: how much they differ can hardly be estimated; read the pooled value with care."
    if pooled.scale_raised:
        yield "The Hartung–Knapp factor would have narrowed the interval; it was held at 1."
    derived = sum(estimate.log.source == "p-value" for estimate in group.kept)
    if derived:
        yield f"{derived} of {pooled.k} standard errors were derived from a p-value."
    shared = overlaps.of_one_country(group.kept) if group.key.design == "observational" else []
    if shared:
        yield f"Sources of one country, whose patients may count twice: {', '.join(shared)}."


def _model_name(pooled: Pooled) -> str:
    if pooled.k == 1:
        return "single"
    return "fixed" if pooled.model == "fixed" else "random"


def _participants(kept: Iterable[Estimate]) -> int | None:
    total = 0
    for estimate in kept:
        if estimate.counted is None:
            return None
        total += estimate.counted
    return total


def _step(estimate: Estimate, year: int | None, pooled: Pooled) -> Step:
    return Step(estimate.label, year, pooled.k, ratio_of(pooled.estimate), ratios_of(pooled.ci))
