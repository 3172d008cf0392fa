"""Does a hazard ratio agree with the medians printed beside it, or is it for the other side?

With survival near exponential the hazard ratio of A against B is about median B / median A. A ratio below 1
beside a much shorter median was printed for the other comparison; it happens, and it turns a result round.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from graph.hierarchy import Hierarchy
from graph.model import Graph, Node
from graph.printed import places_of
from graph.sides import Sides, only, printed_sides
from miner.checks.sides import side_of, sides_of_two

__all__ = ["median_places", "settled_by_medians"]

# Medians that differ by a quarter or more speak for a direction; less may be chance in the tail.
_CLEAR = math.log(1.25)
# How far the turned ratio may lie from the ratio of medians and still be the same finding.
_NEAR = 0.35
_NEARBY = 25  # characters
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
# "25 and 44 months without and with surgery".
_BOTH = re.compile(
    r"\b(?P<first>with(?:out)?)\s(?:and|or|v|vs\.?|versus)\s(?!(?P=first)\b)with(?:out)?\b", re.IGNORECASE
)
_WITH_WITHOUT = re.compile(r"\d\s*\w+ with\b[^,;()]{1,40}\band\b[^,;()]{1,40}\bwithout\b", re.IGNORECASE)


def settled_by_medians(graph: Graph, study: Node, effect: Node, endpoint: str, sides: Sides) -> Sides | str:
    """The sides, turned where the medians of the same sentence say so; words where they only contradict."""
    value = effect["value"]
    if effect["measure"] != "HR" or not isinstance(value, float) or value <= 0:
        return sides
    told = _medians(graph, study, effect, endpoint, sides)
    flagged = [c for c in _checks(effect) if c.startswith("direction-against-medians")]
    unsettled = f"the printed figures do not agree ({'; '.join(flagged)})" if flagged else sides
    if told is None:
        against = None if flagged else _against_the_report(graph, study, effect, endpoint)
        return against or unsettled
    unsettled = sides if told.surely else unsettled
    printed, expected = math.log(value), math.log(told.second / told.first)
    if printed * expected >= 0 or abs(expected) < _CLEAR:
        return unsettled
    words = f"medians of {told.first:g} and {told.second:g} beside it say the opposite of {value:g}"
    if abs(-printed - expected) > _NEAR or not told.surely:
        if _holds(effect, math.exp(expected)):
            note = f"{words}, which its interval allows: taken as printed"
            return replace(sides, note="; ".join(filter(None, (sides.note, note))))
        return f"the printed figures do not agree ({words})"
    note = "; ".join(filter(None, (sides.note, f"{words}: taken as printed for the other side")))
    return replace(sides, inverted=not sides.inverted, note=note)


def _holds(effect: Node, ratio: float) -> bool:
    """Whether the effect's interval holds the ratio, so that chance explains how far the two lie apart."""
    low, high = effect["ci_low"], effect["ci_high"]
    return isinstance(low, float) and isinstance(high, float) and low <= ratio <= high


def _against_the_report(graph: Graph, study: Node, effect: Node, endpoint: str) -> str | None:
    """Why a ratio of all patients that excludes chance is left out: its report's medians say the opposite."""
    low, high, value = (effect[name] for name in ("ci_low", "ci_high", "value"))
    if effect["subgroup"] or not (
        isinstance(low, float) and isinstance(high, float) and isinstance(value, float)
    ):
        return None
    told = _report_medians(graph, study, effect, endpoint) if low > 1 or high < 1 else None
    expected = math.log(told[1] / told[0]) if told else 0.0
    if told is None or abs(expected) < _CLEAR or math.log(value) * expected > 0:
        return None
    return (
        f"the printed figures do not agree (medians of {told[0]:g} and {told[1]:g} in its report say the "
        f"opposite of {value:g})"
    )


def _report_medians(graph: Graph, study: Node, effect: Node, endpoint: str) -> tuple[float, float] | None:
    """The one median of each side of the contrast, first side first, on the endpoint or one of its kin."""
    names, kin = printed_sides(effect), Hierarchy.of(graph, "Endpoint")
    found: dict[int, set[float]] = {0: set(), 1: set()}
    for result in graph.targets("FOUND", str(study["id"]), "ArmResult"):
        on, value = only(graph, "ON", str(result["id"])), result["value"]
        related = on is not None and (kin.is_a(on, endpoint) or kin.is_a(endpoint, on))
        same = (result["publication_id"], result["statistic"]) == (effect["publication_id"], "median_time")
        side = side_of(str(result["arm"] or ""), names) if related and same and len(names) == 2 else None
        if side is not None and isinstance(value, float) and value > 0:
            found[side].add(value)
    return (found[0].pop(), found[1].pop()) if len(found[0]) == len(found[1]) == 1 else None


def _checks(effect: Node) -> tuple[str, ...]:
    settled = effect["curated"] and not effect["entered"]
    return effect["checks"] if isinstance(effect["checks"], tuple) and not settled else ()


@dataclass(frozen=True, slots=True)
class _Medians:
    """Those of the contrast's first and second side; not ``surely`` where only their order tells whose."""

    first: float
    second: float
    surely: bool


def _medians(graph: Graph, study: Node, effect: Node, endpoint: str, sides: Sides) -> _Medians | None:
    """The two medians of the effect's own sentence.

    "With surgery and without", "without and with surgery" tell whose each is, else the groups that they
    were read for; "respectively" alone gives the order of groups that may have been named elsewhere.
    """
    good = graph.nodes["Endpoint"][endpoint]
    quote = str(effect["quote"] or "")
    if (good["event_good"], good["value_good"]) != ("fewer", "more"):
        return None
    results = [
        result
        for result in graph.targets("FOUND", str(study["id"]), "ArmResult")
        if result["statistic"] == "median_time"
        and (result["publication_id"], result["quote"]) == (effect["publication_id"], effect["quote"])
        and only(graph, "ON", str(result["id"])) == endpoint
        and isinstance(result["value"], float)
        and result["value"] > 0
    ]
    values = [float(str(result["value"])) for result in results]
    if len(values) != 2 or values[0] == values[1]:
        return None
    places = [[m.start() for m in median_places(value, quote)] for value in values]
    one, other = (value for _, value in sorted(zip(places, values, strict=True)))
    once = all(len(some) == 1 for some in places)
    if once:
        both = _BOTH.search(quote)
        if both or _WITH_WITHOUT.search(quote):
            treated_first = both is None or both["first"].lower() == "with"
            first, second = (one, other) if treated_first != sides.inverted else (other, one)
            return _Medians(first, second, surely=True)
    names = printed_sides(effect)
    arms = [str(result["arm"] or "") for result in results]
    whose = sides_of_two(arms, names) if len(names) == 2 else []
    if sorted(map(str, whose)) == ["0", "1"]:
        first, second = values if whose[0] == 0 else reversed(values)
        return _Medians(first, second, surely=True)
    return _Medians(one, other, surely=False) if once and _RESPECTIVELY.search(quote) else None


def median_places(value: float, text: str) -> list[re.Match[str]]:
    """Where a median time stands in a text, other than as the length of follow-up."""
    return [
        m for m in places_of(value, text) if "follow" not in text[max(0, m.start() - _NEARBY) : m.start()]
    ]
