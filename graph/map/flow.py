"""The way of records from search to map, as the page draws it after PRISMA 2020 (Page 2021, BMJ 372:n71)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graph.map.data import FlowStep

__all__ = ["FlowLine", "FlowRow", "flow_rows", "flow_steps"]

FlowLine = Sequence[str | int]
"""Words, a count and, where it is not a main step, the kind: source, side or reason."""


@dataclass(slots=True)
class FlowRow:
    """A line of the drawing: boxes in the middle, and beside the arrow from them what was taken out."""

    boxes: list[FlowStep]
    sides: list[tuple[FlowStep, list[FlowStep]]] = field(default_factory=list)


def flow_steps(lines: Iterable[FlowLine]) -> list[FlowStep]:
    """Each line as a step."""
    return [
        FlowStep(
            words=str(line[0]).replace("_", " "),
            count=int(line[1]),
            kind=str(line[2]) if len(line) > 2 else "main",
        )
        for line in lines
    ]


def flow_rows(steps: Iterable[FlowStep]) -> list[FlowRow]:
    """Steps as they are drawn: sources share a line, sides stand beside the step before them."""
    rows: list[FlowRow] = []
    for step in steps:
        together = step["kind"] == "source" and rows and rows[-1].boxes[0]["kind"] == "source"
        if together:
            rows[-1].boxes.append(step)
        elif step["kind"] == "reason" and rows and rows[-1].sides:
            rows[-1].sides[-1][1].append(step)
        elif step["kind"] == "side" and rows:
            rows[-1].sides.append((step, []))
        else:
            rows.append(FlowRow([step]))
    return rows
