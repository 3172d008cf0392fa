"""What a title says its factor bears on, and what it says the study is of."""

from __future__ import annotations

import pytest

from miner.phrases.contrast_titles import named_in_title
from miner.phrases.endpoint_titles import endpoint_in_title


@pytest.mark.parametrize(
    ("title", "factor", "endpoint"),
    [
        ("Night shifts and the risk of stroke: a cohort of nurses", "Night shifts", "stroke"),
        ("Does early surgery prolong survival of hip fracture?", "early surgery", "survival"),
        ("Effect of vitamin D on muscle strength in the elderly", "vitamin D", "muscle strength"),
        ("Coffee in relation to gallstones: a case-control study", "Coffee", "gallstones"),
        ("Predictors of readmission after cardiac surgery", "", "readmission"),
        ("Factors associated with fear of childbirth in midwives", "", "fear of childbirth"),
        ("Platelet-to-lymphocyte ratio as a predictor of relapse", "Platelet-to-lymphocyte ratio", "relapse"),
        ("Gallstones in young women: a case-control study of risk factors", "", "Gallstones"),
        ("Capecitabine versus placebo for early breast cancer", "Capecitabine", ""),
        ("What determines the outcome?", "", ""),
    ],
)
def test_a_title_names_factor_and_endpoint(title: str, factor: str, endpoint: str) -> None:
    assert (named_in_title(title), endpoint_in_title(title)) == (factor, endpoint)


def test_a_way_of_analysing_is_no_endpoint() -> None:
    assert endpoint_in_title("Landmark and time-dependent modelling of resection in 400 women") == ""


def test_what_is_incident_is_surely_the_endpoint() -> None:
    assert endpoint_in_title("Snoring, naps and incident glaucoma: a cohort", surely=True) == "glaucoma"
    assert endpoint_in_title("Snoring, naps and glaucoma: a cohort", surely=True) == ""
