"""The axes of the evidence map: which treatments are rows, which endpoints columns, in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from graph.hierarchy import Hierarchy
from graph.map.data import EndpointEntry, InterventionEntry
from graph.model import Graph
from graph.sides import WITHHOLDING
from graph.synthesis.cues import is_silent

__all__ = ["GROUPS", "endpoint_columns", "intervention_rows"]

# The vocabulary's endpoint categories in the order a reader asks for them.
GROUPS: tuple[tuple[str, str], ...] = (
    ("survival", "Survival"),
    ("local_control", "Local control"),
    ("progression", "Progression"),
    ("distant", "Distant disease"),
    ("recurrence", "Recurrence"),
    ("patient_reported", "Patient-reported"),
    ("harm", "Harms"),
    ("response", "Response"),
    ("function", "Function"),
    ("process", "Care process"),
    ("biology", "Biology"),
)


def intervention_rows(graph: Graph, trials: Mapping[str, int]) -> list[InterventionEntry]:
    """Treatments under test, each before those beneath it; the more studied first, then by name.

    ``trials`` gives each trial's place in the map's list.
    """
    hierarchy = Hierarchy.of(graph, "Intervention")
    kept = {c for c in hierarchy.nodes if hierarchy.category(c) not in WITHHOLDING}
    studied, awaited = _studied(graph, hierarchy, "EVALUATES"), _awaited(graph, hierarchy)
    under = {
        parent: sorted((c for c in names if c in kept), key=lambda c: -studied[c])
        for parent, names in hierarchy.children().items()
    }
    rows: list[InterventionEntry] = []
    place: dict[str, int] = {}
    for concept, depth in _walk(under, None, 0):
        parent = hierarchy.parent(concept)
        place[concept] = len(rows)
        rows.append(
            InterventionEntry(
                id=concept,
                name=hierarchy.name(concept),
                parent=place.get(parent) if parent else None,
                depth=depth,
                awaited=sorted(trials[trial] for trial in awaited.get(concept, ())),
            )
        )
    return rows


def endpoint_columns(graph: Graph) -> list[EndpointEntry]:
    """Endpoints by group, each before those beneath it; the more studied first, then by name."""
    hierarchy = Hierarchy.of(graph, "Endpoint")
    order = {group: i for i, (group, _) in enumerate(GROUPS)}
    studied = _studied(graph, hierarchy, "MEASURES")
    under = {
        parent: sorted(names, key=lambda c: -studied[c]) for parent, names in hierarchy.children().items()
    }
    walked = list(_walk(under, None, 0))
    tops = {concept: hierarchy.lineage(concept)[-1] for concept, _ in walked}
    walked.sort(key=lambda item: order.get(hierarchy.category(tops[item[0]]), len(order)))
    place = {concept: i for i, (concept, _) in enumerate(walked)}
    return [
        EndpointEntry(
            id=concept,
            name=hierarchy.name(concept),
            group=hierarchy.category(tops[concept]),
            parent=place.get(hierarchy.parent(concept) or ""),
            good=str(hierarchy.nodes[concept].get("event_good") or ""),
        )
        for concept, _ in walked
    ]


def _awaited(graph: Graph, hierarchy: Hierarchy) -> dict[str, set[str]]:
    """For each concept the trials of it, or of one beneath it, that report nothing."""
    found: dict[str, set[str]] = {}
    for edge in graph.edges["TESTS"]:
        if is_silent(graph, graph.nodes["Trial"][edge.source]):
            for above in hierarchy.lineage(edge.target):
                found.setdefault(above, set()).add(edge.source)
    return found


def _walk(under: dict[str | None, list[str]], parent: str | None, depth: int) -> Iterator[tuple[str, int]]:
    for concept in under.get(parent, ()):
        yield concept, depth
        yield from _walk(under, concept, depth + 1)


def _studied(graph: Graph, hierarchy: Hierarchy, kind: str) -> Counter[str]:
    """Studies in scope that name each concept or one beneath it."""
    pairs = {
        (edge.source, above)
        for edge in graph.edges[kind]
        if graph.nodes["Study"][edge.source]["in_scope"]
        for above in hierarchy.lineage(edge.target)
    }
    return Counter(concept for _, concept in pairs)
