"""What a study is about settles what its endpoints are: early deaths, failing hearts, relapses."""

from __future__ import annotations

import pytest

from miner.reading import extract

# title, sentence, class of the first effect
SETTLED = [
    (
        "Tracheostomy in ventilated patients with pneumonia",
        "Results: At 30 days mortality was lower with early tracheostomy (HR 0.71, 95% CI 0.52 to 0.96).",
        "overall_survival",
    ),
    (
        "Colostomy or stent for obstruction by diverticulitis",
        "Results: At 30 days mortality was lower with a stent (OR 0.71, 95% CI 0.52 to 0.96).",
        "adverse_event",
    ),
    (
        "Delay of chemotherapy and survival in ovarian cancer",
        "Results: With ≤30 days as reference, the hazard of death was 1.31 (CI 1.02-1.68) for 31-45 days.",
        "overall_survival",
    ),
    (
        "Anthracyclines and heart failure in survivors of childhood cancer",
        "Results: Heart failure was commoner after anthracyclines (HR 3.1, 95% CI 1.8 to 5.3).",
        "adverse_event",
    ),
    (
        "Sodium intake and heart failure in the elderly",
        "Results: Heart failure was commoner with a salty diet (HR 1.4, 95% CI 1.1 to 1.8).",
        "other",
    ),
    (
        "Calcium with vitamin D against bone loss under anastrozole",
        "Results: Recurrences numbered 11 v 19 (HR 0.58, 95% CI 0.28 to 1.22).",
        "disease_free_survival",
    ),
    (
        "Sertraline or mirtazapine in recurrent depression",
        "Results: Recurrences numbered 11 v 19 (HR 0.58, 95% CI 0.28 to 1.22).",
        "other",
    ),
]


@pytest.mark.parametrize(("title", "sentence", "expected"), SETTLED)
def test_the_study_settles_the_class(title: str, sentence: str, expected: str) -> None:
    assert extract(f"{title}\n{sentence}").effects[0].endpoint_class == expected


def test_what_favoured_a_side_was_measured() -> None:
    text = (
        "Degludec versus glargine in type 1 diabetes\nWe randomised 400 adults to degludec or glargine. "
        "Hypoglycaemia was as frequent (rate ratio 1.02, 95% CI 0.88 to 1.18). "
        "The EQ-5D score favoured degludec (mean difference 0.04, 95% CI 0.01 to 0.07)."
    )
    effect = extract(text).effects[-1]
    assert (effect.value, effect.endpoint_class) == (0.04, "quality_of_life")
    assert effect.contrast.startswith("degludec vs glargine")


def test_evidence_that_favoured_a_side_is_no_endpoint() -> None:
    text = (
        "Statins and stroke\nResults: Stroke was rarer with statins (RR 0.80, 95% CI 0.70 to 0.91). "
        "Evidence from women also favoured statins (RR 0.85, 95% CI 0.75 to 0.97)."
    )
    assert "vidence" not in extract(text).effects[-1].endpoint


def test_weeks_are_no_endpoint() -> None:
    text = (
        "Time from resection to chemotherapy and mortality in colon cancer\n"
        "Results: Mortality was as low in weeks five and six (HR 1.02, 95% CI 0.91 to 1.14) "
        "but higher in weeks seven to ten (HR 1.22, 95% CI 1.05 to 1.42)."
    )
    assert [e.endpoint_class for e in extract(text).effects] == ["overall_survival", "overall_survival"]


def test_what_allowance_was_made_for_is_a_covariate() -> None:
    text = (
        "Night shifts and mortality of porters\n"
        "Results: Mortality was higher (RR 1.31, 95% CI 1.10 to 1.56). "
        "With allowance for chronic pain the relative risk was 1.22 (95% CI 1.01 to 1.47)."
    )
    assert [e.endpoint_class for e in extract(text).effects] == ["overall_survival", "overall_survival"]
