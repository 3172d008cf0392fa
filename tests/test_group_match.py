"""The measure of whether groups are told apart rightly."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.group_match import groups_of_results, order_of_sides


def _effect(contrast: str) -> dict[str, Any]:
    return {"effects": [{"measure": "HR", "value": 0.7, "ci": [0.5, 0.9], "contrast": contrast}]}


@pytest.mark.parametrize(
    ("ours", "told"),
    [
        ("PTR plus chemotherapy vs chemotherapy alone", {"as annotated": 1}),
        ("chemotherapy alone vs PTR", {"turned round": 1}),
        ("without surgery vs with surgery", {}),  # no word in common with either side
        ("PTR", {}),  # one side only
    ],
)
def test_the_order_of_two_sides(ours: str, told: dict[str, int]) -> None:
    assert order_of_sides(_effect("PTR vs chemotherapy"), _effect(ours)) == told


def test_an_effect_with_another_number_is_not_asked() -> None:
    other = _effect("chemotherapy vs PTR")
    other["effects"][0]["value"] = 0.8
    assert order_of_sides(_effect("PTR vs chemotherapy"), other) == {}


def _results(*arms: str) -> dict[str, Any]:
    return {"arm_results": [{"statistic": "rate", "value": 10 + i, "arm": arm} for i, arm in enumerate(arms)]}


@pytest.mark.parametrize(
    ("ours", "told"),
    [
        (("the surgery arm", "no surgery"), {"as annotated": 2}),
        (("no surgery", "surgery"), {"another group": 2}),
        (("all patients", "younger"), {"said of all": 1, "another name": 1}),
    ],
)
def test_whose_a_result_is(ours: tuple[str, str], told: dict[str, int]) -> None:
    assert groups_of_results(_results("surgery", "without surgery"), _results(*ours)) == told


@pytest.mark.parametrize(
    ("theirs", "ours", "told"),
    [
        (("whole cohort", "surgery"), ("all patients", "surgery"), {"as annotated": 2}),
        (("all women", "surgery"), ("all patients", "all patients"), {"as annotated": 1, "said of all": 1}),
        (("both", "surgery"), ("all patients", "surgery"), {"said of all": 1, "as annotated": 1}),
        (("surgery (bone only)", "surgery (visceral)", "surgery"), ("surgery", "surgery", "surgery"),
         {"arm without subgroup": 2, "as annotated": 1}),
        (("surgery, bone only", "surgery, liver only", "surgery"), ("surgery, liver only",) * 3,
         {"another group": 2, "as annotated": 1}),
        (("group A", "group B"), ("group A", "arm B"), {"as annotated": 2}),
        (("group A (surgery)", "group B"), ("group B", "group A"), {"another group": 2}),
    ],
)  # fmt: skip
def test_names_of_all_of_parts_and_of_letters(
    theirs: tuple[str, ...], ours: tuple[str, ...], told: dict[str, int]
) -> None:
    assert groups_of_results(_results(*theirs), _results(*ours)) == told


def _twice(*results: tuple[str, str]) -> dict[str, Any]:
    """One number of several endpoints and groups."""
    return {
        "arm_results": [
            {"statistic": "rate", "value": 5, "arm": arm, "endpoint": endpoint, "endpoint_class": "other"}
            for arm, endpoint in results
        ]
    }


def test_a_number_printed_twice_is_held_against_the_one_of_its_endpoint() -> None:
    gold = _twice(("surgery", "rash"), ("control", "fever"))
    assert groups_of_results(gold, _twice(("control", "fever"), ("surgery", "rash"))) == {"as annotated": 2}
    assert groups_of_results(gold, _twice(("control", "rash"), ("surgery", "fever"))) == {"another group": 2}


def test_results_of_one_group_are_not_asked() -> None:
    assert groups_of_results(_results("surgery", "surgery"), _results("all patients", "surgery")) == {}
