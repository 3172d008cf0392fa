"""The graph as KGX TSV, in the terms of the Biolink model where it has them.

KGX reads nothing with a slash as a CURIE: in this export a slash in an id is ``%2F``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from graph.exports.whole_file import whole_file
from graph.model import Edge, Graph, Node
from graph.prefixes import jsonld_context
from graph.schema import NODES

__all__ = ["kgx"]

_CATEGORIES = {
    "Publication": "biolink:Publication",
    "Study": "biolink:Study",
    "Trial": "biolink:ClinicalTrial",
    "Intervention": "biolink:ClinicalIntervention",
    "Endpoint": "biolink:ClinicalMeasurement",
    "Population": "biolink:StudyPopulation",
    "DataSource": "biolink:Dataset",
    "Effect": "biolink:TextMiningStudyResult",
    "ArmResult": "biolink:TextMiningStudyResult",
    "Claim": "biolink:TextMiningStudyResult",
    "Synthesis": "biolink:Dataset",
}
# Biolink's own predicate where it means the same; elsewhere the general one, with ours beside it. It has none
# for a citation.
_PREDICATES = {"BROADER": "biolink:subclass_of"}
_ASSERTED = frozenset({"BROADER", "CITES", "AMENDS"})
_COMPUTED = frozenset({"POOLS", "LEAVES_OUT", "OF"})
_NODE_COLUMNS = ("id", "category", "name", "description", "xref", "provided_by")
_EDGE_COLUMNS = (
    "id",
    "subject",
    "predicate",
    "object",
    "category",
    "original_predicate",
    "relation_properties",
    "knowledge_level",
    "agent_type",
    "primary_knowledge_source",
    "publications",
)
_SOURCE = "infores:mbc-miner"


def kgx(graph: Graph, folder: Path) -> list[Path]:
    """``nodes.tsv`` and ``edges.tsv``, several values in a cell joined by a bar, and their prefixes."""
    nodes, edges, prefixes = folder / "nodes.tsv", folder / "edges.tsv", folder / "prefixes.json"
    _write(nodes, _NODE_COLUMNS, _nodes(graph))
    _write(edges, _EDGE_COLUMNS, _edges(graph))
    with whole_file(prefixes) as stream:
        json.dump(jsonld_context(), stream, indent=2)
        stream.write("\n")
    return [nodes, edges, prefixes]


def _nodes(graph: Graph) -> Iterator[tuple[object, ...]]:
    for label in NODES:
        for node_id in sorted(graph.nodes[label]):
            node = graph.nodes[label][node_id]
            xref = "|".join(str(node[n]) for n in ("mesh_id", "ncit_id") if node.get(n))
            yield _id(node_id), _CATEGORIES[label], _name(label, node), node.get("quote"), xref, _SOURCE


def _id(node_id: str) -> str:
    return node_id.replace("/", "%2F")


def _name(label: str, node: Node) -> object:
    endpoint = node.get("endpoint_name") or "an endpoint not named"
    if label == "Effect":
        return f"{node['measure']} {node['value']} for {endpoint}"
    if label == "ArmResult":
        return f"{node['statistic']} {node['value']} {node['unit']} for {endpoint}, {node['arm']}"
    if label == "Claim":
        return f"{node['direction']} for {endpoint}"
    if label == "Synthesis":
        return f"pooled {node['measure']} {node['estimate']}"
    return next((node[n] for n in ("title", "label", "name", "registry_id") if node.get(n)), node["id"])


def _edges(graph: Graph) -> Iterator[tuple[object, ...]]:
    for kind, edges in graph.edges.items():
        for number, edge in enumerate(sorted(edges, key=repr)):
            yield (
                _id(f"mbc:edge/{kind}/{number}"),
                _id(edge.source),
                _PREDICATES.get(kind, "biolink:related_to"),
                _id(edge.target),
                "biolink:Association",
                f"mbc:{kind.lower()}",
                "|".join(f"{k}={v}" for k, v in edge.properties.items() if v is not None),
                *_known_how(kind, edge),
                _SOURCE,
                "|".join(_publications(graph, edge)),
            )


def _known_how(kind: str, edge: Edge) -> tuple[str, str]:
    """Knowledge level and agent type."""
    if kind in _ASSERTED:
        return "knowledge_assertion", "manual_agent"
    if kind in _COMPUTED or edge.source_label == "Synthesis":
        return "statistical_association", "data_analysis_pipeline"
    return "observation", "text_mining_agent"


def _publications(graph: Graph, edge: Edge) -> list[str]:
    """Publications that an edge rests on: those at its ends, and the one that states a finding there."""
    found = set()
    for label, node_id in ((edge.source_label, edge.source), (edge.target_label, edge.target)):
        stated = graph.nodes[label][node_id].get("publication_id")
        found |= {node_id} if label == "Publication" else {str(stated)} if stated else set()
    return sorted(found)


def _write(path: Path, columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    with whole_file(path) as stream:
        stream.write("\t".join(columns) + "\n")
        for row in rows:
            stream.write("\t".join("" if v is None else " ".join(str(v).split()) for v in row) + "\n")
