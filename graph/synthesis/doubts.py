"""What makes it doubtful that a printed ratio says what it seems to say."""

from __future__ import annotations

import re

from graph.model import Graph, Node
from graph.sides import first_side, only
from graph.synthesis.standard_error import LogRatio

__all__ = ["doubt_in_direction", "doubt_in_sentence"]

_NEAR = 25  # characters
_SHORT = 3  # letters
_SHORT_FORM = re.compile(r"\(([A-Za-z]{2,8})\)")


def doubt_in_sentence(graph: Graph, study: Node, effect: Node, endpoint: str) -> str | None:
    """Why other figures of the same sentence make it doubtful what this one is about."""
    beside = [
        other
        for other in graph.targets("FOUND", str(study["id"]), "Effect")
        if other["value"] != effect["value"]
        and all(other[name] == effect[name] for name in ("quote", "publication_id", "measure"))
    ]
    for other in beside:
        alike = all(other[name] == effect[name] for name in ("contrast", "subgroup", "adjusted"))
        ends = (
            (only(graph, "ON", i), only(graph, "WITHIN", i)) for i in (str(other["id"]), str(effect["id"]))
        )
        if alike and len({*ends}) == 1 and only(graph, "ON", str(other["id"])) == endpoint:
            return "one sentence gives two values for it, and which is which is not clear"
    factors = any(only(graph, "EXPERIMENTAL", str(other["id"])) is None for other in beside)
    if factors and not _is_beside(effect):
        return "one of several factors in its sentence, which does not name the treatment beside it"
    return None


def _is_beside(effect: Node) -> bool:
    """Whether the sentence names the treatment, word for word or right before the figure."""
    quote = str(effect["quote"] or "").lower().replace("·", ".")
    side = first_side(effect)
    place = quote.find(f"{effect['value']:g}")
    words = {word for word in re.findall(r"[a-z]+", side) if len(word) > _SHORT}
    words.update(
        short.lower() for short in _SHORT_FORM.findall(str(effect["contrast"] or "").partition(" vs ")[0])
    )
    before = re.findall(r"[a-z]+", quote[max(0, place - _NEAR) : max(0, place)])
    return side in quote or not words.isdisjoint(before)


def doubt_in_direction(graph: Graph, effect: Node, endpoint: str, log: LogRatio) -> str | None:
    """A ratio may count survivors where its endpoint counts deaths: then text and figure disagree.

    ``favours`` speaks of the sides as printed, so the printed ratio is what it is held against.
    """
    good = graph.nodes["Endpoint"].get(endpoint, {}).get("event_good")
    low, high = log.ci95
    if good not in ("fewer", "more") or effect["favours"] not in ("experimental", "comparator"):
        return None
    if low <= 0 <= high:
        return None
    first_better = (log.estimate < 0) == (good == "fewer")
    if first_better == (effect["favours"] == "experimental"):
        return None
    return (
        f"the text's direction and the ratio {effect['value']:g} disagree: "
        "the ratio may count those without the event"
    )
