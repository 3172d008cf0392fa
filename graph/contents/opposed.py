"""The first pairs of effects that point in opposite directions, for each treatment with all beneath it.

All pairs would be many times the graph; these are what ``conflicting-directions`` shows first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice

from graph.contents.precedence import nulls_last
from graph.model import Graph, Node

__all__ = ["FIRST", "opposed_pairs"]

FIRST = 1001
"""What is kept of each treatment: a thousand to show, and one that says there are more."""


@dataclass(frozen=True, slots=True)
class _Side:
    """A whole-study effect that favours one side, with its study."""

    effect: Node
    study: Node

    def place(self) -> tuple[object, ...]:
        return nulls_last(self.study["label"], self.effect["value"])

    def value(self) -> tuple[object, ...]:
        return nulls_last(self.effect["value"])


_FAVOURS = ("experimental", "comparator")
_Sides = dict[str, dict[str, list[_Side]]]


def opposed_pairs(graph: Graph) -> tuple[dict[str, tuple[str, ...]], dict[str, int]]:
    """By treatment the first pairs, and how many there are.

    A pair: endpoint, study and effect for the treatment, study and effect against it, joined by bars.
    """
    sides = _sides(graph)
    first = {t: tuple(islice(_pairs(graph, of), FIRST)) for t, of in sides.items()}
    return first, {t: sum(map(_number, of.values())) for t, of in sides.items()}


def _number(sides: Mapping[str, list[_Side]]) -> int:
    """All pairs but those within one study."""
    some, others = (Counter(side.study["id"] for side in sides.get(favours, ())) for favours in _FAVOURS)
    return some.total() * others.total() - sum(n * others[study] for study, n in some.items())


def _sides(graph: Graph) -> Mapping[str, _Sides]:
    """By treatment, endpoint and favoured side: the effects, those of narrower treatments too."""
    found: defaultdict[str, _Sides] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for edge in graph.edges["FOUND"]:
        if edge.target_label != "Effect":
            continue
        effect = graph.nodes["Effect"][edge.target]
        favours = effect["favours"]
        if favours not in _FAVOURS or effect["subgroup"] is not None:
            continue
        side = _Side(effect, graph.nodes["Study"][edge.source])
        for treatment in _treatments(graph, edge.target):
            for endpoint in {e.target for e in graph.out("ON", edge.target)}:
                found[treatment][endpoint][str(favours)].append(side)
    return found


def _treatments(graph: Graph, effect: str) -> set[str]:
    lines = (node["lineage"] for node in graph.targets("EXPERIMENTAL", effect))
    return {concept for line in lines if isinstance(line, tuple) for concept in line}


def _pairs(graph: Graph, sides: _Sides) -> Iterator[str]:
    """In the order of the question: endpoint, studies, estimates."""

    def name(endpoint: str) -> tuple[object, ...]:
        return nulls_last(graph.nodes["Endpoint"][endpoint]["name"], endpoint)

    for endpoint in sorted(sides, key=name):
        others = _by_study(sides[endpoint]["comparator"])
        for some in _by_study(sides[endpoint]["experimental"]):
            for against in others:
                rows = [(x, y) for x in some for y in against if x.study["id"] != y.study["id"]]
                for x, y in sorted(rows, key=lambda pair: (pair[0].value(), pair[1].value())):
                    ids = (endpoint, *(node["id"] for node in (x.study, x.effect, y.study, y.effect)))
                    yield "|".join(map(str, ids))


def _by_study(sides: list[_Side]) -> list[list[_Side]]:
    ordered = sorted(sides, key=_Side.place)
    return [list(some) for _, some in groupby(ordered, key=lambda side: side.study["label"])]
