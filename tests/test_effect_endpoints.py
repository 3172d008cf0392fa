"""Which endpoint an estimate is of, where the sentence alone would mislead."""

from __future__ import annotations

import pytest

import miner
from miner.effects.endpoints import endpoint_of_effect
from miner.model import EndpointClass
from miner.text.document import read_document


def endpoint_of(title: str, sentence: str, number: str) -> tuple[str, EndpointClass]:
    doc = read_document(
        f"{title}\nMETHODS:\nNurses with low back pain (LBP) took part.\nRESULTS:\n{sentence}", "x"
    )
    start = doc.text.index(number, doc.text.index("RESULTS"))
    return endpoint_of_effect(doc, doc.sentence_at(start), start, start + len(number))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Coffee and the risk of hypertension in nurses", "other"),
        ("Salt reduction to prevent hypertension: a randomised trial", "other"),
        ("Bevacizumab and the risk of hypertension", "adverse_event"),
        ("Chemotherapy for ovarian cancer: a randomised trial", "adverse_event"),
    ],
)
def test_an_illness_is_a_harm_only_where_something_was_given(title: str, expected: str) -> None:
    sentence = "The risk of hypertension was raised (hazard ratio 1.42, 95% CI 1.10-1.83)."
    assert endpoint_of(title, sentence, "1.42")[1] == expected


def test_what_the_title_takes_for_the_factor_is_not_the_endpoint() -> None:
    title = "Does insomnia raise the risk of gallstones?"
    sentence = "It was strongest in those with severe insomnia (hazard ratio 1.42, 95% CI 1.10-1.83)."
    assert endpoint_of(title, sentence, "1.42") == ("gallstones", "other")


def test_the_second_of_two_risks_is_of_its_own_endpoint() -> None:
    title = "Walking and health in nurses"
    sentence = (
        "Walking lowered the risk of death (HR 0.82, 95% CI 0.7-0.95) and of gallstones (HR 0.91, 0.8-1.0)."
    )
    assert endpoint_of(title, sentence, "0.82")[1] == "overall_survival"
    assert endpoint_of(title, sentence, "0.91") == ("gallstones", "other")


@pytest.mark.parametrize(("number", "expected"), [("0.64", "PFS"), ("0.71", "OS")])
def test_the_ratio_of_a_factor_is_on_the_survival_behind_it(number: str, expected: str) -> None:
    sentence = "The HR of early rash was 0.64 (0.45-0.92) for PFS and 0.71 (0.48-1.06) for OS."
    assert endpoint_of("A cohort of divers", sentence, number)[0] == expected


def test_an_item_of_a_contrary_clause_is_no_further_endpoint() -> None:
    sentence = (
        "Beer was associated with gout (RR 1.12, 1.07-1.18), whereas wine (RR 1.02, 0.98-1.06) was not."
    )
    assert endpoint_of("Drinks of divers", sentence, "1.02") == ("gout", "other")


def test_a_death_is_of_the_disease_that_a_short_form_names() -> None:
    title = "Rural women with endometrial cancer (EC)"
    sentence = "Rural women had a higher risk of dying from EC (hazard ratio 1.42, 95% CI 1.10-1.83)."
    assert endpoint_of(title, sentence, "1.42")[1] == "disease_specific_survival"


def test_a_covariate_is_not_the_endpoint() -> None:
    title = "Rural women with endometrial cancer"
    sentence = (
        "With adjustment for pain, survival was shorter in rural women (hazard ratio 1.42, 95% CI 1.10-1.83)."
    )
    assert endpoint_of(title, sentence, "1.42")[1] == "overall_survival"


def test_behind_a_ratio_may_stand_the_factor() -> None:
    title = "Bisphosphonates in nurses"
    sentence = (
        "For all-cause mortality the adjusted hazard ratio of bisphosphonate use was 0.64 (95% CI 0.5-0.9)."
    )
    assert endpoint_of(title, sentence, "0.64")[1] == "overall_survival"


