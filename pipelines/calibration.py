"""What a stated confidence is worth: how many effects of each confidence are right, as a table and a plot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["Judged", "calibration_plot", "calibration_table"]

_BINS = ((0.9, 1.01), (0.8, 0.9), (0.7, 0.8), (0.6, 0.7), (0.5, 0.6), (0.0, 0.5))
_SIDE, _LEFT, _TOP, _KEY = 360, 56, 24, 150  # pixels
_COLOURS = ("#8a8a80", "#1f5fa6", "#b5480f")
_FEW = 5  # effects; a bin of fewer is not drawn


@dataclass(frozen=True, slots=True)
class Judged:
    """One read effect beside the annotation: its confidence, and what is wrong with it if anything."""

    confidence: float
    fault: str | None


def calibration_table(groups: Mapping[str, Sequence[Judged]]) -> Iterator[str]:
    """Lines of a Markdown table: of the effects of each confidence, how many are right in each group."""
    yield f"| confidence | {' | '.join(f'{name}: right' for name in groups)} |"
    yield f"| --- |{' ---: |' * len(groups)}"
    for low, high in _BINS:
        name = f"{low:.1f} and above" if high > 1 else f"{low:.1f} to {high:.1f}"
        cells = (_share(_within(judged, low, high)) for judged in groups.values())
        yield f"| {name} | {' | '.join(cells)} |"


def _within(judged: Sequence[Judged], low: float, high: float) -> list[Judged]:
    return [j for j in judged if low <= j.confidence < high]


def _share(judged: Sequence[Judged]) -> str:
    right = sum(j.fault is None for j in judged)
    return f"{right} of {len(judged)} ({right / len(judged):.0%})" if judged else "none"


def calibration_plot(groups: Mapping[str, Sequence[Judged]]) -> str:
    """An SVG: mean confidence of each bin against the share that is right; on the diagonal the two agree."""
    width, height = _LEFT + _SIDE + _KEY, _TOP + _SIDE + 48
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif"'
        ' font-size="12" fill="#222" role="img" aria-label="Share of effects read rightly by confidence">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *_axes(),
    ]
    for number, (name, judged) in enumerate(groups.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        parts += _points(judged, colour)
        y = _TOP + 14 + 20 * number
        parts.append(f'<circle cx="{_LEFT + _SIDE + 20}" cy="{y - 4}" r="5" fill="{colour}"/>')
        parts.append(f'<text x="{_LEFT + _SIDE + 32}" y="{y}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _axes() -> Iterator[str]:
    x0, y0 = _place(0, 0)
    x1, y1 = _place(1, 1)
    yield f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="#bbb" stroke-dasharray="4 4"/>'
    yield f'<path d="M{x0} {y1}V{y0}H{x1}" fill="none" stroke="#222"/>'
    for tenth in range(0, 11, 2):
        x, y = _place(tenth / 10, tenth / 10)
        yield f'<text x="{x}" y="{y0 + 18}" text-anchor="middle">{tenth / 10:.1f}</text>'
        yield f'<text x="{x0 - 8}" y="{y + 4}" text-anchor="end">{tenth / 10:.1f}</text>'
    yield f'<text x="{(x0 + x1) / 2}" y="{y0 + 38}" text-anchor="middle">confidence stated</text>'
    yield (
        f'<text transform="translate(14 {(y0 + y1) / 2}) rotate(-90)" text-anchor="middle">'
        "share right in every field</text>"
    )


def _points(judged: Sequence[Judged], colour: str) -> Iterator[str]:
    """A circle a bin, its area by the number of effects."""
    for low, high in _BINS:
        inside = _within(judged, low, high)
        if len(inside) < _FEW:
            continue
        right, n = sum(j.fault is None for j in inside), len(inside)
        x, y = _place(sum(j.confidence for j in inside) / n, right / n)
        radius = 3 + n**0.5 / 1.5
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" fill-opacity="0.75">'
        yield f"<title>{right} of {n}</title></circle>"


def _place(confidence: float, right: float) -> tuple[float, float]:
    return _LEFT + _SIDE * confidence, _TOP + _SIDE * (1 - right)
