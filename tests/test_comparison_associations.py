"""Factors that a sentence relates to an endpoint without a figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.comparisons.claims import claims_in
from miner.comparisons.factor_lists import factors_in, led_off
from miner.comparisons.find import find_comparisons
from miner.comparisons.sense import sense_of
from miner.text.document import read_document


def claims(text: str, known: str = "") -> list[tuple[str, str, str]]:
    return [(c.factor, c.name, c.direction) for c in claims_in(text, known)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Older age, poor vision and polypharmacy were independent risk factors for falls.",
            [("Older age", "falls"), ("poor vision", "falls"), ("polypharmacy", "falls")],
            id="factors before, endpoint behind",
        ),
        pytest.param(
            "Independent predictors of death were sepsis, shock and dementia.",
            [("sepsis", "death"), ("shock", "death"), ("dementia", "death")],
            id="factors behind, endpoint inside the words",
        ),
        pytest.param(
            "Stroke was significantly associated with smoking, living alone and low income.",
            [("smoking", "Stroke"), ("living alone", "Stroke"), ("low income", "Stroke")],
            id="many things in a row are the factors",
        ),
        pytest.param(
            "Significantly associated with recovery were a short illness and absence of fever.",
            [("short illness", "recovery"), ("absence of fever", "recovery")],
            id="the relation leads the sentence",
        ),
        pytest.param(
            "In multivariable analysis, frailty was the main predictor of length of stay "
            "and was related to readmission.",
            [("frailty", "length of stay"), ("frailty", "readmission")],
            id="the second relation is of the same factor",
        ),
        pytest.param(
            "After adjustment, frailty and anaemia determined the likelihood of early and late "
            "complications, respectively (P < .001).",
            [("frailty", "likelihood of early complications"), ("anaemia", "late complications")],
            id="respectively",
        ),
    ],
)
def test_each_factor_has_a_claim(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(factor, name) for factor, name, _ in claims(text)] == expected
    assert {direction for _, _, direction in claims(text)} == {"higher"}


@pytest.mark.parametrize(
    ("told", "endpoint", "factor", "expected"),
    [
        ("were independent predictors of", "survival", "nodal stage", "lower"),
        ("were independent predictors of", "survival", "complete resection", "higher"),
        ("were independent predictors of", "survival", "region", None),
        ("were risk factors for", "wound infection", "obesity", "higher"),
        ("was a protective factor against", "wound infection", "early feeding", "lower"),
        ("was inversely associated with", "bone loss", "exercise", "lower"),
        ("correlated positively with", "blood loss", "weight", "higher"),
        ("had a significant negative influence on", "implant success", "smoking", "lower"),
        ("had an adverse effect on", "readmission", "frailty", "higher"),
        ("was associated with a lower risk of", "relapse", "parity", "lower"),
        ("was a predictor of", "readmission", "type of hospital", None),
        ("was a predictor of", "readmission", "rural hospital", "higher"),
    ],
)
def test_what_a_factor_does_to_an_endpoint(
    told: str, endpoint: str, factor: str, expected: str | None
) -> None:
    assert sense_of(told, endpoint, factor) == expected


def test_a_denied_relation_is_told_of_each_factor() -> None:
    assert claims("Leakage and stricture did not affect overall survival.") == [
        ("Leakage", "overall survival", "no_difference"),
        ("stricture", "overall survival", "no_difference"),
    ]


def test_kinds_of_one_factor_are_no_factors() -> None:
    assert len(claims("The operation, either a bypass or a graft, did not affect mortality.")) == 1


def test_each_factor_keeps_its_own_p_value() -> None:
    found = claims_in(
        "Weight (P = .01) and smoking (P = .04) had an influence on fractures, but not height (P = .6)."
    )
    assert [(c.factor, c.p.value if c.p else None) for c in found[:2]] == [
        ("Weight", 0.01),
        ("smoking", 0.04),
    ]


def test_a_poor_prognostic_sign_lowers_what_the_sentence_is_about() -> None:
    assert claims(
        "Complete excision was an independent prognostic factor for longer survival, whilst ascites and "
        "jaundice were identified as poor prognostic factors."
    ) == [
        ("Complete excision", "survival", "higher"),
        ("ascites", "survival", "lower"),
        ("jaundice", "survival", "lower"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Parity was associated with a family history.", id="no test is told of"),
        pytest.param(
            "The index predicted falls with an area under the curve of 0.62.", id="how well a test tells"
        ),
        pytest.param("Risk factors for early failure were studied.", id="nothing found"),
        pytest.param("This was significantly associated with survival.", id="a pronoun is no factor"),
    ],
)
def test_no_claim_without_a_tested_factor(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "female sex, high or low weight, and living alone",
            ["female sex", "high or low weight", "living alone"],
        ),
        ("the model, consisting of slope, rate and sex,", ["model"]),
        ("smoking and gum disease were found to", ["smoking", "gum disease"]),
        ("Leakage occurred in 5%, and age", ["age"]),
        ("moderate and poor differentiation", ["moderate and poor differentiation"]),
    ],
)
def test_the_factors_of_a_list(text: str, expected: list[str]) -> None:
    assert factors_in(text) == expected


@given(
    st.lists(st.sampled_from(("fever", "weight loss", "older age", "a low income", "smoking")), max_size=7)
)
def test_a_list_has_at_most_as_many_factors_as_pieces(pieces: list[str]) -> None:
    found = factors_in(", ".join(pieces))
    assert len(found) <= len(pieces)
    assert all(any(factor in piece for piece in pieces) for factor in found)


def test_a_lead_is_no_part_of_the_list() -> None:
    assert led_off("However, in the adjusted model, age and frailty") == "age and frailty"
    assert led_off("Cox regression showed that age and frailty") == "age and frailty"


@pytest.mark.parametrize(
    "text",
    [
        "Neither age nor weight was predictive of relapse (P = .4).",
        "Relapse was significantly associated with each of these in its own model.",
    ],
)
def test_a_list_that_names_no_factor_tells_nothing_of_one(text: str) -> None:
    assert [c for c in claims_in(text) if c.rule == "association"] == []


def test_what_sums_up_says_nothing_new_of_factors() -> None:
    doc = read_document(
        "Falls in old age\nRESULTS: Frailty and poor vision were significant risk factors for falls.\n"
        "CONCLUSIONS: Frailty, drink and poor vision are significant risk factors for falls and fractures."
    )
    assert [c.contrast for c in find_comparisons(doc, (), ())] == ["Frailty", "poor vision"]
