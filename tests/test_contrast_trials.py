"""What the numbers of trials compare: groups told behind them, by a letter or a code, in subgroups."""

from __future__ import annotations

import pytest

from miner.contrasts.read import contrast_for
from miner.contrasts.sense import can_stand
from miner.model import Arm
from miner.text.document import read_document

ARMS = (Arm("caffeine", 120), Arm("sham", 118))


def contrast_of(results: str, number: str, arms: tuple[Arm, ...] = ARMS, endpoint: str = "") -> str:
    doc = read_document(
        f"A trial in lungs\nMETHODS: People were randomly assigned to two drugs.\nRESULTS: {results}"
    )
    start = doc.text.index(number)
    return contrast_for(doc, doc.sentence_at(start), start, start + len(number), arms, endpoint)


DIFFERENCES = (
    "Mean FEV1 differences of A/B were 240 mL vs placebo (95% CI 212-269), 95 mL vs drug A (95% CI "
    "67-123) and 90 mL "
    "vs drug B (95% CI 62-119). Trough FEV1 rose likewise: +187 mL (153-222) against placebo, +64 mL "
    "(30-99) against "
    "drug A."
)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("240", "A/B vs placebo"),
        ("95 mL", "A/B vs drug A"),
        ("90", "A/B vs drug B"),
        ("+187", "A/B vs placebo"),
        ("+64", "A/B vs drug A"),
    ],
)
def test_a_group_may_be_told_behind_its_difference(number: str, expected: str) -> None:
    assert contrast_of(DIFFERENCES, number, ()) == expected


@pytest.mark.parametrize(("number", "expected"), [("0.91", "W vs control"), ("0.68", "S vs control")])
def test_a_letter_may_name_a_group(number: str, expected: str) -> None:
    text = (
        "Relative to control, the prevalence ratio was 0.91 (95% CI 0.72-1.15) with W, 0.68 (0.52-0.89) "
        "with S and "
        "0.66 (0.51-0.86) with W+S."
    )
    assert contrast_of(text, number, ()) == expected


@pytest.mark.parametrize(
    ("name", "stands"),
    [
        ("3HP vs 9H", True),
        ("20 mL vs 40 mL", True),
        ("280 mL vs placebo", False),
        ("100 person-years", False),
        ("encephalopathy aHR", False),
        ("prevalence ratio", False),
    ],
)
def test_a_code_is_a_name_and_an_amount_is_none(name: str, stands: bool) -> None:
    assert can_stand(name) is stands


def test_an_endpoint_with_its_grade_is_not_compared() -> None:
    text = "Pneumothorax requiring drainage: RR 0.44 (95% CI 0.25-0.78)."
    assert contrast_of(text, "0.44", endpoint="Pneumothorax") == "caffeine vs sham"


@pytest.mark.parametrize("number", ["1.02", "0.73"])
def test_people_in_whom_the_primary_outcome_was_seen_are_not_compared(number: str) -> None:
    text = (
        "In infants of 25-26 weeks RR for the primary outcome was 1.02 (0.8-1.2), in others 0.73 (0.5-0.9)."
    )
    assert contrast_of(text, number) == "caffeine vs sham"


def test_what_one_more_of_a_thing_does_is_not_what_the_groups_do() -> None:
    text = "Each additional comorbidity carried a hazard of 1.12 (95% CI 1.06-1.18)."
    assert contrast_of(text, "1.12") == "Each additional comorbidity"


def test_of_three_groups_none_is_picked_where_the_sentence_names_none() -> None:
    three = (*ARMS, Arm("both drugs", 122))
    told = "Results did not change in those followed for two years (HR 0.84, 95% CI 0.7-1.0)."
    assert "caffeine" not in contrast_of(told, "0.84", three)
    assert contrast_of("Caffeine did better than sham (HR 0.84).", "0.84", three) == "Caffeine vs sham"


@pytest.mark.parametrize(
    ("results", "number", "endpoint"),
    [
        (
            "Time to relapse, however, favoured caffeine, hazard ratio 0.71 (95% CI 0.50 to 0.99).",
            "0.71",
            "relapse",
        ),
        (
            "The primary end point, a decline of 1.5 SD, was met by 22 of 71 on caffeine (31.0%) and by "
            "34 of 76 on sham (44.7%): risk difference -13.7% (95% CI -29.2 to 1.8).",
            "-13.7",
            "decline",
        ),
    ],
)
def test_an_endpoint_in_the_place_of_a_factor_leaves_the_arms_of_a_trial(
    results: str, number: str, endpoint: str
) -> None:
    arms = (Arm("caffeine", 88), Arm("sham", 90))
    doc = read_document(f"A randomised trial in lungs\nRESULTS: {results}")
    start = doc.text.index(number)
    found = contrast_for(doc, doc.sentence_at(start), start, start + len(number), arms, endpoint)
    assert found == "caffeine vs sham"


@pytest.mark.parametrize("number", ["2.31", "1.45"])
def test_in_whom_a_trial_s_effect_was_larger_is_no_contrast(number: str) -> None:
    told = "The effect was larger among smokers (odds ratio, 2.31) than among non-smokers (odds ratio, 1.45)."
    doc = read_document(f"A trial in lungs\nMETHODS: People were randomised.\nRESULTS: {told}")
    start = doc.text.index(number)
    found = contrast_for(doc, doc.sentence_at(start), start, start + len(number), ARMS)
    assert found == "caffeine vs sham"


@pytest.mark.parametrize(
    "told",
    [
        "Regardless of treatment, bone pain (HR 1.43; 95% CI 1.33-1.54) and anaemia (HR 1.35; 1.25-1.46) "
        "increased the risk of death.",
        "Death was hastened also by bone pain (1.43; 1.33-1.54), ECOG 1 (1.28; 1.19-1.38) or 2 (1.86; "
        "1.69-2.05), and anaemia (1.35; 1.25-1.46).",
    ],
)
def test_factors_that_bear_on_all_alike_are_not_the_treatment_s_effect(told: str) -> None:
    text = f"A trial in lungs\nMETHODS: People were randomised (hazard ratio, HR).\nRESULTS: {told}"
    doc = read_document(text)
    for number in ("1.43", "1.35"):
        start = doc.text.index(number)
        found = contrast_for(doc, doc.sentence_at(start), start, start + 4, ARMS, "death")
        assert found in ("bone pain", "anaemia")
