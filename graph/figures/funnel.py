"""The funnel plot: each study's ratio against its standard error, with the region chance alone would fill."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from scipy.special import ndtri

from graph.figures.drawing import GREY, INK, PALE, SMALL, Drawing, text_width
from graph.figures.frame import (
    COLUMN,
    MARGIN,
    WIDTH,
    NothingToShow,
    colour_of,
    designs_in_words,
    fill_of,
    foot,
    head,
    measure_in_words,
    sources_of,
    title_of,
)
from graph.figures.ratio_axis import RatioAxis, fitting_axis
from graph.model import Graph
from graph.synthesis.estimates import Estimate
from graph.synthesis.publication_bias import Egger
from graph.synthesis.standard_error import ratio_of, ratios_of
from graph.synthesis.synthesize import Synthesis

__all__ = ["funnel_plot"]

_FEWEST = 3
_MOST_NAMED = 16
_TALL = 250.0
_Z = float(ndtri(0.975))
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)


def funnel_plot(graph: Graph, chosen: Sequence[Synthesis], width: float = WIDTH) -> str:
    """The funnel plot of one comparison as SVG, a panel for each design with three studies or more.

    ``width`` is in pixels; in a journal's column the panels stand below each other.
    """
    shown = [synthesis for synthesis in chosen if synthesis.pooled.k >= _FEWEST]
    if not shown:
        most = max((synthesis.pooled.k for synthesis in chosen), default=0)
        raise NothingToShow(
            f"a funnel plot needs {_FEWEST} studies of one design; here are {most} at most; "
            "name a broader --intervention or --endpoint"
        )
    title = title_of(graph, shown[0].key)
    drawing = Drawing(width, f"Funnel plot. {title}", " ".join(_asymmetry(s) for s in shown))
    top = head(drawing, title, "Funnel plot: small studies at the foot, large ones at the top") + 22
    gap, beside = 40.0, len(shown) if width > COLUMN else 1
    room = (width - 2 * MARGIN - gap * beside) / beside
    for place, synthesis in enumerate(shown):
        left = MARGIN + gap + place % beside * (room + gap)
        top = drawing.height + 40 if place and beside == 1 else top
        _panel(drawing, synthesis, left, left + room - 6, top)
    omitted = [s for s in chosen if s not in shown]
    thin = "; ".join(f"{designs_in_words(s.key.design, s.pooled.k)}: too few for a funnel" for s in omitted)
    notes = (
        "Solid line: pooled ratio. Shaded: where 95% of studies would lie if chance alone made them differ. "
        "Asymmetry has many causes, unpublished studies are one.",
        f"{thin}." if thin else "",
        sources_of(graph, (e for s in shown for e in s.group.kept)),
    )
    foot(drawing, drawing.height + 26, *notes)
    return drawing.svg()


def _panel(drawing: Drawing, synthesis: Synthesis, left: float, right: float, top: float) -> None:
    kept, colour = synthesis.group.kept, colour_of(synthesis.key.design)
    largest = max(estimate.log.se for estimate in kept) * 1.08
    middle = synthesis.pooled.estimate
    foot_of_region = [ratios_of((middle - _Z * largest, middle + _Z * largest))]
    axis = fitting_axis([ratio_of(estimate.log.estimate) for estimate in kept], foot_of_region, left, right)
    words = designs_in_words(synthesis.key.design, synthesis.pooled.k)
    drawing.text(left, top, words[0].upper() + words[1:], size=12, bold=True, fill=colour)
    top += 16

    def height(se: float) -> float:
        return top + se / largest * _TALL

    _region(drawing, axis, middle, largest, top)
    drawing.line(axis.at(1), top, axis.at(1), top + _TALL, stroke=GREY, width=0.8, dash="3 2")
    drawing.line(
        axis.at(synthesis.ratio), top, axis.at(synthesis.ratio), top + _TALL, stroke=colour, width=1.2
    )
    drawing.line(left, top, left, top + _TALL, stroke=INK, width=0.8)
    for tick in _se_ticks(largest):
        drawing.line(left - 4, height(tick), left, height(tick), stroke=INK, width=0.8)
        drawing.text(left - 8, height(tick) + 3.5, f"{tick:g}", size=SMALL, anchor="end", fill=GREY)
    drawing.text(left - 8, top - 8, "SE", size=SMALL, anchor="end", fill=GREY)
    _points(drawing, axis, kept, [height(estimate.log.se) for estimate in kept], synthesis.key.design)
    axis.draw(drawing, top + _TALL)
    drawing.text(
        (left + right) / 2,
        top + _TALL + 34,
        f"{measure_in_words(synthesis.key.measure)}, logarithmic scale",
        size=SMALL,
        anchor="middle",
    )
    drawing.paragraph(left, top + _TALL + 56, _asymmetry(synthesis), width=right - left, size=SMALL, fill=INK)


def _region(drawing: Drawing, axis: RatioAxis, middle: float, largest: float, top: float) -> None:
    """The triangle of the pooled ratio ± 1.96 standard errors, cut where the axis ends."""
    sides = []
    for way in (-1, 1):
        end = axis.high if way > 0 else axis.low
        far = ratio_of(middle + way * _Z * largest)
        if axis.holds(far):
            sides.append([(axis.at(far), top + _TALL)])
        else:
            # The side leaves the axis at the standard error where it meets the axis's end.
            share = abs(log(end) - middle) / (_Z * largest)
            sides.append([(axis.at(end), top + share * _TALL), (axis.at(end), top + _TALL)])
    corners = [(axis.at(ratio_of(middle)), top), *sides[1], *reversed(sides[0])]
    drawing.polygon(corners, fill=PALE, stroke=GREY, width=0.6)


def _points(
    drawing: Drawing, axis: RatioAxis, kept: Sequence[Estimate], heights: Sequence[float], design: str
) -> None:
    colour, fill = colour_of(design), fill_of(design)
    points = [
        (axis.at(ratio_of(estimate.log.estimate)), y, estimate.label)
        for y, estimate in sorted(zip(heights, kept, strict=True), key=lambda pair: (pair[0], pair[1].label))
    ]
    for x, y, _ in points:
        drawing.circle(x, y, 3.8, fill=fill, stroke=colour, width=1.2)
    if len(kept) > _MOST_NAMED:
        return
    middle = sum(x for x, _, _ in points) / len(points)
    taken = [(x - 5, x + 5, y) for x, y, _ in points]
    for x, y, label in points:
        wide = text_width(label, SMALL)
        # A name that would lie on another or on a point is left to the list of sources.
        sides = [x + 8, x - 8 - wide] if x >= middle else [x - 8 - wide, x + 8]
        for left in sides:
            free = all(
                abs(y - there) > 11 or left > end or left + wide < start for start, end, there in taken
            )
            if free and axis.left + 2 <= left <= axis.right + 24 - wide:
                drawing.text(left, y + 3, label, size=SMALL, fill=GREY, halo=True)
                taken.append((left, left + wide, y))
                break


def _se_ticks(largest: float) -> list[float]:
    step = next((s for s in _STEPS if largest / s <= 6), 5.0)
    return [step * i for i in range(int(largest / step) + 1)]


def _asymmetry(synthesis: Synthesis) -> str:
    test = synthesis.asymmetry
    if isinstance(test, Egger):
        p = "< 0.001" if test.p_two_sided < 0.001 else f"= {test.p_two_sided:.3f}"
        return f"Egger's test: intercept {test.intercept:.2f} (SE {test.se:.2f}), p {p}."
    return f"Not tested: {test.reason}; the shape of few points says little."
