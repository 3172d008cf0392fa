"""Does a hazard ratio agree with the medians printed beside it, or is it for the other side?

With survival near exponential the hazard ratio of A against B is about median B / median A. A ratio below 1
beside a much shorter median was printed for the other comparison; it happens, and it turns a result round.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace

from graph.model import Graph, Node
from graph.sides import Sides, only

__all__ = ["settled_by_medians"]

# Medians that differ by a quarter or more speak for a direction; less may be chance in the tail.
_CLEAR = math.log(1.25)
# How far the turned ratio may lie from the ratio of medians and still be the same finding.
_NEAR = 0.35
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_WITH_WITHOUT = re.compile(r"\d\s*\w+ with\b[^,;()]{1,40}\band\b[^,;()]{1,40}\bwithout\b", re.IGNORECASE)


def settled_by_medians(graph: Graph, study: Node, effect: Node, endpoint: str, sides: Sides) -> Sides | str:
    """The sides, turned where the medians of the same sentence say so; words where they only contradict."""
    value = effect["value"]
    medians = _medians(graph, study, effect, endpoint, sides)
    if medians is None or effect["measure"] != "HR" or not isinstance(value, float) or value <= 0:
        return sides
    printed, expected = math.log(value), math.log(medians[1] / medians[0])
    if printed * expected >= 0 or abs(expected) < _CLEAR:
        return sides
    words = f"medians of {medians[0]:g} and {medians[1]:g} beside it say the opposite of {value:g}"
    if abs(-printed - expected) > _NEAR:
        return f"the printed figures do not agree ({words})"
    note = "; ".join(filter(None, (sides.note, f"{words}: taken as printed for the other side")))
    return replace(sides, inverted=not sides.inverted, note=note)


def _medians(
    graph: Graph, study: Node, effect: Node, endpoint: str, sides: Sides
) -> tuple[float, float] | None:
    """Two medians of the effect's own sentence, in the order of its contrast.

    "Respectively" gives that order; "with surgery and without" names the treated first.
    """
    good = graph.nodes["Endpoint"][endpoint]
    quote = str(effect["quote"] or "")
    in_order, treated_first = _RESPECTIVELY.search(quote), _WITH_WITHOUT.search(quote)
    if (good["event_good"], good["value_good"]) != ("fewer", "more") or not (in_order or treated_first):
        return None
    values = [
        float(result["value"])
        for result in graph.targets("FOUND", str(study["id"]), "ArmResult")
        if result["statistic"] == "median_time"
        and (result["publication_id"], result["quote"]) == (effect["publication_id"], effect["quote"])
        and only(graph, "ON", str(result["id"])) == endpoint
        and isinstance(result["value"], float)
        and result["value"] > 0
    ]
    if len(values) != 2 or values[0] == values[1]:
        return None
    places = [quote.find(f"{value:g}") for value in values]
    if min(places) < 0:
        return None
    first, second = (value for _, value in sorted(zip(places, values, strict=True)))
    return (second, first) if not in_order and sides.inverted else (first, second)
