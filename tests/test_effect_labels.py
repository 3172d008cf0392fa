"""Estimates with labels in their bracket, deaths of any cause beside one, words that but look like harms."""

from __future__ import annotations

import pytest

from miner.effects.endpoints import endpoint_of_effect
from miner.endpoints.read import classify_endpoint
from miner.model import EndpointClass
from miner.phrases.endpoint_mentions import spelled_out
from miner.text.document import read_document

MORE = "METHODS:\nWeavers with bad backs were asked.\nRESULTS:\n"


def endpoint_of(
    sentence: str, number: str, title: str = "Posture and mishaps in weavers"
) -> tuple[str, EndpointClass]:
    doc = read_document(f"{title}\n{MORE}{sentence}", "x")
    start = doc.text.index(number, doc.text.index("RESULTS"))
    return endpoint_of_effect(doc, doc.sentence_at(start), start, start + len(number))


@pytest.mark.parametrize("number", ["0.71", "0.93"])
def test_a_label_of_no_endpoint_is_a_factor(number: str) -> None:
    sentence = (
        "Exercise was inversely associated with gallstones (for swimming, HR 0.71, 95% CI 0.6-0.8; "
        "for cycling, HR 0.93, 95% CI 0.8-1.1)."
    )
    assert endpoint_of(sentence, number) == ("gallstones", "other")


@pytest.mark.parametrize(("number", "expected"), [("0.71", "stroke"), ("0.93", "myocardial infarction")])
def test_a_label_that_is_an_endpoint_is_that_of_its_estimate(number: str, expected: str) -> None:
    sentence = (
        "Exercise was inversely associated with vascular disease (for stroke, HR 0.71, 95% CI 0.6-0.8; "
        "for myocardial infarction, HR 0.93, 95% CI 0.8-1.1)."
    )
    assert endpoint_of(sentence, number)[0] == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("0.81", ("mortality from bladder cancer", "disease_specific_survival")),
        ("0.94", ("any cause", "overall_survival")),
    ],
)
def test_any_cause_beside_one_cause_is_a_death_too(number: str, expected: tuple[str, EndpointClass]) -> None:
    sentence = (
        "Weaving was followed by lower mortality from bladder cancer and from any cause (HR 0.81 "
        "[95% CI 0.7-0.9] and 0.94 [0.9-1.0], respectively)."
    )
    assert endpoint_of(sentence, number) == expected


def test_a_benefit_is_none_of_its_own() -> None:
    sentence = (
        "Radiotherapy lengthened overall survival (HR 0.81, 95% CI 0.7-0.9). Similar benefit was seen "
        "in those with low (HR 0.94, 95% CI 0.8-1.1) or high (HR 0.77, 0.6 to 0.9) model-predicted benefit."
    )
    assert endpoint_of(sentence, "0.94")[1] == "overall_survival"


def test_the_heading_of_a_title_is_no_endpoint() -> None:
    sentence = "A rise of urea was a risk factor for the development of renal failure (OR 2.6, 1.2-5.1)."
    named = endpoint_of(
        sentence, "2.6", "Renal failure after lung transplantation: risk of development and treatment"
    )
    assert named[0] == "renal failure"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("grade 4 spelling", "other"),
        ("grade 4 toxicity", "adverse_event"),
        ("respiratory distress", "other"),
        ("psychological distress", "quality_of_life"),
        ("delirium symptoms", "adverse_event"),
        ("nasal symptoms", "quality_of_life"),
    ],
)
def test_words_that_two_kinds_of_endpoint_share(name: str, expected: EndpointClass) -> None:
    assert classify_endpoint(name) == expected


def test_a_short_form_inside_a_long_form_is_spelled_out() -> None:
    doc = read_document(
        "Worry\nWe asked about fear of falling (FOF). Marked FOF (mFOF) was common; mFOF fell later.", "x"
    )
    assert spelled_out(doc, "mFOF") == "Marked fear of falling"


