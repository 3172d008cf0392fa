"""Which studies and reports are fit for a pool, and as what. All studies are invented."""

from __future__ import annotations

import pytest

from graph.synthesis.eligibility import design_class, in_brackets
from graph.synthesis.estimates import Estimate, LeftOut, read_estimates
from miner.model import REVIEW_DESIGNS
from tests.map_fixtures import Evidence
from tests.pools import group_of


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        ("retracted", "the report that states it is retracted"),
        ("concern", "an expression of concern stands against the report"),
    ],
)
def test_of_a_study_with_two_reports_only_the_one_that_stands_is_pooled(mark: str, reason: str) -> None:
    """The withdrawn one is the later, which would be taken first."""
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.9, (0.7, 1.16))
    withdrawn = evidence.report(study, 2009, sample_size=300, **{mark: True})
    evidence.effect(study, 0.5, (0.4, 0.62), report=withdrawn)
    found = list(read_estimates(evidence.graph))
    assert [e.printed.value for e in found if isinstance(e, Estimate)] == [0.9]
    assert [out.reason for out in found if isinstance(out, LeftOut)] == [reason]
    assert [e.printed.value for e in group_of(evidence.graph).kept] == [0.9]


@pytest.mark.parametrize(
    "design",
    """nonrandomized_trial prospective_cohort registry_cohort retrospective_cohort case_control
    cross_sectional case_series""".split(),
)
def test_what_chance_did_not_divide_is_observational(design: str) -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001", design), 0.8, (0.6, 1.06), adjusted=True)
    assert group_of(evidence.graph).key.design == "observational"


@pytest.mark.parametrize(
    ("quote", "kept"),
    [
        ("Women were randomly assigned to surgery or tamoxifen.", True),
        ("In all 666 women were randomised to palbociclib plus letrozole or letrozole.", False),
        ("Of 90 women given trastuzumab, 45 were randomised to surgery.", True),
        ("Women were randomly assigned to letrozole or to letrozole and resection of the primary.", True),
        ("Women were randomised (1:1) to docetaxel alone or with SBRT.", True),
        ("After paclitaxel 300 women were randomised to arm A or arm B.", True),
        ("350 patients were randomised.", True),
    ],
)
def test_surgery_in_a_trial_of_drugs_was_not_randomised(quote: str, kept: bool) -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001", sample_size_quote=quote), 0.7, (0.54, 0.91), adjusted=True)
    (found,) = read_estimates(evidence.graph)
    assert isinstance(found, Estimate) is kept
    if isinstance(found, LeftOut):
        assert (
            found.reason == "not what was randomised: chance assigned palbociclib plus letrozole or letrozole"
        )


def test_trials_are_randomised_and_reviews_and_what_is_no_study_neither() -> None:
    assert design_class("randomized_trial") == "randomized"
    for design in (*REVIEW_DESIGNS, "case_report", "laboratory", "other", None):
        assert design_class(design) is None


@pytest.mark.parametrize(
    ("unit", "counted"), [("participants", 300), (None, 300), ("studies", None), ("other", None)]
)
def test_only_people_are_counted(unit: str | None, counted: int | None) -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001", sample_size_unit=unit), 0.8, (0.6, 1.06))
    assert [e.participants for e in group_of(evidence.graph).kept] == [counted]


def test_reasons_stand_in_brackets_where_there_are_any() -> None:
    assert in_brackets(("not_metastatic", "no_surgery")) == " (not metastatic; no surgery)"
    assert in_brackets(()) == in_brackets(None) == ""
