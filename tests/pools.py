"""Which estimates of an invented field are pooled, and why others are not."""

from __future__ import annotations

from graph.model import Graph
from graph.synthesis.harmonise import Group, select

PRIMARY = "mbc:primary_tumour_surgery"
OVERALL = "mbc:overall_survival"


def group_of(
    graph: Graph, intervention: str = PRIMARY, endpoint: str = OVERALL, population: str = ""
) -> Group:
    """The estimates of one question, pooled or left out of its pool."""
    return next(
        group
        for group in select(graph).groups
        if (group.key.intervention, group.key.endpoint, group.key.population)
        == (intervention, endpoint, population)
    )


def reasons_of(graph: Graph) -> list[str]:
    """Why estimates of surgery for the primary tumour, or of no question at all, are left out."""
    harmonised = select(graph)
    return [out.reason for out in harmonised.left_out] + [
        out.reason
        for group in harmonised.groups
        if group.key.intervention == PRIMARY
        for out in group.left_out
    ]
