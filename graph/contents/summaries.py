"""What a question would otherwise gather from the whole graph each time.

What follows from a node and its neighbours alone is put into the graph (`add_summaries`). Counts over a whole
corpus stand only in the embedded file (`counts`): a server may hold several corpora with the same concepts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import product

from graph.contents import precedence
from graph.contents.opposed import FIRST, opposed_pairs
from graph.hierarchy import Hierarchy
from graph.model import Graph, Value
from graph.tables import Property
from miner.model import REVIEW_DESIGNS

__all__ = ["COUNTED", "Counts", "add_summaries", "counts"]

_CONCEPTS = ("Intervention", "Endpoint", "Population", "DataSource")
_STUDIES = (
    Property("_studies", "INT64", "Studies in scope"),
    Property("_randomised", "INT64", "Randomised trials among them"),
)
# A cell: endpoint id, studies, estimates, measures joined by commas, syntheses, all joined by bars.
COUNTED: Mapping[str, tuple[Property, ...]] = {
    **precedence.NODES,
    **precedence.EDGES,
    "Publication": (
        *precedence.NODES["Publication"],
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
        Property("_opposed", "STRING[]", "Effects that contradict one another: the first pairs"),
        Property("_opposed_pairs", "INT64", "How many such pairs there are"),
        Property("_largest", "STRING[]", "Its largest studies and those of narrower treatments"),
        Property("_sized", "INT64", "How many of these say their size"),
    ),
    "Endpoint": _STUDIES,
}
Columns = Mapping[str, Mapping[str, Mapping[str, Value]]]


@dataclass(frozen=True, slots=True)
class Counts:
    """By label or type and by property, values of the properties that ``COUNTED`` names.

    Those of nodes by id, those of edges by the ids of both ends; what is not there is null.
    """

    nodes: Columns
    edges: Mapping[str, Mapping[str, Mapping[tuple[str, str], Value]]]


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
    """What the embedded file keeps besides the graph."""
    nodes: dict[str, dict[str, Mapping[str, Value]]] = {
        "Publication": _publications(graph),
        "Intervention": {
            **_count_studies(graph, "EVALUATES", "Intervention"),
            **_treatments(graph),
        },
        "Endpoint": _count_studies(graph, "MEASURES", "Endpoint"),
    }
    for label, columns in precedence.node_precedence(graph).items():
        nodes.setdefault(label, {}).update(columns)
    return Counts(nodes, precedence.edge_precedence(graph))


def _publications(graph: Graph) -> dict[str, Mapping[str, Value]]:
    cited = Counter(edge.target for edge in graph.edges["CITES"])
    titles = {p: node["title"] for p, node in graph.nodes["Publication"].items()}
    return {
        "_cited_by": {p: cited[p] for p in titles},
        "_title": {p: str(title).lower() for p, title in titles.items() if title},
    }


def _treatments(graph: Graph) -> dict[str, Mapping[str, Value]]:
    cells, endpoints, described = _cells(graph), _endpoints(graph), _described(graph)
    opposed, pairs = opposed_pairs(graph)
    largest = _largest(graph)
    treatments = graph.nodes["Intervention"]
    designs = {study: node["design"] for study, node in graph.nodes["Study"].items()}
    return {
        "_cells": {t: tuple(cells[t]) for t in treatments},
        "_endpoints": {t: tuple(sorted(endpoints[t])) for t in treatments},
        "_estimated": {
            t: any(e.source_label == "Effect" for e in graph.into("EXPERIMENTAL", t)) for t in treatments
        },
        "_described": {t: len(described[t]) for t in treatments},
        "_designs": {
            t: tuple(sorted({str(d) for s in described[t] if (d := designs[s])})) for t in treatments
        },
        "_opposed": {t: opposed.get(t, ()) for t in treatments},
        "_opposed_pairs": {t: pairs.get(t, 0) for t in treatments},
        "_largest": {t: tuple(nsmallest(FIRST, largest[t], largest[t].__getitem__)) for t in treatments},
        "_sized": {t: len(largest[t]) for t in treatments},
    }


def _largest(graph: Graph) -> defaultdict[str, dict[str, tuple[Value, ...]]]:
    """By treatment, with all beneath it: its studies of stated size, and what puts the largest first."""
    places = {
        study: (-int(size), *precedence.nulls_last(node["label"]))
        for study, node in graph.nodes["Study"].items()
        if isinstance(size := node["sample_size"], int) and node["sample_size_unit"] == "participants"
    }
    found: defaultdict[str, dict[str, tuple[Value, ...]]] = defaultdict(dict)
    for edge in graph.edges["EVALUATES"]:
        lineage = graph.nodes["Intervention"][edge.target]["lineage"]
        if edge.source in places and isinstance(lineage, tuple):
            for treatment in lineage:
                found[treatment][edge.source] = places[edge.source]
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


def _count_studies(graph: Graph, kind: str, label: str) -> dict[str, Mapping[str, Value]]:
    """How many studies in scope each concept has, and how many of these are randomised trials."""
    studies: defaultdict[str, set[str]] = defaultdict(set)
    randomised: defaultdict[str, set[str]] = defaultdict(set)
    for edge in graph.edges[kind]:
        study = graph.nodes["Study"][edge.source]
        if study["in_scope"]:
            studies[edge.target].add(edge.source)
            if study["design"] == "randomized_trial":
                randomised[edge.target].add(edge.source)
    return {
        "_studies": {c: len(studies[c]) for c in graph.nodes[label]},
        "_randomised": {c: len(randomised[c]) for c in graph.nodes[label]},
    }


def _cells(graph: Graph) -> defaultdict[str, list[str]]:
    """By treatment: its endpoints with the primary studies in scope and their estimates."""
    estimates: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for edge in graph.edges["FOUND"]:
        if edge.target_label == "Effect" and _is_primary(graph, edge.source):
            for pair in _pairs(graph, edge.target):
                estimates[pair].append((edge.source, edge.target))
    pooled = Counter(
        pair for synthesis in graph.nodes["Synthesis"] for pair in _pairs(graph, synthesis, treated="OF")
    )
    cells: defaultdict[str, list[str]] = defaultdict(list)
    for (treatment, endpoint), found in sorted(estimates.items()):
        effects = {effect for _, effect in found}
        measures = ",".join(sorted({str(graph.nodes["Effect"][e]["measure"]) for e in effects}))
        numbers = (len({study for study, _ in found}), len(effects), measures, pooled[treatment, endpoint])
        cells[treatment].append("|".join(map(str, (endpoint, *numbers))))
    return cells


def _pairs(graph: Graph, effect: str, *, treated: str = "EXPERIMENTAL") -> Iterator[tuple[str, str]]:
    """Treatments and endpoints of an effect or a synthesis."""
    treatments = {e.target for e in graph.out(treated, effect)}
    return product(treatments, {e.target for e in graph.out("ON", effect)})


def _is_primary(graph: Graph, study: str) -> bool:
    node = graph.nodes["Study"][study]
    return node["in_scope"] is True and node["design"] is not None and node["design"] not in REVIEW_DESIGNS