@pytest.mark.parametrize(
    ("text", "number", "endpoint_class"),
    [
        (
            "Anastomotic leakage after colectomy: risk factors in a cohort. "
            "A stoma (OR, 0.4; 95% CI, 0.2-0.6) protected; blood loss (OR, 1.3; 95% CI, 1.1-1.5) did harm.",
            "1.3",
            "adverse_event",
        ),
        (
            "Smoking and weight as predictors of mortality. "
            "In the joint model hypertension (HR 2.1, 95% CI 1.8-2.6) kept its place.",
            "2.1",
            "overall_survival",
        ),
        (
            "Do fibrates lower mortality in old age? Users had fewer strokes (HR 0.70, 95% CI 0.55-0.91).",
            "0.70",
            "other",
        ),
    ],
)
def test_the_title_tells_a_factor_from_the_endpoint(text: str, number: str, endpoint_class: str) -> None:
    doc = read_document(text, "1")
    sentence = doc.sentences[1]
    at = text.index(number)
    assert endpoint_of_effect(doc, sentence, at, at + len(number))[1] == endpoint_class


def test_what_stands_behind_the_ratio_of_an_endpoint_is_what_bears_on_it() -> None:
    title = "Operations on bone in nurses"
    sentence = "The hazard ratio for death was 0.52 (95% CI 0.39-0.69) for free margins and 0.86 for pain."
    assert endpoint_of(title, sentence, "0.52") == ("death", "overall_survival")
    assert endpoint_of(title, sentence, "0.86") == ("death", "overall_survival")


def test_that_for_another_endpoint_is_of_it() -> None:
    sentence = "The HR for death was 0.76 (95% CI 0.35-1.66) and that for recurrence was 0.77 (0.44-1.36)."
    assert endpoint_of("Walking in nurses", sentence, "0.77")[0] == "recurrence"


def test_in_whom_an_effect_was_evident_is_no_endpoint() -> None:
    doc = read_document(
        "Irrigation in divers\nRESULTS:\nIrrigation lowered ipsilateral invasive recurrence "
        "(HR 0.55, 0.4-0.7). "
        "The effect was evident for large lesions (HR 0.39, 0.29-0.53) but not for small (HR 0.81, 0.5-1.3).",
        "x",
    )
    for number in ("0.55", "0.39", "0.81"):
        start = doc.text.index(number)
        found = endpoint_of_effect(doc, doc.sentence_at(start), start, start + len(number))
        assert found == ("ipsilateral invasive recurrence", "locoregional_control")


def test_however_is_no_part_of_the_subject() -> None:
    sentence = "Amputation, however, occurred more with boots than with clogs (HR 1.35, 1.04-1.75)."
    assert endpoint_of("Serious infection in divers", sentence, "1.35") == ("Amputation", "other")


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ("Wound infection occurred in 3 patients.", "overall_survival"),
        ("Local failure was seen in 3 (8%) and 16 (32%) patients (p = 0.004).", "overall_survival"),
        ("Local failure at 3 years was 8% and 32% (log-rank p = 0.004).", "locoregional_control"),
    ],
)
def test_a_hazard_is_of_what_was_followed_not_of_what_was_counted(between: str, expected: str) -> None:
    sentence = (
        f"Median overall survival was 50 and 40 months. {between} "
        "In the Cox model operation was no independent factor (HR 0.81, 95% CI 0.5-1.3)."
    )
    assert endpoint_of("Operation on the breast", sentence, "0.81")[1] == expected


def test_what_a_group_is_defined_by_is_not_what_it_had() -> None:
    told = (
        "Progression-free survival was longer with the drug (HR 0.55; 95% CI 0.40-0.76). "
        "The benefit was seen both in resistance, defined as relapse within 6 months of therapy "
        "(HR 0.65; 95% CI 0.43-0.98)."
    )
    read = miner.extract(f"A randomised trial of a drug in breast cancer.\nRESULTS: {told}")
    assert [e.endpoint_class for e in read.effects] == ["progression_free_survival"] * 2


def test_a_delay_of_thirty_days_makes_no_early_death_of_a_hazard() -> None:
    told = "Taking ≤30 days as reference, the hazard of death was 1.18 (95% CI 0.72-1.92) for 31-60 days."
    read = miner.extract(f"Waiting for chemotherapy after surgery of breast cancer.\nRESULTS: {told}")
    assert [e.endpoint_class for e in read.effects] == ["overall_survival"]
