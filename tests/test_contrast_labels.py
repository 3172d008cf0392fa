"""Labels that stand beside the numbers of a row: each number is compared by its own label."""

from __future__ import annotations

import pytest

from miner.contrasts.labels import label_ahead, label_behind, label_in_bracket


def place(text: str, number: str) -> tuple[int, int]:
    at = text.index(number)
    return at, at + len(number)


CUPS = "The ORs were 1.2 (95% CI 0.9-1.5) for one cup and 1.8 (1.3-2.4) for two cups."


@pytest.mark.parametrize(
    ("text", "number", "label"),
    [
        (CUPS, "1.2", "one cup"),
        (CUPS, "1.8", "two cups"),
        ("HRs were 0.9 (0.7-1.2; n = 40) at 5 mg/day, 0.6 (0.4-0.9) at 10 mg/day.", "0.6", "10 mg/day"),
        (
            "RRs were 1.1 (0.8-1.4) and 1.6 (1.2-2.1) for 1-4 and ≥5 drinks, respectively.",
            "1.1",
            "1-4 drinks",
        ),
        ("RRs were 1.1 (0.8-1.4) and 1.6 (1.2-2.1) for 1-4 and ≥5 drinks, respectively.", "1.6", "≥5 drinks"),
        ("The hazard ratio was 0.7 (95% CI 0.5-0.9; P = 0.01).", "0.7", ""),
        (
            "HR 0.4 (0.2-0.7) for a tumour load below 30% compared with more.",
            "0.4",
            "tumour load below 30%",
        ),
        ("The HR was 2.1 (1.2-3.7) for a liver load of at least 25%.", "2.1", "liver load of at least 25%"),
        ("Solvents (with asthma 3.4 [0.9-12.5], with eczema 4.8 [1.9-12.1]) mattered.", "3.4", ""),
    ],
)
def test_a_label_stands_behind_its_number(text: str, number: str, label: str) -> None:
    assert label_behind(text, *place(text, number)) == label


@pytest.mark.parametrize(
    ("text", "number", "label"),
    [
        ("Risk rose with dose (5 mg/day: OR 1.2, 95% CI 0.9-1.5; 10 mg/day: OR 1.8).", "1.2", "5 mg/day"),
        ("Risk rose with dose (5 mg/day: OR 1.2, 95% CI 0.9-1.5; 10 mg/day: OR 1.8).", "1.8", "10 mg/day"),
        ("Weight mattered (with slim women as reference, HR for obese = 1.7).", "1.7", "obese"),
        (
            "Current use of drains: OR 0.7 (95% CI 0.5-0.9); former use: OR 0.9.",
            "0.7",
            "Current use of drains",
        ),
        ("Current use of drains: OR 0.7 (95% CI 0.5-0.9); former use: OR 0.93.", "0.93", "former use"),
        ("Survival was longer with surgery (HR 0.7, 95% CI 0.5-0.9).", "0.7", ""),
        ("Survival was longer with surgery (multivariate HR 0.7, 95% CI 0.5-0.9).", "0.7", ""),
    ],
)
def test_a_label_stands_before_its_number_in_the_bracket(text: str, number: str, label: str) -> None:
    assert label_in_bracket(text, text.index(number)) == label


@pytest.mark.parametrize(("number", "label"), [("1.8", "current smokers"), ("1.3", "former smokers")])
def test_of_labels_ahead_of_a_row_the_nth_is_the_nth_numbers(number: str, label: str) -> None:
    text = "In current smokers and former smokers, the odds ratios were 1.8 (1.2-2.7) and 1.3 (0.8-1.9)."
    assert label_ahead(text, *place(text, number)) == label


def test_what_was_adjusted_for_is_no_label() -> None:
    text = "After control for confounders, women who swam were less likely to fall (adjusted HR 0.64)."
    assert label_ahead(text, *place(text, "0.64")) == ""


@pytest.mark.parametrize(
    ("number", "label"),
    [
        ("1.05", "1-2 years of smoking"),
        ("1.20", "3-9 years of smoking"),
        ("1.40", "10 or more years of smoking"),
    ],
)
def test_or_more_belongs_to_its_level(number: str, label: str) -> None:
    text = (
        "Compared with others, those with 1-2, 3-9 and 10 or more years of smoking had hazard ratios of "
        "1.05 (0.9-1.2), 1.20 (1.0-1.4) and 1.40 (1.1-1.8)."
    )
    assert label_ahead(text, *place(text, number)) == label
