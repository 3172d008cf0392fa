"""Retractions, errata, concerns, comments and citations between publications."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.model import Graph
from graph.studies.reports import Report

__all__ = ["add_notices"]

# PubMed's link types: kind of amendment, and whether the record that holds the link is the one amended.
_KINDS = {
    "RetractionIn": ("retraction", True),
    "RetractionOf": ("retraction", False),
    "PartialRetractionIn": ("retraction", True),
    "PartialRetractionOf": ("retraction", False),
    "ErratumIn": ("erratum", True),
    "ErratumFor": ("erratum", False),
    "ExpressionOfConcernIn": ("concern", True),
    "ExpressionOfConcernFor": ("concern", False),
    "UpdateIn": ("update", True),
    "UpdateOf": ("update", False),
    "CommentIn": ("comment", True),
    "CommentOn": ("comment", False),
    "CorrectedandRepublishedIn": ("republication", True),
    "CorrectedandRepublishedFrom": ("republication", False),
    "RetractedandRepublishedIn": ("republication", True),
    "RetractedandRepublishedFrom": ("republication", False),
    "RepublishedIn": ("republication", True),
    "RepublishedFrom": ("republication", False),
    "ReprintIn": ("republication", True),
    "ReprintOf": ("republication", False),
}


def add_notices(graph: Graph, reports: Sequence[Report]) -> None:
    """Join publications that amend or cite each other.

    A notice outside the corpus becomes a node with nothing but its number; references outside are left out.
    """
    publications = graph.nodes["Publication"]
    for report in reports:
        here = ("Publication", report.id)
        for link in report.article.corrections:
            pmid = link.pmid or ""
            other = ("Publication", f"PMID:{pmid}")
            if link.kind not in _KINDS or other == here or not re.fullmatch("[0-9]+", pmid):
                continue
            kind, is_amended = _KINDS[link.kind]
            if other[1] not in publications:
                _add_known_by_number(graph, pmid)
            ends = (other, here) if is_amended else (here, other)
            graph.add_edge("AMENDS", *ends, kind=kind)
    corpus = {r.id for r in reports}
    for report in reports:
        for pmid in sorted(set(report.article.references)):
            if f"PMID:{pmid}" in corpus and f"PMID:{pmid}" != report.id:
                graph.add_edge("CITES", ("Publication", report.id), ("Publication", f"PMID:{pmid}"))


def _add_known_by_number(graph: Graph, pmid: str) -> None:
    graph.add_node(
        "Publication",
        f"PMID:{pmid}",
        pmid=pmid,
        in_corpus=False,
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
    )
