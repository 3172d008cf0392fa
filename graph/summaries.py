"""What a question would otherwise gather from the whole graph each time.

What follows from a node and its neighbours alone is put into the graph (`add_summaries`). Counts over a whole
corpus stand only in the embedded file (`counts`): a server may hold several corpora with the same concepts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import product

from graph.hierarchy import Hierarchy
from graph.model import Graph, Value
from graph.tables import Property

__all__ = ["COUNTED", "REVIEWS", "Counts", "add_summaries", "counts"]

REVIEWS = frozenset({"meta_analysis", "systematic_review", "narrative_review"})
_CONCEPTS = ("Intervention", "Endpoint", "Population", "DataSource")
_STUDIES = (
    Property("_studies", "INT64", "Studies in scope"),
    Property("_randomised", "INT64", "Randomised trials among them"),
)
# A cell: endpoint id, studies, estimates, and measures joined by commas, all joined by bars.
COUNTED: Mapping[str, tuple[Property, ...]] = {
    "Publication": (
        Property("_cited_by", "INT64", "Publications of the corpus that cite it"),
        Property("_title", "STRING", "Title in lower case"),
    ),
    "Intervention": (
        *_STUDIES,
        Property("_cells", "STRING[]", "Endpoints with estimates of primary studies"),
        Property("_endpoints", "STRING[]", "Endpoints with estimates of any study"),
        Property("_estimated", "BOOL", "Some effect has it as the treatment under test"),
        Property("_described", "INT64", "Studies in scope that give it other than as comparator"),
        Property("_designs", "STRING[]", "Designs of these"),
    ),
    "Endpoint": _STUDIES,
}
Counts = dict[str, dict[str, dict[str, Value]]]


def add_summaries(graph: Graph) -> None:
    """Each concept's line of broader ones; each finding's study, and whether its endpoint is known."""
    for label in _CONCEPTS:
        hierarchy = Hierarchy.of(graph, label)
        for concept, node in graph.nodes[label].items():
            node["lineage"] = hierarchy.lineage(concept)
    recognised = {(edge.source_label, edge.source) for edge in graph.edges["ON"]}
    for edge in graph.edges["FOUND"]:
        study, finding = graph.nodes["Study"][edge.source], graph.nodes[edge.target_label][edge.target]
        finding["study_label"], finding["study_design"] = study["label"], study["design"]
        finding["recognised"] = (edge.target_label, edge.target) in recognised


def counts(graph: Graph) -> Counts:
    """By label and id, the values of the properties that ``COUNTED`` names."""
    cited = Counter(edge.target for edge in graph.edges["CITES"])
    found: Counts = {
        "Publication": {
            p: {"_cited_by": cited[p], "_title": str(node["title"]).lower() if node["title"] else None}
            for p, node in graph.nodes["Publication"].items()
        },
        "Intervention": _count_studies(graph, "EVALUATES", "Intervention"),
        "Endpoint": _count_studies(graph, "MEASURES", "Endpoint"),
    }
    cells, endpoints, described = _cells(graph), _endpoints(graph), _described(graph)
    for treatment, values in found["Intervention"].items():
        designs = {str(d) for s in described[treatment] if (d := graph.nodes["Study"][s]["design"])}
        values |= {
            "_cells": tuple(cells[treatment]),
            "_endpoints": tuple(sorted(endpoints[treatment])),
            "_estimated": any(e.source_label == "Effect" for e in graph.into("EXPERIMENTAL", treatment)),
            "_described": len(described[treatment]),
            "_designs": tuple(sorted(designs)),
        }
    return found


def _endpoints(graph: Graph) -> defaultdict[str, set[str]]:
    """By treatment: the endpoints that any effect estimates it on."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for effect in graph.nodes["Effect"]:
        for treatment, endpoint in _pairs(graph, effect):
            found[treatment].add(endpoint)
    return found


def _described(graph: Graph) -> defaultdict[str, set[str]]:
    """By treatment: studies in scope that give it, other than as the comparator."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for edge in graph.edges["EVALUATES"]:
        if (
            edge.properties["role"] not in ("comparator", None)
            and graph.nodes["Study"][edge.source]["in_scope"]
        ):
            found[edge.target].add(edge.source)
    return found


def _count_studies(graph: Graph, kind: str, label: str) -> dict[str, dict[str, Value]]:
    """How many studies in scope each concept has, and how many of these are randomised trials."""
    studies: defaultdict[str, set[str]] = defaultdict(set)
    randomised: defaultdict[str, set[str]] = defaultdict(set)
    for edge in graph.edges[kind]:
        study = graph.nodes["Study"][edge.source]
        if study["in_scope"]:
            studies[edge.target].add(edge.source)
            if study["design"] == "randomized_trial":
                randomised[edge.target].add(edge.source)
    return {c: {"_studies": len(studies[c]), "_randomised": len(randomised[c])} for c in graph.nodes[label]}


def _cells(graph: Graph) -> defaultdict[str, list[str]]:
    """By treatment: its endpoints with the primary studies in scope and their estimates."""
    estimates: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for edge in graph.edges["FOUND"]:
        if edge.target_label == "Effect" and _is_primary(graph, edge.source):
            for pair in _pairs(graph, edge.target):
                estimates[pair].append((edge.source, edge.target))
    cells: defaultdict[str, list[str]] = defaultdict(list)
    for (treatment, endpoint), found in sorted(estimates.items()):
        effects = {effect for _, effect in found}
        measures = ",".join(sorted({str(graph.nodes["Effect"][e]["measure"]) for e in effects}))
        cells[treatment].append(f"{endpoint}|{len({s for s, _ in found})}|{len(effects)}|{measures}")
    return cells


def _pairs(graph: Graph, effect: str) -> Iterator[tuple[str, str]]:
    treatments = {e.target for e in graph.out("EXPERIMENTAL", effect)}
    return product(treatments, {e.target for e in graph.out("ON", effect)})


def _is_primary(graph: Graph, study: str) -> bool:
    node = graph.nodes["Study"][study]
    return node["in_scope"] is True and node["design"] is not None and node["design"] not in REVIEWS
