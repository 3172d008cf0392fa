"""Pools within groups: of studies alike in a trait, and of patients alike in site or receptors.

Groups of studies share no patients and are compared by a test; groups of patients come from the same trials
in part, so they stand side by side untested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.hierarchy import Hierarchy
from graph.model import Graph
from graph.studies.traits import AGAINST_IMMORTAL_TIME, AGAINST_SELECTION, handling_of
from graph.synthesis.estimates import Estimate, numbers_of
from graph.synthesis.pooling import Pooled
from graph.synthesis.sensitivity import subgroups
from graph.synthesis.synthesize import Synthesis

__all__ = ["SubgroupAnalysis", "by_patients", "by_studies"]

_PATIENTS: Mapping[str, str] = {
    "site": "site of metastasis",
    "receptor": "receptor subtype",
    "burden": "burden of metastases",
}
# The vocabulary's categories of data sources in the words of a figure.
_SOURCES: Mapping[str, str] = {
    "population_registry": "population registry",
    "clinical_registry": "clinical registry",
    "institutional": "hospital series",
    "electronic_records": "health records",
    "claims": "claims",
    "linked_claims": "claims",
    "trial_group": "trial group or prospective registry",
    "cohort": "cohort study",
}
_UNTESTED = "not tested against each other: the groups may share patients"


@dataclass(frozen=True, slots=True)
class SubgroupAnalysis:
    """Pools by the value of a trait; ``q_between`` and ``p`` are None where groups were not compared."""

    trait: str
    pools: tuple[tuple[str, Pooled], ...]
    q_between: float | None
    p: float | None
    note: str = ""


def by_studies(graph: Graph, synthesis: Synthesis) -> tuple[SubgroupAnalysis, ...]:
    """Pools of cohorts by design, data source, and how they handle immortal time and selection."""
    if synthesis.key.design == "randomized":
        return ()
    traits: tuple[tuple[str, Callable[[Graph, Estimate], str]], ...] = (
        ("design", _design),
        ("data source", _source),
        ("immortal time", _immortal),
        ("selection", _selection),
    )
    kept = synthesis.group.kept
    return tuple(
        _compared(trait, kept, [of(graph, estimate) for estimate in kept], synthesis)
        for trait, of in traits
        if len({of(graph, estimate) for estimate in kept}) > 1
    )


def by_patients(
    graph: Graph, synthesis: Synthesis, syntheses: Iterable[Synthesis]
) -> tuple[SubgroupAnalysis, ...]:
    """Pools of the same contrast and design within patients of one site, receptor status or burden."""
    if synthesis.key.population:
        return ()
    populations = Hierarchy.of(graph, "Population")
    same = [other for other in syntheses if _alike(other, synthesis)]
    return tuple(
        SubgroupAnalysis(words, pools, None, None, _UNTESTED)
        for category, words in _PATIENTS.items()
        if (pools := tuple(_of_category(populations, category, same)))
    )


def _compared(
    trait: str, kept: tuple[Estimate, ...], values: list[str], synthesis: Synthesis
) -> SubgroupAnalysis:
    found = subgroups(*numbers_of(kept), values, synthesis.pooled.model)
    pools = tuple(sorted((str(name), pooled) for name, pooled in found.pooled))
    thin = sum(pooled.k == 1 for _, pooled in pools)
    note = f"{thin} of {len(pools)} groups hold{'s' if thin == 1 else ''} one study" if thin else ""
    return SubgroupAnalysis(trait, pools, found.q_between, found.p, note)


def _of_category(
    populations: Hierarchy, category: str, same: Iterable[Synthesis]
) -> Iterator[tuple[str, Pooled]]:
    for synthesis in same:
        if populations.category(synthesis.key.population) == category:
            yield populations.name(synthesis.key.population), synthesis.pooled


def _alike(one: Synthesis, other: Synthesis) -> bool:
    a, b = one.key, other.key
    return (a.intervention, a.comparator, a.endpoint, a.measure, a.design) == (
        b.intervention,
        b.comparator,
        b.endpoint,
        b.measure,
        b.design,
    )


def _design(graph: Graph, estimate: Estimate) -> str:
    return str(graph.nodes["Study"][estimate.study_id]["design"]).replace("_", " ")


def _source(graph: Graph, estimate: Estimate) -> str:
    found = {str(node["category"]) for node in graph.targets("DRAWS_ON", estimate.study_id)}
    return next((words for category, words in _SOURCES.items() if category in found), "not stated")


def _immortal(graph: Graph, estimate: Estimate) -> str:
    named = handling_of(graph, estimate.study_id) & AGAINST_IMMORTAL_TIME
    return "landmark or time-dependent analysis named" if named else "not named"


def _selection(graph: Graph, estimate: Estimate) -> str:
    named = handling_of(graph, estimate.study_id) & AGAINST_SELECTION
    return "matching, weighting or propensity score named" if named else "not named"
