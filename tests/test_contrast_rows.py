"""The n-th phrase of a list belongs to the n-th number of the row behind it."""

from __future__ import annotations

import pytest

from miner.contrasts.rows import in_its_turn


def turns(text: str, *numbers: str) -> list[str]:
    places = [(text.index(number), len(number)) for number in numbers]
    return [in_its_turn(text, at, at + length) for at, length in places]


def test_factors_that_a_clause_names_take_their_numbers_in_turn() -> None:
    text = (
        "Frailty, a low serum albumin and smoking were predictors of readmission, with odds ratios of "
        "1.42 (95% CI 1.10 to 1.83), 1.67 (95% CI 1.21 to 2.30) and 2.05 (95% CI 1.50 to 2.80), respectively."
    )
    assert turns(text, "1.42", "1.67", "2.05") == ["Frailty", "low serum albumin", "smoking"]


def test_a_bracket_of_several_ratios_is_a_row_as_well() -> None:
    text = (
        "Male sex and poor eyesight were associated with falls "
        "(OR = 1.44 [1.08-1.93], P = .01 and OR = 2.13 [1.41-3.20], P < .001, respectively)."
    )
    assert turns(text, "1.44", "2.13") == ["Male sex", "poor eyesight"]


def test_the_noun_that_only_the_last_has_is_that_of_all() -> None:
    text = "The odds ratios for mild, moderate and severe stenosis were 1.2, 1.9 and 3.1, respectively."
    assert turns(text, "1.2", "1.9", "3.1") == ["mild stenosis", "moderate stenosis", "severe stenosis"]


def test_groups_that_had_a_benefit_take_their_ratios_in_turn() -> None:
    text = (
        "The model showed that the breast group, the bone group and the lung group had a clear survival "
        "benefit, with hazard ratios of 0.55 (95% CI 0.47-0.66), 0.61 (0.56-0.68) and 0.78 (0.69-0.88)."
    )
    assert turns(text, "0.55", "0.61", "0.78") == ["breast group", "bone group", "lung group"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            "Falls and fractures were less common with training, with ratios of 0.71 and 0.83.",
            "0.83",
            id="a subject of endpoints",
        ),
        pytest.param(
            "The hazard ratio of surgery versus none was 0.71 and 0.83 at one and two years.",
            "0.83",
            id="two groups set against each other",
        ),
        pytest.param(
            "Differences in weight, glucose and insulin were 2.10, 0.83 and 0.40, respectively.",
            "0.83",
            id="differences in endpoints",
        ),
        pytest.param("Age was a predictor of death (OR 0.83).", "0.83", id="one number alone"),
    ],
)
def test_what_is_no_list_of_factors_is_left(text: str, number: str) -> None:
    assert turns(text, number) == [""]
