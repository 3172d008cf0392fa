"""Concepts as people name them: by id, by name, or by any word of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from graph.build import FACETS
from miner.errors import QueryRefused
from miner.term_matcher import fold_key
from miner.vocabulary import Vocabulary

__all__ = ["concept_in", "concept_named"]


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


def concept_in(vocabulary: Vocabulary, label: str, asked: str) -> str:
    """The id in the vocabulary, without prefix, of a concept asked for by id, name or synonym.

    Raises:
        QueryRefused: none has that name; the message names the nearest.
    """
    concepts = vocabulary.facet(FACETS[label]).values()
    found = concept_named({concept.curie: concept.name for concept in concepts}, vocabulary, label, asked)
    return found.removeprefix("mbc:")


def _known(names: Mapping[str, str], vocabulary: Vocabulary, label: str) -> dict[tuple[str, ...], str]:
    """Every name of every concept in the form the matcher compares; an id beats a name, a name a synonym."""
    known: dict[tuple[str, ...], str] = {}
    for node_id in names:
        short = node_id.removeprefix("mbc:")
        for words in (node_id, short, short.replace("_", " ")):
            known.setdefault(fold_key(words), node_id)
    for node_id, name in names.items():
        known.setdefault(fold_key(name), node_id)
    for concept in vocabulary.facet(FACETS[label]).values():
        for term in concept.terms():
            if concept.curie in names:
                known.setdefault(fold_key(term.text.replace("~", "")), concept.curie)
    return known
