"""Standardised mortality and incidence ratios: the cause is the endpoint, the population the comparator."""

from __future__ import annotations

import pytest

from miner.effects.find import find_effects
from miner.phrases.standardised import cause_of
from miner.text.document import read_document

METHODS = "Standardised mortality ratios (SMRs) were calculated against national rates."
RESULTS = (
    "In women, mortality was raised for all causes (SMR 1.12, 95% CI 1.07 to 1.17), silicosis "
    "(SMR 3.1; 2.0 to 4.6) and liver disease (SMR 1.4; 1.1 to 1.8)."
)


def read(
    results: str, methods: str = METHODS, title: str = "Deaths of potters in Kent"
) -> list[tuple[str, str, str]]:
    doc = read_document(f"{title}\nMETHODS: {methods}\nRESULTS: {results}", "t")
    return [(e.endpoint, e.endpoint_class, e.contrast) for e in find_effects(doc, ())]


def test_each_cause_is_the_endpoint_of_those_observed_against_the_population() -> None:
    assert read(RESULTS) == [
        ("all causes", "overall_survival", "women vs national rates"),
        ("silicosis", "disease_specific_survival", "women vs national rates"),
        ("liver disease", "disease_specific_survival", "women vs national rates"),
    ]


def test_who_was_observed_may_stand_in_the_title() -> None:
    told = read(RESULTS.removeprefix("In women, "), title="Causes of death in pottery workers of Kent")
    assert told[1][2] == "pottery workers vs national rates"


@pytest.mark.parametrize(
    ("results", "methods"),
    [
        pytest.param(RESULTS, "Records were linked.", id="whose rates is not told"),
        pytest.param(
            "In women, mortality was highest in glazers (SMR 3.1; 2.0-4.6).", METHODS, id="no cause"
        ),
        pytest.param(
            "In women, silicosis was commoner in glazers (OR 3.1; 2.0-4.6).", METHODS, id="an odds ratio"
        ),
    ],
)
def test_what_the_text_does_not_tell_is_not_set_against_the_population(results: str, methods: str) -> None:
    assert all("national" not in contrast for _, _, contrast in read(results, methods))


def test_a_ratio_of_another_kind_has_no_cause() -> None:
    text = "Silicosis was commoner in glazers (OR 3.1; 2.0-4.6)."
    assert cause_of(text, text.index("3.1")) == ""
