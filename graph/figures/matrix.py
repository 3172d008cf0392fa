"""The matrix of treatments against endpoints for print: where evidence lies, how much, which way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from graph.figures.drawing import (
    BLUE,
    BOLDER,
    GREY,
    INK,
    ORANGE,
    RULE,
    SMALL,
    Drawing,
    short_enough,
    text_width,
    wrapped,
)
from graph.figures.frame import MARGIN, WIDTH, NothingToShow, foot, head
from graph.map.data import MapData, StudyEntry

__all__ = ["evidence_matrix"]

_LABEL, _WIDEST_CELL, _ROW, _HEAD = 176.0, 80.0, 30.0, 124.0
_MOST_ROWS, _MOST_COLUMNS = 40, 14
_LARGEST, _SMALLEST, _MOST_PEOPLE = 7.5, 3.0, 20_000
_COLOURS = {"randomized": BLUE, "observational": ORANGE, "series": ORANGE}

Cell = tuple[int, int]


@dataclass
class _Evidence:
    """Half a cell: its studies, which way their pooled value points, the people behind that or all."""

    studies: set[str] = field(default_factory=set)
    people: int = 0
    direction: str = ""


def evidence_matrix(page: MapData, title: str) -> str:
    """The matrix as SVG, from the evidence map's own data; only rows and columns with evidence are drawn."""
    cells = _cells(page)
    rows = [i for i in range(len(page["interventions"])) if any(row == i for (row, _), _ in cells)]
    columns = [
        e
        for e, entry in enumerate(page["endpoints"])
        if entry["parent"] is None and any(column == e for (_, column), _ in cells)
    ]
    if not rows or not columns:
        raise NothingToShow("no study here measures an endpoint for a treatment; drop filters to see more")
    columns = sorted(sorted(columns, key=lambda e: -_weight(cells, e))[:_MOST_COLUMNS])
    shown_rows = _fitting(rows, page, cells)
    drawing = Drawing(WIDTH, f"Evidence matrix. {title}", "Treatments against endpoints.")
    top = head(drawing, title, "Treatments studied, by endpoint") + 4
    _heads(drawing, page, columns, top)
    y = top + _HEAD
    for place, row in enumerate(shown_rows):
        _row(drawing, page, (row, place % 2 == 1), columns, cells, y)
        y += _ROW
    left_out = len(rows) - len(shown_rows)
    foot(
        drawing,
        _legend(drawing, y + 20) + 24,
        "Area: participants pooled, else of all studies. Number: studies in scope; a broader row and column "
        "counts those beneath it. Reviews are not counted. Empty: no study here."
        + (f" {left_out} narrower rows are not drawn." if left_out else ""),
    )
    return drawing.svg()


def _cells(page: MapData) -> Mapping[tuple[Cell, str], _Evidence]:
    """The halves of the cells, each by its place and design."""
    rows = [
        list(_lineage(i, [e["parent"] for e in page["interventions"]]))
        for i in range(len(page["interventions"]))
    ]
    tops = [
        list(_lineage(e, [x["parent"] for x in page["endpoints"]])) for e in range(len(page["endpoints"]))
    ]
    found: defaultdict[tuple[Cell, str], _Evidence] = defaultdict(_Evidence)
    for study in page["studies"]:
        if study["scope"] and study["kind"] in _COLOURS and "retracted" not in study["flags"]:
            design = "randomized" if study["kind"] == "randomized" else "observational"
            for cell in _places(study, rows, tops):
                half = found[cell, design]
                half.studies.add(study["id"])
                half.people += study["n"] or 0
    for pool in page["pools"]:
        cell = (pool["intervention"], pool["endpoint"])
        key = (cell, pool["design"])
        if not pool["population"] and not pool["comparator"] and key in found and pool["measure"] == "HR":
            found[key].direction, found[key].people = pool["direction"], pool["n"] or 0
    return found


def _places(study: StudyEntry, rows: Sequence[Sequence[int]], tops: Sequence[Sequence[int]]) -> set[Cell]:
    return {(row, column) for i, e in study["at"] for row in rows[i] for column in tops[e]}


def _lineage(place: int, parents: Sequence[int | None]) -> Iterator[int]:
    at: int | None = place
    while at is not None:
        yield at
        at = parents[at]


def _weight(cells: Mapping[tuple[Cell, str], _Evidence], column: int) -> int:
    return sum(len(half.studies) for ((_, e), _), half in cells.items() if e == column)


def _fitting(rows: Sequence[int], page: MapData, cells: Mapping[tuple[Cell, str], _Evidence]) -> list[int]:
    """All rows, or the broader and more studied where there are more than a page holds."""
    studied = {row: sum(len(h.studies) for ((i, _), _), h in cells.items() if i == row) for row in rows}
    first = sorted(rows, key=lambda row: (page["interventions"][row]["depth"], -studied[row]))
    return sorted(first[:_MOST_ROWS])


