"""Endpoints of trials outside oncology: composites with death, what is prevented or rated, the primary."""

from __future__ import annotations

import pytest

from miner.effects.endpoints import endpoint_of_effect
from miner.model import EndpointClass
from miner.text.document import read_document


def endpoint_of(text: str, number: str) -> tuple[str, EndpointClass]:
    doc = read_document(text, "x")
    start = doc.text.index(number)
    return endpoint_of_effect(doc, doc.sentence_at(start), start, start + len(number))


NEONATES = (
    "Early caffeine in preterm infants\nMETHODS: Infants were randomised. BPD was bronchopulmonary dysplasia "
)
NEONATES += "(BPD).\nRESULTS: "


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Death or BPD was rarer with caffeine (RR 0.81; 95% CI 0.69-0.95).", "0.81"),
        ("For HIV infection or death the figures were 0.74 (0.51-1.06) and 0.55 (0.36-0.84).", "0.74"),
        ("For HIV infection or death the figures were 0.74 (0.51-1.06) and 0.55 (0.36-0.84).", "0.55"),
        ("Sepsis or death was rarer with caffeine (RR 0.81; 95% CI 0.69-0.95).", "0.81"),
    ],
)
def test_an_illness_or_death_is_one_endpoint(sentence: str, number: str) -> None:
    name, endpoint_class = endpoint_of(NEONATES + sentence, number)
    assert (" or " in name, endpoint_class) == (True, "other")


def test_progression_or_death_stays_progression_free_survival() -> None:
    text = "Drug A in sarcoma\nRESULTS: Progression or death was rarer with drug A (HR 0.7; 95% CI 0.5-0.9)."
    assert endpoint_of(text, "0.7")[1] == "progression_free_survival"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Foam overlays to prevent pressure ulcers: a randomised trial", "other"),
        ("Early mobilisation after hip fracture: a randomised trial", "adverse_event"),
    ],
)
def test_what_is_to_be_prevented_is_no_harm(title: str, expected: EndpointClass) -> None:
    text = f"{title}\nRESULTS: The incidence of pressure ulcers was lower (RR 0.61; 95% CI 0.40-0.93)."
    assert endpoint_of(text, "0.61")[1] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The hazard ratio for recovery was 1.21 (95% CI 1.02-1.44).", "response"),
        ("The relative hazard of cessation was 1.21 (95% CI 1.02-1.44) for drug A.", "response"),
        (
            "The rate of healing of existing ulcers (HR 1.21; 95% CI 0.82-1.44) did not differ.",
            "response",
        ),
        ("The 50% responder rates were 31% (OR 1.21, p = 0.10).", "response"),
        ("The hazard ratio for platelet recovery was 1.21 (95% CI 1.02-1.44).", "other"),
        ("Hyperkalaemia > 5.5 mmol/L was more common (OR 1.21; 95% CI 1.02-1.44).", "adverse_event"),
        ("LSAS-SR was lower (d = 1.21; 95% CI 1.02-1.44).", "quality_of_life"),
    ],
)
def test_what_trials_of_medicine_measure_has_a_class(sentence: str, expected: EndpointClass) -> None:
    text = f"Tiralone in adults: a randomised trial\nMETHODS: Adults were randomised.\nRESULTS: {sentence}"
    assert endpoint_of(text, "1.21")[1] == expected


@pytest.mark.parametrize(("who", "expected"), [("low back pain", "quality_of_life"), ("stroke", "other")])
def test_disability_is_rated_by_people_with_pain(who: str, expected: EndpointClass) -> None:
    text = (
        f"Yoga for {who}\nRESULTS: Disability was lower with yoga (mean difference -2.1; 95% CI -3.4 to -1)."
    )
    assert endpoint_of(text, "-2.1")[1] == expected


def test_the_primary_outcome_may_be_declared_behind_a_colon() -> None:
    text = (
        "No sedation in intensive care\nMETHODS: Primary outcome: ventilator-free days to day 28.\n"
        "RESULTS: Mortality was 38% and 37%. Adjustment left the primary result unchanged (1.1 days, "
        "-0.4 to 2.7)."
    )
    assert endpoint_of(text, "1.1") == ("ventilator-free days", "other")


def test_the_primary_outcome_that_no_sentence_declares_is_that_of_the_title() -> None:
    text = (
        "Early caffeine and death or bronchopulmonary dysplasia in preterm infants\n"
        "RESULTS: Pneumothorax was rare. In small infants the RR for the primary outcome was 0.72 "
        "(0.55-0.94)."
    )
    assert endpoint_of(text, "0.72") == ("death or bronchopulmonary dysplasia", "other")


def test_death_as_a_competing_risk_is_not_told_of() -> None:
    text = (
        "Foam overlays\nMETHODS: Time to a new sore was modelled with death as a competing risk.\n"
        "RESULTS: The hazard ratio was 0.76 (95% CI 0.56 to 1.04)."
    )
    assert endpoint_of(text, "0.76")[1] != "overall_survival"
