"""Which treatment an effect compares with what, and which way round.

Comparators that withhold local treatment ("no surgery", "systemic therapy alone", "observation") are the
vocabulary's categories ``none`` and ``systemic``, and count as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.hierarchy import Hierarchy
from graph.model import Graph, Node

__all__ = ["NO_LOCAL_TREATMENT", "WITHHOLDING", "Sides", "only", "sides_of"]

NO_LOCAL_TREATMENT = ""
"""The comparator of an estimate against the omission of local treatment, whatever words it was put in."""

WITHHOLDING = frozenset({"none", "systemic"})
"""Categories of treatments that leave the site untreated."""

_OMISSION = re.compile(
    r"\b(?:vs\.?|versus|compared (?:with|to)|over)\s[^,;]{0,60}?"
    r"(?:\bno\b|\bnon\b|\bnon-|\bnot\b|\bwithout\b|\bnone\b|\bomission\b|\bobservation\b|\balone\b|\bcontrols?\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sides:
    """The treatment under test, what it is compared with, and whether the text names them the other way."""

    experimental: str
    comparator: str
    inverted: bool


def only(graph: Graph, kind: str, finding_id: str) -> str | None:
    """The node at the far end of a finding's one edge of a type, if it has any."""
    ends = graph.out(kind, finding_id)
    return ends[0].target if ends else None


def sides_of(graph: Graph, treatments: Hierarchy, effect: Node) -> Sides | str:
    """Which treatment is compared with what, active side first, or why that is not clear."""
    effect_id, contrast = str(effect["id"]), str(effect["contrast"] or "")
    first, second = only(graph, "EXPERIMENTAL", effect_id), only(graph, "COMPARATOR", effect_id)
    if first is None:
        words = f": {contrast}" if contrast else ""
        return f"compares no two treatments that the vocabulary knows{words}"
    first_active = treatments.category(first) not in WITHHOLDING
    if second is None:
        if first_active and _OMISSION.search(contrast):
            return Sides(first, NO_LOCAL_TREATMENT, inverted=False)
        return f"contrast not clear, the comparison group is not named: {contrast or 'none printed'}"
    second_active = treatments.category(second) not in WITHHOLDING
    if not first_active and not second_active:
        return f"neither side is a local treatment: {contrast}"
    if first_active != second_active:
        return Sides(first if first_active else second, NO_LOCAL_TREATMENT, inverted=second_active)
    if treatments.is_a(first, second) or treatments.is_a(second, first):
        return f"contrast not clear, one side includes the other: {contrast}"
    return Sides(min(first, second), max(first, second), inverted=first > second)
