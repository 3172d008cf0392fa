"""A drawing for print, written as SVG by hand: text in a font that is everywhere, lines, boxes, circles.

Lengths are CSS pixels (96 to the inch). Nothing here knows of studies or estimates. No text is smaller than
journals ask for, so a figure is drawn as wide as it is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Literal

__all__ = [
    "BLUE",
    "BOLDER",
    "GREY",
    "INK",
    "MARGIN",
    "ORANGE",
    "PALE",
    "RULE",
    "SMALL",
    "Anchor",
    "Drawing",
    "short_enough",
    "text_width",
    "wrapped",
]

# Liberation Sans has Arial's widths and comes with the converter, so a figure looks alike on any machine.
_FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"
INK, GREY, RULE, PALE = "#1a1a1a", "#595959", "#bdbdbd", "#f2f2f2"
# Apart for every kind of colour vision; in grey print fill and dashes tell them apart.
BLUE, ORANGE = "#0b4f8a", "#b85c00"
MARGIN = 4.0
SMALL = 10.7
"""The smallest text, CSS pixels: 8 points."""

Anchor = Literal["start", "middle", "end"]

# Advance widths of Arial (and Helvetica) in thousandths of the size, characters by width.
_WIDTHS = {
    191: "'",
    222: "ijl",
    278: " !,./:;I[\\]ft|",
    333: "()-r`\u2009",
    355: '"',
    500: "Jckysxvz",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…←→",
}
_WIDTH = {char: width for width, chars in _WIDTHS.items() for char in chars}
_OTHER = 556
BOLDER = 1.06
"""How much wider a line is in bold."""


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text."""
    thousandths = sum(_WIDTH.get(char, _OTHER) for char in words)
    return thousandths * size / 1000 * (BOLDER if bold else 1)


def wrapped(words: str, width: float, size: float) -> Iterator[str]:
    """The text broken into lines no wider than ``width``; a word that is wider stands alone."""
    line = ""
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def short_enough(words: str, width: float, size: float) -> str:
    """The text, cut with an ellipsis where it is wider than ``width``."""
    if text_width(words, size) <= width:
        return words
    kept = words
    while kept and text_width(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip(' ,;:')}…"


class Drawing:
    """Shapes in the order in which they are drawn."""

    def __init__(self, width: float, title: str, words: str = "") -> None:
        self.width = width
        self.height = 0.0
        self._title = title
        self._words = words
        self._parts: list[str] = []

    def text(  # noqa: PLR0913 - each parameter is an attribute of a line of text
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 11,
        anchor: Anchor = "start",
        bold: bool = False,
        italic: bool = False,
        fill: str = INK,
        turned: bool = False,
        halo: bool = False,
    ) -> None:
        """One line of text, ``y`` its baseline; ``turned`` reads upwards, ``halo`` parts it from lines."""
        style = f' transform="rotate(-90 {_n(x)} {_n(y)})"' if turned else ""
        style += ' paint-order="stroke" stroke="#ffffff" stroke-width="2.5"' if halo else ""
        style += ' font-weight="bold"' if bold else ""
        style += ' font-style="italic"' if italic else ""
        style += f' text-anchor="{anchor}"' if anchor != "start" else ""
        place = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{fill}"'
        self._add(f"<text {place}{style}>{_safe(words)}</text>", y)

    def paragraph(
        self, x: float, y: float, words: str, *, width: float, size: float = SMALL, fill: str = GREY
    ) -> float:
        """Text in lines of a width; gives the baseline for what follows."""
        for line in wrapped(words, width, size):
            self.text(x, y, line, size=size, fill=fill, halo=True)
            y += size * 1.3
        return y

    def line(  # noqa: PLR0913 - two ends and three attributes
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        stroke: str = INK,
        width: float = 1,
        dash: str = "",
        behind: bool = False,
    ) -> None:
        """A straight line, ``behind`` all that is drawn already if asked for."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._add(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{stroke}" '
            f'stroke-width="{_n(width)}"{dashed}/>',
            max(y1, y2),
            behind=behind,
        )

    def polygon(
        self,
        points: Iterable[tuple[float, float]],
        *,
        fill: str = INK,
        stroke: str = "none",
        width: float = 1,
    ) -> None:
        """A closed shape."""
        corners = list(points)
        path = " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)
        self._add(
            f'<polygon points="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{_n(width)}"/>',
            max(y for _, y in corners),
        )

    def box(  # noqa: PLR0913 - a corner, two sides and four attributes
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        stroke: str = "none",
        outline: float = 1,
        radius: float = 0,
    ) -> None:
        """A rectangle from its upper left corner, its ``outline`` so wide."""
        self._add(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" rx="{_n(radius)}" '
            f'fill="{fill}" stroke="{stroke}" stroke-width="{_n(outline)}"/>',
            y + height,
        )

    def circle(
        self, x: float, y: float, radius: float, *, fill: str = INK, stroke: str = "none", width: float = 1
    ) -> None:
        """A circle."""
        self._add(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}" stroke="{stroke}" '
            f'stroke-width="{_n(width)}"/>',
            y + radius,
        )

    def curve(self, path: str, *, stroke: str = INK, width: float = 1, bottom: float = 0.0) -> None:
        """A path that is not filled, given as SVG writes it; ``bottom`` is its lowest point."""
        self._add(f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{_n(width)}"/>', bottom)

    def svg(self, margin: float = 12) -> str:
        """The drawing as one SVG document on white, as tall as what is in it."""
        width, height = _n(self.width), _n(self.height + margin)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" font-family="{_FONT}" role="img">'
            f"<title>{_safe(self._title)}</title><desc>{_safe(self._words)}</desc>"
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>{"".join(self._parts)}</svg>\n'
        )

    def _add(self, part: str, bottom: float, *, behind: bool = False) -> None:
        self._parts.insert(0 if behind else len(self._parts), part)
        self.height = max(self.height, bottom)


def _safe(words: str) -> str:
    """Escaped for XML, without the control characters that XML has no way to write."""
    return escape("".join(c for c in words if c >= " " or c in "\t\n"))


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
