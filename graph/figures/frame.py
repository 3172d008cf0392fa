"""What every figure has around it: a title, a line that says what is shown, notes and sources beneath."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.figures.drawing import BLUE, BOLDER, GREY, INK, MARGIN, ORANGE, Drawing, wrapped
from graph.hierarchy import Hierarchy
from graph.model import Graph
from graph.synthesis.eligibility import DesignClass
from graph.synthesis.estimates import Estimate
from graph.synthesis.harmonise import GroupKey
from graph.synthesis.pooling import MODELS
from graph.synthesis.synthesize import Synthesis
from miner.errors import GraphError

__all__ = [
    "COLUMN",
    "MARGIN",
    "WIDTH",
    "NothingToShow",
    "author_and_year",
    "colour_of",
    "comparator_of",
    "designs_in_words",
    "favours",
    "fill_of",
    "foot",
    "head",
    "measure_in_words",
    "people",
    "reference",
    "sources_of",
    "title_of",
]

WIDTH, COLUMN = (mm / 25.4 * 96 for mm in (174, 84))
"""Width of a figure over a journal's page and over one of its columns, CSS pixels: 174 and 84 mm."""

_MEASURES = {"HR": "Hazard ratio", "OR": "Odds ratio", "RR": "Risk ratio", "IRR": "Rate ratio"}
_LABEL = re.compile(r"(.*\S) ((?:19|20)\d\d[a-z]*|n\.d\.(?:-[a-z]+)?)")
_MOST_SOURCES = 24


class NothingToShow(GraphError):
    """A figure was asked for that would be empty; the message says what is missing."""


def title_of(graph: Graph, key: GroupKey) -> str:
    """``Locoregional treatment against no local treatment: overall survival``."""
    treatment = Hierarchy.of(graph, "Intervention").name(key.intervention)
    endpoint = Hierarchy.of(graph, "Endpoint").name(key.endpoint)
    title = f"{treatment} against {comparator_of(graph, key)}: {_lower(endpoint)}"
    if key.population:
        title += f", {_lower(Hierarchy.of(graph, 'Population').name(key.population))}"
    return title


def comparator_of(graph: Graph, key: GroupKey) -> str:
    """The comparator in the words of a sentence."""
    if not key.comparator:
        return "no local treatment"
    return _lower(Hierarchy.of(graph, "Intervention").name(key.comparator))


def designs_in_words(design: DesignClass, k: int) -> str:
    """``5 randomised trials``."""
    if design == "randomized":
        return f"{k} randomised trial{'' if k == 1 else 's'}"
    return f"{k} cohort{'' if k == 1 else 's'} (not randomised)"


def colour_of(design: str) -> str:
    """Blue for what chance assigned, orange for what people chose."""
    return BLUE if design == "randomized" else ORANGE


def fill_of(design: str) -> str:
    """Marks of randomised trials are filled, all others outlined: that survives a grey printer."""
    return colour_of(design) if design == "randomized" else "#ffffff"


def measure_in_words(measure: str) -> str:
    """``Hazard ratio``."""
    return _MEASURES.get(measure, measure)


def favours(graph: Graph, key: GroupKey) -> tuple[str, str]:
    """What a ratio below 1 speaks for, and what one above 1; empty where the endpoint has no better side."""
    good = graph.nodes["Endpoint"].get(key.endpoint, {}).get("event_good")
    treatment = _lower(Hierarchy.of(graph, "Intervention").name(key.intervention))
    sides = (f"favours {treatment}", f"favours {comparator_of(graph, key)}")
    if good == "fewer":
        return sides
    return (sides[1], sides[0]) if good == "more" else ("", "")


def people(n: int | None) -> str:
    """A number of people with thin spaces; a dash where it is not stated."""
    return "–" if n is None else f"{n:,}".replace(",", "\u2009")


def author_and_year(label: str, year: int | None) -> tuple[str, str]:
    """A study's label as two columns: ``Ruiz 2018a`` is ``Ruiz`` and ``2018a``."""
    found = _LABEL.fullmatch(label)
    return (found[1], found[2]) if found else (label, str(year) if year else "–")


def reference(graph: Graph, publication_id: str) -> str:
    """The shortest way to a report: its DOI, else its number in PubMed."""
    report = graph.nodes["Publication"].get(publication_id, {})
    return f"doi:{report['doi']}" if report.get("doi") else publication_id.replace("PMID:", "PMID ")


def sources_of(graph: Graph, estimates: Iterable[Estimate]) -> str:
    """Each study with the report its figures were read from."""
    named = []
    for estimate in estimates:
        effect = graph.nodes["Effect"].get(estimate.effect_id, {})
        named.append(f"{estimate.label}, {reference(graph, str(effect.get('publication_id') or ''))}")
    more = f"; and {len(named) - _MOST_SOURCES} more" if len(named) > _MOST_SOURCES else ""
    return f"Sources: {'; '.join(named[:_MOST_SOURCES])}{more}."


def method_of(synthesis: Synthesis) -> str:
    """How it was pooled, in words."""
    return MODELS[synthesis.pooled.model]


def head(drawing: Drawing, title: str, subtitle: str) -> float:
    """Title and subtitle; gives the height at which the figure begins."""
    size = 13.0 if drawing.width > COLUMN else 12.0
    y = 16.0
    for line in wrapped(title, (drawing.width - 2 * MARGIN) / BOLDER, size):
        drawing.text(MARGIN, y, line, size=size, bold=True, fill=INK)
        y += 16
    return drawing.paragraph(MARGIN, y + 1, subtitle, width=drawing.width - 2 * MARGIN, fill=GREY) + 6


def foot(drawing: Drawing, y: float, *notes: str) -> None:
    """Notes beneath the figure, each a paragraph."""
    for note in notes:
        if note:
            y = drawing.paragraph(MARGIN, y, note, width=drawing.width - 2 * MARGIN) + 3


def _lower(name: str) -> str:
    """A name inside a sentence: its first letter small, unless it is an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
