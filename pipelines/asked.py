"""Concepts as people name them on the command line: by id, by name, or by any word of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from graph.figures.choose import Wanted
from graph.model import Graph
from graph.synthesis.eligibility import DesignClass
from miner.corpus import bundled_corpora, load_corpus
from miner.errors import QueryRefused
from miner.store import Store
from miner.term_matcher import fold_key
from miner.vocabulary import Facet, Vocabulary

__all__ = ["concept_named", "concept_of", "design_of", "vocabulary_of", "wanted_of"]

_FACETS: Mapping[str, Facet] = {
    "Intervention": "interventions",
    "Endpoint": "endpoints",
    "Population": "populations",
    "DataSource": "data_sources",
}
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


def concept_named(
    names: Mapping[str, str], vocabulary: Vocabulary, label: str, asked: str, otherwise: str = ""
) -> str:
    """The id among ``names`` (id to name) of a concept asked for by id, name or synonym.

    Raises:
        QueryRefused: none has that name; the message names the nearest, else says ``otherwise``.
    """
    known = _known(names, vocabulary, label)
    for words in (asked, asked.upper(), asked.replace("_", " ")):
        found = known.get(fold_key(words))
        if found:
            return found
    lower = {name.lower(): name for name in names.values()}
    near = get_close_matches(asked.lower(), lower, n=4, cutoff=0.6)
    listed = f"mbc-miner query 'MATCH (c:{label}) RETURN c.id, c.name' lists them"
    hint = f"near it are {', '.join(lower[n] for n in near)}" if near else otherwise or listed
    raise QueryRefused(f"no {label.lower()} is called {asked!r}; {hint}")


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


def _known(names: Mapping[str, str], vocabulary: Vocabulary, label: str) -> dict[tuple[str, ...], str]:
    """Every name of every concept in the form the matcher compares; an id beats a name, a name a synonym."""
    known: dict[tuple[str, ...], str] = {}
    for node_id in names:
        short = node_id.removeprefix("mbc:")
        for words in (node_id, short, short.replace("_", " ")):
            known.setdefault(fold_key(words), node_id)
    for node_id, name in names.items():
        known.setdefault(fold_key(name), node_id)
    for concept in vocabulary.facet(_FACETS[label]).values():
        for term in concept.terms():
            if concept.curie in names:
                known.setdefault(fold_key(term.text.replace("~", "")), concept.curie)
    return known


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
