"""The forest plot: a line a study, its weight as the area of its square, the pooled diamond, the prediction.

Beside it the cumulative plot: the pooled ratio as studies came in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

from graph.figures.drawing import GREY, INK, RULE, Drawing, short_enough, text_width
from graph.figures.frame import (
    COLUMN,
    MARGIN,
    WIDTH,
    NothingToShow,
    author_and_year,
    colour_of,
    designs_in_words,
    favours,
    fill_of,
    foot,
    head,
    measure_in_words,
    method_of,
    people,
    sources_of,
    title_of,
)
from graph.figures.ratio_axis import RatioAxis, fitting_axis
from graph.model import Graph
from graph.printed import letters
from graph.synthesis.estimates import Estimate
from graph.synthesis.standard_error import ratio_of, ratios_of
from graph.synthesis.synthesize import Synthesis

__all__ = ["cumulative_plot", "forest_plot"]

_LINE = 18.0


@dataclass(frozen=True, slots=True)
class _Places:
    """Where columns end, 0 for one that has no room; where the plot lies; the side of the largest square."""

    year: float
    n: float
    left: float
    right: float
    estimate: float
    weight: float
    side: float

    @classmethod
    def of(cls, width: float) -> _Places:
        if width > COLUMN:
            return cls(190, 242, 258, width - 208, width - 60, width - MARGIN, 12)
        return cls(0, 0, 126, width - 106, width - MARGIN, 0, 8)


@dataclass
class _Sheet:
    """A drawing under way: the axis, how far down it has come, and the notes by their words."""

    graph: Graph
    drawing: Drawing
    places: _Places
    axis: RatioAxis
    y: float
    notes: dict[str, str] = field(default_factory=dict)

    def marks(self, notes: Sequence[str]) -> str:
        """The letters of a study's notes in brackets; the same words have the same letter."""
        return f" ({', '.join(self._letter(note) for note in notes)})" if notes else ""

    def _letter(self, note: str) -> str:
        known = next((letter for words, letter in self.notes.items() if words.lower() == note.lower()), None)
        return known or self.notes.setdefault(note, letters(len(self.notes)))


def forest_plot(
    graph: Graph, chosen: Sequence[Synthesis], pooled: Sequence[Synthesis] = (), width: float = WIDTH
) -> str:
    """The forest plot of one comparison as SVG, a block for each design; ``width`` in pixels.

    In a journal's column years stand with the names, and participants and weights have no room. Where
    ``pooled``, all pools of the graph, has a broader row with more of its studies, a note names it.
    """
    if not chosen:
        raise NothingToShow(
            "no study gives an estimate to draw; see what was left out with: mbc-miner synthesize"
        )
    key = chosen[0].key
    lines = [estimate for synthesis in chosen for estimate in synthesis.group.kept]
    ratios = [ratio_of(estimate.log.estimate) for estimate in lines]
    intervals = [ratios_of(estimate.log.ci95) for estimate in lines]
    drawing = Drawing(width, f"Forest plot. {title_of(graph, key)}", " ".join(_in_words(s) for s in chosen))
    top, places = head(drawing, title_of(graph, key), _subtitle(chosen)), _Places.of(width)
    axis = fitting_axis(ratios, intervals, places.left, places.right)
    sheet = _Sheet(graph, drawing, places, axis, top + 14)
    _columns(sheet, f"{measure_in_words(key.measure)} [95% CI]", "Weight")
    one_from = sheet.y
    for synthesis in chosen:
        _block(sheet, synthesis)
    _axis(sheet, one_from, key_of=chosen[0])
    notes = "  ".join(f"{letter}) {note}." for note, letter in sheet.notes.items())
    more = " ".join(_more(graph, synthesis, pooled) for synthesis in chosen).strip()
    explained = _explained(chosen, sizes=bool(places.n))
    foot(drawing, sheet.y, explained, notes, more, sources_of(graph, lines))
    return drawing.svg()


def cumulative_plot(graph: Graph, chosen: Sequence[Synthesis], width: float = WIDTH) -> str:
    """The pooled ratio as studies came in by year, as SVG, a block for each design; ``width`` in pixels."""
    shown = [(synthesis, synthesis.as_they_came()) for synthesis in chosen]
    shown = [(synthesis, steps) for synthesis, steps in shown if steps]
    if not shown:
        raise NothingToShow(
            "a cumulative plot needs 3 to 60 studies of one design; there are not as many here"
        )
    key = shown[0][0].key
    drawing, places = Drawing(width, f"Cumulative plot. {title_of(graph, key)}"), _Places.of(width)
    top = head(drawing, title_of(graph, key), "The pooled ratio as studies came in, by year of publication")
    steps = [step for _, some in shown for step in some]
    axis = fitting_axis([s.ratio for s in steps], [s.ci for s in steps[2:]], places.left, places.right)
    sheet = _Sheet(graph, drawing, places, axis, top + 14)
    _columns(sheet, f"{measure_in_words(key.measure)} [95% CI]", "Studies", "")
    one_from = sheet.y
    for synthesis, came in shown:
        _heading(sheet, synthesis)
        for step in came:
            _name(sheet, *author_and_year(f"+ {step.words}", step.year))
            axis.interval(drawing, sheet.y - 4, step.ci, colour_of(synthesis.key.design))
            _diamond(sheet, step.ratio, (step.ratio, step.ratio), synthesis.key.design, half=4.5)
            _figures(sheet, step.ratio, step.ci, f"{step.k}")
            sheet.y += _LINE
        sheet.y += 8
    _axis(sheet, one_from, key_of=shown[0][0])
    words = f"Each line pools all studies down to it ({method_of(shown[0][0])}); the first is a single study."
    foot(drawing, sheet.y, words, sources_of(graph, (e for s, _ in shown for e in s.group.kept)))
    return drawing.svg()


