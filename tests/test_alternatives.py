"""What would be pooled had another of overlapping cohorts been kept, or another estimate of a study."""

from __future__ import annotations

import math

import pytest

from graph.synthesis.alternatives import alternatives
from graph.synthesis.estimates import numbers_of
from graph.synthesis.pooling import pool
from tests.map_fixtures import Evidence, realistic, widest_pool


def overlapping() -> Evidence:
    """Three cohorts of one register, of which the middle one meets both others, and one of another."""
    evidence = Evidence()
    for label, n, value, years in (
        ("Early 2001", 500, 0.5, (1990, 1999)),
        ("Whole 2005", 2000, 0.6, (1990, 2009)),
        ("Late 2009", 700, 0.8, (2000, 2009)),
    ):
        study = evidence.study(label, "registry_cohort", n, sources=("seer",), years=years)
        evidence.effect(study, value, (value * 0.8, value * 1.25), adjusted=True)
    other = evidence.study("Other 2010", "registry_cohort", 900, sources=("ncdb",), years=(1990, 2009))
    evidence.effect(other, 0.7, (0.56, 0.875), adjusted=True)
    return evidence


def test_the_largest_is_kept_and_the_others_are_the_alternative() -> None:
    synthesis = widest_pool(overlapping())
    assert [e.label for e in synthesis.group.kept] == ["Whole 2005", "Other 2010"]
    assert [e.label for e in synthesis.group.overlapping] == ["Early 2001", "Late 2009"]


def test_keeping_one_lets_in_what_the_largest_had_kept_out() -> None:
    evidence = overlapping()
    swapped, everything = alternatives(evidence.graph, widest_pool(evidence))
    assert swapped.words == "with Early 2001, Late 2009 instead of Whole 2005"
    assert [e.label for e in swapped.kept] == ["Early 2001", "Late 2009", "Other 2010"]
    assert everything.words.startswith("with all 2 overlapping cohorts as well")
    assert everything.pooled.k == 4


def test_each_is_the_pool_of_the_studies_it_names() -> None:
    evidence = overlapping()
    found = alternatives(evidence.graph, widest_pool(evidence))
    assert found
    for alternative in found:
        again = pool(*numbers_of(alternative.kept))
        assert alternative.ratio == pytest.approx(math.exp(again.estimate), abs=1e-12)
        assert alternative.ci[0] < alternative.ratio < alternative.ci[1]


def test_where_nothing_overlaps_there_is_none() -> None:
    assert alternatives(realistic(), widest_pool(Evidence(realistic()), "randomized")) == ()


def test_no_study_is_twice_in_a_choice() -> None:
    found = alternatives(realistic(), widest_pool(Evidence(realistic())))
    assert found
    for alternative in found:
        studies = [e.study_id for e in alternative.kept]
        assert len(studies) == len({*studies})


def test_those_that_go_are_named_in_order_whatever_their_years() -> None:
    evidence = Evidence()
    for label, n, years in (
        ("Zeta 2001", 900, (1990, 1999)),
        ("Alpha 2005", 800, (2000, 2009)),
        ("Whole 2007", 700, (1990, 2009)),
    ):
        study = evidence.study(label, "registry_cohort", n, sources=("seer",), years=years)
        evidence.effect(study, 0.7, (0.6, 0.82))
    swapped, everything = alternatives(evidence.graph, widest_pool(evidence))
    assert swapped.words == "with Whole 2007 instead of Alpha 2005, Zeta 2001"
    assert everything.words == "with the overlapping cohort as well: patients may count more than once"


@pytest.mark.parametrize(("others", "given"), [(56, True), (57, False)])
def test_beyond_sixty_estimates_there_are_none(others: int, given: bool) -> None:
    evidence = overlapping()
    for i in range(others):
        evidence.effect(evidence.study(f"S{i} 2010", "retrospective_cohort", 100 + i), 0.7, (0.6, 0.82))
    assert bool(alternatives(evidence.graph, widest_pool(evidence))) == given


@pytest.mark.parametrize(("others", "given"), [(58, True), (59, False)])
def test_a_second_estimate_of_a_study_counts_among_the_sixty(others: int, given: bool) -> None:
    evidence = two_estimates("Early 2001")
    for i in range(others):
        evidence.effect(evidence.study(f"S{i} 2010", "retrospective_cohort", 100 + i), 0.7, (0.6, 0.82))
    assert bool(alternatives(evidence.graph, widest_pool(evidence))) == given


def two_estimates(label: str) -> Evidence:
    """A study with two estimates that only their places in its abstract tell apart."""
    evidence = Evidence()
    study = evidence.study(label, "retrospective_cohort", 5000)
    for place, value, ci in ((100, 0.68, (0.6, 0.77)), (300, 0.56, (0.5, 0.64))):
        evidence.effect(study, value, ci, quote_start=place)
    return evidence


@pytest.mark.parametrize("label", ["First 2001", "Last 2009"])
def test_the_other_estimate_stands_in_for_that_of_its_own_study(label: str) -> None:
    """Wherever the study stands among the others, and without a treatment where both are of one."""
    evidence = two_estimates(label)
    evidence.effect(evidence.study("Beta 2005", "retrospective_cohort", 900), 0.8, (0.7, 0.91))
    (other,) = alternatives(evidence.graph, widest_pool(evidence))
    assert other.words == f"with 0.56 instead of 0.68 of {label}"
    assert sorted(e.printed.value for e in other.kept) == [0.56, 0.8]
