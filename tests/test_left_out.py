"""The words in which an effect is left out of every pool. All studies are invented."""

from __future__ import annotations

from typing import Any

import pytest

from tests.map_fixtures import Evidence
from tests.pools import group_of, reasons_of


def test_two_values_from_one_sentence_for_one_thing_are_both_left_out() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    for value in (0.3, 0.38):
        evidence.effect(
            study, value, (value * 0.8, value / 0.8), quote="Both were better (HR 0.30 and HR 0.38)."
        )
    assert ["one sentence gives two values" in reason for reason in reasons_of(evidence.graph)] == [
        True,
        True,
    ]


REASONS: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"retracted": True}, {}, "retracted"),
    ({"in_scope": False, "scope_reasons": ("not_metastatic",)}, {}, "out of scope (not metastatic)"),
    ({"design": "meta_analysis"}, {}, "a review"),
    ({"design": "case_report"}, {}, "design is case report"),
    ({"design": "case_report", "given_by_hand": ("design",)}, {}, "patients, by a design given by hand"),
    ({"design": "meta_analysis", "given_by_hand": ("design",)}, {}, "studies, by a design given by hand"),
    ({}, {"experimental": "local_treatment"}, "the treatment is named too broadly to be pooled"),
    ({}, {"checks": ("value_outside_interval",)}, "do not agree (value outside interval)"),
    ({}, {"measure": "MD"}, "a difference of means"),
    ({}, {"measure": "BETA"}, "only ratios"),
    ({}, {"ci": None}, "no interval printed and no p-value"),
    ({}, {"ci": None, "p": ("<", 0.001)}, "p only as < 0.001"),
    ({}, {"experimental": None, "comparator": None, "contrast": "age over 60"}, "no two treatments"),
    ({}, {"comparator": None, "contrast": "surgery"}, "comparison group is not named"),
    (
        {},
        {"comparator": None, "contrast": "postoperative radiotherapy vs without it"},
        "both groups had the treatment that this one follows",
    ),
    (
        {},
        {
            "experimental": "radiotherapy",
            "comparator": "mastectomy",
            "contrast": "radiotherapy vs surgery alone",
        },
        "may have had as well what one had alone",
    ),
    ({}, {"experimental": "chemotherapy", "comparator": "no_surgery"}, "neither side is a local treatment"),
    ({}, {"comparator": "mastectomy"}, "one side includes the other"),
    ({}, {"endpoint": None}, "endpoint not in the vocabulary"),
    ({}, {"endpoint": None, "endpoint_name": None}, "no endpoint is named"),
    ({}, {"subgroup": "women over 70"}, "estimate for a subgroup only: women over 70"),
    ({}, {"quote": "In subgroups the HR was 0.8 (0.6–1.1)."}, "its sentence speaks of subgroups"),
    ({"design": "registry_cohort"}, {"comparator": None, "contrast": "R0 resection"}, "group is not named"),
    ({}, {"value": 2.0, "ci": (1.5, 2.67), "favours": "experimental"}, "may count those without the event"),
    ({}, {"ci": (0.8, 0.8)}, "interval of no width"),
    ({}, {"ci": (0.9, 1.2)}, "outside its interval"),
    ({}, {"value": -0.2, "ci": (-0.5, 0.1)}, "no logarithm"),
]


@pytest.mark.parametrize(("study", "effect", "reason"), REASONS)
def test_what_is_left_out_says_why(study: dict[str, Any], effect: dict[str, Any], reason: str) -> None:
    evidence = Evidence()
    values: dict[str, Any] = {"value": 0.8, "ci": (0.6, 1.1), **effect}
    study_id = evidence.study("Alpha 2001", **study)
    evidence.effect(study_id, values.pop("value"), values.pop("ci"), **values)
    assert reason in reasons_of(evidence.graph)[0]


def test_a_report_under_concern_is_left_out_and_a_curated_effect_is_not() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    doubtful = evidence.report(study, 2003, concern=True)
    evidence.effect(study, 0.8, (0.6, 1.1), report=doubtful)
    evidence.effect(study, 0.9, (0.7, 1.2), checks=("p_disagrees",), curated=True)
    assert "expression of concern" in reasons_of(evidence.graph)[0]
    assert [estimate.printed.value for estimate in group_of(evidence.graph).kept] == [0.9]


def test_an_effect_entered_by_hand_must_add_up_as_one_that_is_read() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.9, (0.7, 1.2), checks=("p_disagrees",), curated=True, entered=True)
    assert "the printed figures do not agree" in reasons_of(evidence.graph)[0]