def _columns(sheet: _Sheet, ratio: str, last: str, size: str = "n") -> None:
    y, places, right = sheet.y, sheet.places, sheet.drawing.width - MARGIN
    sheet.drawing.text(MARGIN, y, "Study", size=11, bold=True)
    for x, words in (
        (places.year, "Year"),
        (places.n, size),
        (places.estimate, ratio),
        (places.weight, last),
    ):
        if x:
            sheet.drawing.text(x, y, words, size=11, bold=True, anchor="end")
    sheet.drawing.line(MARGIN, y + 6, right, y + 6, stroke=INK, width=1)
    sheet.y = y + 23


def _heading(sheet: _Sheet, synthesis: Synthesis) -> None:
    words = "Randomised trials" if synthesis.key.design == "randomized" else "Cohorts (not randomised)"
    sheet.drawing.text(MARGIN, sheet.y, words, size=11, bold=True, fill=colour_of(synthesis.key.design))
    sheet.y += _LINE


def _name(sheet: _Sheet, name: str, year: str, marks: str = "") -> None:
    """A study's name, cut where it is long, and its year: in a column of its own or beside the name."""
    places, drawing = sheet.places, sheet.drawing
    after = marks if places.year else f" {year}{marks}"
    room = (places.year - 30 if places.year else places.left - 6) - MARGIN - text_width(after, 11)
    drawing.text(MARGIN, sheet.y, short_enough(name, room, 11) + after, size=11)
    if places.year:
        drawing.text(places.year, sheet.y, year, size=11, anchor="end")


def _people(sheet: _Sheet, n: int | None, *, bold: bool = False) -> None:
    if sheet.places.n:
        sheet.drawing.text(sheet.places.n, sheet.y, people(n), size=11, anchor="end", bold=bold)


def _block(sheet: _Sheet, synthesis: Synthesis) -> None:
    _heading(sheet, synthesis)
    weights = synthesis.pooled.weights
    for estimate, weight in zip(synthesis.group.kept, weights, strict=True):
        _study(sheet, estimate, weight, max(weights))
    if synthesis.pooled.k > 1:
        _pooled(sheet, synthesis)
    sheet.y += 10


def _study(sheet: _Sheet, estimate: Estimate, weight: float, heaviest: float) -> None:
    drawing, axis, colour = sheet.drawing, sheet.axis, colour_of(estimate.design)
    _name(sheet, *author_and_year(estimate.label, estimate.year), sheet.marks(estimate.notes))
    _people(sheet, estimate.counted)
    ratio, ci = ratio_of(estimate.log.estimate), ratios_of(estimate.log.ci95)
    middle = sheet.y - 4
    axis.interval(drawing, middle, ci, INK)
    side = max(3.0, sheet.places.side * sqrt(weight / heaviest))
    if axis.holds(ratio):
        x, y, fill = axis.at(ratio) - side / 2, middle - side / 2, fill_of(estimate.design)
        drawing.box(x, y, side, side, fill=fill, stroke=colour, outline=1.2)
    _figures(sheet, ratio, ci, f"{100 * weight:.1f}%" if heaviest < 1 else "")
    sheet.y += _LINE


def _figures(sheet: _Sheet, ratio: float, ci: tuple[float, float], last: str, *, bold: bool = False) -> None:
    words = f"{_figure(ratio)} [{_figure(ci[0])}, {_figure(ci[1])}]"
    for x, said in ((sheet.places.estimate, words), (sheet.places.weight, last)):
        if x:
            sheet.drawing.text(x, sheet.y, said, size=11, anchor="end", bold=bold)


