"""Items of a list of estimates that lack the first one's noun: of what they died, why they were admitted."""

from __future__ import annotations

import pytest

from miner.effects.endpoints import endpoint_of_effect
from miner.model import EndpointClass
from miner.text.document import read_document


def endpoint_of(sentence: str, number: str) -> tuple[str, EndpointClass]:
    doc = read_document(f"Dust in quarries\nMETHODS:\nMasons were followed.\nRESULTS:\n{sentence}", "x")
    start = doc.text.index(number, doc.text.index("RESULTS"))
    return endpoint_of_effect(doc, doc.sentence_at(start), start, start + len(number))


DIED = (
    "Masons had higher mortality from silicosis (HR 5.21, 95% CI 3.1-8.8), tuberculosis (HR 2.42, 1.3-4.4), "
    "suicide (HR 1.13, 0.7-1.8) and all causes (HR 1.34, 1.2-1.5)."
)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("2.42", ("mortality from tuberculosis", "disease_specific_survival")),
        ("1.13", ("mortality from suicide", "disease_specific_survival")),
        ("1.34", ("mortality from all causes", "overall_survival")),
    ],
)
def test_each_cause_is_one_of_death(number: str, expected: tuple[str, EndpointClass]) -> None:
    assert endpoint_of(DIED, number) == expected


@pytest.mark.parametrize("number", ["1.22", "1.47"])
def test_why_they_were_admitted_is_no_illness(number: str) -> None:
    sentence = (
        "Dust raised the odds of hospital admission for asthma (RR 1.62, 1.3 to 2.0), back pain (RR 1.22, "
        "1.0 to 1.5) and depression (RR 1.47, 1.1-2.0)."
    )
    name, endpoint_class = endpoint_of(sentence, number)
    assert name.startswith("hospital admission for ")
    assert endpoint_class == "other"


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        (
            "Masons had more death from cardiac causes (HR 1.42, 1.1-1.8) and stroke (HR 1.18, 0.9-1.6).",
            "1.18",
        ),
        (
            "They had more deaths from silicosis (HR 1.42, 1.1-1.8) and lower income (HR 1.18, 0.9-1.6).",
            "1.42",
        ),
        ("The risk of silicosis (HR 1.42, 1.1-1.8) and stroke (HR 1.18, 0.9-1.6) rose with dust.", "1.18"),
    ],
)
def test_parts_of_a_composite_stand_for_themselves(sentence: str, number: str) -> None:
    assert " from stroke" not in endpoint_of(sentence, number)[0]
