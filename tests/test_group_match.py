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


def test_results_of_one_group_are_not_asked() -> None:
    assert groups_of_results(_results("surgery", "surgery"), _results("all patients", "surgery")) == {}
