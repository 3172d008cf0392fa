"""A logarithmic axis for ratios: what it spans, where its ticks are, where a value lies."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from graph.figures.drawing import GREY, INK, Drawing

__all__ = ["RatioAxis", "fitting_axis"]

_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10, 20, 50, 100)
_FEW = (0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100)
_MOST_TICKS = 8
# Beyond these no reader compares; an interval that reaches further is cut with an arrow.
_WIDEST = (0.02, 50.0)
_ROOM = 1.7


@dataclass(frozen=True, slots=True)
class RatioAxis:
    """An axis from ``low`` to ``high`` (ratios) drawn from ``left`` to ``right`` (pixels)."""

    low: float
    high: float
    left: float
    right: float

    def at(self, ratio: float) -> float:
        """Where a ratio lies; one beyond an end lies at that end."""
        inside = min(max(ratio, self.low), self.high)
        share = math.log(inside / self.low) / math.log(self.high / self.low)
        return self.left + share * (self.right - self.left)

    def holds(self, ratio: float) -> bool:
        """Whether a ratio lies on the axis."""
        return self.low <= ratio <= self.high

    def ticks(self) -> tuple[float, ...]:
        """Round ratios on the axis, 1 among them."""
        found = [tick for tick in _TICKS if self.holds(tick)]
        return tuple(tick for tick in found if tick in _FEW) if len(found) > _MOST_TICKS else tuple(found)

    def draw(self, drawing: Drawing, y: float, *, size: float = 10) -> None:
        """The axis with its ticks at a height."""
        drawing.line(self.left, y, self.right, y, stroke=INK, width=0.8)
        for tick in self.ticks():
            drawing.line(self.at(tick), y, self.at(tick), y + 4, stroke=INK, width=0.8)
            drawing.text(self.at(tick), y + 5 + size, f"{tick:g}", size=size, anchor="middle", fill=GREY)

    def interval(self, drawing: Drawing, y: float, ci: tuple[float, float], stroke: str) -> None:
        """A horizontal bar over an interval, with an arrow at an end that lies beyond the axis."""
        drawing.line(self.at(ci[0]), y, self.at(ci[1]), y, stroke=stroke, width=1.2)
        self.arrows(drawing, y, ci, stroke)

    def arrows(self, drawing: Drawing, y: float, ci: tuple[float, float], fill: str) -> None:
        """An arrow at each end of the axis beyond which an interval reaches."""
        for end, beyond, way in ((self.left, ci[0] < self.low, -1), (self.right, ci[1] > self.high, 1)):
            if beyond:
                drawing.polygon([(end + way * 5, y), (end, y - 3.2), (end, y + 3.2)], fill=fill)


def fitting_axis(
    ratios: Iterable[float], intervals: Iterable[tuple[float, float]], left: float, right: float
) -> RatioAxis:
    """An axis that shows every ratio and most of every interval, at least from 0.5 to 2."""
    points, ends = list(ratios), list(intervals)
    low = max(min([0.5, *(a for a, _ in ends)]), min([0.5, *(p / _ROOM for p in points)]), _WIDEST[0])
    high = min(max([2.0, *(b for _, b in ends)]), max([2.0, *(p * _ROOM for p in points)]), _WIDEST[1])
    return RatioAxis(low * 0.95, high * 1.05, left, right)