def _pooled(sheet: _Sheet, synthesis: Synthesis) -> None:
    drawing, pooled, colour = sheet.drawing, synthesis.pooled, colour_of(synthesis.key.design)
    drawing.line(MARGIN, sheet.y - 13, drawing.width - MARGIN, sheet.y - 13, stroke=RULE, width=0.6)
    drawing.text(MARGIN, sheet.y, f"Pooled, {pooled.k} studies", size=11, bold=True)
    _people(sheet, synthesis.participants, bold=True)
    _diamond(sheet, synthesis.ratio, synthesis.ci, synthesis.key.design)
    _figures(sheet, synthesis.ratio, synthesis.ci, "100%", bold=True)
    sheet.y += _LINE
    if synthesis.pi:
        drawing.text(MARGIN, sheet.y, "95% prediction interval", size=11, fill=GREY)
        sheet.axis.interval(drawing, sheet.y - 4, synthesis.pi, colour)
        for end in synthesis.pi:
            if sheet.axis.holds(end):
                x = sheet.axis.at(end)
                drawing.line(x, sheet.y - 8, x, sheet.y, stroke=colour, width=1.2)
        words = f"[{_figure(synthesis.pi[0])}, {_figure(synthesis.pi[1])}]"
        drawing.text(sheet.places.estimate, sheet.y, words, size=11, anchor="end", fill=GREY)
        sheet.y += _LINE
    sheet.y = drawing.paragraph(MARGIN, sheet.y, _spread(synthesis), width=drawing.width - 2 * MARGIN) + 2


def _diamond(sheet: _Sheet, ratio: float, ci: tuple[float, float], design: str, half: float = 0.0) -> None:
    """From one end of the interval to the other, cut with arrows; with ``half`` a small one on the ratio."""
    axis, middle = sheet.axis, sheet.y - 4
    if half and not axis.holds(ratio):
        return
    x = axis.at(ratio)
    ends = (x - half, x + half) if half else (axis.at(ci[0]), axis.at(ci[1]))
    tall = half or 6.5
    corners = [(ends[0], middle), (x, middle - tall), (ends[1], middle), (x, middle + tall)]
    sheet.drawing.polygon(corners, fill=fill_of(design), stroke=colour_of(design), width=1.2)
    axis.arrows(sheet.drawing, middle, ci, colour_of(design))


def _axis(sheet: _Sheet, one_from: float, *, key_of: Synthesis) -> None:
    drawing, axis = sheet.drawing, sheet.axis
    one = axis.at(1.0)
    drawing.line(one, one_from - 10, one, sheet.y, stroke=GREY, width=0.8, dash="3 2", behind=True)
    axis.draw(drawing, sheet.y)
    sheet.y = axis.sides(drawing, sheet.y + 32, favours(sheet.graph, key_of.key)) + 24


def _subtitle(chosen: Sequence[Synthesis]) -> str:
    blocks = " and ".join(designs_in_words(s.key.design, s.pooled.k) for s in chosen)
    if all(s.pooled.k == 1 for s in chosen):
        return f"{blocks}; nothing was pooled"
    return f"{blocks}{', pooled apart' if len(chosen) > 1 else ''}; {method_of(chosen[0])}"


def _spread(synthesis: Synthesis) -> str:
    pooled = synthesis.pooled
    tau = f" [{pooled.tau2_ci[0]:.2f}, {pooled.tau2_ci[1]:.2f}]" if pooled.tau2_ci and pooled.k > 2 else ""
    p = pooled.q_p or 0.0
    words = f"I² = {pooled.i2 or 0:.0f}%, τ² = {pooled.tau2:.3f}{tau}, Q = {pooled.q:.1f}, p "
    words += "< 0.001" if p < 0.001 else f"= {p:.3f}"
    return f"{words}; two studies only, read with care" if pooled.k == 2 else words


def _explained(chosen: Sequence[Synthesis], *, sizes: bool) -> str:
    words = "Squares: estimates, their area the weight; filled: randomised; bars: 95% intervals, as weighed"
    if any(s.pooled.k > 1 for s in chosen):
        words += (
            "; diamonds: pooled ratios; I²: share of the scatter beyond chance; τ²: variance between studies"
        )
        words += ", log scale; Q: test against chance alone"
    if any(s.pi for s in chosen):
        words += "; capped bars: where a further study may well lie"
    return f"{words}.{' n: participants of the study; –: not stated, or a subgroup.' if sizes else ''}"


def _more(graph: Graph, synthesis: Synthesis, pooled: Sequence[Synthesis]) -> str:
    most = max(synthesis.broader(pooled), key=lambda other: other.pooled.k, default=None)
    if most is None:
        return ""
    ends = f"[{_figure(most.ci[0])}, {_figure(most.ci[1])}]"
    who = designs_in_words(most.key.design, most.pooled.k)
    return f"More studies under “{title_of(graph, most.key)}”: {who}, {_figure(most.ratio)} {ends}."


def _in_words(synthesis: Synthesis) -> str:
    low, high = synthesis.ci
    who = designs_in_words(synthesis.key.design, synthesis.pooled.k)
    return f"{who}: {synthesis.key.measure} {synthesis.ratio:.2f}, 95% interval {low:.2f} to {high:.2f}."


def _figure(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 100 else ">100"
