"""The figures of a data folder: which one, of what, into which file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import graph
from graph.exports.whole_file import check_place, whole_binary
from graph.figures.choose import FORMATS, Wanted, as_file, choose, within
from graph.figures.forest import cumulative_plot, forest_plot
from graph.figures.frame import COLUMN, WIDTH, title_of
from graph.figures.funnel import funnel_plot
from graph.figures.matrix import evidence_matrix
from graph.figures.network import network_plot, read_comparisons
from graph.figures.prisma import prisma_flow
from graph.figures.timeline import timeline
from graph.hierarchy import Hierarchy
from graph.map.build import build_map
from graph.model import Graph
from graph.synthesis.eligibility import design_class
from graph.synthesis.synthesize import Synthesis, synthesize
from miner.corpus import load_corpus
from miner.errors import QueryRefused
from miner.store import Store
from pipelines.asked import vocabulary_of, wanted_of

__all__ = ["FIGURES", "draw_figure"]


@dataclass
class _Folder:
    """What the figures of a data folder are drawn from, each part read when a figure asks for it."""

    data: Path
    whole: Graph
    wanted: Wanted
    width: float = WIDTH

    @cached_property
    def report(self) -> Mapping[str, Any]:
        """The report of the last refresh that drew a map."""
        with Store(self.data, read_only=True) as store:
            reports = [run.report for run in store.runs() if "map" in run.report]
        return reports[-1] if reports else {}

    @property
    def title(self) -> str:
        """The corpus's title."""
        return str(self.report.get("map", {}).get("title") or load_corpus("mbc-surgery").title)

    @cached_property
    def pooled(self) -> Sequence[Synthesis]:
        """All pools."""
        return synthesize(self.whole)

    @cached_property
    def chosen(self) -> tuple[Synthesis, ...]:
        """The pools of the comparison asked for, or of the one with most evidence."""
        return choose(self.pooled, self.wanted)

    def filters(self) -> str:
        """The filters in words, for a subtitle."""
        asked = (("Intervention", self.wanted.intervention), ("Endpoint", self.wanted.endpoint))
        words = [Hierarchy.of(self.whole, label).name(concept).lower() for label, concept in asked if concept]
        if self.wanted.design:
            words.append("randomised" if self.wanted.design == "randomized" else "observational")
        return ", ".join(words)


def _network(folder: _Folder) -> str:
    found = read_comparisons(folder.whole, folder.wanted.endpoint, folder.wanted.design)
    return network_plot(folder.whole, found, folder.title, folder.wanted.endpoint)


def _timeline(folder: _Folder) -> str:
    wanted, whole = folder.wanted, folder.whole
    studies = [
        study
        for study in whole.nodes["Study"].values()
        if study["in_scope"]
        and not study["retracted"]
        and wanted.design in (None, design_class(study["design"]))
        and within(whole, str(study["id"]), wanted)
    ]
    about = folder.filters()
    return timeline(studies, folder.title, f"Studies in scope by year{f': {about}' if about else ''}")


def _matrix(folder: _Folder) -> str:
    return evidence_matrix(build_map(folder.whole, title=folder.title), folder.title)


FIGURES: Mapping[str, Callable[[_Folder], str]] = {
    "forest": lambda folder: forest_plot(folder.whole, folder.chosen, folder.pooled, folder.width),
    "funnel": lambda folder: funnel_plot(folder.whole, folder.chosen, folder.width),
    "cumulative": lambda folder: cumulative_plot(folder.whole, folder.chosen, folder.width),
    "matrix": _matrix,
    "network": _network,
    "timeline": _timeline,
    "prisma": lambda folder: prisma_flow(folder.report.get("flow", {}), folder.title),
}
"""Each figure by its name on the command line."""
_WIDTHS = {174: WIDTH, 84: COLUMN}
_OF_POOLS = ("forest", "funnel", "cumulative")


def draw_figure(
    data: Path, kind: str, out: Path, options: Mapping[str, str | None], width_mm: int = 174
) -> tuple[Path, str]:
    """Draw a figure of a data folder into a file, whole or not at all; gives the file and what was drawn.

    Raises:
        QueryRefused: there is no such figure, format, width or concept.
        NothingToShow: the figure would be empty; no file is written.
    """
    if kind not in FIGURES:
        raise QueryRefused(f"--figure {kind!r} is unknown; use one of {', '.join(FIGURES)}")
    if out.suffix.lower().removeprefix(".") not in FORMATS:
        raise QueryRefused(f"-o {out} is no figure file; end it in .{', .'.join(FORMATS)}")
    if width_mm not in _WIDTHS or (width_mm < 174 and kind not in _OF_POOLS):
        narrow = " or 84" if kind in _OF_POOLS else ""
        raise QueryRefused(f"--width {width_mm}: the {kind} figure is drawn 174{narrow} mm wide")
    check_place(out)
    whole = graph.open(data).load()
    folder = _Folder(data, whole, wanted_of(whole, vocabulary_of(data), **options), _WIDTHS[width_mm])
    content = as_file(FIGURES[kind](folder), out)
    with whole_binary(out) as stream:
        stream.write(content)
    return out, title_of(whole, folder.chosen[0].key) if kind in _OF_POOLS else folder.title
