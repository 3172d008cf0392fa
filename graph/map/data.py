"""What the evidence map shows, as plain values that become JSON.

Studies, treatments, endpoints and the like refer to each other by their place in their list. Ratios are
ratios, intervals 95 %, shares percent.
"""

from __future__ import annotations

from typing import TypedDict

__all__ = [
    "EndpointEntry",
    "FindingEntry",
    "FlowStep",
    "InterventionEntry",
    "LeftOutEntry",
    "MapData",
    "PoolEntry",
    "PooledStudy",
    "SourceEntry",
    "StepEntry",
    "StudyEntry",
    "TrialEntry",
]


class InterventionEntry(TypedDict):
    """A row: ``parent`` is the row above it in the hierarchy.

    ``awaited`` are the trials of it and of all beneath it that report nothing, each once.
    """

    id: str
    name: str
    parent: int | None
    depth: int
    awaited: list[int]


class EndpointEntry(TypedDict):
    """A column: ``good`` is the direction of the event that patients want ("fewer", "more" or nothing)."""

    id: str
    name: str
    group: str
    parent: int | None
    good: str


class SourceEntry(TypedDict):
    """A population or a data source that studies can be filtered by."""

    id: str
    name: str


class FindingEntry(TypedDict):
    """One thing a study found. ``reason`` says why an effect is in no pooled estimate."""

    kind: str
    endpoint: int
    text: str
    about: str
    quote: str
    figures: list[float]
    checks: list[str]
    reason: str


class StudyEntry(TypedDict):
    """A study; ``at`` are the cells it stands in, each a treatment and an endpoint.

    ``by_hand``: which of ``design``, ``sample_size``, ``conclusion`` and ``in_scope`` a person gave.
    """

    id: str
    label: str
    year: int | None
    design: str
    kind: str
    n: int | None
    title: str
    journal: str
    conclusion: str
    scope: bool
    by_hand: list[str]
    flags: list[str]
    populations: list[int]
    sources: list[int]
    countries: list[str]
    curated: bool
    links: list[tuple[str, str]]
    at: list[tuple[int, int]]
    findings: list[FindingEntry]


class PooledStudy(TypedDict):
    """A study's line in a forest plot."""

    study: int
    label: str
    n: int | None
    ratio: float
    low: float
    high: float
    weight: float
    notes: list[str]


class StepEntry(TypedDict):
    """A line of a cumulative or leave-one-out plot, or another choice among overlapping cohorts."""

    label: str
    ratio: float
    low: float
    high: float


class PoolEntry(TypedDict):
    """A pooled estimate of a cell.

    ``direction`` is better, worse, unclear or, where no direction of the endpoint is better, neutral;
    ``certainty`` says how far it carries: firm, weak, wide or nothing.
    """

    id: str
    intervention: int
    endpoint: int
    design: str
    measure: str
    comparator: str
    population: str
    k: int
    n: int | None
    ratio: float
    low: float
    high: float
    predicted: tuple[float, float] | None
    i2: float | None
    tau2: float
    tau2_interval: tuple[float, float] | None
    q: float
    q_p: float | None
    direction: str
    certainty: str
    studies: list[PooledStudy]
    came: list[StepEntry]
    without: list[StepEntry]
    others: list[StepEntry]
    cues: list[tuple[str, str, bool]]
    warnings: list[str]
    left_out: list[tuple[str, str]]


class TrialEntry(TypedDict):
    """A registration; ``reported`` says that a study here is its report."""

    id: str
    label: str
    title: str
    status: str
    phase: str
    n: int | None
    start: str
    end: str
    url: str
    interventions: list[str]
    reported: bool


class LeftOutEntry(TypedDict):
    """An effect that no pooled estimate could take and that stands in no cell of the map."""

    study: int
    reason: str
    text: str
    endpoint: str


class FlowStep(TypedDict):
    """A step from search to map; ``kind`` is source, main, side (taken out) or reason (of the side above)."""

    words: str
    count: int
    kind: str


class MapData(TypedDict):
    """The whole map; ``glance`` are the cells that answer first, each a treatment and an endpoint."""

    title: str
    question: str
    notice: str
    generated: str
    interventions: list[InterventionEntry]
    endpoints: list[EndpointEntry]
    groups: list[tuple[str, str]]
    populations: list[SourceEntry]
    sources: list[SourceEntry]
    studies: list[StudyEntry]
    pools: list[PoolEntry]
    trials: list[TrialEntry]
    left_out: list[LeftOutEntry]
    glance: list[tuple[int, int]]
    flow: list[FlowStep]
    changes: list[str]
