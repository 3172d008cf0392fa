"""Factors whose estimate is told by the unit."""

import pytest

from miner.contrasts.units import factor_by_unit


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("Per 5-unit increase in body mass index the hazard ratio was 1.10", "body mass index per 5-unit"),
        ("For each year of age the odds of relapse rose (OR 1.10", "age per year"),
        ("Each additional comorbidity carried a hazard of 1.10", "comorbidity per additional"),
        ("The risk rose by 8% per doubling of serum ferritin (HR 1.10", "serum ferritin per doubling"),
    ],
)
def test_the_factor_and_its_unit_are_read(text: str, factor: str) -> None:
    at = text.index("1.10")
    assert factor_by_unit(text, at, at + 4) == factor


def test_a_unit_behind_the_number_is_its_own() -> None:
    text = "Relapse rose with age (HR 1.10 per year of age) and ferritin (HR 1.20 per unit of ferritin)"
    at = text.index("1.20")
    assert factor_by_unit(text, at, at + 4) == "ferritin per unit"


@pytest.mark.parametrize("text", ["Ten deaths per arm (HR 1.10", "Surgery halved the risk (HR 1.10"])
def test_where_no_unit_is_told_there_is_none(text: str) -> None:
    assert factor_by_unit(text, text.index("1.10"), len(text)) == ""