def _cell(columns: Sequence[int]) -> float:
    """How wide a column is, pixels."""
    return min(_WIDEST_CELL, (WIDTH - 2 * MARGIN - _LABEL) / len(columns))


def _heads(drawing: Drawing, page: MapData, columns: Sequence[int], top: float) -> None:
    """The endpoints' names read upwards: as wide as they are, they would have no room beside each other."""
    for place, column in enumerate(columns):
        lines = list(wrapped(page["endpoints"][column]["name"], (_HEAD - 12) / BOLDER, SMALL))
        for i, line in enumerate(lines):
            x = MARGIN + _LABEL + _cell(columns) * (place + 0.5) + 4 + 12 * (i - (len(lines) - 1) / 2)
            drawing.text(x, top + _HEAD - 7, line, size=SMALL, bold=True, turned=True)
    drawing.line(MARGIN, top + _HEAD, drawing.width - MARGIN, top + _HEAD, stroke=INK, width=1)


def _row(
    drawing: Drawing,
    page: MapData,
    row_and_shade: tuple[int, bool],
    columns: Sequence[int],
    cells: Mapping[tuple[Cell, str], _Evidence],
    y: float,
) -> None:
    row, shaded = row_and_shade
    entry = page["interventions"][row]
    if shaded:
        drawing.box(MARGIN, y, drawing.width - 2 * MARGIN, _ROW, fill="#f7f7f7")
    indent = 9.0 * entry["depth"]
    lines = list(wrapped(entry["name"], _LABEL - indent - 4, 11))
    for i, line in enumerate([*lines[:1], " ".join(lines[1:])][: len(lines)]):
        base = y + _ROW / 2 + 4 + 12 * (i - (min(len(lines), 2) - 1) / 2)
        name = short_enough(line, _LABEL - indent - 4, 11)
        drawing.text(MARGIN + indent, base, name, size=11, bold=entry["depth"] == 0)
    for place, column in enumerate(columns):
        x = MARGIN + _LABEL + _cell(columns) * place
        drawing.line(x, y, x, y + _ROW, stroke=RULE, width=0.4)
        for design, share in (("randomized", 0.25), ("observational", 0.75)):
            half = cells.get(((row, column), design))
            if half:
                _half(drawing, x + share * _cell(columns), y, design, half)
    drawing.line(MARGIN, y + _ROW, drawing.width - MARGIN, y + _ROW, stroke=RULE, width=0.4)


def _half(drawing: Drawing, x: float, y: float, design: str, half: _Evidence) -> None:
    radius = max(_SMALLEST, _LARGEST * sqrt(min(half.people, _MOST_PEOPLE) / _MOST_PEOPLE))
    _shape(drawing, x, y + _LARGEST * 1.25 + 1.5, radius, design, half.direction)
    drawing.text(x, y + _ROW - 2, str(len(half.studies)), size=SMALL, anchor="middle")


def _shape(drawing: Drawing, x: float, y: float, radius: float, design: str, direction: str) -> None:
    """Triangle up: treatment better; down: comparator better; circle: neither; square: not pooled."""
    colour = _COLOURS[design]
    fill = colour if design == "randomized" else "#ffffff"
    if direction in ("better", "worse"):
        way, r = (1 if direction == "better" else -1), radius * 1.25
        corners = [(x, y - way * r), (x - 0.95 * r, y + way * 0.7 * r), (x + 0.95 * r, y + way * 0.7 * r)]
    elif direction:
        drawing.circle(x, y, radius, fill=fill, stroke=colour, width=1.2)
        return
    else:
        r = radius * 0.88
        corners = [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]
    drawing.polygon(corners, fill=fill, stroke=colour, width=1.2)


def _legend(drawing: Drawing, y: float) -> float:
    """What the marks say; gives the height of its last line."""
    x = MARGIN + 8
    marks: tuple[tuple[str, str, str], ...] = (
        ("randomized", "unclear", "randomised trials"),
        ("observational", "unclear", "other studies"),
        ("randomized", "better", "treatment better"),
        ("randomized", "worse", "comparator better"),
        ("randomized", "unclear", "interval includes no effect"),
        ("randomized", "", "not pooled"),
    )
    for design, direction, words in marks:
        if x + text_width(words, SMALL) + 20 > drawing.width - MARGIN:
            x, y = MARGIN + 8, y + 16
        _shape(drawing, x, y - 3.5, 5, design, direction)
        drawing.text(x + 11, y, words, size=SMALL, fill=GREY)
        x += 30 + text_width(words, SMALL)
    return y
