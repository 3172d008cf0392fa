"""Does the pooled effect depend on a trait of its studies? Asked only where there are enough of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import Graph
from graph.studies.traits import AGAINST_IMMORTAL_TIME, handling_of
from graph.synthesis.estimates import Estimate, numbers_of
from graph.synthesis.harmonise import Group
from graph.synthesis.sensitivity import MetaRegression, meta_regression

__all__ = ["REGRESSION_MINIMUM", "Regression", "read_regressions"]

REGRESSION_MINIMUM = 10
"""Studies for one trait, Cochrane Handbook 10.11.5.1."""


@dataclass(frozen=True, slots=True)
class Regression:
    """``found`` is the slope of the log ratio on the trait, or None with the reason in words.

    ``trait`` is "year of publication" (of the report that states the figure; a unit is a year) or "immortal
    time handled" (1 where the abstract names a landmark or time-dependent analysis, else 0).
    """

    trait: str
    k: int
    found: MetaRegression | None
    reason: str = ""


def read_regressions(graph: Graph, group: Group) -> tuple[Regression, ...]:
    """The regressions of a group: on the year, and in cohorts on how immortal time was handled."""
    return tuple(_regressions(graph, group))


def _regressions(graph: Graph, group: Group) -> Iterator[Regression]:
    dated = [estimate for estimate in group.kept if estimate.report_year is not None]
    yield _regression("year of publication", dated, [float(e.report_year or 0) for e in dated])
    if group.key.design == "observational":
        handled = [bool(handling_of(graph, e.study_id) & AGAINST_IMMORTAL_TIME) for e in group.kept]
        yield _regression("immortal time handled", group.kept, [float(h) for h in handled])


def _regression(trait: str, estimates: Sequence[Estimate], values: Sequence[float]) -> Regression:
    k = len(estimates)
    if k < REGRESSION_MINIMUM:
        return Regression(trait, k, None, f"{k} studies state it: not regressed below {REGRESSION_MINIMUM}")
    found = meta_regression(*numbers_of(estimates), values)
    return Regression(trait, k, found, "" if found else "all studies are alike in it")
