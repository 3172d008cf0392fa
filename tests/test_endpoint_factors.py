"""A list of factors, each before its estimate: no item of it is the endpoint of its number."""

from __future__ import annotations

import pytest

from miner.effects.endpoints import endpoint_of_effect
from miner.endpoints.aims import endpoint_in_aim
from miner.endpoints.factors import factor_lists
from miner.text.document import read_document

LISTS = (
    "Obesity (OR 2.2, 95% CI 1.3-3.9), anaemia (OR 1.5) and prior stroke (OR 1.3; 0.7-2.2) were entered.",
    "Frailty (HR 1.9; 95% CI 1.3-2.8) and atrial fibrillation (HR 1.4; 1.0-2.0) remained significant.",
    "Night shifts (OR 1.9), poor sleep (OR 2.5) and depressive symptoms (OR 3.1) were retained.",
    "Cox regression showed that thirst (HR 1.9, 1.3-2.8) and gout (HR 1.4, 1-2) were the main risk factors.",
    "Short sleep (HR 1.42) and insomnia (HR 1.31) carried the highest hazard.",
    "Independent predictors were male sex (OR 1.8, 95% CI 1.2-2.7) and pneumonia (OR 2.4, 95% CI 1.5-3.8).",
    "In multivariable analysis for PFS, frailty (HR 1.6, 95% CI 1.1-2.3) and gout (HR 1.7) were significant.",
    "Cox regression showed time to relapse below 2 years (HR 1.8; 1.1-2.9) and gout (HR 1.4) as factors.",
    "Of independent influence were: time to relapse of 3 years or less (HR 1.8) and gout (HR 2.1).",
    "Surgery (HR 0.6, 95% CI 0.4-0.9), falls and response to drugs (HR 0.5) were significant.",
    "Older age (RR 1.4, 95% CI 1.1-1.8), delirium (RR 2.0, 95% CI 1.3-3.1), falls (RR 1.2, 95% CI 0.9-1.6).",
)
OTHERS = (
    "Cox regression showed longer time to relapse (HR 0.6, 95% CI 0.4-0.9) and survival (HR 0.7) with rest.",
    "Surgery was associated with fewer strokes (HR 0.7, 95% CI 0.5-0.9) and falls (HR 0.8, 95% CI 0.6-0.9).",
    "Older age was tied to death (HR 1.4, 95% CI 1.1-1.8) and the risk of stroke (HR 1.2, 95% CI 1.0-1.5).",
    "Cox regression showed that rest (HR 0.6, 0.4-0.9) and sport (HR 0.7, 0.5-0.9) lowered mortality.",
    "The rate fell from 12% (95% CI 10-14) to 8% (95% CI 6-10).",
    "Survival differed (HR 0.7, 95% CI 0.5-0.9).",
)


@pytest.mark.parametrize("text", LISTS)
def test_every_item_of_a_list_of_factors_stands_within_it(text: str) -> None:
    ((start, end),) = factor_lists(text)
    first, last = text.index("("), text.rindex(")")
    assert start < first
    assert last <= end


@pytest.mark.parametrize("text", OTHERS)
def test_endpoints_behind_a_verb_are_no_factors(text: str) -> None:
    assert factor_lists(text) == ()


def test_a_list_goes_on_with_items_that_have_no_estimate() -> None:
    text = "Surgery (HR 0.42; 95% CI 0.29-0.61), one site and response to drugs were significant."
    ((start, end),) = factor_lists(text)
    assert text[start:end].endswith("were significant")


def test_what_predicts_the_titles_endpoint_is_not_its_own() -> None:
    text = (
        "Determinants of pressure sores in nursing homes\nRESULTS: Of 940 residents 88 had a sore. "
        "Diabetes (OR 1.8, 95% CI 1.1-3.0), delirium (OR 2.4, 95% CI 1.5-3.8) and pain (OR 1.3, "
        "95% CI 0.9-1.9) were kept in the final model."
    )
    doc = read_document(text)
    sentence = doc.sentences[-1]
    for value in ("OR 1.8", "OR 2.4", "OR 1.3"):
        start = text.index(value)
        assert endpoint_of_effect(doc, sentence, start, start + 6)[0] == "pressure sores"


def test_the_aim_names_the_endpoint_where_the_title_does_not() -> None:
    doc = read_document(
        "Frailty before valve replacement\nOBJECTIVE: To examine the effect of frailty on late survival.\n"
        "METHODS: 430 patients were followed."
    )
    assert endpoint_in_aim(doc) == "late survival"


def test_levels_of_a_factor_are_no_endpoint() -> None:
    text = (
        "Link between snoring and mortality in truck drivers\nRESULTS: Hazard ratios for light and heavy "
        "snoring were 1.2 (95% CI 1.0-1.5) and 1.6 (95% CI 1.3-2.0)."
    )
    doc = read_document(text)
    start = text.index("1.2 (")
    assert endpoint_of_effect(doc, doc.sentences[-1], start, start + 20) == ("mortality", "overall_survival")


@pytest.mark.parametrize(
    "later",
    [
        "Patients with 4-5 deposits did not differ from the reference (HR = 0.91, 95% CI = 0.61 to 1.37).",
        "Women with six deposits fared alike (HR = 0.93, 95% CI = 0.60 to 1.44).",
    ],
)
def test_what_people_have_is_not_what_happens_to_them(later: str) -> None:
    first = "With many deposits as the reference, OS was better with one (HR = 0.70, 95% CI = 0.52 to 0.96)."
    doc = read_document(f"Deposits in a nationwide cohort.\n{first} {later}")
    sentence = doc.sentences[-1]
    at = sentence.start + later.index("HR")
    assert endpoint_of_effect(doc, sentence, at, at + 2)[1] == "overall_survival"


@pytest.mark.parametrize("cut", ["< 24 months", "of less than 2 years", "of 9 weeks or less", "under 1 year"])
def test_an_interval_that_is_cut_in_two_is_no_endpoint(cut: str) -> None:
    text = (
        "Resection of lung deposits\nRESULTS: The 5-year survival rate was 48%. Multivariate analysis showed "
        f"a disease-free interval {cut} (HR 1.8, 95% CI 1.1-2.9) to be adverse."
    )
    doc = read_document(text)
    start = text.index("1.8")
    assert endpoint_of_effect(doc, doc.sentences[-1], start, start + 3)[1] == "overall_survival"
