"""The network of treatments compared: an edge's width is the number of studies, a node's area its people.

Randomised and other comparisons are two lines side by side, never one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import cos, hypot, pi, sin, sqrt

from graph.figures.drawing import BLUE, BOLDER, GREY, INK, ORANGE, SMALL, Anchor, Drawing, text_width, wrapped
from graph.figures.frame import MARGIN, WIDTH, NothingToShow, foot, head, people
from graph.hierarchy import Hierarchy
from graph.model import Graph, Node
from graph.sides import NO_LOCAL_TREATMENT, Sides, sides_of
from graph.synthesis.eligibility import DesignClass, design_class, participants_of

__all__ = ["Comparisons", "network_plot", "read_comparisons"]

_ACROSS, _RADIUS, _MOST_NODES = 180.0, 200.0, 16
_COLOURS: Mapping[DesignClass, str] = {"randomized": BLUE, "observational": ORANGE}
_DASHES: Mapping[DesignClass, str] = {"randomized": "", "observational": "7 3"}
_PER_STUDY, _WIDEST, _NARROWEST = 1.6, 20.0, 1.2
_LARGEST, _SMALLEST = 26.0, 5.0

_NOTE = (
    "Figures on lines: studies. Circles: participants of the studies that compare the treatment, by area; "
    "studies that state no size count none. Systemic therapy alone, observation and the like are one node, "
    "no local treatment. A study stands at the treatment that it names. Studies in scope, without reviews; a "
    "comparison in words counts like one with an estimate. Nothing was pooled over the network."
)

_OTHERS = "cohorts and series (not randomised)"
Pair = tuple[str, str]
Point = tuple[float, float]


@dataclass
class Comparisons:
    """Which treatments were compared in which studies; the empty name is "no local treatment"."""

    studies: dict[tuple[Pair, DesignClass], set[str]] = field(default_factory=lambda: defaultdict(set))

    def pairs(self) -> list[Pair]:
        """The pairs compared, in order."""
        return sorted({pair for pair, _ in self.studies})

    def between(self, pair: Pair, design: DesignClass) -> int:
        """How many studies of a design compare two treatments."""
        return len(self.studies.get((pair, design), ()))

    def of(self, treatment: str) -> set[str]:
        """The studies that compare a treatment with any other."""
        return {s for (pair, _), some in self.studies.items() if treatment in pair for s in some}

    def treatments(self) -> list[str]:
        """Treatments, the most studied first."""
        names = {name for pair, _ in self.studies for name in pair}
        return sorted(names, key=lambda name: (-len(self.of(name)), name))

    def unit(self) -> float:
        """Width of a line for one study, so that the widest line keeps to its bound."""
        return min(_PER_STUDY, _WIDEST / max(map(len, self.studies.values())))

    def among(self, names: set[str]) -> Comparisons:
        """Only comparisons between these treatments."""
        kept = {key: some for key, some in self.studies.items() if set(key[0]) <= names}
        return Comparisons(defaultdict(set, kept))


def read_comparisons(
    graph: Graph, endpoint: str | None = None, design: DesignClass | None = None
) -> Comparisons:
    """Comparisons that in-scope studies print, with an estimate or in words, on an endpoint or any."""
    endpoints, treatments = Hierarchy.of(graph, "Endpoint"), Hierarchy.of(graph, "Intervention")
    found = Comparisons()
    for study_id, study in graph.nodes["Study"].items():
        kind = design_class(study["design"])
        if kind is None or not study["in_scope"] or study["retracted"] or design not in (None, kind):
            continue
        for finding in _findings(graph, study_id):
            about = [edge.target for edge in graph.out("ON", str(finding["id"]))]
            if endpoint and not any(endpoints.is_a(one, endpoint) for one in about):
                continue
            sides = sides_of(graph, treatments, finding, observational=kind == "observational")
            if isinstance(sides, Sides):
                pair = tuple(sorted((sides.experimental, sides.comparator)))
                found.studies[(pair[0], pair[1]), kind].add(study_id)
    return found


def network_plot(graph: Graph, comparisons: Comparisons, title: str, endpoint: str | None = None) -> str:
    """The network as SVG; the most studied treatments where there are many."""
    names = comparisons.treatments()
    if not names:
        raise NothingToShow("no study here compares two treatments; drop --endpoint or --design to see more")
    shown, dropped = names[:_MOST_NODES], len(names) - _MOST_NODES
    comparisons = comparisons.among(set(shown))
    shown = [name for name in shown if comparisons.of(name)]
    what = Hierarchy.of(graph, "Endpoint").name(endpoint).lower() if endpoint else "any endpoint"
    drawing = Drawing(WIDTH, f"Network of comparisons. {title}")
    top = head(drawing, title, f"Treatments compared with each other, {what}")
    places = _places(shown, comparisons, WIDTH / 2, top + _RADIUS + 58)
    people_in = {s: participants_of(study) or 0 for s, study in graph.nodes["Study"].items()}
    sizes = {name: sum(people_in[s] for s in comparisons.of(name)) for name in shown}
    for pair in comparisons.pairs():
        _edge(drawing, comparisons, pair, places)
    for name in shown:
        _node(drawing, graph, name, places, sizes)
    _legend(drawing, top + 2 * _RADIUS + 134)
    more = f"{dropped} treatments compared in fewer studies are not drawn. " if dropped > 0 else ""
    foot(
        drawing,
        top + 2 * _RADIUS + 162,
        more + _NOTE,
    )
    return drawing.svg()


def _findings(graph: Graph, study_id: str) -> Iterator[Node]:
    for label in ("Effect", "Claim"):
        yield from graph.targets("FOUND", study_id, label)


def _places(names: list[str], comparisons: Comparisons, x: float, y: float) -> dict[str, Point]:
    """On a circle; a treatment that most others are compared with stands in the middle."""
    neighbours = {n: {m for pair in comparisons.pairs() if n in pair for m in pair} - {n} for n in names}
    hub = max(names, key=lambda name: (len(neighbours[name]), name == NO_LOCAL_TREATMENT))
    ring = names
    places: dict[str, Point] = {}
    if len(names) > 4 and len(neighbours[hub]) >= 0.5 * (len(names) - 1):
        places[hub] = (x, y)
        ring = [name for name in names if name != hub]
    for i, name in enumerate(ring):
        turn = 2 * pi * i / len(ring) - pi / 2
        places[name] = (x + _ACROSS * cos(turn), y + _RADIUS * sin(turn))
    return places


def _edge(drawing: Drawing, comparisons: Comparisons, pair: Pair, places: Mapping[str, Point]) -> None:
    (x1, y1), (x2, y2) = places[pair[0]], places[pair[1]]
    length = hypot(x2 - x1, y2 - y1) or 1.0
    across = ((y1 - y2) / length, (x2 - x1) / length)
    drawn = [(d, n) for d in _COLOURS if (n := comparisons.between(pair, d))]
    widths = [max(_NARROWEST, comparisons.unit() * n) for _, n in drawn]
    offset = -sum(widths) / 2 - (1.5 if len(drawn) > 1 else 0)
    for i, ((design, n), width) in enumerate(zip(drawn, widths, strict=True)):
        middle = offset + width / 2
        dx, dy = across[0] * middle, across[1] * middle
        ends = (x1 + dx, y1 + dy, x2 + dx, y2 + dy)
        drawing.line(*ends, stroke=_COLOURS[design], width=width, dash=_DASHES[design])
        at = 0.42 if i == 0 and len(drawn) > 1 else 0.56
        _count(drawing, x1 + (x2 - x1) * at + dx, y1 + (y2 - y1) * at + dy, n, _COLOURS[design])
        offset += width + 3


def _count(drawing: Drawing, x: float, y: float, n: int, colour: str) -> None:
    room = text_width(str(n), SMALL, bold=True) + 5
    drawing.box(x - room / 2, y - 6.5, room, 13, fill="#ffffff", radius=3)
    drawing.text(x, y + 3.4, str(n), size=SMALL, bold=True, anchor="middle", fill=colour)


def _node(
    drawing: Drawing, graph: Graph, name: str, places: Mapping[str, Point], sizes: Mapping[str, int]
) -> None:
    x, y = places[name]
    most = max(sizes.values()) or 1
    radius = max(_SMALLEST, _LARGEST * sqrt(sizes[name] / most))
    drawing.circle(x, y, radius, fill="#ffffff", stroke=INK, width=1.4)
    drawing.circle(x, y, max(radius - 3, 2), fill="#d9dee3")
    words = Hierarchy.of(graph, "Intervention").name(name) if name else "No local treatment"
    note = f"n = {people(sizes[name])}" if sizes[name] else "n not stated"
    middle = sum(px for px, _ in places.values()) / len(places)
    if abs(x - middle) < 40:
        above = y < sum(py for _, py in places.values()) / len(places) - 20
        base = y - radius - 20 if above else y + radius + 16
        room = text_width(words, 11, bold=True) + 8
        drawing.box(x - room / 2, base - 12, room, 28, fill="#ffffff", radius=3)
        drawing.text(x, base, words, size=11, bold=True, anchor="middle")
        drawing.text(x, base + 13, note, size=SMALL, anchor="middle", fill=GREY)
        return
    side = 1 if x > middle else -1
    anchor: Anchor = "start" if x > middle else "end"
    x += side * (radius + 6)
    room = (drawing.width - MARGIN - x if x > middle else x - MARGIN) / BOLDER
    lines = list(wrapped(words, room, 11))
    for i, line in enumerate(lines):
        drawing.text(x, y + 13 * (i - len(lines) + 1), line, size=11, bold=True, anchor=anchor, halo=True)
    drawing.text(x, y + 13, note, size=SMALL, anchor=anchor, fill=GREY, halo=True)


def _legend(drawing: Drawing, y: float) -> None:
    x = MARGIN
    kinds: tuple[tuple[DesignClass, str], ...] = (
        ("randomized", "randomised trials"),
        ("observational", _OTHERS),
    )
    for design, words in kinds:
        drawing.line(x, y - 4, x + 26, y - 4, stroke=_COLOURS[design], width=4, dash=_DASHES[design])
        drawing.text(x + 34, y, words, size=SMALL)
        x += 60 + text_width(words, SMALL)
