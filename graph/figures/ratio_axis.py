"""A logarithmic axis for ratios: what it spans, where its ticks are, where a value lies."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from graph.figures.drawing import GREY, INK, MARGIN, SMALL, Drawing, text_width

__all__ = ["RatioAxis", "fitting_axis"]

_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10, 20, 50, 100)
_FEW = (0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100)
_FEWEST = (0.01, 0.1, 1, 10, 100)
_MOST_TICKS = 8
_APART = 20.0
# Beyond these no reader compares; an interval that reaches further is cut with an arrow.
_WIDEST = (0.02, 50.0)
_ROOM = 1.7
# An interval that reaches so little further still has its room: an arrow is for what would dwarf the others.
_LITTLE = 1.4


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
        for some in (_TICKS, _FEW):
            found = tuple(tick for tick in some if self.holds(tick))
            apart = all(self.at(b) - self.at(a) >= _APART for a, b in pairwise(found))
            if apart and len(found) <= _MOST_TICKS:
                return found
        return tuple(tick for tick in _FEWEST if self.holds(tick))

    def draw(self, drawing: Drawing, y: float, *, size: float = SMALL) -> None:
        """The axis with its ticks at a height."""
        drawing.line(self.left, y, self.right, y, stroke=INK, width=0.8)
        for tick in self.ticks():
            drawing.line(self.at(tick), y, self.at(tick), y + 4, stroke=INK, width=0.8)
            drawing.text(self.at(tick), y + 5 + size, f"{tick:g}", size=size, anchor="middle", fill=GREY)

    def sides(self, drawing: Drawing, y: float, words: tuple[str, str]) -> float:
        """What either side of 1 speaks for, if anything; gives the height of the last line.

        Words that find no room on their side stand at the edge of the figure, the right ones a line below.
        """
        left, right, one, edge = f"← {words[0]}", f"{words[1]} →", self.at(1), drawing.width - MARGIN
        if not any(words):
            return y
        if text_width(left, SMALL) < one - 8 - MARGIN:
            drawing.text(one - 8, y, left, size=SMALL, anchor="end")
        else:
            drawing.text(MARGIN, y, left, size=SMALL)
        if text_width(right, SMALL) < edge - one - 8:
            drawing.text(one + 8, y, right, size=SMALL)
            return y
        drawing.text(edge, y + 14, right, size=SMALL, anchor="end")
        return y + 14

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
    low = min([low, *(a for a, _ in ends if a >= low / _LITTLE)])
    high = max([high, *(b for _, b in ends if b <= high * _LITTLE)])
    return RatioAxis(low * 0.95, high * 1.05, left, right)