HISTORY = (
    "Death within a year was associated with having a previous stroke (OR 2.3, 1.2 to 4.3), prior "
    "relapse (OR 1.9, 1.1-3.3), a history of depression (OR 1.4, 1-2) and earlier falls (OR 1.7, 1.3-3.1)."
)


@pytest.mark.parametrize("number", ["2.3", "1.9", "1.4", "1.7"])
def test_what_befell_people_before_is_no_endpoint(number: str) -> None:
    assert endpoint_of(HISTORY, number, "Steroids and survival after biopsy") == ("Death", "overall_survival")


@pytest.mark.parametrize(
    ("number", "expected"), [("0.75", "disease_specific_survival"), ("0.66", "overall_survival")]
)
def test_numbers_in_a_row_go_on_with_the_row_told_before(number: str, expected: EndpointClass) -> None:
    sentence = (
        "Users had lower mortality from bladder cancer and from all causes (HR 0.84 [95% CI 0.68-1.04] and "
        "0.80 [0.7-1.0], respectively). The old were alike: 0.75 (0.60-0.94) and 0.66 (0.61-0.82)."
    )
    assert endpoint_of(sentence, number)[1] == expected


def test_a_response_of_pain_is_one_of_pain() -> None:
    sentence = (
        "Younger age (OR 1.52, 95% CI 1.1-2.1) and slim build (OR 2.2, 1.2-4.0) predicted drug response."
    )
    title = "Predictors of pain response to heat in weavers"
    assert endpoint_of(sentence, "1.52", title) == ("drug response", "quality_of_life")


@pytest.mark.parametrize(
    ("sentence", "number", "expected"),
    [
        (
            "Bending raised the risk of complications, including numbness (RR 3.02, 1.5-5.9).",
            "3.02",
            ("numbness", "adverse_event"),
        ),
        (
            "Adjusting for height and speed, survival favored the young with a hazard ratio of 0.77.",
            "0.77",
            ("survival", "overall_survival"),
        ),
        (
            "Grip and reach declined more slowly in the trained, with differences of 0.52 points "
            "(0.1 to 0.9), and the pain score likewise favored them.",
            "0.52",
            ("Grip and reach", "other"),
        ),
        (
            "Weavers with migraine had a 66% relative risk reduction for bladder cancer.",
            "66",
            ("bladder cancer", "other"),
        ),
    ],
)
def test_the_clause_and_the_words_next_to_the_number_decide(
    sentence: str, number: str, expected: tuple[str, EndpointClass]
) -> None:
    assert endpoint_of(sentence, number) == expected


def test_a_bracket_that_nothing_opens_joins_no_sentences() -> None:
    sentence = (
        "Harms were rare. Stiffness was as common in the first town (OR 1.02, 0.3-3.4) as in the second 4%)."
    )
    assert endpoint_of(sentence, "1.02")[0] == "Stiffness"


@pytest.mark.parametrize(("number", "expected"), [("1.31", "incident myopia"), ("1.22", "eye strain")])
def test_a_step_of_the_factor_ends_at_its_verb(number: str, expected: str) -> None:
    sentence = (
        "Each extra hour was associated with incident myopia (OR 1.31, 95% CI 1.1-1.5), eye strain (OR 1.22, "
        "1.0-1.4) and headache (OR 1.15, 1.0-1.3)."
    )
    assert endpoint_of(sentence, number, "Looms and myopia in weavers")[0] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Early discharge after knee replacement in weavers", "adverse_event"),
        ("Heart failure clinics for weavers", "other"),
    ],
)
def test_a_readmission_is_no_death(title: str, expected: EndpointClass) -> None:
    sentence = "Weekend discharge was associated with lower 90-day readmission (OR 0.82, 95% CI 0.7-0.9)."
    assert endpoint_of(sentence, "0.82", title)[1] == expected
