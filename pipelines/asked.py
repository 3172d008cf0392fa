"""Concepts as people name them on the command line: by id, by name, or by any word of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from graph.figures.choose import Wanted
from graph.model import Graph
from graph.synthesis.eligibility import DesignClass
from miner.corpus import bundled_corpora, load_corpus
from miner.errors import QueryRefused
from miner.store import Store
from miner.vocabulary import Vocabulary
from pipelines.concept_names import concept_named

__all__ = ["concept_of", "design_of", "vocabulary_of", "wanted_of"]

_DEFAULT = "mbc-surgery"
_DESIGNS: Mapping[str, DesignClass] = {
    "randomised": "randomized",
    "randomized": "randomized",
    "randomised_trial": "randomized",
    "randomized_trial": "randomized",
    "rct": "randomized",
    "observational": "observational",
}


def vocabulary_of(data: Path | None) -> Vocabulary:
    """The vocabulary whose words a data folder's concepts go by; without a folder, the bundled one.

    Of a corpus that comes with the program it is that corpus's; any other is known by the ids and names in
    its graph, and the bundled words help where they speak of the same concept.
    """
    named: list[str] = []
    if data and (data / "corpus.db").exists():
        with Store(data, read_only=True) as store:
            named = [str(run.report["corpus"]) for run in store.runs() if "corpus" in run.report]
    last = named[-1] if named else ""
    return load_corpus(last if last in bundled_corpora() else _DEFAULT).vocabulary


def wanted_of(
    graph: Graph,
    vocabulary: Vocabulary,
    *,
    intervention: str | None = None,
    endpoint: str | None = None,
    design: str | None = None,
    population: str | None = None,
) -> Wanted:
    """The options of a command as ids.

    Raises:
        QueryRefused: one of them names nothing.
    """
    return Wanted(
        intervention=concept_of(graph, vocabulary, "Intervention", intervention),
        endpoint=concept_of(graph, vocabulary, "Endpoint", endpoint),
        design=design_of(design),
        population=concept_of(graph, vocabulary, "Population", population),
    )


def concept_of(graph: Graph, vocabulary: Vocabulary, label: str, asked: str | None) -> str | None:
    """The id of a concept asked for by id, name or synonym: ``overall_survival``, ``OS``, ``survival time``.

    Raises:
        QueryRefused: no concept has that name; the message names the nearest.
    """
    if asked is None:
        return None
    names = {node_id: str(node["name"] or "") for node_id, node in graph.nodes[label].items()}
    pooled = _pooled(graph, label)
    return concept_named(names, vocabulary, label, asked, f"pooled are {pooled}" if pooled else "")


def design_of(asked: str | None) -> DesignClass | None:
    """Randomised or observational.

    Raises:
        QueryRefused: it is neither.
    """
    if asked is None:
        return None
    found = _DESIGNS.get(asked.strip().lower())
    if found is None:
        raise QueryRefused(f"--design {asked!r} is unknown; use randomised or observational")
    return found


def _pooled(graph: Graph, label: str) -> str:
    """The ids that pooled estimates are of."""
    if label == "Population":
        ids = {
            str(node["population_id"]) for node in graph.nodes["Synthesis"].values() if node["population_id"]
        }
    else:
        kind = {"Intervention": "OF", "Endpoint": "ON"}[label]
        edges = (e for e in graph.edges[kind] if e.target_label == label and e.source_label == "Synthesis")
        ids = {e.target for e in edges}
    return ", ".join(sorted(i.removeprefix("mbc:") for i in ids))
