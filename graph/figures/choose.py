"""Figures for papers and slides, as SVG, PDF or PNG, without a browser and without the network.

Each figure is drawn as SVG here; the converter that comes with the program makes PDF and PNG of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import vl_convert

from graph.hierarchy import Hierarchy
from graph.model import Graph
from graph.sides import NO_LOCAL_TREATMENT
from graph.synthesis.eligibility import DesignClass
from graph.synthesis.synthesize import Synthesis
from miner.errors import QueryRefused

__all__ = ["FORMATS", "Wanted", "as_file", "choose", "within"]

FORMATS = ("svg", "pdf", "png")
_DPI = 300
# The converter counts 72 units to the inch, a CSS pixel is a 96th.
_UNITS = 72 / 96
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_ASKED_FIRST = "mbc:overall_survival"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a figure or table is to show; None where anything will do. Ids of concepts."""

    intervention: str | None = None
    endpoint: str | None = None
    design: DesignClass | None = None
    population: str | None = None


def choose(syntheses: Iterable[Synthesis], wanted: Wanted) -> tuple[Synthesis, ...]:
    """The pools of one comparison on one endpoint, trials first: what is wanted, or what has most evidence.

    Trials and cohorts stay two pools. Among several that match, the one with most randomised trials is taken,
    then the one with most studies, then overall survival, then the treatment that its studies name.
    """
    groups: dict[tuple[str, ...], list[Synthesis]] = {}
    for synthesis in syntheses:
        key = synthesis.key
        matches = (
            wanted.intervention in (None, key.intervention)
            and wanted.endpoint in (None, key.endpoint)
            and wanted.design in (None, key.design)
            and (wanted.population or "") == key.population
        )
        if matches:
            same = (key.intervention, key.comparator, key.endpoint, key.measure)
            groups.setdefault(same, []).append(synthesis)
    best = max(groups.values(), key=_most_evidence, default=[])
    return tuple(sorted(best, key=lambda s: s.key.design != "randomized"))


def _most_evidence(some: list[Synthesis]) -> tuple[int | bool, ...]:
    trials = sum(s.pooled.k for s in some if s.key.design == "randomized")
    against_none = some[0].key.comparator == NO_LOCAL_TREATMENT
    exactly = sum(e.experimental == s.key.intervention for s in some for e in s.group.kept)
    asked_first = some[0].key.endpoint == _ASKED_FIRST
    return against_none, trials, sum(s.pooled.k for s in some), asked_first, exactly


def as_file(svg: str, path: Path) -> bytes:
    """The figure in the format that a file's name asks for, as wide as drawn; PNG at 300 dots to the inch.

    Raises:
        QueryRefused: the name ends otherwise.
    """
    form = path.suffix.lower().removeprefix(".")
    if form == "svg":
        return svg.encode()
    if form == "pdf":
        return bytes(vl_convert.svg_to_pdf(_SIZE.sub(_in_points, svg, count=1)))
    if form == "png":
        return bytes(vl_convert.svg_to_png(svg, scale=_UNITS, ppi=_DPI))
    raise QueryRefused(f"-o {path} is no figure file; end it in .{', .'.join(FORMATS)}")


def _in_points(size: re.Match[str]) -> str:
    """The size of a drawing as the converter to PDF counts it; its view box stays."""
    width, height = (f"{float(pixels) * _UNITS:.2f}" for pixels in size.groups())
    return f'width="{width}" height="{height}"'


def within(graph: Graph, study_id: str, wanted: Wanted) -> bool:
    """Whether a study evaluates the treatment wanted and measures the endpoint wanted, or ones beneath.

    Treatments that are compared count; those only described count where a study compares none.
    """
    given = graph.out("EVALUATES", study_id)
    given = [edge for edge in given if edge.properties.get("role") != "described"] or given
    asked = (
        ("Intervention", wanted.intervention, given),
        ("Endpoint", wanted.endpoint, graph.out("MEASURES", study_id)),
    )
    for label, concept, edges in asked:
        found = Hierarchy.of(graph, label)
        if concept and not any(found.is_a(edge.target, concept) for edge in edges):
            return False
    return True
