"""The one language of the project: what a record says, as immutable values.

Field by field this is the extraction record of ``docs/record.md``. Offsets count characters
of the text as given, so ``text[evidence.start : evidence.end] == evidence.quote``. A value that
the text does not state is ``None``; nothing here is computed from other numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "REVIEW_DESIGNS",
    "SURVIVALS",
    "Arm",
    "ArmResult",
    "Comparison",
    "Conclusion",
    "Design",
    "Effect",
    "EndpointClass",
    "Evidence",
    "Extraction",
    "Measure",
    "PValue",
    "SampleSize",
    "Scope",
    "Statistic",
]

Design = Literal[
    "randomized_trial",
    "nonrandomized_trial",
    "prospective_cohort",
    "registry_cohort",
    "retrospective_cohort",
    "case_control",
    "cross_sectional",
    "case_series",
    "case_report",
    "meta_analysis",
    "systematic_review",
    "narrative_review",
    "other",
]
REVIEW_DESIGNS: frozenset[Design] = frozenset({"meta_analysis", "systematic_review", "narrative_review"})
"""Designs that pool or retell other studies."""
EndpointClass = Literal[
    "overall_survival",
    "disease_specific_survival",
    "progression_free_survival",
    "disease_free_survival",
    "locoregional_control",
    "distant_metastasis",
    "response",
    "quality_of_life",
    "adverse_event",
    "other",
]
SURVIVALS: frozenset[EndpointClass] = frozenset(
    ("overall_survival", "disease_specific_survival", "progression_free_survival", "disease_free_survival")
)
"""The classes of endpoints that are survivals."""
Measure = Literal["HR", "OR", "RR", "IRR", "RD", "MD", "SMD", "BETA", "OTHER"]
Statistic = Literal["median_time", "rate", "mean", "median", "count"]
Conclusion = Literal[
    "favours_intervention", "favours_comparator", "no_difference", "mixed", "not_comparative"
]
Direction = Literal["higher", "lower", "no_difference"]
Favours = Literal["experimental", "comparator", "neither"]
POperator = Literal["=", "<", ">", "<=", ">="]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence or phrase that a finding was read from.

    ``section`` is the printed heading or None; ``rule`` names the row of the rule table.
    """

    section: str | None
    quote: str
    start: int
    end: int
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class PValue:
    """A printed p-value: ``PValue("<", 0.001)``."""

    op: POperator
    value: float


@dataclass(frozen=True, slots=True)
class SampleSize:
    """The headline number of the whole study; ``value`` is None where the text states none."""

    value: int | None
    unit: Literal["participants", "studies", "other"] = "participants"
    kind: Literal["randomized", "enrolled", "analysed"] = "analysed"
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Arm:
    """A compared group and its stated size (people), if stated."""

    label: str
    n: int | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One stated estimate of a contrast, on the scale that the text prints.

    ``ci_level`` is in percent. ``intervention``, ``comparator``, ``endpoint_id`` and
    ``population`` are vocabulary ids; ``checks`` lists what does not add up; ``confidence``
    is the estimated probability that measure, value, interval, p, endpoint and contrast are
    all right; ``clarity`` (0 to 1, not written out) how far other readings of the text agree on
    the contrast.
    """

    endpoint: str
    endpoint_class: EndpointClass
    measure: Measure
    value: float
    ci: tuple[float, float] | None = None
    ci_level: float | None = None
    p: PValue | None = None
    contrast: str = ""
    adjusted: bool | None = None
    subgroup: str | None = None
    intervention: str | None = None
    comparator: str | None = None
    endpoint_id: str | None = None
    population: str | None = None
    favours: Favours | None = None
    confidence: float = 0.0
    clarity: float = 0.0
    checks: tuple[str, ...] = ()
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A stated comparison of groups on an endpoint without an effect estimate."""

    endpoint: str
    endpoint_class: EndpointClass
    direction: Direction
    contrast: str = ""
    p: PValue | None = None
    intervention: str | None = None
    comparator: str | None = None
    endpoint_id: str | None = None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmResult:
    """A numeric result of one group; ``value`` in ``unit`` (months, %, patients, ...)."""

    arm: str
    endpoint: str
    endpoint_class: EndpointClass
    statistic: Statistic
    value: float
    unit: str
    timepoint: str | None = None
    ci: tuple[float, float] | None = None
    endpoint_id: str | None = None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Scope:
    """Does the record answer the corpus's question, and why."""

    in_scope: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was read from one record.

    ``by_hand``: which of ``design``, ``sample_size``, ``conclusion`` and ``in_scope`` a person gave instead.
    """

    id: str
    extractor: str
    design: Design
    design_evidence: Evidence | None = None
    sample_size: SampleSize = field(default_factory=lambda: SampleSize(None))
    arms: tuple[Arm, ...] = ()
    effects: tuple[Effect, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    arm_results: tuple[ArmResult, ...] = ()
    conclusion: Conclusion = "not_comparative"
    conclusion_evidence: Evidence | None = None
    trial_ids: tuple[str, ...] = ()
    scope: Scope = field(default_factory=lambda: Scope(False))
    by_hand: frozenset[str] = frozenset()
